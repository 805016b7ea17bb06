"""The law that a draft rests on and that no lawyer has reviewed: listed to be read, and confirmed by who read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

import casework
from casework import Case, NotFound
from casework.deciding import ToRead, confirm_law, newest_decision, proposals, to_read
from engine import Determination, Finding, Version
from web.desk import sending
from web.desk.addresses import Address
from web.desk.case_frame import names_of
from web.desk.decision_frame import Held, draft_in, of_a_draft, reading
from web.desk.rule_sets import titled
from web.desk.sending import Places, typed
from web.desk.signed_in import actor
from web.kept_determinations import live, make_ready
from web.office import now
from web.pages import grouping

DONE = {"read": "It is recorded that you read these, and where."}


@dataclass(frozen=True, slots=True)
class Reading:
    """A provision to be read. ``key`` is what its box sends: the rule set, the provision and what is encoded now.

    ``url``: the law as it stood, where somebody wrote that down; else as it is cited.
    """

    key: str
    it: ToRead
    version: Version | None
    url: str
    conditions: tuple[tuple[str, str, str], ...]


@of_a_draft
def decision_law_page(id: str) -> ResponseReturnValue:
    """The provisions to be read, by rule set, each with its conditions, how they were checked, and who read them."""
    return _page(id, {})


@of_a_draft
def confirm_read(id: str) -> ResponseReturnValue:
    """Record that provisions were read in the published law."""
    chosen = [_key(each) for each in request.form.getlist("provisions")]
    make_ready(actor(), id)

    def work(connection: Any) -> str:
        found = casework.seen(connection, actor(), "decision.read", id)
        newest = newest_decision(connection, found)
        if newest is None:
            raise NotFound
        offered = to_read(connection, newest, proposals(connection, newest, live))
        confirm_law(connection, now(), actor(), chosen, typed("read_in"), offered)
        return url_for("desk.decision_law_page", id=id, done="read")

    return sending.sent(work, lambda errors: _page(id, _at_fields(errors)))


def _page(id: str, errors: Places) -> str:
    opened, (here, law, names) = reading(id, "law_to_read", _look)
    groups: dict[str, list[Reading]] = {}
    for each in law:
        groups.setdefault(each.it.rule_set.title, []).append(each)
    return render_template(
        "desk/decision_law.html", opened=opened, held=here, groups=groups, names=names, errors=titled(errors),
        me=actor().id, typed=request.form, ticked=request.form.getlist("provisions"),
        done=DONE.get(request.args.get("done", "")),
    )  # fmt: skip


def _look(connection: Any, found: Case) -> tuple[Held, tuple[Reading, ...], Mapping[str, str]]:
    here = draft_in(connection, found)
    law = to_read(connection, here.decision, here.made)
    names = names_of(connection, (mark.by for each in law for mark in each.read))
    return here, tuple(_reading(each, here.under(each.rule_set.id)) for each in law), names


def _reading(each: ToRead, made: Determination | None) -> Reading:
    findings = grouping.by_provision(made) if made else {}
    version = _version(each, made)
    return Reading(
        key=f"{each.rule_set.id} {each.provision.id} {each.fingerprint}",
        it=each,
        version=version,
        url=(version.checked.url if version and version.checked else "") or each.provision.citation.url,
        conditions=tuple(_condition(findings.get(each.provision.id, []), *said) for said in each.conditions),
    )


def _version(each: ToRead, made: Determination | None) -> Version | None:
    """The version of a provision that was applied, where it is known which."""
    starts = [standing.version for standing in made.provisions if standing.id == each.provision.id] if made else []
    start = date.fromisoformat(starts[0]) if starts and starts[0] else None
    return next((version for version in each.provision.versions if version.start == start), None)


def _condition(findings: Sequence[Finding], condition: str, how: str) -> tuple[str, str, str]:
    """What a condition says, where it stands, and how its words were checked."""
    found = next((each for each in findings if each.condition == condition), None)
    return (found.statement, found.cites, how) if found else (condition.replace("_", " "), "", how)


def _key(said: str) -> tuple[str, str, str]:
    """The rule set, the provision and its fingerprint, as a box of the page sends them."""
    rule_set, _, rest = said.partition(" ")
    provision, _, fingerprint = rest.partition(" ")
    return rule_set, provision, fingerprint


def _at_fields(errors: Places) -> dict[str, str]:
    """What is wrong, at the boxes or at the line; what is wrong with any of the boxes stands at all of them."""
    told: dict[str, str] = {}
    for place, message in errors.items():
        at = "provisions" if place.startswith("provisions") else place
        told[at] = f"{told[at]}. {message}" if at in told else message
    return told


ADDRESSES = (
    Address("/cases/<id>/decision/law", decision_law_page, "decision.read"),
    Address("/cases/<id>/decision/law", confirm_read, "law.confirm", "POST"),
)
