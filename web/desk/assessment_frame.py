"""An assessment as all its pages show it: what its rules are to be taken for, where it stands, and the tabs through it.

Whoever may not read it is told that there is nothing there, as its API tells them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import request, url_for
from flask.typing import ResponseReturnValue

import people
from assessment import AssessmentRefused
from assessment.kept import Held, change, says_first, seeing
from engine import Fault
from people import ACTS
from web import loaded
from web.desk import sending
from web.desk.sending import Places
from web.desk.signed_in import act, actor, session
from web.office import now, office

Found = TypeVar("Found")

AT = "/assessments/<id>"
TABS = (
    ("assessment_page", "Ten actions"),
    ("assessment_clock", "Clock"),
    ("assessment_facts", "Facts"),
    ("assessment_items", "Evidence"),
    ("assessment_upload", "Upload a table"),
    ("assessment_what_if", "What if"),
    ("assessment_last_year", "Last year"),
    ("assessment_money", "Money"),
    ("assessment_sign_off", "Sign-off"),
    ("assessment_papers", "Papers"),
)
GONE = "its time was over, so what was stated and brought is no longer kept"
STATES = {"open": "Open", "submitted": "Submitted"}


@dataclass(frozen=True, slots=True)
class Tab:
    """A link to one side of an assessment; ``here``: it is the page in hand, or leads to it."""

    title: str
    address: str
    here: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """An assessment that somebody may see. ``may``: the acts that are theirs in it. ``says_first``: before all else."""

    held: Held
    may: frozenset[str]
    says_first: tuple[str, ...]
    tabs: tuple[Tab, ...]

    @property
    def year(self) -> str:
        """``year 7``."""
        return self.held.year.replace("-", " ")

    @property
    def state(self) -> str:
        """Where it stands, in a word."""
        return STATES[self.held.state]

    def site(self, code: str) -> str:
        """What a site is called; the trust as a whole has no code."""
        return next((each.name for each in self.held.sites if each.code == code), "The trust as a whole")


def looking(id: str, look: Callable[[Any, Held], Found]) -> tuple[Opened, Found]:
    """An assessment, and what ``look`` reads in it; for a form of it, whoever may not send that is told so.

    Raises NotFound where it is not theirs to read, NotAllowed.
    """
    with office().private.reading() as connection:
        held = seeing.find(connection, actor(), id, act())
        return opened_as(connection, held), look(connection, held)


def opening(id: str, what: str, look: Callable[[Any, Held], Found]) -> tuple[Opened, Found]:
    """As ``looking``; that it was read is kept in the activity, with a word of the program for ``what`` was read.

    What takes long is read before anybody has to wait for what is stored.
    """
    opened, read = looking(id, look)
    with office().private.writing() as connection:
        change.opened(connection, now(), actor(), id, what)
    return opened, read


def changed(
    id: str, to: str, change_it: Callable[[Any, int], object], again: Callable[[Places], str]
) -> ResponseReturnValue:
    """Change an assessment by what the form in hand says, and go on to ``to``; or make its page ``again``.

    ``change_it`` is told a connection and the version that the form was made on.
    """
    expected = sending.expected()
    find(id)

    def work(connection: Any) -> str:
        change_it(connection, expected)
        return to

    return sending.sent(work, again)


def find(id: str) -> Held:
    """The assessment in which the act of the address in hand is done. Raises NotFound, NotAllowed."""
    with office().private.reading() as connection:
        return seeing.find(connection, actor(), id, act())


def opened_as(connection: Any, held: Held) -> Opened:
    """An assessment as its pages show it to whoever asks."""
    acts = [seeing.READ] if held.values_gone_at else ACTS
    may = frozenset(each for each in acts if seeing.allowed(connection, actor(), each, held.organisation))
    return Opened(held, may, _says_first(held), tuple(_tabs(held)))


def refuse_what_is_gone(held: Held) -> None:
    """Raises AssessmentRefused where nothing can be worked out any more, since the assessment's time was over."""
    if held.values_gone_at:
        raise AssessmentRefused([Fault("", GONE)])


def shown_in_menu() -> bool:
    """Whether the menu leads whoever is signed in to assessments."""
    found = session()
    return found is not None and people.may_at_all(found.actor, seeing.READ)


def _says_first(held: Held) -> tuple[str, ...]:
    try:
        return says_first(loaded().rule_sets, held.year)
    except AssessmentRefused as refused:
        return tuple(f"{each.message}." for each in refused.faults)


def _tabs(held: Held) -> Iterable[Tab]:
    here = _side()
    for endpoint, title in TABS:
        yield Tab(title, url_for(f"desk.{endpoint}", id=held.id), endpoint == here)


def _side() -> str:
    """The tab under which the page in hand stands, by its address: ``/assessments/<id>/sign-off/…`` under Sign-off."""
    side = request.path.split("/")[3:4]
    endpoint = f"assessment_{side[0].replace('-', '_')}" if side else ""
    return endpoint if endpoint in {tab[0] for tab in TABS} else "assessment_page"
