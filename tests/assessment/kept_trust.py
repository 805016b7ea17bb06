"""A trust whose assessment of year 7 is kept, and everybody who has a part in it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from assessment import AssessmentRefused, Site, beginning, boards, freezing, importing, items, seeing, signing
from assessment.held import Held
from assessment.items import NewItem
from assessment.model import Serves
from assessment.stating import Said, state
from keeping import Days
from people import Actor, Role
from storage import Database
from tests.assessment.small_scheme import rule_sets, rules_dir
from tests.casework.office import Office

NOON = datetime(2026, 2, 24, 12, tzinfo=UTC)
TODAY = date(2026, 2, 24)
NORTH, SOUTH = Site("north", "North site"), Site("south", "South site")
TRUST, ICB = "RX1", "QWO"
NEW = beginning.New(TRUST, "Wrenlow Hospitals NHS Trust", "year-7", (NORTH,))
PLAN = Said("", "plan_signed", True, "the signed plan")
DRILLS = Said("north", "drills", 2, "reports of the drills")
REGULARLY = Said("north", "lost_regularly", False, "the Board's minutes")


@dataclass(frozen=True)
class Trust:
    """An assessment and those who work on it: somebody of the trust, of its board, and a scheme officer."""

    database: Database
    office: Office
    id: str
    member: Actor
    icb: Actor
    officer: Actor

    def held(self, actor: Actor | None = None) -> Held:
        """The assessment as it is."""
        with self.database.reading() as connection:
            return seeing.find(connection, actor or self.member, self.id)

    def does(self, act: Callable[..., Any], *said: Any, by: Actor | None = None, now: datetime = NOON) -> Held:
        """Do something to the assessment as it is now, in a transaction of its own."""
        actor = by or self.member
        with self.database.writing() as connection:
            version = seeing.find(connection, actor, self.id).version
            changed: Held = act(connection, now, actor, self.id, *said, version)
            return changed

    def refused(
        self, act: Callable[..., Any], *said: Any, by: Actor | None = None, now: datetime = NOON
    ) -> dict[str, str]:
        """What is refused, by its place; and nothing of it was stored."""
        before = self.held(self.officer)
        with pytest.raises(AssessmentRefused) as refused:
            self.does(act, *said, by=by, now=now)
        assert self.held(self.officer) == before
        return {fault.where: fault.message for fault in refused.value.faults}

    def states(self, *sayings: Said, by: Actor | None = None) -> Held:
        """State facts."""
        return self.does(state, sayings, rule_sets(), by=by)

    def brings(self, rows: list[dict[str, Any]], site: str = "north", by: str = "A. Matron", **more: Any) -> Held:
        """Bring the training records of a site, as they were shown."""
        brought = table(rows, site, by, **more)
        return self.does(importing.confirm, brought, self.shown(brought).sha256, rule_sets())

    def shown(self, brought: importing.Brought) -> importing.Preview:
        """What a table would change."""
        with self.database.reading() as connection:
            return importing.preview(connection, self.member, self.id, brought, rule_sets())

    def freezes(self, as_at: date = TODAY) -> str:
        """Take a snapshot; its hash."""
        with self.database.writing() as connection:
            version = seeing.find(connection, self.member, self.id).version
            proposal = freezing.work_out(connection, self.member, self.id, rule_sets(), as_at, version, rules_dir())
            freezing.keep(connection, NOON, self.member, proposal)
        return self.last().sha256

    def last(self) -> freezing.Snapshot:
        """The last snapshot."""
        with self.database.reading() as connection:
            found = freezing.newest(connection, self.id)
        assert found is not None
        return found

    def signs(self, role: str, sha256: str, by: Actor | None = None) -> Held:
        """Somebody new of the trust signs, or of its board."""
        somebody = by or (self.icb if role == signing.OF_ICB else self.somebody())
        return self.does(signing.sign, role, sha256, by=somebody)

    def all_sign(self) -> str:
        """Freeze it and have all four sign; the hash that they signed."""
        sha256 = self.freezes()
        for role in signing.ROLES:
            self.signs(role, sha256)
        return sha256

    def somebody(self) -> Actor:
        """Somebody else of the trust."""
        return self.office.actor(Role("trust", TRUST))


def begun(database: Database) -> Trust:
    """The assessment, begun with one site; its board is known."""
    office = Office(database)
    member, icb = office.actor(Role("trust", TRUST)), office.actor(Role("icb", ICB))
    officer = office.actor("scheme_officer")
    with database.writing() as connection:
        held = beginning.begin(connection, NOON, member, NEW, rule_sets())
        boards.enter(connection, NOON, officer, TRUST, ICB)
    return Trust(database, office, held.id, member, icb, officer)


def table(
    rows: list[dict[str, Any]], site: str = "north", by: str = "A. Matron", name: str = "training"
) -> importing.Brought:
    """Training records as they were read from a file."""
    said = {"rows": rows, "complete": bool(by), "by": by, "source": "training.csv"} if by else {"rows": rows}
    return importing.Brought(site, name, said, "f" * 64)


def staff(*names: str, on: str = "2025-03-03") -> list[dict[str, Any]]:
    """Rows of staff who attended on a day."""
    return [{"staff": name, "attended_on": on} for name in names]


def minutes(*serves: Serves, **days: date) -> NewItem:
    """Minutes of a Board that support these requirements."""
    return NewItem(
        "Minutes of the Board", "The company secretary's office", serves or (Serves("sa8-b-plan"),), Days(**days)
    )


def adds(trust: Trust, new: NewItem, file: items.File | None = None) -> items.Item:
    """Add an item of evidence; the item as it is kept."""
    trust.does(items.add, new, file, rule_sets())
    return kept_items(trust)[-1]


def kept_items(trust: Trust) -> tuple[items.Item, ...]:
    """The items of evidence, in order."""
    with trust.database.reading() as connection:
        return items.items(connection, trust.id)
