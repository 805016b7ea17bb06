"""The application as it is, once over an invented library's rules and once over the project's own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from config import Config
from tests import postgres
from tests.ours import our_rule_sets
from tests.web.evidence_year import evidence_place
from tests.web.officers import Caller, Place, place
from tests.web.shelved import shelved

RULES = Path(__file__).parent / "rules"


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory, empty_file: Path, empty_register: Path) -> Path:
    """A data folder with migrated databases."""
    made = tmp_path_factory.mktemp("data")
    shutil.copy(empty_file, made / "private.sqlite")
    shutil.copy(empty_register, made / "register.sqlite")
    return made


@pytest.fixture(scope="session")
def library(data_dir: Path) -> Flask:
    return create_app(Config(data_dir=data_dir, rules_dir=RULES))


@pytest.fixture(scope="session")
def project(data_dir: Path) -> Flask:
    return create_app(Config(data_dir=data_dir), our_rule_sets())


@pytest.fixture
def client(library: Flask) -> FlaskClient:
    return library.test_client()


@pytest.fixture
def pharmacy(project: Flask) -> FlaskClient:
    return project.test_client()


@pytest.fixture(scope="session")
def public(tmp_path_factory: pytest.TempPathFactory, empty_register: Path) -> Iterator[FlaskClient]:
    """The public site alone, over a register with something of every kind in it, which nobody changes."""
    with shelved(tmp_path_factory.mktemp("shelf"), empty_register) as made:
        yield made


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """An application that keeps cases, for the tests of one file."""
    made = place(tmp_path_factory.mktemp("office"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def trusts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """An application over a small year of the scheme, in which each test has a trust of its own."""
    made = evidence_place(tmp_path_factory.mktemp("trusts"))
    yield made
    made.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """The same on SQLite, and another on PostgreSQL."""
    if request.param == "sqlite":
        yield request.getfixturevalue("office")
        return
    server: postgres.Server = request.getfixturevalue("server")
    made = place(tmp_path, server.empty(request.getfixturevalue("template")))
    yield made
    made.close()


@pytest.fixture(scope="module")
def officer(office: Place) -> Caller:
    """An officer's program."""
    return office.caller("officer")
