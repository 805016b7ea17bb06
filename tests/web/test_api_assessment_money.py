"""Money of an assessment through the API: sums in pounds, the estimate of them, and what was paid back."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from werkzeug.test import TestResponse

from assessment.money import FORMULA
from tests.web.asking import faults, problem
from tests.web.officers import Caller, Place
from tests.web.test_api_assessments import DRILLS, PLAN, REGULARLY, Trust, small_years

PAID = {"contribution": 400000.5, "of_those_that_meet_all": 60000000, "left_over": 9000000}
CHECKED = {"sort": "reverified", "action": "sa1", "stands": "not_met", "why": "Looked again"}
NUMBERS = count(1)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    made = small_years(tmp_path_factory.mktemp("money"))
    yield made
    made.close()


@pytest.fixture
def trust(place: Place) -> Trust:
    made = Trust(place, f"RM{next(NUMBERS)}")
    made.does("/facts", {"facts": [PLAN, DRILLS, REGULARLY]})
    return made


def states(trust: Trust, body: Any, by: Caller | None = None, **headers: str) -> TestResponse:
    """Send sums, on the version as it is."""
    version = int(trust.caller.get(trust.at).headers["ETag"].strip('"'))
    return (by or trust.caller).change("PUT", f"{trust.at}/money", body, version, headers)


def money(trust: Trust, by: Caller | None = None) -> Any:
    answered = (by or trust.caller).get(f"{trust.at}/money")
    assert answered.status_code == 200, answered.text
    return answered.get_json()


def test_sums_are_stated_and_the_estimate_is_answered_with_its_formula(trust: Trust) -> None:
    before = money(trust)
    assert next(iter(before)) == "says_first"
    assert (before["stated"], before["estimate"], before["paid_back"]) == (None, None, [])
    answered = states(trust, PAID)
    assert answered.status_code == 200, answered.text
    assert answered.get_json()["version"] == trust.read()["assessment"]["version"]
    found = money(trust)
    stated = found["stated"]
    assert {name: stated[name] for name in PAID} == PAID
    assert (stated["maternity_part"], stated["by"]) == (None, trust.caller.person_id)
    estimate = found["estimate"]
    assert (estimate["stands"], estimate["contribution"], estimate["refund"]) == ("not_shown", 400000.5, 400000.5)
    assert (estimate["share"], estimate["total"]) == (60000.07, 460000.57)
    assert estimate["formula"] == FORMULA
    assert estimate["told"][2] == FORMULA
    assert estimate["told"][-1].startswith("This is an estimate and no entitlement")
    answered = trust.caller.get(f"{trust.at}/money")
    assert answered.headers["ETag"] == trust.caller.get(trust.at).headers["ETag"]


def test_the_maternity_part_does_for_the_contribution_and_nothing_takes_it_back(trust: Trust) -> None:
    assert states(trust, {"maternity_part": 4000005}).status_code == 200
    assert money(trust)["estimate"]["contribution"] == 400000.5
    assert states(trust, {}).status_code == 200
    assert money(trust)["stated"] is None


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({"contribution": 1.005}, "/contribution"),
        ({"contribution": -1}, "/contribution"),
        ({"contribution": "1"}, "/contribution"),
        ({"contribution": True}, "/contribution"),
        ({"contribution": 1e12}, "/contribution"),
        ({"contribution": 1e300}, "/contribution"),
        ({"contributions": 1}, "/contributions"),
        ({"contribution": 1, "maternity_part": 10}, ""),
        ({"contribution": 1, "left_over": 10}, ""),
        ({"contribution": 2, "left_over": 10, "of_those_that_meet_all": 1}, "/of_those_that_meet_all"),
        ({}, ""),
    ],
)
def test_what_cannot_be_is_refused_at_its_place(trust: Trust, body: dict[str, Any], where: str) -> None:
    answered = states(trust, body)
    assert answered.status_code == 422
    assert set(faults(answered)) == {where}
    assert money(trust)["stated"] is None


def test_the_trust_states_and_scheme_officers_and_auditors_read(place: Place, trust: Trust) -> None:
    states(trust, PAID)
    for role in ("scheme_officer", "auditor"):
        other = place.caller(role)
        assert money(trust, other)["estimate"]["formula"] == FORMULA
        problem(states(trust, PAID, other), 403)
    stranger = place.caller("trust", organisation="RX9")
    problem(stranger.get(f"{trust.at}/money"), 404)
    problem(states(trust, PAID, stranger), 404)


def test_of_two_at_once_one_is_told_and_a_key_does_it_once(trust: Trust) -> None:
    at, version = f"{trust.at}/money", int(trust.caller.get(trust.at).headers["ETag"].strip('"'))
    key = {"Idempotency-Key": f"money-of-{trust.code}-0001"}
    first, again = (trust.caller.change("PUT", at, PAID, version, key) for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.data == again.data
    assert money(trust)["stated"] is not None
    problem(trust.caller.change("PUT", at, {"contribution": 1}, version), 412)
    problem(trust.caller.open("PUT", at, json=PAID), 428)


def test_what_cannot_be_assessed_has_no_estimate_and_says_why(place: Place) -> None:
    caller = place.caller("trust", organisation="RM99")
    new = {"trust": "RM99", "name": "Wrenlow Hospitals NHS Trust", "year": "year-7"}
    begun = caller.post("/assessments", new)
    at = begun.headers["Location"].removeprefix("/api/v1")
    assert caller.change("PUT", f"{at}/money", PAID, 1).status_code == 200
    found = caller.get(f"{at}/money").get_json()
    assert (found["estimate"], found["stated"]["left_over"]) == (None, 9000000)
    assert [each["pointer"] for each in found["faults"]] == ["/sites"]


def test_a_scheme_officer_records_what_was_paid_back_after_a_second_check(place: Place, trust: Trust) -> None:
    scheme = place.caller("scheme_officer")
    trust.does("/validation", {**CHECKED, "paid_back": 1734.18, "paid_back_on": "2026-02-03"}, scheme)
    (one,) = trust.read()["statuses"]
    assert (one["paid_back"], one["paid_back_on"]) == (1734.18, "2026-02-03")
    assert money(trust)["paid_back"] == [one]
    trust.does("/validation", {**CHECKED, "action": "sa8"}, scheme)
    other = next(each for each in trust.read()["statuses"] if each["action"] == "sa8")
    assert (other["paid_back"], other["paid_back_on"]) == (None, None)


@pytest.mark.parametrize(
    ("more", "where"),
    [
        ({"paid_back": -1, "paid_back_on": "2026-02-03"}, "/paid_back"),
        ({"paid_back": 1}, "/paid_back_on"),
        ({"paid_back": 1, "paid_back_on": "9999-01-01"}, "/paid_back_on"),
        ({"paid_back": 1, "paid_back_on": "2026-02-03", "sort": "validated"}, "/paid_back"),
    ],
)
def test_a_sum_that_cannot_have_been_paid_back_is_refused(
    place: Place, trust: Trust, more: dict[str, Any], where: str
) -> None:
    answered = trust.sends("/validation", {**CHECKED, **more}, place.caller("scheme_officer"))
    assert where in faults(answered)
