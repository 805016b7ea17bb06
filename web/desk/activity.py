"""Activity at the desk: who did what in a case, in words; and whether all of it is still as it was written."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework import Case
from keeping import Entry, Verified, activity, evidence_items
from web import loaded
from web.desk.activity_words import Known, about, in_words, people_in
from web.desk.addresses import Address
from web.desk.asked import asked_of, rule_sets_of
from web.desk.case_frame import TABS, Opened, names_of, opening
from web.office import office

SIZE = 50
NOT_A_PLACE = "What stands behind before= is the place of an entry: a whole number. Go back to the newest entries."
NOT_A_CHECK = "Give both, as an earlier check told them: the place is a whole number, and the hash has 64 digits"

_PLACE = re.compile("[1-9][0-9]{0,14}")
_HASH = re.compile("[0-9a-f]{64}")
_SIDES = {
    "party": "parties_page", "deadline": "timetable_page", "fact": "facts_page", "judgement": "facts_page",
    "evidence": "evidence_page", "determination": "determination_page", "decision": "decision_page",
    "interest": "decision_page", "letter": "letters_page", "link": "letters_page",
}  # fmt: skip
_NEEDED = {endpoint: act for endpoint, _, act in TABS}


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as the page shows it. ``address``: where what it is about can be seen; empty where that is nowhere."""

    entry: Entry
    words: str
    address: str


def activity_page(id: str) -> str:
    """Who did what in a case, the newest first, a page at a time. That it was read is kept, and shown the next time."""
    before = _place(request.args.get("before", ""))

    def look(connection: Any, found: Case) -> Any:
        entries = activity.latest(connection, found.id, before, SIZE + 1)
        items = {item.id: item.place for item in evidence_items.of_case(connection, found.id)}
        return entries, items, names_of(connection, people_in(entries))

    opened, (entries, items, names) = opening(id, "", look)
    shown = entries[:SIZE]
    return render_template(
        "desk/activity.html", opened=opened, told=_told(opened, shown, items, names), names=names, before=before,
        older=shown[-1].place if len(entries) > SIZE else None,
    )  # fmt: skip


def activity_verified() -> ResponseReturnValue:
    """Whether every entry is as it was written, and as an earlier check found it where that is given."""
    kept, errors = _earlier()
    with office().private.reading() as connection:
        found = activity.verify(connection, kept)
    shown = render_template(
        "desk/activity_verified.html", found=found, whole=isinstance(found, Verified), kept=kept, errors=errors,
        typed=request.args,
    )  # fmt: skip
    return shown, 422 if errors else 200


def _place(said: str) -> int | None:
    if said and not _PLACE.fullmatch(said):
        abort(400, NOT_A_PLACE)
    return int(said) if said else None


def _earlier() -> tuple[tuple[Verified, ...], Mapping[str, str]]:
    """What an earlier check found, and what is wrong with how it was typed."""
    place, last = (request.args.get(name, "").strip() for name in ("place", "hash"))
    if not place and not last:
        return (), {}
    plain = place.replace(",", "")
    if _PLACE.fullmatch(plain) and _HASH.fullmatch(last.lower()):
        return (Verified(int(plain), last.lower()),), {}
    return (), {"place": NOT_A_CHECK}


def _told(opened: Opened, entries: tuple[Entry, ...], items: Mapping[str, int], names: Mapping[str, str]) -> list[Told]:
    asks = {name: asked.ask for name, asked in asked_of(rule_sets_of(opened.case)).items()}
    titles = {id: rule_set.title for id, rule_set in loaded().rule_sets.items()}
    known = Known(names, asks, titles, items)
    return [Told(each, in_words(each, known), _address(opened, each, known)) for each in entries]


def _address(opened: Opened, entry: Entry, known: Known) -> str:
    """Where what an entry is about can be seen by its reader."""
    said, subject, id = about(entry), entry.act.partition(".")[0], opened.case.id
    if entry.act in ("case.linked", "case.unlinked") and isinstance(said.get("other_id"), str):
        return url_for("desk.case_page", id=said["other_id"])
    side = _SIDES.get(subject)
    if side is None or _NEEDED[side] not in opened.may:
        return ""
    made = _one(said)
    if side == "determination_page" and made:
        return url_for("desk.one_determination", id=id, determination_id=made)
    return url_for(f"desk.{side}", id=id, _anchor=_anchor(said, known) or None)


def _one(said: Mapping[str, Any]) -> str:
    """The one determination that an entry is about; empty where there are several, or none."""
    many = said.get("determined_ids", [said.get("determined_id")])
    return many[0] if isinstance(many, list) and len(many) == 1 and isinstance(many[0], str) else ""


def _anchor(said: Mapping[str, Any], known: Known) -> str:
    """The place on the page: an item of evidence, or a fact."""
    if item := known.items.get(str(said.get("evidence_id"))):
        return f"evidence-{item}"
    return f"fact-{said['name']}" if said.get("name") in known.asks else ""


ADDRESSES = (
    Address("/cases/<id>/activity", activity_page, "activity.read"),
    Address("/activity/verify", activity_verified, "activity.verify"),
)
