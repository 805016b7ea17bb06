"""Records and numbers in cells in the interview: a file's rows are stated, and numbers are given a few at a time."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from engine import said_first
from tests.ours import our_rule_sets
from tests.web.desks import Desk, desk
from tests.web.officers import Place
from tests.web.paging import read
from tests.web.surgeries import Case, received, says

TRAINING = Path(__file__).parents[2] / "fixtures" / "training"
FERNMERE = {
    "kind": "maternity_scheme",
    "title": "Fernmere",
    "received_on": "2026-03-02",
    "rule_sets": ["maternity-incentive-scheme/year-7"],
    "parties": [],
}
MIDWIVES, NURSES = (f"facts.in_scope-{group}-emergencies_training" for group in ("midwives", "obstetric_consultants"))
FEW = b"staff,group,course,attended_on\nS1,midwives,emergencies_training,2025-03-03\n"


@pytest.fixture(scope="module")
def olive(office: Place) -> Desk:
    return desk(office, "officer", name="Olive Officer")


@pytest.fixture
def case(office: Place) -> Case:
    return received(office.caller("officer"), FERNMERE)


def uploads(olive: Desk, case: Case, data: bytes | None, name: str = "staff.csv", **typed: Any) -> TestResponse:
    """A file sent with the form of the table."""
    file = {} if data is None else {"file": (BytesIO(data), name)}
    at = f"{case.question('training')}/records"
    fields = olive.form(olive.opens(case.question("training")), at).fields
    said = {**fields, "then": "list", **{key.replace("__", "."): each for key, each in typed.items()}, **file}
    return olive.client.post(at, data=said, headers={"Accept": "text/html"}, content_type="multipart/form-data")


def determined(case: Case) -> str:
    """How the share of emergencies training stands in a determination that is made now and kept."""
    answered = case.officer.change("POST", f"/cases/{case.id}/determinations", {}, case.version)
    assert answered.status_code == 201, answered.text
    id = answered.get_json()["items"][0]["id"]
    found = case.officer.get(f"/cases/{case.id}/determinations/{id}/canonical").get_json()
    (status,) = [each["status"] for each in found["provisions"] if each["id"] == "sa8-b-emergencies"]
    return str(status)


def test_the_rows_of_a_file_are_stated_with_who_says_that_they_are_all(olive: Desk, case: Case) -> None:
    assert case.question("training") in olive.opens(case.list).links
    data = (TRAINING / "ostwick-invented.csv").read_bytes()
    answer = uploads(olive, case, data, "ostwick-invented.csv", complete_by="A. Matron")
    assert answer.status_code == 303
    facts = olive.opens(case.facts)
    assert "rows. A. Matron says that these are all Source: ostwick-invented.csv" in facts.text
    assert "{" not in facts.text
    listed = olive.opens(case.list).text
    assert "when did they attend? For the trust to fill in, and to say when it is complete Answered" in listed
    assert "In scope: how many" not in listed, "what is counted from complete records is asked of nobody"


def test_every_side_of_a_case_about_the_scheme_says_first_that_its_rules_are_recalled(
    olive: Desk, case: Case, office: Place
) -> None:
    first = " ".join(said_first(our_rule_sets(), FERNMERE["rule_sets"][0]))
    for side in ("", "/parties", "/timetable", "/facts", "/interview", "/evidence", "/determination", "/activity"):
        assert first in olive.opens(f"/cases/{case.id}{side}").text, side
    of_law = received(office.caller("officer"), {**FERNMERE, "kind": "pharmacy_rural", "rule_sets": ["pharmacy/rural"]})
    assert "are recalled:" not in olive.opens(f"/cases/{of_law.id}").text


def test_another_file_says_why_it_takes_the_place_of_the_first(olive: Desk, case: Case) -> None:
    assert uploads(olive, case, FEW).status_code == 303
    assert "1 row. Nobody has said that these are all, so more may come" in olive.opens(case.facts).text
    again = FEW + b"S2,midwives,emergencies_training,2025-03-04\n"
    wrong = read(uploads(olive, case, again), 422)
    assert "#facts.training.correction" in wrong.links
    assert uploads(olive, case, again, facts__training__correction="One was missing").status_code == 303
    assert "2 rows." in olive.opens(case.facts).text


@pytest.mark.proof
def test_rows_that_are_added_to_a_complete_table_void_that_and_say_whose_word_it_was(olive: Desk, case: Case) -> None:
    """What was met is worked out afresh, and is not known any more."""
    for day in ("assessed_on", "training_year_ended_on"):
        case.change("facts", {"facts": {day: {"value": "2025-11-30", "source": "the report"}}})
    why = {"facts__training__correction": "One was missing"}
    data = (TRAINING / "fernmere-invented.csv").read_bytes()
    assert uploads(olive, case, data, complete_by="A. Matron").status_code == 303
    assert determined(case) == "met"
    same = uploads(olive, case, data, name="again.csv", **why)
    assert "so what was said of them still holds: that they are all." in olive.opens(same.headers["Location"]).text
    assert determined(case) == "met"
    more = data + b"S-9999,midwives,emergencies_training,03/03/2025,,,,\n"
    added = uploads(olive, case, more, **why, then="next")
    told = olive.opens(added.headers["Location"]).text
    assert "A. Matron had said that the rows were all there are. They have changed, so nobody says so now." in told
    assert "Nobody has said that these are all, so more may come" in olive.opens(case.facts).text
    assert determined(case) == "not_known"
    assert uploads(olive, case, more, **why, complete_by="B. Ward").status_code == 303
    assert determined(case) == "met"


def test_every_fault_of_a_file_is_listed_and_nothing_of_it_is_stated(olive: Desk, case: Case) -> None:
    bad = FEW + b"S2,midwifes,emergencies_training,someday\n"
    page = read(uploads(olive, case, bad, complete_by="A. Matron"), 422)
    assert "#file" in page.links
    assert "Nothing was taken from the file: 2 to mend. Each is listed below" in page.text
    assert "row 3" in page.text
    assert olive.form(page, f"{case.question('training')}/records").fields["complete_by"] == "A. Matron"
    assert "Choose a file: .csv or .xlsx" in read(uploads(olive, case, None), 422).text
    assert case.stands() == {}


def test_numbers_are_given_a_few_at_a_time_and_changed_with_a_reason(olive: Desk, case: Case) -> None:
    page = olive.opens(says(olive, case, "in_scope", {MIDWIVES: "48", "facts.in_scope.source": "the report"}))
    assert "In scope: how many, for each group and course? For the trust to show Answered in part" in page.text
    says(olive, case, "in_scope", {f"{NURSES}.from": "10"})
    stands = case.stands()["in_scope"]
    assert {"group": "midwives", "course": "emergencies_training", "is": 48} in stands["said"]
    assert {"group": "obstetric_consultants", "course": "emergencies_training", "from": 10} in stands["said"]
    assert stands["correction"] == "More numbers were given. Those that stood before are unchanged."
    facts = olive.opens(case.facts)
    assert "2 of 33 numbers are given Each number" in facts.text
    assert "Midwives, emergencies training: 48 people" in facts.text
    at = case.question("in_scope")
    before = olive.opens(at)
    for typed, places in (
        ({MIDWIVES: "49"}, {"#facts.in_scope.correction"}),
        ({MIDWIVES: "many", f"{NURSES}.to": "few"}, {f"#{MIDWIVES}", f"#{NURSES}.to"}),
        ({MIDWIVES: "", f"{NURSES}.from": ""}, {"#facts.in_scope"}),
        ({MIDWIVES: "4.5", "facts.in_scope.correction": "Misread"}, {f"#{MIDWIVES}"}),
    ):
        assert places <= set(read(olive.sends(before, at, typed), 422).links)


def test_the_form_of_a_table_takes_no_answer_of_a_fact_and_a_fact_no_file(olive: Desk, case: Case) -> None:
    hidden = olive.form(olive.opens(case.question("in_scope")), case.question("in_scope")).fields
    sent = {key: said for key, said in hidden.items() if "." not in key}
    assert olive.client.post(case.question("training"), data=sent).status_code == 404
    assert olive.client.post(f"{case.question('in_scope')}/records", data=sent).status_code == 404
