"""A case as all its pages show it: what it is called, where it stands, whose it is, and the tabs through it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import request, url_for

import casework
import people
from casework import KINDS, STATES, Case, CaseKind
from engine import said_first
from people import ACTS
from web import loaded
from web.desk.signed_in import act, actor
from web.office import now, office

Found = TypeVar("Found")

TABS = (
    ("case_page", "Case", "case.read"),
    ("parties_page", "Parties", "case.read"),
    ("timetable_page", "Timetable", "deadline.read"),
    ("facts_page", "Facts", "fact.read"),
    ("evidence_page", "Evidence", "evidence.read"),
    ("determination_page", "Determination", "determination.read"),
    ("decision_page", "Decision", "decision.read"),
    ("letters_page", "Letters", "letter.read"),
    ("publications_page", "Publication", "publication.read"),
    ("activity_page", "Activity", "activity.read"),
)
_UNDER = {"notices": "parties_page", "interview": "facts_page", "decisions": "decision_page"}  # without a tab
_WITHIN = {"letters_page": "decision.read"}  # whoever may do this finds it under another tab
_READ_AS = {  # by what is changed
    **dict.fromkeys(("committee.record", "interest.declare", "law.confirm"), "decision.read"),
    **dict.fromkeys(("link.make", "link.revoke"), "letter.read"),
}


@dataclass(frozen=True, slots=True)
class Tab:
    """A link to one side of a case; ``here``: it is the page in hand, or leads to it."""

    title: str
    address: str
    here: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """A case that somebody may see, with the names of the people in it. ``may``: the acts that are theirs in it."""

    case: Case
    kind: CaseKind
    state: str
    officer: str
    acting: str
    may: frozenset[str]
    tabs: tuple[Tab, ...]

    @property
    def takes(self) -> frozenset[str]:
        """The work that a case takes where it stands: see the table of casework's states."""
        return frozenset(STATES[self.case.state].takes)

    @property
    def says_first(self) -> tuple[str, ...]:
        """What comes before anything of its rule sets; nothing where all of them are law."""
        known = loaded().rule_sets
        return said_first(known, *(id for id in self.case.rule_sets if id in known))

    @property
    def due(self) -> bool:
        """Whether what is due in it is still to be done."""
        return STATES[self.case.state].due


def looking(id: str, look: Callable[[Any, Case], Found]) -> tuple[Opened, Found]:
    """A case, and what ``look`` reads in it. Raises NotFound where it is not theirs to read."""
    with office().private.reading() as connection:
        found = casework.seen(connection, actor(), _reading(), id)
        return _opened(connection, found), look(connection, found)


def opening(id: str, what: str, look: Callable[[Any, Case], Found]) -> tuple[Opened, Found]:
    """As ``looking``; that it was read is kept in the activity, with a word of the program for ``what`` was read."""
    with office().private.writing() as connection:
        found = casework.seen(connection, actor(), _reading(), id)
        read = look(connection, found)
        opened = _opened(connection, found)
        casework.note_reading(connection, now(), actor(), _reading(), found, what)
    return opened, read


def working(id: str, what: str, look: Callable[[Any, Case], Found]) -> tuple[Opened, Found]:
    """As ``opening``, where the engine may have to work: that it was read is noted afterwards, and nobody waits."""
    opened, read = looking(id, look)
    with office().private.writing() as connection:
        casework.note_reading(connection, now(), actor(), _reading(), opened.case, what)
    return opened, read


def names_of(connection: Any, ids: Iterable[str | None]) -> dict[str, str]:
    """What the people of these ids are called; an id is its own name where it is a word, such as command_line."""
    wanted = {each for each in ids if each}
    return {each: each.replace("_", " ") for each in wanted} | people.names(connection, wanted)


def _reading() -> str:
    """The act of reading what the address shows; a form that is shown again shows the page on which it stands."""
    if act() in _READ_AS:
        return _READ_AS[act()]
    subject = f"{act().partition('.')[0]}.read"
    return act() if ACTS[act()].kind == "read" else subject if subject in ACTS else "case.read"


def _opened(connection: Any, found: Case) -> Opened:
    may = casework.all_allowed(connection, actor(), found)
    acting = casework.acting(connection, now(), found)
    names = names_of(connection, (found.officer_id, acting))
    return Opened(
        found, KINDS[found.kind], STATES[found.state].title, names.get(found.officer_id or "", ""),
        names.get(acting or "", ""), may, tuple(_tabs(found, may)),
    )  # fmt: skip


def _tabs(found: Case, may: frozenset[str]) -> Iterable[Tab]:
    here = _side()
    for endpoint, title, needed in TABS:
        if needed in may and _WITHIN.get(endpoint) not in may:
            yield Tab(title, url_for(f"desk.{endpoint}", id=found.id), endpoint == here)


def _side() -> str:
    """The tab under which the page in hand stands, by its address: ``/cases/<id>/parties/<party_id>`` under Parties."""
    side = request.path.split("/")[3:4]
    endpoint = _UNDER.get(side[0], f"{side[0]}_page") if side else ""
    return endpoint if endpoint in {tab[0] for tab in TABS} else "case_page"
