"""A register with something of every kind in it, and the public site over it, alone."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from flask.testing import FlaskClient

from config import Config
from documents import DecisionRecord
from register import Publishing, Withdrawing, publish, sign_head
from register_app import create_register_app
from storage import Database
from tests.ours import our_rule_sets
from tests.register.bundled import gated
from tests.register.finding import DEVON, MOVED
from tests.register.making import at, decision_id, decision_record, departed, later, scheme_record
from tests.register.signed import KEY

FIRST, GRANTED, ELSEWHERE, WITHDRAWN, ERASED, GARDEN = (f"/decisions/{decision_id(number)}" for number in range(1, 7))
MISTAKE = "It was published by mistake."
NEW_SUMMARY = "The application for a new pharmacy in Larkmere is refused: it would confer no significant benefits."
MANY = range(11, 32)  # of the same day's work: more than one page of a list


def _quiet(number: int) -> DecisionRecord:
    """A decision that applied nothing, so that it is like no other."""
    return decision_record(
        number, title=f"Quiet matter {number}", commissioner=DEVON, applied=(), findings=(), determinations=(), facts=()
    )


def fill(database: Database) -> None:
    """Publish, correct, erase and withdraw, and sign the log."""
    acts: list[Publishing | Withdrawing] = [
        Publishing(decision_record(1), aliases=("SHA-90001",)),
        Publishing(departed()),
        Publishing(replace(MOVED, determinations=())),
        Publishing(scheme_record()),
        Publishing(decision_record(4)),
        Withdrawing(decision_id(4), MISTAKE, date(2026, 11, 26)),
        Publishing(replace(later(decision_record(1)), summary=NEW_SUMMARY)),
        Publishing(decision_record(5, summary="Somebody’s name stood here.")),
        Publishing(later(decision_record(5), "redaction", "A name is no longer published."), erases=True),
        gated(number=6),
        *(Publishing(_quiet(number)) for number in MANY),
    ]
    with database.writing() as connection:
        for minute, act in enumerate(acts):
            publish(connection, at(minute), act)
        sign_head(connection, at(len(acts)), KEY)


@contextmanager
def shelved(folder: Path, empty: Path) -> Iterator[FlaskClient]:
    """The public site over such a register; ``empty`` is a register in its shape, to be copied."""
    path = shutil.copy(empty, folder / "register.sqlite")
    with closing(Database(f"sqlite:///{path}")) as database:
        fill(database)
    yield create_register_app(Config(data_dir=folder), our_rule_sets()).test_client()
