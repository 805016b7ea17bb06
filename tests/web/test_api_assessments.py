"""A trust's year through the API: begun, stated, brought, carried over, frozen, signed by four and submitted."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from werkzeug.test import TestResponse

from app import create_app
from config import Config
from storage import REGISTER
from tests.assessment.small_scheme import rule_sets, rules_dir
from tests.migrated import opened
from tests.web.asking import faults, problem
from tests.web.officers import Caller, Place

NEW = {"trust": "RX1", "name": "Wrenlow Hospitals NHS Trust", "year": "year-7"}
NORTH = {"code": "north", "name": "North site"}
PLAN = {"name": "plan_signed", "value": True, "source": "the signed plan"}
DRILLS = {"site": "north", "name": "drills", "value": 2, "source": "the reports"}
REGULARLY = {"site": "north", "name": "lost_regularly", "value": False, "source": "the Board's minutes"}
TRAINED = b"staff,attended_on\nA,2025-03-03\n"
OLD_MINUTES = {
    "title": "Minutes", "original": "The archive", "dated": "2024-11-01",
    "serves": [{"requirement": "sa8-a-training", "site": "north"}],
}  # fmt: skip
ROWS = b"staff,attended_on\nA,2025-03-03\nB,2024-11-30\n"
NUMBERS = count(1)
ROLES = ("safety_champion", "director_of_midwifery", "chief_executive", "icb_accountable_officer")


def small_years(folder: Path, url: str = "") -> Place:
    """An application over two small years of the scheme."""
    config = Config(data_dir=folder / "data", rules_dir=rules_dir(), private_database=url)
    opened(config.register_url, REGISTER).close()
    database = opened(config.private_url)
    return Place(create_app(config, rule_sets()).test_client(), database)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    made = small_years(tmp_path_factory.mktemp("small"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def scheme(place: Place) -> Caller:
    return place.caller("scheme_officer")


class Trust:
    """A trust's program, and its assessment by its address."""

    def __init__(self, place: Place, code: str, year: str = "year-7", caller: Caller | None = None) -> None:
        self.place, self.code = place, code
        self.caller = caller or place.caller("trust", organisation=code)
        begun = self.caller.post("/assessments", {**NEW, "trust": code, "year": year, "sites": [NORTH]})
        assert begun.status_code == 201, begun.text
        self.at = begun.headers["Location"].removeprefix("/api/v1")

    def read(self) -> dict[str, Any]:
        found: dict[str, Any] = self.caller.get(self.at).get_json()
        return found

    def sends(self, at: str, body: Any, by: Caller | None = None, **headers: str) -> TestResponse:
        caller = by or self.caller
        version = int(caller.get(self.at).headers["ETag"].strip('"'))
        return caller.change("POST", f"{self.at}{at}", body, version, headers)

    def does(self, at: str, body: Any, by: Caller | None = None) -> Any:
        answered = self.sends(at, body, by)
        assert answered.status_code in (200, 201), answered.text
        return answered.get_json()

    def brings(self, file: bytes) -> None:
        """A table of training that somebody says is whole, shown and then stored."""
        said: dict[str, Any] = {"site": "north", "complete_by": "A. Matron"}
        seen = self.sends_file("/tables/training/preview", file, **said).get_json()
        stored = self.sends_file("/tables/training", file, preview=seen["sha256"], **said)
        assert stored.status_code == 201, stored.text

    def sends_file(self, at: str, file: bytes = ROWS, **said: Any) -> TestResponse:
        version = {"If-Match": self.caller.get(self.at).headers["ETag"]}
        query = urlencode({"name": "training.csv", **said})
        return self.caller.open("POST", f"{self.at}{at}?{query}", version, data=file)


@pytest.fixture
def trust(place: Place) -> Trust:
    """A trust of the test's own."""
    return Trust(place, f"RN{next(NUMBERS)}")


