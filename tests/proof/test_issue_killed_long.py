"""Whoever issues a decision is killed before each of its statements: it is issued whole or not at all, once."""

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, func, select

from casework.deciding import issue
from keeping import Verified, activity
from storage import Database, case, case_number, decision, issued_decision, state_change
from storage import activity as entries
from tests import postgres
from tests.casework.deciding import SERIES, live, reviewed
from tests.casework.office import NOON, Office
from tests.casework.standing import Standing, brought, disputed
from tests.conftest import BOTH
from tests.proof import wholeness

pytestmark = pytest.mark.proof

FIRST = "SAMPLE/2026/0001"
Watch = Callable[[Engine], None]


@pytest.fixture(params=BOTH)
def at(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Standing]:
    """An appeal whose decision is reviewed, and could be issued."""
    if request.param == "sqlite":
        copy = shutil.copy(request.getfixturevalue("empty_file"), tmp_path / "private.sqlite")
        url = f"sqlite:///{copy}"
    else:
        url = postgres.copied(request)
    with closing(Database(url)) as database:
        wholeness.let_look_into(database)
        yield brought(Office(database), "reviewed")


def issues(database: Database, at: Standing, version: int) -> str:
    """It is issued; under which reference."""
    with database.writing() as connection:
        return issue(connection, NOON, at.officer, at.id, SERIES, live, version).reference


def issued_by_a_child(at: Standing, watch: Watch) -> bool:
    """Whether a process that issues it was killed by what watches it."""
    url, version = at.office.database.engine.url.render_as_string(hide_password=False), at.here.version
    child = os.fork()
    if child == 0:
        try:
            database = Database(url)
            watch(database.engine)
            issues(database, at, version)
            _die()
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def before_statement(number: int) -> Watch:
    """Kills before this statement, from 1."""
    seen = 0

    def count(*_: object) -> None:
        nonlocal seen
        seen += 1
        if seen == number:
            _die()

    return lambda engine: event.listen(engine, "before_cursor_execute", count)


def before_the_end(engine: Engine) -> None:
    """Kills when all is written, and not yet stored."""
    event.listen(engine, "commit", lambda _: _die())


def after_the_end(_engine: Engine) -> None:
    """Lets it be stored."""


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def statements(at: Standing) -> int:
    """How many it takes to issue it; it is not issued."""
    seen: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    version = at.here.version
    event.listen(at.office.database.engine, "before_cursor_execute", count)
    assert would_be(at, version) == FIRST
    event.remove(at.office.database.engine, "before_cursor_execute", count)
    assert any(each.startswith("INSERT INTO issued_decision") for each in seen)
    return sum("SAVEPOINT" not in each for each in seen)


def would_be(at: Standing, version: int) -> str:
    """Under which reference it would be issued now; it is not."""
    with at.office.database.writing() as connection:
        tried = connection.begin_nested()
        made = issue(connection, NOON, at.officer, at.id, SERIES, live, version)
        tried.rollback()
    return made.reference


def stands(connection: Connection, at: Standing) -> tuple[Any, ...]:
    """All that issuing it changes, read row by row."""
    (reference,) = connection.scalars(select(decision.c.reference).where(decision.c.case_id == at.id))
    out = list(connection.scalars(select(issued_decision.c.reference).where(issued_decision.c.case_id == at.id)))
    state = connection.scalar(select(case.c.state).where(case.c.id == at.id))
    moved = select(func.count()).where(state_change.c.case_id == at.id, state_change.c.after == "decided")
    told = select(func.count()).where(entries.c.case_id == at.id, entries.c.act == "decision.issued")
    number = connection.scalar(select(case_number.c.last).where(case_number.c.series == SERIES))
    return reference, out, state, connection.scalar(moved), connection.scalar(told), number


def look(at: Standing) -> tuple[Any, ...]:
    """What stands there, in a database that finds no fault in itself."""
    wholeness.alone(at.office.database)
    with at.office.database.reading() as connection:
        wholeness.sound(connection)
        assert isinstance(activity.verify(connection), Verified)
        return stands(connection, at)


def test_it_is_issued_whole_or_not_at_all_whenever_whoever_issues_it_is_killed(
    at: Standing, record_property: Any
) -> None:
    started = time.monotonic()
    nothing: tuple[Any, ...] = (None, [], "determined", 0, 0, None)
    many = statements(at)
    for number in range(1, many + 1):
        assert issued_by_a_child(at, before_statement(number)), f"nothing was killed before statement {number}"
        assert look(at) == nothing, f"killed before statement {number} of {many}"
        assert would_be(at, at.here.version) == FIRST
    assert issued_by_a_child(at, before_the_end)
    assert look(at) == nothing
    assert issued_by_a_child(at, after_the_end)
    assert look(at) == (FIRST, [FIRST], "decided", 1, 1, 1)
    other = replace(at, id=disputed(at.office, at.officer).id)
    reviewed(at.office, at.officer, at.reviewer, other.here)
    assert issued_by_a_child(other, before_the_end)
    assert issues(at.office.database, other, other.here.version) == "SAMPLE/2026/0002"
    assert look(at)[-1] == 2
    record_property("figures", f"killed {many + 3} times; {time.monotonic() - started:.0f} s")
