"""The work list: the first page after signing in. What is due, whose cases they are, what is nobody's, who is away."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, request

import casework
import people
from casework import STATES, Case, Query, deciding
from casework.deciding import Draft
from keeping import Deadline
from people import Absence
from web import due
from web.desk import days
from web.desk.addresses import Address
from web.desk.case_frame import names_of
from web.desk.days import When
from web.desk.signed_in import actor
from web.office import now, office

_MOST, _FEW = 100, 25  # what one list shows
_ORDER = list(STATES)


@dataclass(frozen=True, slots=True)
class Line:
    """Something that is due in a case that whoever asks may see."""

    it: Deadline
    case: Case
    when: When


@dataclass(frozen=True, slots=True)
class Work:
    """What one work list shows. ``more``: there are cases, deadlines or nobody's cases that it does not show."""

    due: Sequence[Line]
    drafts: Sequence[Draft]
    cases: Sequence[Case]
    nobodys: Sequence[Case]
    more: frozenset[str]
    away: Sequence[Absence]
    covering: Sequence[Absence]
    names: Mapping[str, str]

    @property
    def shown(self) -> tuple[Case, ...]:
        """Every case that it names, once."""
        return tuple({each.id: each for each in self._named()}.values())

    def _named(self) -> Iterator[Case]:
        yield from (line.case for line in self.due)
        yield from (draft.case for draft in self.drafts)
        yield from (*self.cases, *self.nobodys)


def work_list() -> str:
    """What falls to whoever asks; or, where their role reads every case, what falls to anybody.

    That they were shown these cases is kept in the activity, as of a search.
    """
    choice, me = due.every_case(actor()), actor().id
    with office().private.reading() as connection:
        whose = _whose(connection) if choice else ""
        work = _work(connection, whose)
        officers = people.here_as(connection, "officer") if people.may(actor(), "person.read") else {}
    with office().private.writing() as connection:
        query, page = Query(officer=whose, open=True), casework.Page(work.shown, "")
        casework.note_search(connection, now(), actor(), query, page)
    others = [("", "Choose an officer"), *((id, name) for id, name in officers.items() if id != me)]
    return render_template(
        "desk/work.html", work=work, choice=choice, only_mine=whose == me, whose=whose, me=me, states=STATES, now=now(),
        others=others if choice and len(others) > 1 else (), typed=request.args,
        may_receive=people.may(actor(), "case.receive"), may_assign=people.may(actor(), "case.assign"),
    )  # fmt: skip


def _whose(connection: Any) -> str:
    """Whose work is asked for: one's own, unless an officer is named; empty where it is everybody's."""
    if request.args.get("all") == "yes":
        return ""
    named = request.args.get("officer", "")
    return named if named in people.here_as(connection, "officer") else actor().id


def _work(connection: Any, whose: str) -> Work:
    what_is_due = sorted(due.due(connection, now(), actor(), whose=whose), key=lambda each: each.due_on is None)
    seen = casework.those(connection, actor(), "deadline.read", {each.case_id for each in what_is_due[:_MOST]})
    lines = [Line(each, seen[each.case_id], days.when(each)) for each in what_is_due[:_MOST] if each.case_id in seen]
    cases = _search(connection, Query(officer=whose, open=True), _MOST)
    nobodys = _search(connection, Query(nobodys=True, open=True), _FEW) if people.may(actor(), "case.assign") else None
    away = people.absences(connection, now()) if people.may(actor(), "absence.read") else ()
    covering = [each for each in away if each.cover_id == actor().id and each.starts_at <= now()]
    more = {"due": len(what_is_due) > _MOST, "cases": bool(cases.next), "nobodys": bool(nobodys and nobodys.next)}
    officers = [each.officer_id for each in (*cases.cases, *(line.case for line in lines))]
    away_ids = [id for each in away for id in (each.person_id, each.cover_id)]
    return Work(
        due=lines,
        drafts=_drafts(connection, whose),
        cases=sorted(cases.cases, key=lambda each: _ORDER.index(each.state)),
        nobodys=nobodys.cases if nobodys else (),
        more=frozenset(name for name, is_more in more.items() if is_more),
        away=away,
        covering=covering,
        names=names_of(connection, [whose, *officers, *away_ids]),
    )


def _drafts(connection: Any, whose: str) -> list[Draft]:
    """The drafts of decisions that somebody has to do something to; or, where nobody is named, anybody has."""
    every = deciding.drafts(connection, actor())
    if whose == actor().id:
        return [each for each in every if _waits_for_me(each)]
    theirs = [each for each in every if each.by != "decision.review" and each.case.officer_id == whose]
    return theirs if whose else list(every)


def _waits_for_me(draft: Draft) -> bool:
    """A review is for anybody who may, and wrote none of it; all else for the officer whose case it is."""
    if draft.by == "decision.review":
        return people.may(actor(), draft.by) and actor().id not in draft.decision.authors
    return draft.case.officer_id == actor().id


def _search(connection: Any, query: Query, size: int) -> casework.Page:
    return casework.search(connection, now(), actor(), query, size=size)


ADDRESSES = (Address("/work", work_list, "case.read"),)
