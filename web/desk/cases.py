"""Cases at the desk: all that somebody may see, searched; and what one of them is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import render_template, request
from flask.typing import ResponseReturnValue

import casework
import people
from casework import KINDS, STATES, Assignment, Case, CaseRefused, Link, OpenWay, Page, Query, RecordChange, StateChange
from engine import Fault
from web import loaded
from web.desk import days, sending
from web.desk.addresses import Address
from web.desk.case_frame import names_of, opening
from web.desk.rule_sets import in_titles, rule_set_options, titled
from web.desk.sending import Places, at_fields
from web.desk.signed_in import actor
from web.office import now, office
from web.pages import typed_values
from web.pages.typed_values import Slip

DONE = {
    "received": "The case was received, and has its reference. What comes next stands below.",
    "moved": "The case was moved. Where it stands now is shown above.",
    "assigned": "The case was given to its officer.",
    "seated": "The member sits on the case, and may read it now.",
    "unseated": "The member sits on the case no longer.",
    "linked": "The two cases go together now.",
    "unlinked": "The two cases go their own ways now.",
    "retitled": "The case has its new title.",
    "put-to": "The case is put to these rule sets. Determine it again.",
    "record-closed": "The record was closed.",
    "record-opened": "The record is open again.",
}
NOBODY, NOT_CLOSED = "nobody", "not_closed"

_ASKED = ("words", "reference", "title", "party", "fact", "kind", "officer")
_FIELDS = (*_ASKED, "state", "due_by")
_FEW = ("words",)  # what is asked outside the fold
_SIZE = 25
_LABELS = {
    "move.to": "Where it goes", "move.on": "On which day", "move.why": "Why", "officer.person_id": "Officer",
    "move.ground": "Ground", "move.court": "Court", "move.reference": "Reference", "move.dated": "Its date",
    "member.person_id": "Member", "link.reference": "Reference of the other case", "link.how": "How they go together",
    "title.title": "Title", "record.why": "Why",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Whole:
    """What the page of a case shows. ``officers`` and ``members`` are whom it may be given to, by id."""

    ways: tuple[OpenWay, ...]
    history: tuple[StateChange, ...]
    assignments: tuple[Assignment, ...]
    links: tuple[Link, ...]
    record: tuple[RecordChange, ...]
    names: Mapping[str, str]
    officers: Mapping[str, str]
    members: Mapping[str, str]


def all_cases() -> ResponseReturnValue:
    """The cases that somebody may see and that fit what they look for, newest first, a page at a time.

    That they searched is kept in the activity.
    """
    page, errors = _searched()
    with office().private.reading() as connection:
        names = names_of(connection, (each.officer_id for each in page.cases))
        officers = people.here_as(connection, "officer") if people.may(actor(), "person.read") else {}
    asked = {name: said for name, said in request.args.items() if said and name.partition(".")[0] in _FIELDS}
    shown = render_template(
        "desk/cases.html", page=page, names=names, officers=officers, kinds=KINDS, states=STATES, typed=request.args,
        errors=errors, asked=asked, more=set(asked) - set(_FEW), may_receive=people.may(actor(), "case.receive"),
        next=_again({**asked, "after": page.next}) if page.next else "",
        first=_again(asked) if request.args.get("after") else "",
    )  # fmt: skip
    return shown, 422 if errors else 200


def _searched() -> tuple[Page, Places]:
    """What is found; or why nothing can be looked for, by field."""
    try:
        query = _query()
        with office().private.reading() as connection:
            page = casework.search(connection, now(), actor(), query, request.args.get("after", ""), _SIZE)
    except CaseRefused as refused:
        return Page((), ""), at_fields(sending.places_of(refused), {name: name for name in _FIELDS})
    with office().private.writing() as connection:
        casework.note_search(connection, now(), actor(), query, page)
    return page, {}


def case_page(id: str, errors: Places | None = None) -> str:
    """One case: what comes next, where it was, whose it is, what it goes with. That it was read is kept."""
    opened, whole = opening(id, "", _whole)
    found = opened.case
    typed: dict[str, str] = {"title.title": found.title, "link.how": "linked"}
    typed |= {f"rules.{place}": each for place, each in enumerate(found.rule_sets)}
    return render_template(
        "desk/case_page.html", opened=opened, whole=whole, errors=titled(errors or {}), labels=_LABELS, me=actor().id,
        states=STATES,
        done=DONE.get(request.args.get("done", "")),
        typed={**typed, **days.typed_day("move.on", days.today()), **request.form},
        rule_sets=loaded().rule_sets, rule_set_options=rule_set_options(opened.kind, found.rule_sets),
        how_linked=casework.HOW_LINKED, in_titles=in_titles,
    )  # fmt: skip


def _again(asked: Mapping[str, str]) -> str:
    """The same search, elsewhere in what it finds."""
    return f"{request.path}?{urlencode(asked)}"


def _whole(connection: Any, found: Case) -> Whole:
    assigning = casework.allowed(connection, actor(), "case.assign", found)
    history, assignments = casework.history(connection, found), casework.assignments(connection, found)
    links, record = casework.links(connection, actor(), found), casework.record_changes(connection, found)
    ids = [id for each in assignments for id in (each.person_id, each.by)]
    ids += [each.by for each in history] + [each.by for each in record]
    return Whole(
        casework.ways(connection, now(), actor(), found), history, assignments, links, record,
        names_of(connection, ids),
        people.here_as(connection, "officer") if assigning else {},
        people.here_as(connection, "committee_member") if assigning else {},
    )  # fmt: skip


def _query() -> Query:
    """What is looked for. Raises CaseRefused where the day cannot be read."""
    said: dict[str, Any] = {name: request.args.get(name, "").strip() for name in _ASKED}
    state, officer = request.args.get("state", ""), said.pop("officer")
    said |= {"open": True} if state == NOT_CLOSED else {"state": state}
    said |= {"nobodys": True} if officer == NOBODY else {"officer": officer}
    try:
        return Query(**said, due_by=typed_values.day(request.args, "due_by"))
    except Slip as slip:
        raise CaseRefused([Fault("/due_by", str(slip))]) from slip


ADDRESSES = (Address("/cases", all_cases, "case.read"), Address("/cases/<id>", case_page, "case.read"))
