"""Published records as whole pages in a real browser: nothing that axe can find, and nothing wider than a phone."""

import pytest
from playwright.sync_api import Page

from documents import published_html
from tests.browser.test_pages import scrolls_sideways, violations
from tests.documents.published import ADDRESS, RECORDS

OTHERS = [pytest.param(name, marks=pytest.mark.proof) for name in RECORDS if name != "decision"]


@pytest.mark.parametrize("name", ["decision", *OTHERS])
def test_axe_finds_nothing_and_nothing_scrolls_sideways_at_320_pixels(page: Page, name: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.set_content(published_html(RECORDS[name], ADDRESS))
    assert violations(page) == []
    assert not scrolls_sideways(page)
