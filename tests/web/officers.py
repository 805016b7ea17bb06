"""An application with a private database, and people in it who hold tokens."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import people
from app import create_app
from config import Config
from engine import RuleSet
from people import Role
from storage import REGISTER, Database
from tests.migrated import opened
from tests.ours import our_rule_sets
from tests.web.described import as_described


@dataclass(frozen=True)
class Caller:
    """A program that acts for somebody. Whatever it is answered is held against the description of the API."""

    client: FlaskClient
    person_id: str
    token: str

    def get(self, address: str, **more: Any) -> TestResponse:
        """Ask for something."""
        return self.open("GET", address, **more)

    def post(self, address: str, body: Any, headers: Mapping[str, str] = {}) -> TestResponse:
        """Send JSON."""
        return self.open("POST", address, json=body, headers=headers)

    def change(
        self, method: str, address: str, body: Any, version: int, headers: Mapping[str, str] = {}
    ) -> TestResponse:
        """Change what was read in this version."""
        return self.open(method, address, json=body, headers={"If-Match": f'"{version}"', **headers})

    def open(self, method: str, address: str, headers: Mapping[str, str] = {}, **more: Any) -> TestResponse:
        """Send a request."""
        sent = {"Authorization": f"Bearer {self.token}", **headers}
        answer = self.client.open(f"/api/v1{address}", method=method, headers=sent, **more)
        return as_described(self.client.application, answer)


@dataclass(frozen=True)
class Place:
    """An application and its database."""

    client: FlaskClient
    database: Database

    def close(self) -> None:
        """Let go of every connection, the application's too."""
        self.client.application.extensions["rationale.office"].private.close()
        self.database.close()

    def caller(self, *roles: str, organisation: str = "", scopes: tuple[str, ...] = ()) -> Caller:
        """Somebody with these roles and a token for every act, or for some."""
        now = datetime.now(UTC)
        with self.database.writing() as connection:
            number = len(people.everybody(connection)) + 1
            of_one = {name for name, kind in people.ROLES.items() if kind.of != "nobody"}
            held = [Role(role, organisation if role in of_one else "") for role in roles]
            added = people.add(
                connection, now, None, email=f"person-{number}@example.org", name=f"Person {number}", roles=held
            )
            expires = now + timedelta(days=30)
            made = people.add_token(
                connection, now, added.person.id, name="tests", scopes=scopes or people.for_tokens(), expires_at=expires
            )
        return Caller(self.client, added.person.id, made.secret)


def place(data_dir: Path, url: str = "") -> Place:
    """An application whose databases are migrated and empty."""
    config = Config(data_dir=data_dir, private_database=url)
    opened(config.register_url, REGISTER).close()
    database = opened(config.private_url)
    return Place(create_app(config, rules()).test_client(), database)


def rules() -> Mapping[str, RuleSet]:
    """The project's rule sets, loaded once for all places."""
    return our_rule_sets()
