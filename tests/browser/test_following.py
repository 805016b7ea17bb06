"""Following by e-mail in a real browser: asked for, confirmed and ended, by keyboard alone and without scripts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from storage import subscription
from tests.browser.conftest import listening
from tests.browser.keys import Hand, Keyboard, Mouse
from tests.browser.test_pages import scrolls_sideways, violations
from tests.web.desks import COOKIE, desk
from tests.web.following_bench import AT, EMAIL, following_office, news, secret
from tests.web.officers import Place

pytestmark = pytest.mark.proof


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Place]:
    made = following_office(tmp_path)
    yield made
    made.close()


def journey(hand: Hand, office: Place) -> None:
    """From a search to an e-mail, and from the e-mails to their end."""
    page = hand.page
    with listening(office.client.application) as at:
        page.goto(f"{at}/decisions?q=larkmere")
        hand.press("Follow by e-mail")
        hand.type("email", EMAIL)
        hand.choose("how_often", "at_once")
        hand.press("Send me the e-mail to confirm")
        assert page.get_by_role("heading", name="Check your e-mail").is_visible()
        page.goto(f"{at}{AT}/confirm/{secret(office)}")
        hand.press("Confirm")
        assert page.get_by_role("heading", name="You follow it now").is_visible()
        page.goto(f"{at}{AT}/stop/{news(office, 5)}")
        hand.press("Stop these e-mails")
        assert page.get_by_role("heading", name="You are sent no more of these e-mails").is_visible()
    with office.database.reading() as connection:
        assert connection.execute(subscription.select()).all() == []


def test_it_is_asked_for_confirmed_and_ended_by_keyboard_alone(page: Page, office: Place) -> None:
    journey(Keyboard(page), office)


def test_the_same_way_needs_no_scripts(browser: Browser, office: Place) -> None:
    context = browser.new_context(java_script_enabled=False)
    journey(Mouse(context.new_page()), office)
    context.close()


def test_axe_finds_nothing_and_nothing_scrolls_sideways_at_320_pixels(page: Page, office: Place) -> None:
    admin = desk(office, "admin")
    cookie = admin.client.get_cookie(COOKIE)
    assert cookie is not None
    with listening(office.client.application) as at:

        def is_sound(address: str, press: str = "") -> None:
            page.set_viewport_size({"width": 1280, "height": 900})
            page.goto(f"{at}{address}")
            if press:
                Mouse(page).press(press)
            assert violations(page) == [], address
            page.set_viewport_size({"width": 320, "height": 640})
            assert not scrolls_sideways(page), address

        is_sound(f"{AT}?q={'larkmere' * 20}&outcome=refuse")
        is_sound(AT, "Send me the e-mail to confirm")  # and is told that an address is missing
        for often in ("at_once", "daily"):
            office.client.post(AT, data={"email": EMAIL, "how_often": often})
        asked = secret(office)
        is_sound(f"{AT}/confirm/{asked}")
        is_sound(f"{AT}/confirm/{asked}", "Confirm")
        is_sound(f"{AT}/asked")
        is_sound(f"{AT}/stop/ral_x")
        page.context.add_cookies([{"name": COOKIE, "value": cookie.value, "url": at}])
        is_sound("/followers")
        is_sound("/followers", "Erase the address")
