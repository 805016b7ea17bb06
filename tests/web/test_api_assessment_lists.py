"""Every list that is read of an assessment says first that its rules are recalled, and which year is the last."""

from collections.abc import Iterator

import pytest

from engine import said_first
from tests.assessment.small_scheme import SCHEME, rule_sets
from tests.web.described import described
from tests.web.officers import Place
from tests.web.test_api_assessments import DRILLS, PLAN, Trust, small_years

UNDER = "/api/v1/assessments"
OPENED = {"name": "drills"}  # what is open in an address, besides the id of the assessment


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    made = small_years(tmp_path_factory.mktemp("lists"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def trust(place: Place) -> Trust:
    made = Trust(place, "RL1")
    made.does("/facts", {"facts": [PLAN, DRILLS]})
    return made


def read_as_json(place: Place) -> Iterator[str]:
    """The addresses of an assessment that are read, and answer with JSON, below that of all assessments."""
    for path, item in described(place.client.application)["paths"].items():
        said = item.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
        if path.startswith(UNDER) and "application/json" in said:
            yield path.removeprefix(UNDER)


def test_everything_that_is_read_of_an_assessment_says_it_first(place: Place, trust: Trust) -> None:
    first, found = [*said_first(rule_sets(), f"{SCHEME}/year-7")], set()
    assert len(first) == 2
    for path in read_as_json(place):
        own = path.removeprefix("/{id}").format(**OPENED)
        query = "?site=north" if "{name}" in path else ""
        answered = trust.caller.get(f"{trust.at}{own}{query}" if "{id}" in path else f"/assessments{query}")
        assert answered.status_code == 200, path
        said = answered.get_json()
        assert next(iter(said)) == "says_first", path
        assert said["says_first"] == first, path
        found.add(own)
    lists = ("facts", "offers", "tables", "evidence", "notes", "snapshots", "submissions", "papers")
    assert {"", "/clock", "/facts/drills/history", *(f"/{each}" for each in lists)} <= found


def test_a_list_of_two_years_says_it_of_each_and_one_of_none_has_nothing_to_say(place: Place) -> None:
    caller = place.caller("trust", organisation="RL2")
    assert caller.get("/assessments").get_json() == {"says_first": [], "items": []}
    for year in ("year-7", "year-6"):
        Trust(place, "RL2", year, caller)
    listed = caller.get("/assessments").get_json()
    assert [each["year"] for each in listed["items"]] == ["year-6", "year-7"]
    assert listed["says_first"] == [*said_first(rule_sets(), f"{SCHEME}/year-6", f"{SCHEME}/year-7")]
