"""Cases over invented rules that give three deadlines, one of which may be put off: determined, and worked on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from werkzeug.test import TestResponse

import people
from app import create_app
from config import Config
from keeping import activity
from storage import REGISTER
from tests import postgres
from tests.keeping.making import rules_in
from tests.migrated import opened
from tests.web.officers import Caller, Place

TODAY = datetime.now(UTC).date()
STAYED, STAY_ENDS, LONGEST = (TODAY + timedelta(days=days) for days in (-5, 9, 23))
LAW = {"as_at": "2024-05-01"}
NEW = {
    "kind": "pharmacy_market_entry",
    "title": "Larkmere",
    "received_on": "2024-05-02",
    "rule_sets": ["pharmacy/appeal"],
    "parties": [],
}
NOBODY = "0" * 32


@dataclass(frozen=True)
class Case:
    """A case that officers work on, by its address, and one of them."""

    id: str
    officer: Caller

    @property
    def address(self) -> str:
        return f"/cases/{self.id}"

    @property
    def version(self) -> int:
        return int(self.officer.get(self.address).headers["ETag"].strip('"'))

    def states(self, **facts: Any) -> None:
        """State facts, in the place of what stood."""
        said = {name: {"value": value, "source": "a letter", "correction": ""} for name, value in facts.items()}
        for name in {each["name"] for each in self.officer.get(f"{self.address}/facts").get_json()["items"]} & set(
            said
        ):
            said[name]["correction"] = "It was misread"
        answered = self.officer.change("POST", f"{self.address}/facts", {"facts": said}, self.version)
        assert answered.status_code in (200, 201), answered.text

    def determine(self, body: Any = LAW, version: int = 0, key: str = "") -> TestResponse:
        headers = {"Idempotency-Key": key} if key else {}
        return self.officer.change("POST", f"{self.address}/determinations", body, version or self.version, headers)

    def deadlines(self) -> dict[str, dict[str, Any]]:
        listed = self.officer.get(f"{self.address}/deadlines").get_json()["items"]
        return {each["name"]: each for each in listed}


def built(folder: Path, url: str = "", **more: Any) -> Place:
    """An application over rules with three deadlines, one of which may be put off; ``more`` is of the rules."""
    config = Config(data_dir=folder / "data", private_database=url, rules_dir=rules_in(folder / "rules", **more))
    opened(config.register_url, REGISTER).close()
    database = opened(config.private_url)
    return Place(create_app(config).test_client(), database)


def on_either(request: pytest.FixtureRequest, folder: Path) -> Iterator[Place]:
    """The test's own office on SQLite, or a new one on PostgreSQL."""
    if request.param == "sqlite":
        yield request.getfixturevalue("office")
        return
    server: postgres.Server = request.getfixturevalue("server")
    made = built(folder, server.empty(request.getfixturevalue("template")))
    yield made
    made.close()


def received(officer: Caller, **other: Any) -> Case:
    """A case in which a stay was stated, which may be put off."""
    answered = officer.post("/cases", {**NEW, **other})
    assert answered.status_code == 201, answered.text
    made = Case(answered.get_json()["id"], officer)
    stay = {"notified_on": TODAY, "deferred": False, "stayed_on": STAYED, "complex": True}
    made.states(**{name: value if isinstance(value, bool) else str(value) for name, value in stay.items()})
    return made


def acts(office: Place, case: Case) -> list[str]:
    """What was done in a case, by the activity."""
    with office.database.reading() as connection:
        return [each.act for each in activity.entries(connection, case.id)]


def assign(case: Case, officer: Caller) -> None:
    """Make the case an officer's."""
    said = {"part": "officer", "person_id": officer.person_id}
    assert case.officer.change("POST", f"{case.address}/assignments", said, case.version).status_code == 201


def away(office: Place, who: Caller, cover: Caller) -> None:
    """Somebody is away now, and another covers."""
    now = datetime.now(UTC)
    with office.database.writing() as connection:
        until = now + timedelta(days=1)
        people.state_absence(connection, who.person_id, now - timedelta(minutes=1), until, cover.person_id)


def without_triggers(connection: Any, table: str) -> None:
    """Take away what holds a table, on SQLite, as whoever can write the file could."""
    wanted = text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")
    for name in list(connection.scalars(wanted, {"table": table})):
        connection.execute(text(f"DROP TRIGGER {name}"))
