"""A decision at the desk in a real browser: from a determined case to a sent letter, by two people; and every page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from casework import Case
from casework.deciding import Departing
from tests.browser import whole_way
from tests.browser.conftest import listening
from tests.browser.keys import Hand, Keyboard, Mouse
from tests.browser.test_pages import scrolls_sideways, unfold, violations
from tests.web.deciding_bench import Bench, at, bench
from tests.web.desks import COOKIE, Desk

Look = Callable[[], None]
REG_31 = "reg-31-same-or-adjacent"


@dataclass(frozen=True)
class Served:
    """An office that a browser can reach."""

    at: str
    made: Bench

    def sits_down(self, hand: Hand, who: Desk, address: str) -> None:
        """Somebody who has signed in already opens an address, in the browser in hand."""
        cookie = who.client.get_cookie(COOKIE)
        assert cookie is not None
        hand.page.context.clear_cookies()
        hand.page.context.add_cookies([{"name": COOKIE, "value": cookie.value, "url": self.at}])
        hand.page.goto(f"{self.at}{address}")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """On SQLite alone: what a browser does, no database sees; the API goes the whole way on both."""
    made = bench(tmp_path_factory.mktemp("desk"), "")
    with listening(made.place.client.application) as at:
        yield Served(at, made)
    made.place.close()


def says(hand: Hand, words: str) -> None:
    assert words in hand.page.inner_text("main"), hand.page.url


def drafts(hand: Hand, look: Look, about: str = "", decided: str = "met", disposal: str = "") -> None:
    """Olive's part: the draft, a departure, who decided, the text, the law, and that she has no interest."""
    look()
    hand.press("Begin the draft")
    look()
    hand.press("Findings that it adopts")
    look()
    hand.page.goto(f"{hand.page.url.removesuffix('/findings')}/depart?{about or ABOUT}")
    hand.choose("decided", decided)
    hand.type("reasons", "The papers do not say what is provided next door.")
    look()
    hand.press("Record the departure")
    says(hand, "It was recorded where the decision departs, and why.")
    hand.press("Record the disposal and who decided")
    if disposal:
        hand.choose("disposal", disposal)
    hand.type("decided_by.committee.name", "The Pharmacy Appeals Committee")
    hand.type("decided_by.committee.quorum", "2")
    for row, name in enumerate(("R. Adeyemi", "J. Okafor", "S. Lindqvist")):
        hand.type(f"decided_by.committee.members.{row}.name", name)
        hand.choose(f"decided_by.committee.members.{row}.no_interest", "yes")
    look()
    hand.press("Record it")
    hand.press("Write the text")
    for section in ("application", "law", "findings", "reasons", "disposal"):
        hand.type(f"sections.{section}", f"### What was found\n\nThe {section}, as the Committee found it.")
    look()
    hand.press("Keep this as a new version")
    hand.press("compare it with version 1")
    look()
    hand.press("Go back to the text")
    hand.press("Go back to the decision")
    hand.press("Law to be read")
    for value in [box.get_attribute("value") for box in hand.page.locator('[name="provisions"]').all()]:
        hand.choose("provisions", value or "")
    hand.type("read_in", "legislation.gov.uk, as at 12 March 2024")
    look()
    hand.press("Confirm what I ticked")
    hand.press("Go back to the decision")
    declares(hand)
    look()


def declares(hand: Hand) -> None:
    hand.choose("interest.has_one", "no")
    hand.press("Record what I declare")
    says(hand, "What you declared is recorded.")


def reviews(hand: Hand, look: Look, *, declared: bool = False) -> None:
    """Rowan's part: all of it is read and approved."""
    if not declared:
        declares(hand)
    hand.press("Read it whole, comment and review")
    hand.choose("approved", "yes")
    look()
    hand.press("Record my review")
    says(hand, "You approved the draft as it stands.")


def issues(hand: Hand, look: Look) -> None:
    """The decision is issued, and the letter to one party goes out."""
    hand.press("Issue this decision")
    look()
    hand.press("Issue it")
    says(hand, "Decision\nSAMPLE/2026/000")
    look()
    hand.press("Write and send it")
    hand.type("said", "I enclose our decision on your appeal.")
    hand.press("Keep these words")
    hand.choose("sent.how", "post")
    look()
    hand.press("Record that it was sent")
    says(hand, "It is recorded that the letter went out")


