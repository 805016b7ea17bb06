"""Where the words of a version were read, on its page; and what courts have decided, where a judgement is asked for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.web.desks import Desk, desk
from tests.web.officers import Place
from tests.web.paging import got
from tests.web.surgeries import Case, opened, received

REGULATION_31 = "/rule-sets/pharmacy/market-entry/provisions/reg-31-same-or-adjacent"
EXCEPTED = "/rule-sets/pharmacy/excepted-applications"
DERBY = "Litigation Authority [2016] EWHC 1595 (QB)"
REPORTED = "From reports: read the judgment before relying on it"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, empty_file: Path) -> Iterator[Place]:
    yield from opened(tmp_path_factory.mktemp("surgery"), empty_file)


@pytest.fixture(scope="module")
def olive(office: Place) -> Desk:
    return desk(office, "officer", name="Olive Officer")


@pytest.fixture
def case(office: Place) -> Case:
    return received(office.caller("officer"))


def test_a_version_says_in_which_texts_and_stretches_its_words_were_read(pharmacy: FlaskClient) -> None:
    page = got(pharmacy, f"{REGULATION_31}?version=2016-12-05")
    whole = "SI 2013/349 at 1 July 2019, read in the version in force on 1 July 2019: characters 96,000 to 112,000 of"
    assert f"Where it was read {whole} the copy that was read" in page.text
    assert "SI 2016/1077, which amends it from 5 December 2016: characters 0 to 16,000 of the copy" in page.text
    assert "https://www.legislation.gov.uk/uksi/2016/1077/made" in page.links
    copies = [link for link in page.links if "/blob/98665aa698975b31eb189e8ae4a3bcd0441cba92/uk/" in link]
    assert len(copies) == 1


def test_the_first_version_was_read_in_the_text_as_made(pharmacy: FlaskClient) -> None:
    page = got(pharmacy, f"{REGULATION_31}?version=2013-04-01")
    assert "SI 2013/349 as made, read in the version in force on 1 April 2013" in page.text
    assert "SI 2013/349 at 1 July 2019" not in page.text


@pytest.mark.parametrize("address", [EXCEPTED, f"{EXCEPTED}/determine", f"{EXCEPTED}/blank"])
def test_a_court_decision_stands_beside_the_judgement_with_how_it_was_read(pharmacy: FlaskClient, address: str) -> None:
    page = got(pharmacy, address)
    assert f"{DERBY}: Women who were used to getting emergency contraception" in page.text
    assert REPORTED in page.text
    assert "https://caselaw.nationalarchives.gov.uk/ewhc/qb/2016/1595" in page.links


def test_programs_get_the_decisions_of_courts_with_how_they_were_checked(pharmacy: FlaskClient) -> None:
    told = pharmacy.get("/api/v1/rule-sets/pharmacy/excepted-applications").get_json()
    fact = next(each for each in told["facts"] if each["name"] == "new_premises_significantly_less_accessible")
    (found,) = fact["authorities"]
    assert found["url"] == "https://caselaw.nationalarchives.gov.uk/ewhc/qb/2016/1595"
    assert (found["checked"]["how"], found["checked"]["by"]) == ("secondary", "builders")


def test_whoever_has_to_decide_sees_what_courts_have_decided_and_that_nobody_read_it(olive: Desk, case: Case) -> None:
    page = olive.opens(case.question("reasonable_to_visit"))
    assert (
        "What courts have decided: [1931] Invented 7: A visit may be reasonable although nobody was ill in the end. "
        "From memory: read the judgment before relying on it"
    ) in page.text
    assert "https://example.org/1931/7" in page.links
