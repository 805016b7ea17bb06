"""Entries of the activity for tests, and what a check finds of them."""

from datetime import timedelta

from keeping.activity import FirstAltered, Verified, record, verify
from storage import Database
from tests.keeping.cases import NOON

SOMEBODY = "5" * 32
CASE = "c" * 32


def some_entries(database: Database, count: int = 5) -> None:
    for place in range(count):
        with database.writing() as connection:
            record(connection, NOON + timedelta(minutes=place), SOMEBODY, "fact.stated", CASE, {"place": place})


def verified(database: Database, *kept: Verified) -> Verified | FirstAltered:
    with database.reading() as connection:
        return verify(connection, kept)