def test_what_is_read_says_first_that_the_rules_are_recalled_and_counts_ten(trust: Trust) -> None:
    trust.does("/facts", {"facts": [PLAN, DRILLS, REGULARLY]})
    found = trust.read()
    assert next(iter(found)) == "says_first"
    assert found["says_first"][0].startswith("The rules of year 7 are recalled")
    assert found["says_first"][-1] == "No scheme document after year 7 is encoded."
    assert found["counts"] == {"met": 1, "not_met": 0, "not_shown": 9}
    (north,) = found["sites"]
    assert [each["id"] for each in north["actions"]] == [f"sa{number}" for number in range(1, 11)]
    assert (north["actions"][0]["stands"], found["stands"]) == ("met", "not_shown")


@pytest.mark.proof
def test_where_it_cannot_be_assessed_the_faults_say_why(place: Place) -> None:
    caller = place.caller("trust", organisation="RX7")
    at = caller.post("/assessments", {**NEW, "trust": "RX7"}).headers["Location"].removeprefix("/api/v1")
    found = caller.get(at).get_json()
    assert (found["stands"], found["counts"], found["sites"]) == (None, None, [])
    assert found["faults"] == [{"pointer": "/sites", "detail": "a trust has at least one maternity site: name it"}]


@pytest.mark.proof
def test_a_trust_lists_its_own_and_a_scheme_officer_all(place: Place, trust: Trust, scheme: Caller) -> None:
    other = Trust(place, "RX8")
    mine = [each["trust"] for each in trust.caller.get("/assessments").get_json()["items"]]
    assert mine == [trust.code]
    every = {each["trust"] for each in scheme.get("/assessments").get_json()["items"]}
    assert {trust.code, other.code} <= every
    problem(other.caller.get(trust.at), 404)
    told = problem(other.caller.post("/assessments", {**NEW, "trust": trust.code}), 403)["detail"]
    assert told.startswith("You may not begin an assessment of this trust.")


@pytest.mark.proof
def test_every_fault_of_facts_has_its_place(trust: Trust) -> None:
    said = [{**PLAN, "value": "yes"}, {**DRILLS, "site": "", "value": 1}, {**DRILLS, "name": "drils"}]
    assert set(faults(trust.sends("/facts", {"facts": said}))) == {
        "/trust/plan_signed", "/trust/drills", "/sites/north/drils"
    }  # fmt: skip


def test_two_editors_lose_nothing(trust: Trust) -> None:
    version = int(trust.caller.get(trust.at).headers["ETag"].strip('"'))
    for said, status in ((PLAN, 200), (DRILLS, 412)):
        answered = trust.caller.change("POST", f"{trust.at}/facts", {"facts": [said]}, version)
        assert answered.status_code == status
    told = problem(answered, 412)["detail"]
    assert told.startswith(f"The assessment of {trust.code} for year-7 was changed by somebody")
    problem(trust.caller.post(f"{trust.at}/facts", {"facts": [DRILLS]}), 428)
    trust.does("/facts", {"facts": [DRILLS]})
    stands = trust.caller.get(f"{trust.at}/facts").get_json()["items"]
    assert {each["name"] for each in stands} == {"plan_signed", "drills"}
    again = trust.caller.get(f"{trust.at}/facts/drills/history?site=north").get_json()["items"]
    assert [each["said"] for each in again] == [2]
    problem(trust.caller.get(f"{trust.at}/facts/drills/history"), 404)


def test_a_request_that_is_sent_again_is_answered_again_and_done_once(trust: Trust) -> None:
    version, key = trust.caller.get(trust.at).headers["ETag"], {"Idempotency-Key": "one"}
    first, again = (
        trust.caller.open("POST", f"{trust.at}/facts", {"If-Match": version, **key}, json={"facts": [PLAN]})
        for _ in range(2)
    )
    assert (first.status_code, first.get_data()) == (200, again.get_data())
    assert first.headers["ETag"] == again.headers["ETag"]
    assert len(trust.caller.get(f"{trust.at}/facts/plan_signed/history").get_json()["items"]) == 1


