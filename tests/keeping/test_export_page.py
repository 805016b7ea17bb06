"""The page of an exported case in a real browser, from a file, with scripts switched off as far as the page goes."""

import io
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

from keeping.exporting import export
from storage import PRIVATE, Database, bring_up
from tests.keeping.held import NOON, a_case
from tests.machine import chromium, need

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A folder with an exported case, unpacked."""
    database = Database(f"sqlite:///{tmp_path / 'private.sqlite'}")
    bring_up(database, PRIVATE)
    held, written = a_case(database, tmp_path / "evidence"), io.BytesIO()
    with database.reading() as connection:
        export(connection, NOON, tmp_path / "evidence", held.reference, written)
    database.close()
    with ZipFile(written) as file:
        file.extractall(tmp_path / "case")
    return tmp_path / "case"


@pytest.fixture
def page(case: Path) -> Iterator[Page]:
    """Its page."""
    path = need(chromium())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        opened = browser.new_page(viewport={"width": 320, "height": 640})
        opened.goto((case / "index.html").as_uri())
        yield opened
        browser.close()


def test_axe_finds_nothing_and_it_reads_at_320_pixels_by_its_links(page: Page) -> None:
    found = Axe().run(page, options=WCAG).response["violations"]
    assert [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.get_by_role("link", name="Determinations").click()
    assert page.get_by_role("heading", name="Determinations").is_visible()
    page.get_by_role("link", name="The determination as it is kept, byte for byte").click()
    assert page.url.endswith("/determinations/001-pharmacy-market-entry.json")
