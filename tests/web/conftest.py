"""The application as it is, once over an invented library's rules and once over the project's own."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from config import Config

RULES = Path(__file__).parent / "rules"


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def library(data_dir: Path) -> Flask:
    return create_app(Config(data_dir=data_dir, rules_dir=RULES))


@pytest.fixture(scope="session")
def project(data_dir: Path) -> Flask:
    return create_app(Config(data_dir=data_dir))


@pytest.fixture
def client(library: Flask) -> FlaskClient:
    return library.test_client()


@pytest.fixture
def pharmacy(project: Flask) -> FlaskClient:
    return project.test_client()
