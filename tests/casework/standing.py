"""Cases that stand somewhere on the way to an issued decision: each is made once, in a database that tests copy."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import Connection

from casework import Case, CaseRefused, Move, NewCase, NewParty, change_state, determine, find, parties, state
from casework.deciding import Decision, Live, gate, issue, newest_decision
from keeping.sayings import Saying
from people import Actor
from storage import Database
from tests.casework import deciding
from tests.casework.deciding import SERIES, live
from tests.casework.office import NOON, RULES, TODAY, Office, rules

ORDER: dict[str, Any] = {
    "court": "High Court (Administrative Court)", "reference": "AC-2026-LON-000123", "dated": TODAY,
}  # fmt: skip
AGAIN: dict[str, Any] = {"ground": "court_remitted", **ORDER}  # on which a decided case is taken up again
DISPUTED = NewCase(
    "gp_dispute",
    "A dispute that no rule set covers yet",
    TODAY,
    (),
    (
        NewParty("contractor", "Dr A", True, contact="1 Surgery Lane"),
        NewParty("commissioner", "An ICB", False, contact="an.icb@example.org"),
    ),
)


@dataclass(frozen=True)
class Standing:
    """A case in an office, the officer whose it is, and somebody who reviews."""

    office: Office
    officer: Actor
    reviewer: Actor
    id: str

    @property
    def here(self) -> Case:
        """The case as it is."""
        return self.office.case(self.officer, self.id)

    @property
    def decision(self) -> Decision:
        """Its newest decision."""
        return deciding.decision(self.office, self.here)

    def does(self, act: Callable[..., Any], *said: Any, by: Actor | None = None, now: Any = NOON) -> Any:
        """What comes of something that is done to the case as it is now."""
        return self.office.does(act, by or self.officer, self.here, *said, now=now)

    def on(self, act: Callable[..., Any], *said: Any, by: Actor | None = None, now: Any = NOON) -> Any:
        """The same, to its newest issued decision."""
        issued = self.decision.id

        def do(connection: Any, now: Any, actor: Actor, case_id: str, *said: Any) -> Any:
            return act(connection, now, actor, (case_id, issued), *said)

        return self.does(do, *said, by=by, now=now)

    def refused(self, act: Callable[..., Any], *said: Any, by: Actor | None = None, now: Any = NOON) -> list[str]:
        """What is told where it is refused, each with its place; nothing changed."""
        return self._told(lambda: self.does(act, *said, by=by, now=now))

    def refused_on(self, act: Callable[..., Any], *said: Any, now: Any = NOON) -> list[str]:
        """The same, of its newest issued decision."""
        return self._told(lambda: self.on(act, *said, now=now))

    def lacking(self, made_again: Live = live) -> Mapping[str, tuple[str, ...]]:
        """The lines of the gate's table that do not hold, with what is told."""
        with self.office.database.reading() as connection:
            lines = gate(connection, self.here, self.decision, made_again)
        return {line.id: line.lacking for line in lines if line.lacking}

    def party(self, role: str) -> Any:
        """One of its parties."""
        with self.office.database.reading() as connection:
            return next(each for each in parties(connection, self.officer, self.here) if each.role == role)

    def _told(self, act: Callable[[], Any]) -> list[str]:
        before = self.here
        with pytest.raises(CaseRefused) as refused:
            act()
        assert self.here == before
        return [str(fault) for fault in refused.value.faults]


