"""What somebody typed at the desk is there when they come back; a button that is pressed twice does its work once."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import func, select

from storage import party
from tests import postgres
from tests.browser.conftest import listening
from tests.browser.keys import Mouse
from tests.web.desks import COOKIE, desk
from tests.web.officers import Place
from tests.web.whole_case import Whole, office_in, whole

TYPED = {"name": "Brook Street Surgery", "organisation": "FXX01", "contact": "1 Mill Lane,\nLarkmere"}


@dataclass(frozen=True)
class Served:
    """A case in which there is something of everything, where a browser can reach it."""

    at: str
    held: Whole
    office: Place

    @property
    def parties(self) -> str:
        return self.page("/cases/<id>/parties")

    def page(self, rule: str) -> str:
        """Where a page of the case stands."""
        return f"{self.at}{self.held.address(rule)}"

    def stored(self, name: str) -> int:
        """How many parties of this name there are."""
        with self.office.database.reading() as connection:
            wanted = select(func.count()).select_from(party).where(party.c.name == name)
            return connection.scalar(wanted) or 0


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.proof)])
def served(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, empty_file: Path
) -> Iterator[Served]:
    url = "" if request.param == "sqlite" else postgres.copied(request)
    made = office_in(tmp_path_factory.mktemp("desk"), empty_file, url)
    held = whole(made, made.caller("officer"), made.caller("committee_member"), lambda field: f"The {field}")
    with listening(made.client.application) as at:
        yield Served(at, held, made)
    made.close()


@pytest.fixture
def hand(context: BrowserContext, served: Served) -> Mouse:
    """An officer who has the parties of the case open."""
    cookie = desk(served.office, "officer").client.get_cookie(COOKIE)
    assert cookie is not None
    context.add_cookies([{"name": COOKIE, "value": cookie.value, "url": served.parties}])
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto(served.parties)
    return Mouse(page)


def types(hand: Mouse, **other: str) -> None:
    """Fill in the form for a new party."""
    for name, said in {**TYPED, **other}.items():
        hand.type(name, said)
    hand.page.locator('select[name="role"]').select_option("interested_party")


def field(page: Page, name: str) -> str:
    return page.locator(f'[name="{name}"]').input_value()


def test_what_was_typed_is_still_there_for_whoever_leaves_and_goes_back(hand: Mouse, served: Served) -> None:
    types(hand)
    hand.press("Timetable")
    assert hand.page.url.endswith("/timetable")
    hand.page.go_back()
    assert hand.page.url == served.parties
    assert {name: field(hand.page, name) for name in TYPED} == TYPED
    assert field(hand.page, "role") == "interested_party"
    hand.type("name", TYPED["name"])  # which unfolds the form
    hand.press("Add the party")
    assert served.stored(TYPED["name"]) == 1


def test_an_answer_and_the_reasons_of_a_judgement_are_there_too(hand: Mouse, served: Served) -> None:
    asked = {
        "/cases/<id>/interview/ground": "facts.ground",
        "/cases/<id>/interview/arguable": "judgements.arguable.decided_by.reasons",
    }
    for rule, name in asked.items():
        hand.page.goto(served.page(rule))
        hand.type(name, "Quillfeather")
        hand.press("Timetable")
        hand.page.go_back()
        assert hand.page.url == served.page(rule)
        assert field(hand.page, name) == "Quillfeather"


def test_a_button_that_is_pressed_twice_does_its_work_once(hand: Mouse, served: Served) -> None:
    types(hand, name="High Street Surgery")
    hand.page.get_by_role("button", name="Add the party").dblclick()
    hand.page.locator("main table", has_text="High Street Surgery").wait_for()  # the first answer is never seen
    assert served.stored("High Street Surgery") == 1