ABOUT = f"rule_set=pharmacy%2Fmarket-entry&about=provision&name={REG_31}"


def the_whole_way(hand: Hand, served: Served, look: Look) -> Case:
    here = served.made.determined()
    served.sits_down(hand, served.made.olive, at(here))
    drafts(hand, look)
    served.sits_down(hand, served.made.rowan, at(here))
    reviews(hand, look)
    served.sits_down(hand, served.made.olive, at(here))
    issues(hand, look)
    return here


def looks_at(page: Page) -> None:
    """A page that axe finds nothing wrong with, and that fits a phone."""
    unfold(page)
    assert violations(page) == [], page.url
    page.set_viewport_size({"width": 320, "height": 640})
    assert not scrolls_sideways(page), page.url
    page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.proof
def test_a_decision_is_made_reviewed_and_sent_by_keyboard_alone(page: Page, served: Served) -> None:
    the_whole_way(Keyboard(page), served, lambda: looks_at(page))


@pytest.mark.proof
def test_the_same_way_needs_no_scripts(browser: Browser, served: Served) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(10_000)
    the_whole_way(Mouse(page), served, lambda: None)
    context.close()


@pytest.mark.proof
def test_an_appeal_goes_from_receipt_to_letters_is_corrected_and_decided_anew_without_scripts(
    browser: Browser, served: Served
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(10_000)
    hand, olive, rowan = Mouse(page), served.made.olive, served.made.rowan
    served.sits_down(hand, olive, "/cases/new?kind=pharmacy_market_entry")
    case = whole_way.receives(hand)
    at = case.removeprefix(served.at)
    whole_way.answers_all(hand, case)
    hand.page.goto(f"{case}/decision")
    drafts(hand, lambda: None, whole_way.OTHERWISE, "confirm", "confirm")
    served.sits_down(hand, rowan, f"{at}/decision")
    reviews(hand, lambda: None)
    served.sits_down(hand, olive, f"{at}/decision")
    hand.press("Issue this decision")
    hand.press("Issue it")
    first = page.inner_text("#issued").removeprefix("Decision").strip()
    assert whole_way.sends_all(hand) == 3
    whole_way.corrects(hand)
    assert whole_way.sends_all(hand) == 3, "each party is written to again"
    whole_way.takes_up_again(hand, case)
    whole_way.drafts_anew(hand, case)
    served.sits_down(hand, rowan, f"{at}/decision")
    reviews(hand, lambda: None, declared=True)
    served.sits_down(hand, olive, f"{at}/decision")
    hand.press("Issue this decision")
    says(hand, f"It comes in the place of {first}.")
    hand.press("Issue it")
    says(hand, f"It came in the place of {first}.")
    assert whole_way.sends_all(hand) == 3
    whole_way.moves(hand, case, "closed")
    says(hand, "High Court (Administrative Court), AC-2026-LON-000123")
    context.close()


@pytest.mark.proof
def test_every_page_of_a_decision_is_accessible_and_fits_a_phone(page: Page, served: Served) -> None:
    made, hand = served.made, Mouse(page)
    issued = made.determined()
    letter = made.issued(issued, Departing("pharmacy/market-entry", "provision", REG_31, "met", "It is the same")).id
    drafted = made.determined("upper-quillet-no-benefits")
    made.drafted(drafted)
    served.sits_down(hand, made.olive, at(issued))
    says(hand, made.decision(issued).reference)
    looks_at(page)
    hand.press("Write and send it")
    assert letter in page.url
    looks_at(page)
    for address in ("/departures", at(drafted, f"/depart?{ABOUT}")):
        page.goto(f"{served.at}{address}")
        looks_at(page)
    served.sits_down(hand, made.rowan, at(drafted))
    for rest in ("", "/text", "/text/compare", "/law", "/review"):
        page.goto(f"{served.at}{at(drafted, rest)}")
        looks_at(page)
