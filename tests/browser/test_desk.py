"""A real published appeal at the desk: received, answered and determined, by keyboard alone and without scripts."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Browser, Page

import people
from people import Role
from tests import postgres
from tests.browser.conftest import listening
from tests.browser.keys import Hand, Keyboard, Mouse
from tests.browser.test_pages import scrolls_sideways, unfold, violations
from tests.web.officers import Place, place, rules
from web.pages import forms

CHESHIRE = Path(__file__).parents[2] / "fixtures" / "appeals" / "published" / "reported-2014-cheshire-east.json"
CHOSEN = "gravel lantern orchard"
TO_DECIDE = "pharmacy/market-entry"
ONE_AT_A_TIME = 3  # of what is answered; somebody in practice goes to the others from the list
ASKED = {"application_class", "would_secure_improvements", "decision_under_appeal_made_on"}
ON_SQLITE = pytest.mark.parametrize("served", ["sqlite"], indirect=True)  # what the keyboard does, no database sees


@dataclass(frozen=True)
class Served:
    """An office that a browser can reach, and its people."""

    at: str
    office: Place

    def joins(self, email: str, name: str) -> str:
        """The one-time password of a new officer."""
        shown, password = people.one_time()
        with self.office.database.writing() as connection:
            now = datetime.now(UTC)
            people.add(connection, now, None, email=email, name=name, roles=[Role("officer")], password=password)
        return shown


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.proof)])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    made = place(tmp_path_factory.mktemp("desk"), "" if request.param == "sqlite" else postgres.copied(request))
    with listening(made.client.application) as at:
        yield Served(at, made)
    made.close()


def published() -> Mapping[str, Any]:
    case: Mapping[str, Any] = json.loads(CHESHIRE.read_text("utf-8"))
    return case


def signs_in(hand: Hand, served: Served, email: str, name: str) -> None:
    """Somebody new comes in."""
    comes_in(hand, served.at, email, served.joins(email, name))


def comes_in(hand: Hand, at: str, email: str, one_time: str) -> None:
    """To the cases: with a one-time password, one of their own, and an authenticator app."""
    hand.page.goto(f"{at}/cases")
    hand.type("email", email)
    hand.type("password", one_time)
    hand.press("Sign in")
    hand.type("current", one_time)
    hand.type("password", CHOSEN)
    hand.type("again", CHOSEN)
    hand.press("Keep the new password")
    secret = hand.page.locator(".app-secret").inner_text().replace(" ", "")
    hand.type("code", pyotp.TOTP(secret).now())
    hand.press("Go on")
    assert hand.page.url == f"{at}/cases"


def receives(hand: Hand, look: Callable[[], None]) -> None:
    """The appeal comes in."""
    hand.press("Receive a case")
    hand.choose("kind", "pharmacy_market_entry")
    hand.press("Continue")
    look()
    hand.type("title", published()["title"])
    for part, figure in (("day", "2"), ("month", "10"), ("year", "2014")):
        hand.type(f"received_on.{part}", figure)
    hand.type("parties.0.name", "The applicant")
    hand.type("parties.1.name", "NHS England")
    hand.press("Receive the case")
    look()
    assert "APP/2014/000" in hand.page.inner_text("h1")


def answers(hand: Hand, look: Callable[[], None]) -> list[str]:
    """What the report of the decision says is answered: the first things one at a time, the others from the list.

    The names of what was asked, in order.
    """
    typed = forms.typed_from(rules()[TO_DECIDE], published())
    fields: dict[str, list[str]] = {}
    for each in typed:
        fields.setdefault(each.split(".")[1], []).append(each)
    asked: list[str] = []
    the_list(hand)
    look()
    hand.press("Begin")
    while len([name for name in asked if name in fields]) < ONE_AT_A_TIME:
        asked.append(hand.page.url.rsplit("/", 1)[1])
        if len(asked) <= 2:
            look()
        answer(hand, typed, fields.get(asked[-1], []))
    for name in (each for each in fields if each not in asked):
        the_list(hand)
        if choices := hand.page.locator(f'main a[href$="/interview/{name}"]').all_inner_texts():
            asked.append(name)
            hand.press(choices[0])
            answer(hand, typed, fields[name])
    the_list(hand)
    hand.press("Check the answers")
    return asked


def the_list(hand: Hand) -> None:
    """All that is still needed."""
    hand.press("Facts")
    hand.press("See what is still needed")


def answer(hand: Hand, typed: Any, fields: list[str]) -> None:
    """Say what is known of one thing, or leave it."""
    for field in fields:
        fill(hand, field, typed.getlist(field))
    hand.press("Save and continue" if fields else "Leave this for now")


def fill(hand: Hand, field: str, values: list[str]) -> None:
    beside = {"by": "decided_by.officer", "reasons": "decided_by.reasons"}
    where, _, last = field.rpartition(".")
    if last in beside:
        hand.type(f"{where}.{beside[last]}", values[0])
    elif hand.page.locator(f'[name="{field}"]').first.get_attribute("type") in ("radio", "checkbox"):
        for each in values:
            hand.choose(field, each)
    else:
        hand.type(field, values[0])


def the_whole_way(hand: Hand, served: Served, who: str, look: Callable[[], None]) -> list[str]:
    """From signing in to the determination; what was asked on the way."""
    signs_in(hand, served, f"{who.lower()}@example.org", who)
    receives(hand, look)
    asked = answers(hand, look)
    look()
    hand.press("Determine")
    look()
    said = hand.page.inner_text("main")
    assert "Undetermined" in said
    assert "This is not a refusal" in said
    assert "would_secure" not in said
    return asked


@pytest.fixture
def by_keyboard(page: Page) -> Keyboard:
    return Keyboard(page)


@pytest.fixture
def without_scripts(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()


@ON_SQLITE
@pytest.mark.proof
def test_a_published_appeal_goes_from_receipt_to_determination_by_keyboard_alone_and_each_page_is_accessible(
    by_keyboard: Keyboard, served: Served
) -> None:
    page = by_keyboard.page

    def look() -> None:
        unfold(page)
        assert violations(page) == []
        page.set_viewport_size({"width": 320, "height": 640})
        assert not scrolls_sideways(page), page.url
        page.set_viewport_size({"width": 1280, "height": 900})
        page.reload()

    asked = the_whole_way(by_keyboard, served, "Keys", look)
    assert set(asked) >= ASKED


@pytest.mark.proof
def test_the_same_way_needs_no_scripts(without_scripts: Page, served: Served) -> None:
    asked = the_whole_way(Mouse(without_scripts), served, "Mouse", lambda: None)
    assert set(asked) >= ASKED
