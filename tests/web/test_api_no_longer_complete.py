"""Over the API, rows added to a table that somebody called complete void their word: they are named, and when."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import postgres
from tests.conftest import BOTH
from tests.web.officers import Caller, Place
from tests.web.test_api_assessments import Trust, small_years

NEW = {
    "kind": "pharmacy_market_entry", "title": "Fernmere", "received_on": "2026-03-02",
    "rule_sets": ["maternity-incentive-scheme/year-7"],  # of which the small one is for appeals
}  # fmt: skip
FEW = [{"staff": "A", "attended_on": "2025-03-03"}, {"staff": "B", "attended_on": "2025-03-04"}]
MORE = [*FEW, {"staff": "C"}]
FILE = b"staff,attended_on\nA,2025-03-03\nB,2025-03-04\n"
CHANGED = "A. Matron had said that the rows were all there are. They have changed, so nobody says so now."
NOT_SAID = (
    "A. Matron had said that the rows were all there are. The rows are the same, but this does not say so any more."
)


@pytest.fixture(params=BOTH)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """An application over two small years of the scheme, on either kind of database."""
    url = ""
    if request.param == "postgresql":
        server: postgres.Server = request.getfixturevalue("server")
        url = server.empty(request.getfixturevalue("template"))
    made = small_years(tmp_path, url)
    yield made
    made.close()


class Case:
    """A case that is put to those rules, and the officer's program that works on it."""

    def __init__(self, officer: Caller) -> None:
        self.officer = officer
        received = officer.post("/cases", NEW)
        assert received.status_code == 201, received.text
        self.at = f"/cases/{received.get_json()['id']}"

    def sends(self, at: str, body: Any) -> Any:
        """What comes of a change to the case as it is."""
        version = int(self.officer.get(self.at).headers["ETag"].strip('"'))
        answered = self.officer.change("POST", f"{self.at}{at}", body, version)
        assert answered.status_code in (200, 201), answered.text
        return answered.get_json()["items"]

    def states(self, rows: list[dict[str, str]], **said: Any) -> Any:
        """What stands of the table once it is stated."""
        training = {"rows": rows, "source": "the workbook", **said}
        (stands,) = self.sends("/facts", {"facts": {"training": training}})
        return stands

    def found(self) -> str:
        """How the share of the trained stands in a determination that is made now."""
        made = self.sends("/determinations", {"as_at": "2025-12-01"})[0]["id"]
        whole = self.officer.get(f"{self.at}/determinations/{made}/canonical").get_json()
        (status,) = [each["status"] for each in whole["provisions"] if each["id"] == "sa8-a-training"]
        return str(status)


def test_a_row_that_is_added_in_a_case_voids_the_word_and_the_finding_is_worked_out_afresh(place: Place) -> None:
    case = Case(place.caller("officer"))
    first = case.states(FEW, complete=True, by="A. Matron")
    assert (first["no_longer_complete"], case.found()) == (None, "met")
    added = case.states(MORE, correction="One was missing")
    assert added["no_longer_complete"] == {"name": "A. Matron", "at": first["at"], "told": CHANGED}
    assert added["said"] == {"rows": MORE}
    (before,) = case.officer.get(f"{case.at}/determinations").get_json()["items"]
    assert before["stale"], "what was found before is shown to be of other facts"
    assert case.found() == "not_known"
    assert case.officer.get(f"{case.at}/facts").get_json()["items"] == [added]
    history = case.officer.get(f"{case.at}/facts/training/history").get_json()["items"]
    assert history == [first, added]
    again = case.states(MORE, complete=True, by="B. Ward", correction="These are all")
    assert (again["no_longer_complete"], case.found()) == (None, "not_met")


def test_the_same_rows_without_the_word_are_not_complete_either_and_say_so(place: Place) -> None:
    case = Case(place.caller("officer"))
    case.states(FEW, complete=True, by="A. Matron")
    bare = case.states(FEW, correction="She is not sure")
    assert (bare["no_longer_complete"]["name"], bare["no_longer_complete"]["told"]) == ("A. Matron", NOT_SAID)
    assert case.states(MORE, correction="One was missing")["no_longer_complete"] is None, "nobody's word went with that"
    back = {"facts": {"training": {"value": None, "correction": "It is another trust's"}}}
    assert case.sends("/facts", back)[0]["no_longer_complete"] is None


def test_a_row_that_is_added_in_an_assessment_voids_the_word_and_the_action_stands_otherwise(place: Place) -> None:
    trust = Trust(place, "RX1")

    def stored(file: bytes, **said: str) -> Any:
        seen = trust.sends_file("/tables/training/preview", file, site="north", **said).get_json()
        answered = trust.sends_file("/tables/training", file, site="north", preview=seen["sha256"], **said)
        assert answered.status_code == 201, answered.text
        return answered.get_json()

    trust.does("/facts", {"facts": [{"name": "plan_signed", "value": True, "source": "the signed plan"}]})
    first = stored(FILE, complete_by="A. Matron")
    assert (first["trust"], first["no_longer_complete"]) == ("RX1", None)
    assert trust.read()["sites"][0]["actions"][7]["stands"] == "met"
    added = stored(FILE + b"C,\n")
    brought = trust.caller.get(f"{trust.at}/tables").get_json()["items"]
    word = {"name": "A. Matron", "at": brought[0]["at"], "told": CHANGED}
    assert added["no_longer_complete"] == word
    assert [each["no_longer_complete"] for each in brought] == [None, word]
    assert trust.read()["sites"][0]["actions"][7]["stands"] == "not_shown"
    assert stored(FILE + b"C,2025-03-05\n", complete_by="B. Ward")["no_longer_complete"] is None
