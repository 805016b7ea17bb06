"""A form that was done is not done again from a page that the browser fetched anew, unless its sender means it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import ColumnElement, func, select
from werkzeug.test import TestResponse

from storage import Database, answered, case, party, stated, token, told
from tests.keeping.making import APPEAL
from tests.web.desks import Desk, again_at_the_desk, desk
from tests.web.kept import NEW, TODAY
from tests.web.officers import Place
from tests.web.paging import Page, read
from tests.web.whole_case import office_in
from web.desk.days import typed_day

PARTY = {"role": "interested_party", "name": "Brook Street Surgery"}
DONE, ASKED = 303, 409
SAME, OTHERWISE = "You sent just this on", "with other words, and that was done"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, empty_file: Path) -> Iterator[Place]:
    made = office_in(tmp_path_factory.mktemp("office"), empty_file)
    yield made
    made.close()


@pytest.fixture
def olive(office: Place) -> Desk:
    """An officer who has just signed in."""
    return desk(office, "officer", name="Olive Officer")


@pytest.fixture
def at(office: Place) -> str:
    """The address of a new case with one party."""
    board = {"role": "commissioner", "name": "The Board", "personal": False}
    made = office.caller("officer").post("/cases", {**NEW, "parties": [board]})
    return f"/cases/{made.get_json()['id']}"


def stored(office: Place, *those: ColumnElement[bool]) -> int:
    """How many rows of one table there are of which this holds."""
    database: Database = office.database
    with database.reading() as connection:
        return connection.scalar(select(func.count()).where(*those)) or 0


def sends(who: Desk, page: str, action: str, typed: Mapping[str, Any]) -> TestResponse:
    """The answer to a form whose page was fetched just now, as it is on the way back."""
    return who.sends(who.opens(page), action, typed)


def asked(answer: TestResponse, told: str = SAME) -> Page:
    """The page that asks whether it is meant once more."""
    page = read(answer, ASKED)
    assert told in page.text
    assert "Nothing was done now." in page.text
    return page


def test_whoever_goes_back_and_sends_the_same_adds_no_second_party(office: Place, olive: Desk, at: str) -> None:
    here, of_case = f"{at}/parties", party.c.case_id == at.rpartition("/")[2]
    assert sends(olive, here, here, PARTY).status_code == DONE
    page = asked(sends(olive, here, here, PARTY))
    assert stored(office, of_case, party.c.name == PARTY["name"]) == 1
    assert 'value="Brook Street Surgery"' in page.source, "what was typed is still there"
    meant = olive.form(page, here).fields
    assert olive.client.post(here, data=meant).status_code == DONE
    assert stored(office, of_case, party.c.name == PARTY["name"]) == 2
    assert olive.client.post(here, data=meant).status_code == DONE, "that was sent twice, and is done once"
    assert stored(office, of_case, party.c.name == PARTY["name"]) == 2


def test_other_words_are_another_party(office: Place, olive: Desk, at: str) -> None:
    here = f"{at}/parties"
    for name in ("Mill Lane", "Mill Street"):
        assert sends(olive, here, here, {**PARTY, "name": name}).status_code == DONE
    page = asked(sends(olive, here, here, {**PARTY, "name": "Mill Street"}))
    assert olive.sends(page, here, {**PARTY, "name": "Mill Road"}).status_code == DONE
    assert stored(office, party.c.name == "Mill Street") == 1


def test_where_something_else_happened_in_the_case_it_is_a_new_act(olive: Desk, at: str) -> None:
    closed, opened = {"record.why": "All is in"}, {"record.why": "It came late"}
    for _ in range(2):
        assert sends(olive, at, f"{at}/record/closed", closed).status_code == DONE
        assert sends(olive, at, f"{at}/record/open", opened).status_code == DONE


def test_it_is_asked_in_one_session_and_not_in_the_next(office: Place, olive: Desk, at: str) -> None:
    here = f"{at}/parties"
    assert sends(olive, here, here, PARTY).status_code == DONE
    again = Desk(again_at_the_desk(office, olive.person_id), olive.person_id)
    assert sends(again, here, here, PARTY).status_code == DONE


def test_a_notice_is_recorded_once(office: Place, olive: Desk, at: str) -> None:
    page = olive.opens(f"{at}/parties")
    (who,) = [held["value"] for tag, held in page.tags if held.get("name") == "notice.party_id" and tag == "input"]
    typed = {"notice.party_id": [who], "notice.what": "The appeal", "notice.how": "post"}
    typed |= typed_day("notice.on", TODAY)
    assert olive.sends(page, f"{at}/notices", typed).status_code == DONE
    asked(sends(olive, f"{at}/parties", f"{at}/notices", typed))
    assert stored(office, told.c.party_id == who) == 1


def test_a_fact_is_stated_once(office: Place, olive: Desk, at: str) -> None:
    here, of_case = f"{at}/interview/deferred", stated.c.case_id == at.rpartition("/")[2]
    said = {"facts.deferred": "no", "facts.deferred.source": "The letter", "then": "list"}
    assert sends(olive, here, here, said).status_code == DONE
    asked(sends(olive, here, here, said))
    assert stored(office, of_case) == 1


def test_a_button_in_which_nothing_is_said_can_be_pressed_again(olive: Desk) -> None:
    here = "/account/calendar"
    first, second = (sends(olive, here, here, {}) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.text != second.text, "the address is another"


def test_a_case_is_received_once_from_a_page_whichever_words_it_is_sent_with(office: Place, olive: Desk) -> None:
    here, action = "/cases/new?kind=pharmacy_market_entry", "/cases/new"
    typed = {"title": "Larkmere", **typed_day("received_on", TODAY), "rule_sets.0": APPEAL}
    page = olive.opens(here)
    assert olive.sends(page, action, typed).status_code == DONE
    asked(sends(olive, here, action, typed))
    again = asked(olive.sends(page, action, {**typed, "title": "Larkmere Village"}), OTHERWISE)
    assert stored(office, case.c.made_by == olive.person_id) == 1
    meant = {**typed, "title": "Larkmere Village"}
    assert olive.sends(again, action, meant).status_code == DONE
    assert stored(office, case.c.made_by == olive.person_id) == 2
    assert sends(olive, here, action, {**typed, "title": "Mirefold"}).status_code == DONE


def test_a_token_is_made_once(office: Place, olive: Desk) -> None:
    here, typed = "/account/tokens/new", {"name": "nightly report", "scopes": ["case.read"], "days": "30"}
    assert sends(olive, here, here, typed).status_code == 200
    asked(sends(olive, here, here, typed))
    assert stored(office, token.c.person_id == olive.person_id) == 1


def test_what_was_refused_was_not_done_and_is_not_asked_about(olive: Desk, at: str) -> None:
    here = f"{at}/parties"
    for _ in range(2):
        assert sends(olive, here, here, {**PARTY, "role": ""}).status_code == 422


def test_nothing_that_was_typed_is_kept_with_what_was_done(office: Place, olive: Desk, at: str) -> None:
    here = f"{at}/parties"
    assert sends(olive, here, here, {**PARTY, "name": "Hazelbourne"}).status_code == DONE
    with office.database.reading() as connection:
        kept = connection.execute(select(answered).where(answered.c.person_id == olive.person_id)).all()
        assert len(kept) == 2, "the answer, and that it was done"
        assert "Hazelbourne" not in repr(kept)
