"""What the tests of casework start from."""

import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from people import Actor
from storage import Database
from tests import postgres
from tests.casework.office import Office
from tests.casework.standing import Copies, Standing
from tests.conftest import BOTH


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


@pytest.fixture
def officer(office: Office) -> Actor:
    return office.actor("officer")


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory, empty_file: Path) -> Copies:
    """Cases that stand somewhere, each in a file of SQLite."""
    folder, numbers = tmp_path_factory.mktemp("standing"), count()

    def copied(address: str) -> str:
        return f"sqlite:///{shutil.copy(address.removeprefix('sqlite:///'), folder / f'{next(numbers)}.sqlite')}"

    return Copies(f"sqlite:///{empty_file}", copied)


@pytest.fixture(scope="session")
def databases(server: postgres.Server, template: str) -> Copies:
    """Cases that stand somewhere, each in a database of PostgreSQL."""
    return Copies(f"@/{template}?", lambda address: server.empty(address.partition("@/")[2].partition("?")[0]))


@pytest.fixture(params=BOTH)
def stands(request: pytest.FixtureRequest) -> Iterator[Callable[[str], Standing]]:
    """Gives a case that stands where it is asked to, in a database of its own."""
    copies: Copies = request.getfixturevalue("files" if request.param == "sqlite" else "databases")
    opened: list[Database] = []

    def at(stage: str) -> Standing:
        made = copies.at(stage)
        opened.append(made.office.database)
        return made

    yield at
    for each in opened:
        each.close()
        if not each.sqlite:
            request.getfixturevalue("server").drop(each.engine.url.render_as_string(hide_password=False))


@pytest.fixture
def here(stands: Callable[[str], Standing]) -> Callable[[str], Standing]:
    """The same, for what is the same on either kind of database: on PostgreSQL the long tests alone try it."""
    return stands


@pytest.fixture
def register_file(empty_register: Path, tmp_path: Path) -> Iterator[Database]:
    """An empty register in a file of SQLite."""
    made = Database(f"sqlite:///{shutil.copy(empty_register, tmp_path / 'register.sqlite')}")
    yield made
    made.close()
