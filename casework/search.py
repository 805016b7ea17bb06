"""Searching in private cases: only those that the actor may see, newest first, a page at a time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select

from casework.errors import refuse
from casework.kinds import kind_faults
from casework.model import Case
from casework.rows import CASE_COLUMNS, cases_of
from casework.seeing import visible
from casework.states import LAST, NOTHING_DUE, STATES
from casework.texts import line_faults
from engine import Fault, nearest
from people import Actor, whose_work_falls_to
from storage import case, deadline, extension, party, stated

_CURSOR = re.compile(r"(\d{4}-\d\d-\d\d)\.([0-9a-f]{32})")
_LARGEST_PAGE = 100
_MOST_WORDS = 10


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for; what is left empty is not asked. All that is asked must hold.

    ``words``: each word stands in the reference, the title, a party's name or the name of a stated fact. ``reference``,
    ``title``, ``party``: part of it. ``fact``: every word stands in the name of one stated fact. ``officer``: whose
    cases show under this person, covers included; ``nobodys``: it is nobody's yet. ``due_by``: something is due by this
    day and not met. ``open``: it is not closed.
    """

    words: str = ""
    reference: str = ""
    title: str = ""
    party: str = ""
    fact: str = ""
    kind: str = ""
    state: str = ""
    officer: str = ""
    due_by: date | None = None
    nobodys: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Cases, and the cursor of the next page; empty where this is the last."""

    cases: tuple[Case, ...]
    next: str


def search(connection: Connection, now: datetime, actor: Actor, query: Query, after: str = "", size: int = 25) -> Page:
    """The cases that the actor may see and that fit, by day of receipt, the newest first.

    ``after`` is the cursor of the page before. A case that comes in or changes meanwhile moves no other to a page
    where it is missed or seen twice. Raises CaseRefused.
    """
    refuse(_faults(query, after, size))
    conditions = [visible(connection, actor), *_conditions(query), *_others(connection, now, actor, query)]
    if found := _CURSOR.fullmatch(after):
        day, id = date.fromisoformat(found[1]), found[2]
        conditions.append(or_(case.c.received_on < day, and_(case.c.received_on == day, case.c.id < id)))
    wanted = select(*CASE_COLUMNS).where(*conditions).order_by(case.c.received_on.desc(), case.c.id.desc())
    rows = connection.execute(wanted.limit(size + 1)).all()
    cases = cases_of(connection, rows[:size])
    more = len(rows) > size
    return Page(cases, f"{cases[-1].received_on.isoformat()}.{cases[-1].id}" if more else "")


def _conditions(query: Query) -> Iterator[ColumnElement[bool]]:
    """What any reader of a case may ask."""
    if query.reference.strip():
        yield _has(case.c.reference, query.reference.strip())
    if query.title.strip():
        yield _has(case.c.title, query.title.strip())
    if query.party.strip():
        yield _party(query.party.strip())
    if query.kind:
        yield case.c.kind == query.kind
    if query.state:
        yield case.c.state == query.state
    if query.nobodys:
        yield case.c.officer_id.is_(None)
    if query.open:
        yield case.c.state != LAST


def _others(connection: Connection, now: datetime, actor: Actor, query: Query) -> Iterator[ColumnElement[bool]]:
    """What rests on more than the case: facts and deadlines count only where the actor may read them."""
    if query.words.strip() or query.fact.strip():
        facts = visible(connection, actor, "fact.read")
        for word in query.words.split():
            plainly = _has(case.c.reference, word), _has(case.c.title, word), _party(word)
            yield or_(*plainly, and_(facts, _fact(word)))
        if query.fact.strip():
            yield and_(facts, _fact(*re.split(r"[\s_]+", query.fact.strip("_ "))))
    if query.officer:
        yield case.c.officer_id.in_(whose_work_falls_to(connection, now, query.officer))
    if query.due_by:
        yield and_(visible(connection, actor, "deadline.read"), _due(query.due_by))


def _has(column: ColumnElement[str], part: str) -> ColumnElement[bool]:
    """Whether the column holds this part, in capital or small letters; % and _ are letters like any other."""
    return column.icontains(part, autoescape=True)


def _party(part: str) -> ColumnElement[bool]:
    return exists().where(party.c.case_id == case.c.id, or_(_has(party.c.name, part), party.c.organisation == part))


def _fact(*words: str) -> ColumnElement[bool]:
    return exists().where(stated.c.case_id == case.c.id, *(_has(stated.c.name, word) for word in words))


def _due(by: date) -> ColumnElement[bool]:
    """Whether something is surely due by that day, extensions included, and still to be done."""
    later = exists().where(extension.c.deadline_id == deadline.c.id, extension.c.due_on > by)
    open_still = deadline.c.met_on.is_(None), deadline.c.withdrawn_at.is_(None), ~later
    here = exists().where(deadline.c.case_id == case.c.id, deadline.c.due_on <= by, *open_still)
    return and_(case.c.state.not_in(NOTHING_DUE), here)


def _faults(query: Query, after: str, size: int) -> Iterator[Fault]:
    for name in ("words", "reference", "title", "party", "fact", "officer"):
        yield from line_faults(f"/{name}", getattr(query, name), may_be_empty=True)
    if len(query.words.split()) > _MOST_WORDS:
        yield Fault("/words", f"look for {_MOST_WORDS} words at most")
    if query.kind:
        yield from kind_faults(query.kind)
    if query.state and query.state not in STATES:
        yield Fault("/state", f"there is no state '{query.state}'.{nearest(query.state, STATES)}")
    if after and not _is_cursor(after):
        yield Fault("/after", "this is no cursor of ours: take the one that came with the page before, or leave it out")
    if not 1 <= size <= _LARGEST_PAGE:
        yield Fault("/size", f"a page has 1 to {_LARGEST_PAGE} cases")


def _is_cursor(after: str) -> bool:
    found = _CURSOR.fullmatch(after)
    try:
        return found is not None and bool(date.fromisoformat(found[1]))
    except ValueError:
        return False
