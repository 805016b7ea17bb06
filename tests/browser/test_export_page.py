"""The page of an exported case in a real browser, from a file, with scripts switched off as far as the page goes."""

import io
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page

from keeping.exporting import export
from tests.browser.keys import follow
from tests.browser.test_pages import scrolls_sideways, violations
from tests.keeping.held import NOON, a_case
from tests.migrated import opened


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A folder with an exported case, unpacked."""
    database = opened(f"sqlite:///{tmp_path / 'private.sqlite'}")
    held, written = a_case(database, tmp_path / "evidence"), io.BytesIO()
    with database.reading() as connection:
        export(connection, NOON, tmp_path / "evidence", held.reference, written)
    database.close()
    with ZipFile(written) as file:
        file.extractall(tmp_path / "case")
    return tmp_path / "case"


@pytest.mark.proof
def test_axe_finds_nothing_and_it_reads_at_320_pixels_by_its_links(page: Page, case: Path) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto((case / "index.html").as_uri())
    assert violations(page) == []
    assert not scrolls_sideways(page)
    follow(page, page.get_by_role("link", name="Determinations"))
    assert page.get_by_role("heading", name="Determinations").is_visible()
    follow(page, page.get_by_role("link", name="The determination as it is kept, byte for byte"))
    assert page.url.endswith("/determinations/001-pharmacy-market-entry.json")