def test_a_table_is_shown_before_it_is_stored_and_the_same_file_changes_nothing(trust: Trust) -> None:
    said: dict[str, Any] = {"site": "north", "complete_by": "A. Matron"}
    seen = trust.sends_file("/tables/training/preview", **said).get_json()
    assert (seen["new"], seen["gone"], seen["changed"], seen["same"]) == ([1, 2], [], [], False)
    (told,) = seen["outside"]
    assert told == (
        "1 row has a day under attended on outside 1 December 2024 to 30 November 2025, and is not counted for what "
        "looks at those days"
    )
    wrong = faults(trust.sends_file("/tables/training", preview="0" * 64, **said))
    assert wrong["/preview"].startswith("this is not what was shown")
    stored = trust.sends_file("/tables/training", preview=seen["sha256"], **said)
    assert stored.status_code == 201, stored.text
    again = trust.sends_file("/tables/training/preview", **said).get_json()
    assert (again["same"], again["new"]) == (True, [])
    trust.sends_file("/tables/training", preview=again["sha256"], **said)
    (table,) = trust.caller.get(f"{trust.at}/tables").get_json()["items"]
    assert (table["size"], table["complete_by"], table["source"]) == (2, "A. Matron", "training.csv")


@pytest.mark.proof
def test_every_fault_of_a_file_names_sheet_row_and_column(trust: Trust) -> None:
    bad = b"staff,attended_on\nA,2025-13-03\nB,yesterday\n"
    answered = problem(trust.sends_file("/tables/training/preview", bad, site="north"), 422)
    details = [each["detail"] for each in answered["errors"]]
    assert len(details) == 2
    assert all(f"row {row}, column B (attended_on)" in each for row, each in zip((2, 3), details, strict=True))
    told = faults(trust.sends_file("/tables/trainings/preview", site="north"))
    assert told == {"/table": "the rules of year-7 have no table trainings: there are training"}
    problem(trust.sends_file("/tables/training/preview", site="no site"), 400)


@pytest.mark.proof
def test_evidence_says_where_its_original_is_and_for_what_its_days_do_not_count(trust: Trust) -> None:
    new = {
        "title": "Minutes", "original": "The archive", "dated": "2024-11-01",
        "serves": [{"requirement": "sa8-a-training"}, {"requirement": "sa1-a-drills", "site": "north"}],
    }  # fmt: skip
    trust.does("/evidence", new)
    added = trust.sends_file("/evidence/file", requirement="sa8-b-plan", title="The plan", original="The archive")
    assert added.status_code == 201, added.text
    first, second = trust.caller.get(f"{trust.at}/evidence").get_json()["items"]
    told = {each["requirement"]: each for each in first["outside"]}
    assert "lies outside and does not count" in told["sa8-a-training"]["told"]
    assert "see whether it shows what is asked. It counts." in told["sa1-a-drills"]["told"]
    assert [told[id]["wholly"] for id in ("sa8-a-training", "sa1-a-drills")] == [True, False]
    at = f"/evidence/{second['id']}"
    trust.does(f"{at}/serves", {"serves": [{"requirement": "sa8-b-plan", "site": "north"}]})
    trust.does(f"{at}/approvals", None)
    content = trust.caller.get(f"{trust.at}{at}/content")
    assert (content.get_data(), content.headers["Content-Disposition"]) == (
        ROWS, "attachment; filename*=UTF-8''training.csv"
    )  # fmt: skip
    problem(trust.caller.get(f"{trust.at}/evidence/{first['id']}/content"), 404)
    (_, kept) = trust.caller.get(f"{trust.at}/evidence").get_json()["items"]
    assert (kept["serves"], len(kept["approved"])) == ([{"requirement": "sa8-b-plan", "site": "north"}], 1)


def test_a_requirement_of_which_no_item_counts_is_not_yet_shown_and_says_why(trust: Trust) -> None:
    trust.does("/facts", {"facts": [PLAN, DRILLS, REGULARLY]})
    trust.brings(TRAINED)
    training = trust.read()["sites"][0]["actions"][7]
    assert (training["stands"], training["uncounted"]) == ("met", [])
    trust.does("/evidence", OLD_MINUTES)
    found = trust.read()
    assert found["counts"] == {"met": 1, "not_met": 0, "not_shown": 9}
    training = found["sites"][0]["actions"][7]
    (why,) = training["uncounted"]
    assert (training["stands"], why["requirement"]) == ("not_shown", "sa8-a-training")
    assert "item 1 (Minutes), of 1 November 2024, lies outside. Add an item from those days" in why["told"]


