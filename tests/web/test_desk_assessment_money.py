"""Money of an assessment at the desk: sums are stated, the estimate is shown with its formula, and what came back."""

import io
import re
from collections.abc import Iterator

import pytest
from docx import Document

from assessment.money import FORMULA
from tests.web.desks import desk
from tests.web.officers import Place
from tests.web.paging import BROWSER, read
from tests.web.test_api_assessments import DRILLS, PLAN, REGULARLY, small_years
from tests.web.una import RECALLED, Una, una_of

PAID = {"contribution": "£400,000.50", "of_those_that_meet_all": "60,000,000", "left_over": "9000000"}
ESTIMATE = "Estimate: £400,000.50 comes back if all ten safety actions come to be met, which is not shown yet."


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    made = small_years(tmp_path_factory.mktemp("money"))
    yield made
    made.close()


@pytest.fixture
def una(place: Place) -> Una:
    made = una_of(place)
    made.trust.does("/facts", {"facts": [PLAN, DRILLS, REGULARLY]})
    return made


def test_the_estimate_is_shown_with_its_formula_and_is_none_before_anything_is_stated(una: Una) -> None:
    before = una.opens("/money")
    assert before.text.index(RECALLED) < before.text.index("What may come back: an estimate")
    assert "Nothing is estimated, since nobody has stated what the trust paid." in before.text
    page = una.does("/money", "/money", PAID)
    assert "The sums are kept." in page.text
    assert ESTIMATE in page.text
    assert FORMULA in page.text
    assert "This is an estimate and no entitlement" in page.text
    assert "Stated by Una on" in page.text
    assert f'href="{una.at}/money"' in una.opens().source


def test_the_form_holds_what_stands_and_the_api_and_the_paper_say_the_same(una: Una) -> None:
    page = una.does("/money", "/money", PAID)
    fields = una.desk.form(page, f"{una.at}/money").fields
    assert {name: fields[name] for name in PAID} == {
        "contribution": "400,000.50", "of_those_that_meet_all": "60,000,000", "left_over": "9,000,000"
    }  # fmt: skip
    told = una.trust.caller.get(f"{una.at}/money").get_json()["estimate"]["told"]
    saved = una.desk.client.get(f"{una.at}/papers/board-paper.docx", headers=BROWSER)
    paper = "\n".join(each.text for each in Document(io.BytesIO(saved.get_data())).paragraphs)
    assert "What may come back: an estimate" in paper
    for each in told:
        assert each in page.text
        assert each in paper


def test_left_empty_what_was_stated_is_taken_back(una: Una) -> None:
    una.does("/money", "/money", PAID)
    page = una.does("/money", "/money", dict.fromkeys(PAID, ""))
    assert "Nothing is estimated, since nobody has stated what the trust paid." in page.text


def test_what_is_wrong_is_told_at_its_field_and_what_was_typed_stays(una: Una) -> None:
    wrong = una.refused("/money", "/money", {"contribution": "lots", "left_over": "1"})
    assert 'id="contribution-error"' in wrong.source
    assert "Write pounds, such as 1,250, or pounds and pence, such as 12.50" in wrong.text
    assert 'value="lots"' in wrong.source
    both = una.refused("/money", "/money", {"contribution": "1", "maternity_part": "10"})
    assert "State either the contribution or the maternity part" in both.text
    less = una.refused("/money", "/money", {**PAID, "of_those_that_meet_all": "1"})
    assert 'id="of_those_that_meet_all-error"' in less.source
    below = una.refused("/money", "/money", {"contribution": "-1"})
    assert 'id="contribution-error"' in below.source


def test_a_scheme_officer_reads_it_without_a_form_and_may_send_none(una: Una) -> None:
    una.does("/money", "/money", PAID)
    sam = una.others("scheme_officer", name="Sam")
    page = sam.opens(f"{una.at}/money")
    assert ESTIMATE in page.text
    assert f'action="{una.at}/money"' not in page.source
    mine = una.desk.form(una.opens("/money"), f"{una.at}/money").fields
    token = sam.form(sam.opens(f"{una.at}/actions/sa1/north"), f"{una.at}/actions/sa1/north/validation").fields
    sent = sam.client.post(f"{una.at}/money", data={**mine, "form_token": token["form_token"]}, headers=BROWSER)
    assert sent.status_code == 403


def test_of_two_at_once_one_is_told(una: Una) -> None:
    page = una.opens("/money")
    una.trust.does("/facts", {"facts": [{**DRILLS, "value": 3, "correction": "Counted again"}]})
    shown = read(una.desk.sends(page, f"{una.at}/money", PAID), 409)
    assert "was changed by somebody else since you read it" in shown.text
    assert 'value="£400,000.50"' in shown.source


def test_what_was_paid_back_after_a_second_check_is_recorded_and_shown(una: Una) -> None:
    at = "/actions/sa1/north"
    sam = una.others("scheme_officer", name="Sam")
    found = {"validation.sort": "reverified", "validation.stands": "not_met", "validation.why": "Looked again"}
    on = {f"validation.paid_back_on.{part}": said for part, said in (("day", "3"), ("month", "2"), ("year", "2026"))}
    shown = una.does(at, f"{at}/validation", {**found, "validation.paid_back": "1,734.18", **on}, sam)
    assert "£1,734.18 was paid back on 3 February 2026." in shown.text
    money = una.opens("/money")
    assert "Paid back after a second check" in money.text
    row = money.text.partition("What was paid back after a second check")[2]
    assert row.index("Safety action 1") < row.index("£1,734.18") < row.index("3 February 2026") < row.index("Sam")
    page = sam.opens(f"{una.at}{at}")
    bad = {**found, "validation.paid_back": "-1", **on, "validation.paid_back_on.month": "13"}
    wrong = read(sam.sends(page, f"{una.at}{at}/validation", bad), 422)
    assert 'id="validation.paid_back-error"' in wrong.source
    assert 'id="validation.paid_back_on-error"' in wrong.source
    lone = read(sam.sends(page, f"{una.at}{at}/validation", {**found, "validation.paid_back": "1"}), 422)
    assert "Say on which day it was paid back" in lone.text
    letters = read(sam.sends(page, f"{una.at}{at}/validation", {**found, "validation.paid_back": "x", **on}), 422)
    assert "Write pounds, such as 1,250" in letters.text


def test_what_others_tell_of_a_trust_stands_apart_with_who_told_it(place: Place) -> None:
    member = desk(place, "trust", organisation="RR8", name="Una")
    member.does("/assessments/new", "/assessments/new", {"name": "Leeds", "sites.0.name": "North Wing"})
    listed = member.opens("/assessments").source
    id = re.findall('href="/assessments/([0-9a-f]{32})"', listed)[0]
    page = member.opens(f"/assessments/{id}/money")
    assert "Told of elsewhere" in page.text
    assert "£4,887,084" in page.text
