"""What is decided on opening hours is told on every page of its decision, and nothing is said of an application."""

from collections.abc import Iterator

import pytest

from casework.deciding import issue
from tests.casework import deciding
from tests.web.deciding_bench import Bench, at, bench

HOURS = "grenholt-seventy-two-hours"
REPLACED = "The commissioner’s decision is replaced by another that the commissioner could have made"
GRANTED = "The application must be granted, because it brings the hours down to no fewer than 72"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    found = bench(tmp_path_factory.mktemp("office"))
    yield found
    found.place.close()


def test_review_issue_and_the_issued_decision_say_what_becomes_of_the_hours(made: Bench) -> None:
    case = made.determined(HOURS)
    deciding.reviewed(made.office, made.actor(made.olive), made.actor(made.rowan), case)
    for desk, rest in ((made.rowan, "/review"), (made.olive, "/issue")):
        page = desk.opens(at(case, rest))
        assert f"{REPLACED}." in page.text, rest
        assert GRANTED in page.text, rest
        assert "is not recorded yet" not in page.text, rest
    deciding.does(made.office, issue, made.actor(made.olive), case, deciding.SERIES, deciding.live)
    page = made.olive.opens(at(case))
    assert REPLACED in page.text
    assert f"The matter itself {GRANTED}" in page.text
    assert "Nothing is decided on the application itself" not in page.text
