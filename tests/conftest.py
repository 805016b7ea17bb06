"""What several rooms' tests need: an empty, migrated database, on SQLite and on a real PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import PRIVATE, Database, bring_up
from tests import postgres

BOTH = ("sqlite", "postgresql")


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
    return address.rpartition("/made_")[2].partition("?")[0]


@pytest.fixture(params=BOTH)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'a.sqlite'}"
    started: postgres.Server = request.getfixturevalue("server")
    return started.empty()


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A private database with every table and nothing in it."""
    if request.param == "sqlite":
        made = Database(f"sqlite:///{tmp_path / 'private.sqlite'}")
        bring_up(made, PRIVATE)
    else:
        started: postgres.Server = request.getfixturevalue("server")
        made = Database(started.empty(f"made_{request.getfixturevalue('template')}"))
    yield made
    made.close()
