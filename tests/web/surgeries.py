"""An office over invented rules with facts of every kind, cases in it, and what is typed into their interview."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app import create_app
from config import Config
from storage import Database
from tests.web.desks import Desk
from tests.web.officers import Caller, Place
from tests.web.paging import Page, read
from tests.web.visits import VISITS

NEW = {
    "kind": "gp_dispute",
    "title": "A visit to Larkmere",
    "received_on": "2026-03-02",
    "rule_sets": ["surgery/visits"],
    "parties": [],
}


@dataclass(frozen=True)
class Case:
    """A case, and an officer's program that looks behind the pages."""

    id: str
    officer: Caller

    @property
    def list(self) -> str:
        return f"/cases/{self.id}/interview"

    @property
    def facts(self) -> str:
        return f"/cases/{self.id}/facts"

    @property
    def check(self) -> str:
        return f"{self.list}/check"

    @property
    def version(self) -> int:
        return int(self.officer.get(f"/cases/{self.id}").headers["ETag"].strip('"'))

    def question(self, name: str) -> str:
        return f"{self.list}/{name}"

    def history(self, name: str) -> str:
        return f"{self.facts}/{name}/history"

    def stands(self, room: str = "facts") -> dict[str, Any]:
        """What stands, by name."""
        found = self.officer.get(f"/cases/{self.id}/{room}").get_json()["items"]
        return {each["name"]: each for each in found}

    def change(self, what: str, said: Any) -> None:
        """Change it over the API."""
        answered = self.officer.change("POST", f"/cases/{self.id}/{what}", said, self.version)
        assert answered.status_code in (200, 201), answered.text


def opened(folder: Path, empty_file: Path) -> Iterator[Place]:
    """An office over these rules, with a database of its own."""
    shutil.copy(empty_file, folder / "private.sqlite")
    config = Config(data_dir=folder, rules_dir=VISITS)
    made = Place(create_app(config).test_client(), Database(config.private_url))
    yield made
    made.close()


def received(officer: Caller, new: Any = NEW) -> Case:
    """A case that came in."""
    answered = officer.post("/cases", new)
    assert answered.status_code == 201, answered.text
    return Case(answered.get_json()["id"], officer)


def says(desk: Desk, case: Case, name: str, typed: dict[str, Any]) -> str:
    """Answer a question on its page; where it leads to."""
    at = case.question(name)
    answer = desk.sends(desk.opens(at), at, {"then": "list", **typed})
    assert answer.status_code == 303, answer.text[:3000]
    return answer.headers["Location"]


def refused(desk: Desk, case: Case, name: str, typed: dict[str, Any], status: int = 422) -> Page:
    """The page of a question, shown again with what is wrong."""
    page = desk.opens(case.question(name))
    return read(desk.sends(page, case.question(name), typed), status)
