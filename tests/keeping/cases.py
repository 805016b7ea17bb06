"""A case to keep things of, and who keeps them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import insert

from storage import Database, case, new_key, person

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SALT = "7c" * 32


@dataclass(frozen=True)
class Made:
    """A case and the officer who works on it."""

    id: str
    by: str


def a_person(database: Database) -> str:
    key = new_key()
    with database.writing() as connection:
        connection.execute(insert(person).values(id=key, email=f"{key}@example.org", name="A. Officer", made_at=NOON))
    return key


def a_case(database: Database) -> Made:
    by, key = a_person(database), new_key()
    with database.writing() as connection:
        connection.execute(
            insert(case).values(
                id=key, reference=f"APP/2026/{key[:4]}", kind="pharmacy", title="Larkmere", state="received",
                received_on=date(2026, 3, 2), record_closed=False, version=1, salt=SALT, made_at=NOON, made_by=by,
            )
        )  # fmt: skip
    return Made(key, by)
