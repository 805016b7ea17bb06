"""What the tests of casework start from."""

import pytest

from people import Actor
from storage import Database
from tests.casework.office import Office


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


@pytest.fixture
def officer(office: Office) -> Actor:
    return office.actor("officer")
