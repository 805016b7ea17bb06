"""The pages on which a decision is published, in a real browser: axe finds nothing, and nothing scrolls sideways."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import listening
from tests.browser.test_pages import scrolls_sideways, unfold, violations
from tests.web.desks import COOKIE, Desk
from tests.web.publishing_bench import Press, press

pytestmark = pytest.mark.proof


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Press]:
    found = press(tmp_path)
    found.made.olive.does(found.at("/requests"), found.at("/requests"), {"asker": "A neighbour", "said": "It is me."})
    yield found
    found.close()


def test_every_page_is_accessible_and_fits_320_pixels(made: Press, browser: Browser) -> None:
    olive, petra = made.made.olive, made.petra
    with listening(made.made.place.client.application) as at:
        for who, address in (
            (olive, made.all), (olive, made.at("/redactions")), (petra, made.at()), (petra, made.at("/requests")),
            (petra, made.at("/reader")),
        ):  # fmt: skip
            page = browser.new_page(java_script_enabled=True, viewport={"width": 320, "height": 800})
            page.context.add_cookies([{"name": COOKIE, "value": cookie(who), "url": at}])
            page.goto(f"{at}{address}")
            unfold(page)
            assert violations(page) == [], address
            assert not scrolls_sideways(page), address
            page.close()


def cookie(who: Desk) -> str:
    held = who.client.get_cookie(COOKIE)
    assert held is not None
    return held.value
