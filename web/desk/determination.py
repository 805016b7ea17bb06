"""The determinations of a case at the desk: what is proposed, why, and what it rests on; made, kept and made again.

The engine works before anything is written, so that nobody who stores something waits for it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

import casework
from casework import Case, CaseRefused, Proposal, Stale
from engine import Determination, EngineDisagreement, FactError, Finding
from keeping import Kept, NotMadeAgain, determinations
from keeping.rule_files import RuleFilesRefused
from web import loaded
from web.api import errors as problems
from web.api.metrics import determined
from web.desk import sending
from web.desk.addresses import Address
from web.desk.asked import asked_of, rule_sets_of
from web.desk.case_frame import looking, names_of
from web.desk.sending import Places
from web.desk.signed_in import actor
from web.kept_determinations import NotWhole, canonical_of, determination_of, live, noted, replaying_in
from web.office import now, office
from web.pages import grouping, typed_values
from web.pages.typed_values import Slip
from web.saved import to_be_saved

DONE = {"determined": "The case was determined. What is proposed stands below; a person decides."}
HEADINGS = {
    "same": "Every byte is the same",
    "another_engine": "The same, by another version of the engine",
    "differs": "It comes out otherwise",
    "altered": "What is kept was altered",
    "gone": "Its values are gone",
    "cannot": "It cannot be made again",
}
DAMAGED = (
    "What is kept of this determination was altered, so its bytes are not given out. Tell whoever runs this service: "
    "it has to be restored from a backup."
)
CHANGED = "The rules were changed on the disk after this service was started. Tell whoever runs it. {}"
_STOPPED = (FactError, CaseRefused, Stale)


@dataclass(frozen=True, slots=True)
class Shown:
    """A determination as it is shown: whole, or where it cannot be made again with its words as they were kept."""

    kept: Kept
    title: str
    live: Determination | None = None
    findings: Mapping[str, list[Finding]] = field(default_factory=dict)
    why_not: str = ""


def determination_page(id: str, errors: Places | None = None) -> str:
    """The newest determination under each rule set of a case, those before them, and the form to determine it."""
    opened, (every, shown, names) = looking(id, _newest)
    noted(actor(), "determination.read", opened.case, *(each.kept for each in shown))
    wrong, links = _with_links(opened.case, errors or {})
    newest = {each.kept.id for each in shown}
    earlier = [_in_short(each) for each in reversed(every) if each.id not in newest]
    return render_template(
        "desk/determination.html", opened=opened, shown=shown, names=names, answers=_answers(opened.case),
        earlier=earlier, waiting=_waiting(opened.case, shown), errors=wrong, links=links, typed=request.form,
        done=DONE.get(request.args.get("done", "")),
    )  # fmt: skip


def one_determination(id: str, determination_id: str, errors: Places | None = None) -> str:
    """One determination of a case, perhaps an earlier one. That it was read is kept in the activity."""

    def look(connection: Any, found: Case) -> Any:
        kept = determination_of(connection, found, determination_id)
        newest = next((each for each in determinations.newest(connection, id) if each.rule_set == kept.rule_set), kept)
        return _shown(connection, kept), newest, names_of(connection, (kept.by,))

    opened, (shown, newest, names) = looking(id, look)
    noted(actor(), "determination.read", opened.case, shown.kept)
    return render_template(
        "desk/one_determination.html", opened=opened, shown=shown, names=names, answers=_answers(opened.case),
        newer=newest if newest.place > shown.kept.place else None, errors=errors or {},
    )  # fmt: skip


def determine(id: str) -> ResponseReturnValue:
    """Determine a case from what is stated in it, under each of its rule sets, and keep what comes of it."""
    expected = sending.expected()
    try:
        as_at = typed_values.day(request.form, "as_at")
    except Slip as slip:
        return determination_page(id, {"as_at": str(slip)}), 422
    try:
        proposed = _worked_out(id, expected, as_at)
        return sending.sent(lambda connection: _kept(connection, proposed), lambda wrong: determination_page(id, wrong))
    except EngineDisagreement as disagreement:
        return determination_page(id, {"form": problems.disagreed(disagreement)}), 503
    except RuleFilesRefused as changed:
        return determination_page(id, {"form": CHANGED.format(changed)}), 503


def determination_bytes(id: str, determination_id: str) -> ResponseReturnValue:
    """A determination whole, as the bytes that were kept, to be saved. That it was read is kept in the activity."""
    opened, kept = looking(id, lambda connection, found: determination_of(connection, found, determination_id))
    try:
        canonical = canonical_of(kept)
    except NotWhole as not_whole:
        if not_whole.kind == "gone":
            abort(410, str(not_whole))
        return one_determination(id, determination_id, {"form": DAMAGED}), 500
    noted(actor(), "determination.read", opened.case, kept)
    reference = opened.case.reference.replace("/", "-")
    return to_be_saved(canonical, "application/json", f"{reference} determination {kept.place}.json")


def replayed_determination(id: str, determination_id: str) -> str:
    """A determination made again from the rules and facts that were kept with it, and compared byte for byte."""

    def look(connection: Any, found: Case) -> Any:
        kept = determination_of(connection, found, determination_id)
        return _in_short(kept), determinations.replay(connection, kept.id, replaying_in())

    opened, (shown, replayed) = looking(id, look)
    noted(actor(), "determination.replayed", opened.case, shown.kept)
    return render_template(
        "desk/replayed.html", opened=opened, shown=shown, replayed=replayed, heading=HEADINGS[replayed.outcome]
    )


def _worked_out(id: str, expected: int, as_at: date | None) -> Proposal | Exception:
    """What the engine says; or why it says nothing, to be told unless this very form was done before."""
    try:
        with office().private.reading() as connection:
            return casework.work_out(connection, actor(), id, loaded().rule_sets, expected, as_at)
    except _STOPPED as stopped:
        return stopped


def _kept(connection: Any, proposed: Proposal | Exception) -> str:
    if isinstance(proposed, Exception):
        raise proposed
    casework.keep(connection, now(), actor(), proposed, office().rules_dir)
    for each in proposed.determined:
        determined(each)
    return url_for("desk.determination_page", id=proposed.case.id, done="determined")


def _newest(connection: Any, found: Case) -> tuple[tuple[Kept, ...], list[Shown], dict[str, str]]:
    every = determinations.of_case(connection, found.id)
    shown = [_shown(connection, kept) for kept in determinations.newest(connection, found.id)]
    return every, shown, names_of(connection, (each.by for each in every))


def _shown(connection: Any, kept: Kept) -> Shown:
    try:
        made = live(connection, kept)
    except NotMadeAgain as not_again:
        return Shown(kept, _title(kept.rule_set), why_not=str(not_again))
    return Shown(kept, made.rule_set.title, made, grouping.by_provision(made))


def _in_short(kept: Kept) -> Shown:
    return Shown(kept, _title(kept.rule_set))


def _title(id: str) -> str:
    known = loaded().rule_sets.get(id)
    return known.title if known else id


def _waiting(found: Case, shown: Iterable[Shown]) -> list[str]:
    """The rule sets of the case under which it was never determined."""
    done = {each.kept.rule_set for each in shown}
    return [_title(id) for id in found.rule_sets if id not in done]


def _answers(found: Case) -> dict[str, str]:
    """Where what is asked for is answered, by every name that conditions may have for it."""
    page = url_for("desk.interview_page", id=found.id)
    every = asked_of(rule_sets_of(found)).values()
    return {name: f"{page}/{asked.name}" for asked in every for name in asked.names}


def _with_links(found: Case, errors: Places) -> tuple[dict[str, str], dict[str, str]]:
    """What is wrong, with the question that it is about; and where each fault of a fact is mended."""
    every = {name: asked for asked in asked_of(rule_sets_of(found)).values() for name in asked.names}
    told, links, answers = dict(errors), dict[str, str](), _answers(found)
    for place, message in errors.items():
        room, _, rest = place.partition(".")
        name = rest.partition(".")[0]
        if room in ("facts", "judgements") and name in every:
            ask = every[name].ask
            told[place], links[place] = message if ask in message else f"{ask} {message}", answers[name]
    return sending.at_fields(told, {place: place for place in ("as_at", *links)}), links


ADDRESSES = (
    Address("/cases/<id>/determination", determination_page, "determination.read"),
    Address("/cases/<id>/determination", determine, "determination.make", "POST"),
    Address("/cases/<id>/determination/<determination_id>", one_determination, "determination.read"),
    Address("/cases/<id>/determination/<determination_id>/canonical", determination_bytes, "determination.read"),
    Address("/cases/<id>/determination/<determination_id>/replay", replayed_determination, "determination.replay"),
)
