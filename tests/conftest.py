"""What several rooms' tests need: an empty, migrated database, on SQLite and on a real PostgreSQL."""

import os
import shutil
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from storage import PRIVATE, REGISTER, Database, bring_up
from tests import postgres
from tests.migrated import migrated

BOTH = ("sqlite", "postgresql")
# Of the tests that have both databases, those that are tried on PostgreSQL in every run. The others wait for the long
# tests, which try all of them there. A test that has one database has SQLite.
DAILY_ON_POSTGRESQL = (
    "tests/storage/", "tests/casework/test_determining", "tests/casework/test_deciding_issue",
    "tests/keeping/test_statements", "tests/register/test_publishing", "tests/register/test_full_text",
)  # fmt: skip


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None]:
    """Mark what `make proof` runs and `make test` does not, and let what takes longest begin first, in each process.

    It also kills and copies processes, which have to be small: what else is tested makes them grow.
    """
    for item in items:
        waits = not item.nodeid.startswith(DAILY_ON_POSTGRESQL) or "here" in getattr(item, "fixturenames", ())
        if "postgresql" in item.name and waits:
            item.add_marker(pytest.mark.proof)
    yield  # until those are left out that are not asked for
    items[:] = _spread(items, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))


def _spread(items: Sequence[pytest.Item], workers: int) -> list[pytest.Item]:
    """The same in another order: each process is first given an equal part of the list, one after the other."""
    long = [item for item in items if item.nodeid.startswith("tests/proof/")]
    short = [item for item in items if not item.nodeid.startswith("tests/proof/")]
    parts: list[pytest.Item] = []
    for worker in range(workers):
        first, last = (len(short) * at // workers for at in (worker, worker + 1))
        parts += [*long[worker::workers], *short[first:last]]
    return parts


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    """A PostgreSQL server."""
    with postgres.server() as started:
        yield started


@pytest.fixture(scope="session")
def template(server: postgres.Server) -> str:
    """The name of a migrated private database, to be copied."""
    address = server.empty()
    made = Database(address)
    bring_up(made, PRIVATE)
    made.close()
    return address.partition("@/")[2].partition("?")[0]


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated private database in SQLite, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "private.sqlite"
    path.write_bytes(migrated(PRIVATE))
    return path


@pytest.fixture(params=BOTH)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'a.sqlite'}"
        return
    started: postgres.Server = request.getfixturevalue("server")
    made = started.empty()
    yield made
    started.drop(made)


@pytest.fixture(scope="session")
def same_again(server: postgres.Server, template: str) -> dict[str, str]:
    """Where the one PostgreSQL database is that test after test is given, emptied."""
    return {"address": server.empty(template)}


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A private database with every table and nothing in it."""
    if request.param == "sqlite":
        copy = shutil.copy(request.getfixturevalue("empty_file"), tmp_path / "private.sqlite")
        made = Database(f"sqlite:///{copy}")
        yield made
        made.close()
        return
    started: postgres.Server = request.getfixturevalue("server")
    kept: dict[str, str] = request.getfixturevalue("same_again")
    made = Database(kept["address"])
    yield made
    made.close()
    kept["address"] = started.emptied(kept["address"], request.getfixturevalue("template"))


@pytest.fixture(scope="session")
def empty_register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated register in SQLite, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "register.sqlite"
    path.write_bytes(migrated(REGISTER))
    return path


@pytest.fixture(scope="session")
def register_template(server: postgres.Server) -> str:
    """The name of a migrated register, to be copied."""
    address = server.empty()
    made = Database(address)
    bring_up(made, REGISTER)
    made.close()
    return address.partition("@/")[2].partition("?")[0]


@pytest.fixture(params=BOTH)
def register_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A register with every table and nothing in it."""
    if request.param == "sqlite":
        copy = shutil.copy(request.getfixturevalue("empty_register"), tmp_path / "register.sqlite")
        made = Database(f"sqlite:///{copy}")
        yield made
        made.close()
        return
    started: postgres.Server = request.getfixturevalue("server")
    address = started.empty(request.getfixturevalue("register_template"))
    made = Database(address)
    yield made
    made.close()
    started.drop(address)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was measured, a line for each figure: a test records it with record_property("figures", …).

    It stands here since the one that gathers what several processes found reads no other file than this.
    """
    told = [line for report in _reports(terminalreporter) for line in _figures(report)]
    if told:
        terminalreporter.section("figures")
        for line in told:
            terminalreporter.line(line)


def _reports(terminalreporter: pytest.TerminalReporter) -> list[Any]:
    return [*terminalreporter.stats.get("passed", ()), *terminalreporter.stats.get("failed", ())]


def _figures(report: Any) -> list[str]:
    name = report.nodeid.rpartition("::")[2]
    return [f"{name}: {said}" for kind, said in report.user_properties if kind == "figures"]
