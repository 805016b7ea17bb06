"""An issued decision on its way to the register, for tests: two databases, and who has a part in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from casework import CaseRefused
from casework.publishing import (
    Drawn,
    Outlet,
    Prepared,
    Redacting,
    approve,
    draft,
    drawn_of,
    gate,
    prepared_for,
    redact,
    release,
    seen,
)
from documents import DecisionRecord
from people import Actor
from register import Publication, publication
from storage import Database
from tests.casework.deciding import live
from tests.casework.office import NOON
from tests.casework.standing import Standing

PERSONAL = "qualified_in_switzerland_or_eea"  # the facts of the appeal that are about a person
FITNESS = "fitness_matter_pending"
LATER = NOON + timedelta(days=30)


@dataclass(frozen=True)
class Desk:
    """Where a decision is published: ``officer`` prepares, ``reviewer`` and ``publisher`` approve."""

    at: Standing
    register: Database
    publisher: Actor

    @property
    def officer(self) -> Actor:
        """Whose case it is."""
        return self.at.officer

    @property
    def outlet(self) -> Outlet:
        """Both databases."""
        return Outlet(self.at.office.database, self.register)

    @property
    def prepared(self) -> Prepared:
        """The publication as it stands."""
        with self.at.office.database.reading() as connection:
            found = prepared_for(connection, self.at.decision.id)
        assert found is not None
        return found

    @property
    def drawn(self) -> Drawn:
        """All that would go out now."""
        with self.at.office.database.reading() as connection:
            prepared, found = seen(connection, self.officer, self.prepared.id)
            return drawn_of(connection, NOON, prepared, found, live)

    @property
    def record(self) -> DecisionRecord:
        """The record that would go out now."""
        record = self.drawn.record
        assert isinstance(record, DecisionRecord)
        return record

    @property
    def whole(self) -> DecisionRecord:
        """The record before anything is redacted."""
        record = self.drawn.whole
        assert isinstance(record, DecisionRecord)
        return record

    @property
    def out(self) -> Publication | None:
        """What stands in the register."""
        with self.register.reading() as connection:
            return publication(connection, self.prepared.public_id)

    def begin(self) -> Prepared:
        """The officer begins to prepare it."""
        with self.at.office.database.writing() as connection:
            return draft(connection, NOON, self.officer, self.at.id, self.at.decision.id)

    def does(self, act: Callable[..., Any], *said: Any, by: Actor | None = None, now: datetime = NOON) -> Any:
        """Do something to the publication as it is now."""
        prepared = self.prepared
        with self.at.office.database.writing() as connection:
            return act(connection, now, by or self.officer, prepared.id, *said, prepared.version)

    def refused(self, act: Callable[..., Any], *said: Any, by: Actor | None = None) -> list[str]:
        """What is told where it is refused, each with its place; nothing changed."""
        before = self.prepared
        with pytest.raises(CaseRefused) as told:
            self.does(act, *said, by=by)
        assert self.prepared == before
        return [str(fault) for fault in told.value.faults]

    def sends(self, act: Callable[..., Any], *said: Any, by: Actor | None = None, now: datetime = NOON) -> Any:
        """Publish, correct or withdraw it as it is now."""
        prepared = self.prepared
        return act(self.outlet, now, by or self.publisher, prepared.id, *said, prepared.version)

    def lacking(self, now: datetime = NOON) -> Mapping[str, tuple[str, ...]]:
        """The lines of the gate's table that do not hold, with what is told."""
        with self.at.office.database.reading() as connection:
            lines = gate(connection, now, self.drawn)
        return {line.id: line.lacking for line in lines if line.lacking}

    def settles_what_is_personal(self) -> None:
        """One fact is redacted, the other released."""
        record = self.record
        self.does(redact, [Redacting(place_of(record, PERSONAL), reason="personal")], live)
        asked = Redacting(place_of(record, FITNESS), reason="not_personal", says="It is about a company")
        self.does(release, asked, live)

    def approves(self) -> None:
        """Two people approve it as it stands."""
        content = self.drawn.content
        for each in (self.at.reviewer, self.publisher):
            self.does(approve, content, live, by=each)


def place_of(record: DecisionRecord, name: str) -> str:
    """Where a fact stands."""
    return f"/facts/{[each.name for each in record.facts].index(name)}"


def desk(at: Standing, register: Database) -> Desk:
    """A desk at which nothing was done yet."""
    return Desk(at, register, at.office.actor("publisher"))


def make_publishable(at: Standing) -> None:
    """Prepare the decision and have it approved, so that it could be published at once."""
    made = Desk(at, at.office.database, at.office.actor("publisher"))  # whose register is not asked
    made.begin()
    made.settles_what_is_personal()
    made.approves()
