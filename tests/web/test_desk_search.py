"""Searching cases at the desk: the number that is found, the next page, and what is wrong with what was asked."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.web.desks import Desk, desk
from tests.web.officers import Place
from tests.web.test_desk_cases import many

TODAY = datetime.now(UTC).date()


@pytest.fixture(scope="module")
def olive(office: Place) -> Desk:
    return desk(office, "officer", name="Olive Officer")


def test_cases_are_searched_and_the_number_is_shown(office: Place, olive: Desk) -> None:
    made = many(office, olive.person_id, *(f"Quillet {number}" for number in range(27)))
    first = olive.opens("/cases?words=quillet")
    assert "25 cases on this page, newest first" in first.text
    (following,) = [link for link in first.links if "after=" in link]
    second = olive.opens(following)
    assert "2 cases on this page, newest first" in second.text
    assert "/cases?words=quillet" in second.links
    one = olive.opens("/cases?reference=app/2026&kind=pharmacy_market_entry&party=wrenlow&title=quillet+13")
    assert "1 case, newest first" in one.text
    assert made[13] in one.links
    assert '<details class="nhsuk-details" open>' in one.source
    at = made[0]
    olive.does(at, f"{at}/take")
    assert "1 case, newest first" in olive.opens(f"/cases?officer={olive.person_id}&state=not_closed").text
    assert at not in olive.opens("/cases?officer=nobody&words=quillet&title=0").links
    nothing = olive.opens("/cases?words=zzz")
    assert "No case is found" in nothing.headings
    assert "Nothing that you may see fits all of this. Look for less" in nothing.text
    soon = TODAY + timedelta(days=400)
    due = f"due_by.day={soon.day}&due_by.month={soon.month}&due_by.year={soon.year}"
    assert "No case is found" in olive.opens(f"/cases?{due}").headings
    assert 'name="officer"' not in desk(office, "reviewer").opens("/cases").source


@pytest.mark.parametrize(
    ("asked", "place", "told"),
    [
        ("due_by.day=99", "due_by", "Write a day, a month and a year of four figures"),
        ("words=a+b+c+d+e+f+g+h+i+j+k", "words", "Look for 10 words at most"),
        ("title=a%00b", "title", "a character that nobody sees"),
        ("kind=parking", "kind", "There is no kind of case 'parking'"),
        ("state=open", "state", "There is no state 'open'"),
        ("after=x", "", "This is no cursor of ours"),
    ],
)
def test_a_search_that_cannot_be_made_says_why_at_its_field(olive: Desk, asked: str, place: str, told: str) -> None:
    page = olive.opens(f"/cases?{asked}", 422)
    assert told in page.text
    assert not place or f'href="#{place}"' in page.source
