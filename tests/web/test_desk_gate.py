"""The gate of the desk: who is let in, what no other site can send, and what is done once."""

import pytest

from tests.web.desks import Desk, desk
from tests.web.officers import Place
from tests.web.paging import BROWSER
from tests.web.test_api_cases import LARKMERE


@pytest.fixture(scope="module")
def officer(office: Place) -> Desk:
    return desk(office, "officer", name="Olive Officer")


@pytest.fixture
def case_id(office: Place) -> str:
    made = office.caller("officer").post("/cases", LARKMERE)
    id: str = made.get_json()["id"]
    return id


def test_whoever_has_not_signed_in_is_led_there_and_back(office: Place) -> None:
    answer = office.client.application.test_client().get("/cases?words=larkmere", headers=BROWSER)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/sign-in?next=/cases?words%3Dlarkmere"


def test_a_party_is_added_on_its_page_and_the_case_shows_it(officer: Desk, case_id: str) -> None:
    at = f"/cases/{case_id}/parties"
    page = officer.does(at, at, {"role": "interested_party", "name": "Brook Street Surgery"})
    assert "The party was added." in page.text
    assert "Brook Street Surgery" in page.text


def test_a_form_that_is_sent_twice_is_done_once_and_leads_to_the_same_page(officer: Desk, case_id: str) -> None:
    at = f"/cases/{case_id}/parties"
    page = officer.opens(at)
    typed = {"role": "interested_party", "name": "Mill Lane Pharmacy"}
    first, second = officer.sends(page, at, typed), officer.sends(page, at, typed)
    assert (first.status_code, first.headers["Location"]) == (second.status_code, second.headers["Location"])
    assert officer.opens(at).text.count("Mill Lane Pharmacy: change") == 1


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_is_still_there(officer: Desk, case_id: str) -> None:
    at = f"/cases/{case_id}/parties"
    answer = officer.sends(officer.opens(at), at, {"role": "", "name": "Mill Lane"})
    assert answer.status_code == 422
    assert 'href="#role"' in answer.text
    assert 'value="Mill Lane"' in answer.text


def test_a_case_that_somebody_else_changed_is_told_of_and_the_form_can_be_sent_again(
    officer: Desk, case_id: str
) -> None:
    at = f"/cases/{case_id}/parties"
    before = officer.opens(at)
    officer.does(at, at, {"role": "interested_party", "name": "Brook Street Surgery"})
    answer = officer.sends(before, at, {"role": "interested_party", "name": "Mill Lane"})
    assert answer.status_code == 409
    assert "was changed by somebody else since you read it" in answer.text


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
def test_a_form_from_another_site_is_refused(officer: Desk, case_id: str, headers: dict[str, str]) -> None:
    at = f"/cases/{case_id}/parties"
    answer = officer.sends(officer.opens(at), at, {"role": "interested_party", "name": "X"}, headers=headers)
    assert answer.status_code == 403
    assert "did not come from a page of ours" in answer.text


@pytest.mark.parametrize("token", ["", "0" * 64, "é"])
def test_a_form_without_the_token_of_its_session_is_refused(officer: Desk, case_id: str, token: str) -> None:
    at = f"/cases/{case_id}/parties"
    answer = officer.sends(officer.opens(at), at, {"role": "interested_party", "name": "X", "form_token": token})
    assert answer.status_code == 403


def test_a_case_that_is_not_there_is_not_found(officer: Desk) -> None:
    assert "nothing here that you may see" in officer.opens(f"/cases/{'0' * 32}", 404).text


def test_somebody_without_any_role_may_see_no_case(office: Place, case_id: str) -> None:
    admin = desk(office, "admin")
    assert "You may not" in admin.opens(f"/cases/{case_id}", 403).text