class Trying:
    """What is tried on a reviewed draft, in a transaction that is given up again."""

    def __init__(self, connection: Connection, at: Standing) -> None:
        self.connection, self.at, self.live = connection, at, live

    def does(self, act: Callable[..., Any], *said: Any, by: Actor | None = None) -> Any:
        """What comes of something that is done to the case as it is now."""
        return act(self.connection, NOON, by or self.at.officer, self.at.id, *said, self.here.version)

    def says(self, *said: Saying) -> None:
        """Something is stated in the case."""
        self.does(state, said, rules())

    def determines(self) -> None:
        """The case is determined as it stands."""
        self.does(determine, rules(), RULES)

    def party(self, role: str) -> Any:
        """One of its parties."""
        return next(each for each in parties(self.connection, self.at.officer, self.here) if each.role == role)

    @property
    def here(self) -> Case:
        """The case as it is."""
        return find(self.connection, self.at.officer, self.at.id)

    @property
    def decision(self) -> Decision:
        """Its newest decision."""
        found = newest_decision(self.connection, self.here)
        assert found is not None
        return found

    def lacking(self) -> dict[str, tuple[str, ...]]:
        """The lines of the gate's table that do not hold, with what is told."""
        lines = gate(self.connection, self.here, self.decision, self.live)
        return {line.id: line.lacking for line in lines if line.lacking}

    def refused(self) -> dict[str, list[str]]:
        """What is told where it is to be issued, by its place."""
        with pytest.raises(CaseRefused) as refused:
            self.does(issue, SERIES, self.live)
        told: dict[str, list[str]] = {}
        for fault in refused.value.faults:
            told.setdefault(fault.where, []).append(fault.message)
        return told


def _determined(at: Standing) -> str:
    return deciding.determined(at.office, at.officer).id


def _disputed(at: Standing) -> str:
    return disputed(at.office, at.officer).id


def _reviewed(at: Standing) -> str:
    deciding.reviewed(at.office, at.officer, at.reviewer, at.here)
    return at.id


def _issued(at: Standing) -> str:
    at.does(issue, SERIES, live)
    return at.id


def _publishable(at: Standing) -> str:
    from tests.casework.publishing import make_publishable  # noqa: PLC0415  # which begins with what stands here

    make_publishable(at)
    return at.id


# Where a case stands: where it stood before, and what brings it from there, which gives its id.
STAGES: Mapping[str, tuple[str, Callable[[Standing], str]]] = {
    "determined": ("", _determined),
    "disputed": ("", _disputed),
    "reviewed": ("determined", _reviewed),
    "issued": ("reviewed", _issued),
    "publishable": ("issued", _publishable),
}


def brought(office: Office, stage: str, before: Standing | None = None) -> Standing:
    """A case that was brought to stand there."""
    came_from, brings = STAGES[stage]
    nobody = Standing(office, office.actor("officer"), office.actor("reviewer"), "") if not came_from else None
    at = nobody or before or brought(office, came_from)
    return replace(at, id=brings(at))


def disputed(office: Office, officer: Actor) -> Case:
    """A dispute that no rule set covers, which stands at determined: people deal with it alone."""
    return office.moved(officer, office.received(officer, DISPUTED), "admissible", "determined")


class Copies:
    """Databases of one kind by where their case stands, and copies of them.

    ``first`` is the address of one that is empty; ``copied`` gives that of a copy.
    """

    def __init__(self, first: str, copied: Callable[[str], str]) -> None:
        self._first, self._copied = first, copied
        self._made: dict[str, tuple[str, Standing]] = {}

    def at(self, stage: str) -> Standing:
        """A case that stands there, in a database of its own, to be closed."""
        if stage not in self._made:
            self._made[stage] = self._make(stage)
        address, standing = self._made[stage]
        return replace(standing, office=Office(Database(self._copied(address))))

    def _make(self, stage: str) -> tuple[str, Standing]:
        before = self.at(STAGES[stage][0]) if STAGES[stage][0] else None
        office = before.office if before else Office(Database(self._copied(self._first)))
        made = brought(office, stage, before)
        office.database.close()
        return office.database.engine.url.render_as_string(hide_password=False), made


def reopened(at: Standing, why: str = "The reasons were too short") -> None:
    """A decided case is taken up again, since a court sent it back."""
    at.does(change_state, Move("determined", TODAY, why, **AGAIN))