@pytest.mark.proof
def test_notes_and_statuses_are_kept_apart_from_what_the_engine_finds(trust: Trust, scheme: Caller) -> None:
    trust.does("/notes", {"requirement": "sa8-b-plan", "owner": "A. Matron", "due_on": "2025-11-01"})
    (note,) = trust.caller.get(f"{trust.at}/notes").get_json()["items"]
    assert (note["owner"], note["due_on"]) == ("A. Matron", "2025-11-01")
    trust.does("/self-assessment", {"action": "sa8", "stands": "met"})
    checked = {"sort": "validated", "action": "sa8", "stands": "not_met", "why": "Two were late"}
    assert trust.sends("/validation", checked).status_code == 403
    trust.does("/validation", checked, scheme)
    found = trust.read()
    said = {each["sort"]: each["stands"] for each in found["statuses"]}
    assert said == {"self_assessed": "met", "validated": "not_met"}
    assert found["sites"][0]["actions"][7]["stands"] == "not_shown"


@pytest.mark.proof
def test_last_years_facts_are_offered_and_taken_over_by_choice(place: Place) -> None:
    last, now = Trust(place, "RX5", "year-6"), Trust(place, "RX5")
    last.does("/facts", {"facts": [DRILLS]})
    offers = {each["name"]: each for each in now.caller.get(f"{now.at}/offers").get_json()["items"]}
    assert (offers["drills"]["mark"], offers["drills"]["may_be_taken"]) == ("same", True)
    assert offers["plan_signed"]["mark"] == "new"
    assert now.caller.get(f"{now.at}/facts").get_json()["items"] == []
    now.does("/offers", {"chosen": [{"site": "north", "name": "drills"}]})
    (fact,) = now.caller.get(f"{now.at}/facts").get_json()["items"]
    assert (fact["said"], fact["source"]) == (2, "carried forward from year 6: the reports")


@pytest.mark.proof
def test_sites_are_named_and_a_mistake_is_taken_out(trust: Trust) -> None:
    trust.does("/sites", {"code": "south", "name": "South site"})
    assert [each["code"] for each in trust.does("/sites/south/removal", None)["sites"]] == ["north"]


def test_four_sign_what_was_frozen_and_a_change_voids_it(place: Place, trust: Trust, scheme: Caller) -> None:
    assert scheme.post("/icb-trusts", {"trust": trust.code, "icb": "QWO"}).get_json()["icb"] == "QWO"
    assert {"trust": trust.code, "icb": "QWO"} in scheme.get("/icb-trusts").get_json()["items"]
    icb = place.caller("icb", organisation="QWO")
    trust.does("/facts", {"facts": [PLAN]})
    trust.does("/snapshots", None)
    sha256 = trust.read()["snapshot"]["sha256"]
    told = faults(trust.sends("/submissions", {"sha256": sha256}))
    assert told == {"/sha256": "not everybody has signed: the safety champion signs next"}
    for role in ROLES:
        by = icb if role == ROLES[-1] else place.caller("trust", organisation=trust.code)
        trust.does("/signatures", {"role": role, "sha256": sha256}, by)
    snapshot = icb.get(trust.at).get_json()["snapshot"]
    assert ([each["role"] for each in snapshot["signatures"]], snapshot["next_role"]) == (list(ROLES), "")
    told = faults(trust.sends("/submissions", {"sha256": sha256}))
    assert told[""].endswith("was not checked against the published document.")
    assert "and this is late. In our own words" in told[""]
    trust.does("/facts", {"facts": [DRILLS]})
    (voided,) = trust.caller.get(f"{trust.at}/snapshots").get_json()["items"]
    assert voided["voided"]["act"] == "assessment.change"
    assert len(voided["signatures"]) == 4
    assert trust.caller.get(f"{trust.at}/submissions").get_json()["items"] == []
    assert trust.read()["assessment"]["state"] == "open"
