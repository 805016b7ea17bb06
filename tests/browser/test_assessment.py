"""A trust's year at the desk, from nothing to a declaration that four people signed: in a real browser."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from app import create_app
from config import Config
from storage import REGISTER
from tests.assessment.small_scheme import rules_dir
from tests.browser.conftest import listening
from tests.browser.invented_trust import InventedTrust, begins_and_brings, brings, changes, named, types_fact
from tests.browser.keys import Hand, Keyboard, Mouse
from tests.browser.test_pages import scrolls_sideways, unfold, violations
from tests.browser.whole_year import Year, goes_the_whole_way
from tests.migrated import opened
from tests.web.clocks import clock_at
from tests.web.desks import COOKIE, Desk, desk
from tests.web.officers import Place, place

DAY = datetime(2026, 2, 24, 10, tzinfo=UTC)
BOARD = "QZZ"
ROLES = ("safety champion", "director of midwifery", "chief executive", "accountable officer")
CALLED = ("Sadie Champion", "Della Midwifery", "Cleo Executive", "Ivo Accountable")


@dataclass(frozen=True)
class Served:
    """An office that a browser can reach, on a day before the declaration is due."""

    at: str
    office: Place

    def somebody(self, role: str, organisation: str = "", name: str = "") -> Desk:
        return desk(self.office, role, organisation=organisation, name=name)


def on_the_day(office: Place) -> Iterator[Served]:
    app = office.client.application
    with clock_at(app, DAY), listening(app) as at:
        yield Served(at, office)
    office.close()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An office over two small years of the scheme, whose rules have titles that tell them apart, as our own have."""
    folder = tmp_path_factory.mktemp("small")
    rules = shutil.copytree(rules_dir(), folder / "rules")
    for file in rules.rglob("sa*.yaml"):
        text = file.read_text("utf-8").replace('title: "A provision"', f'title: "Rule {file.stem}"')
        file.write_text(text, "utf-8")
    config = Config(data_dir=folder / "data", rules_dir=rules)
    opened(config.register_url, REGISTER).close()
    yield from on_the_day(Place(create_app(config).test_client(), opened(config.private_url)))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An office over our own rules."""
    yield from on_the_day(place(tmp_path_factory.mktemp("whole")))


@pytest.fixture
def without_scripts(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()


def sits_down(page: Page, served: Served, who: Desk) -> None:
    """Somebody who has signed in already has the browser."""
    cookie = who.client.get_cookie(COOKIE)
    assert cookie is not None
    page.context.clear_cookies()
    page.context.add_cookies([{"name": COOKIE, "value": cookie.value, "url": served.at}])


def looks_at(page: Page, *, narrow_too: bool = False) -> None:
    """axe finds nothing, on a phone too if so asked, and nothing scrolls sideways there; then all is as it was."""
    closed = page.locator("details:not([open])").element_handles()
    unfold(page)
    assert violations(page) == [], page.url
    page.set_viewport_size({"width": 320, "height": 640})
    assert not scrolls_sideways(page), page.url
    assert not narrow_too or violations(page) == [], page.url
    page.set_viewport_size({"width": 1280, "height": 900})
    for each in closed:
        each.evaluate("each => { each.open = false }")


def begins(hand: Hand, served: Served, code: str, name: str, sites: list[str]) -> str:
    """The assessment is begun; its address."""
    hand.page.goto(f"{served.at}/assessments")
    hand.press("Begin an assessment")
    hand.type("trust", code)
    hand.type("name", name)
    for row, site in enumerate(sites):
        hand.type(f"sites.{row}.name", site)
    hand.press("Begin")
    assert "The assessment is begun." in hand.page.inner_text("main")
    return hand.page.url.partition("?")[0]


def signs_off(hand: Hand, served: Served, at: str, code: str) -> None:
    """It is frozen; the four sign its hash, each another person; and the first of them submits it."""
    officer = served.somebody("scheme_officer")
    people = [served.somebody("trust", code, name) for name in CALLED[:3]]
    people.append(served.somebody("icb", BOARD, CALLED[3]))
    sits_down(hand.page, served, officer)
    hand.page.goto(f"{at}/sign-off")
    hand.type("icb", BOARD)
    hand.press("Keep it")
    sits_down(hand.page, served, people[0])
    hand.page.goto(f"{at}/sign-off")
    hand.press("Freeze what stands")
    frozen = hand.page.locator(".app-hash").first.inner_text()
    for person, role in zip(people, ROLES, strict=True):
        sits_down(hand.page, served, person)
        hand.page.goto(f"{at}/sign-off")
        assert hand.page.locator(".app-hash").first.inner_text() == frozen
        hand.press(f"Sign as the {role}")
    sits_down(hand.page, served, people[1])
    hand.page.goto(f"{at}/sign-off")
    hand.press("Submit the declaration")
    said = hand.page.inner_text("main")
    assert "received at 10:00:00 on 24 February 2026, London time, from Della Midwifery" in said
    assert frozen in said


def test_by_keyboard_alone_a_year_is_begun_and_somebody_sees_to_an_action(page: Page, small: Served) -> None:
    hand = Keyboard(page)
    sits_down(page, small, small.somebody("trust", "RK3", "Una"))
    at = begins(hand, small, "RK3", "Wrenlow Hospitals NHS Trust", ["North site"])
    hand.skips_to_content()
    looks_at(page)
    page.goto(f"{at}/actions/sa8/north")
    hand.type("note.owner", "A. Matron")
    hand.press("Keep the note")
    assert "A. Matron sees to it" in page.inner_text("main")
    looks_at(page)


@pytest.mark.proof
def test_by_keyboard_alone_a_year_goes_from_the_first_page_to_its_receipt_and_each_page_is_accessible(
    page: Page, small: Served, tmp_path: Path
) -> None:
    hand = Keyboard(page)

    def look() -> None:
        looks_at(page, narrow_too=True)

    goes_the_whole_way(Year(hand, small.at, small.office, DAY, look, "RK1"), tmp_path)


@pytest.mark.proof
def test_the_same_way_needs_no_scripts(without_scripts: Page, small: Served, tmp_path: Path) -> None:
    hand = Mouse(without_scripts)
    goes_the_whole_way(Year(hand, small.at, small.office, DAY, lambda: None, "RK2"), tmp_path)


def stands(page: Page) -> str:
    """The three counts, as they are read."""
    return " ".join(page.locator(".app-counts").inner_text().split())


def finishes(hand: Hand, served: Served, trust: InventedTrust, at: str) -> None:
    """What stands is looked at, said of itself, signed and received."""
    hand.page.goto(at)
    assert stands(hand.page) == "Met on evidence 10 Not met 0 Not yet shown 0"
    site = trust.told["sites"][0]["code"]
    for side in (f"/actions/sa8/{site}", "/clock", "/last-year", "/papers"):
        hand.page.goto(f"{at}{side}")
        assert "are recalled" in hand.page.locator("main").inner_text()[:400], side
    hand.page.goto(f"{at}/actions/sa8/{site}")
    hand.choose("self.stands", "met")
    hand.press("Keep it")
    signs_off(hand, served, at, trust.told["ods_code"])
    hand.page.goto(f"{at}/papers")
    assert hand.saves("Declaration workbook (Excel)").startswith(b"PK")


@pytest.mark.proof
def test_a_trusts_whole_year_goes_from_nothing_to_its_declaration_without_scripts(
    without_scripts: Page, served: Served
) -> None:
    """Every fact is typed and every file is brought in the browser; nothing else is done for the trust."""
    trust, hand = named("alderholme"), Mouse(without_scripts)
    sits_down(without_scripts, served, served.somebody("trust", trust.told["ods_code"], "Una"))
    sites = [each["name"] for each in trust.told["sites"]]
    at = begins(hand, served, trust.told["ods_code"], trust.told["name"], sites)
    assert stands(without_scripts) == "Met on evidence 0 Not met 0 Not yet shown 10"
    for file in trust.files():
        brings(hand, at, file)
    for each in trust.facts():
        types_fact(hand, at, each)
    finishes(hand, served, trust, at)


@pytest.mark.proof
def test_each_page_of_a_whole_year_of_two_sites_is_accessible(page: Page, served: Served) -> None:
    """What a program of the trust brought is looked at, under our own rules; and what a change makes void."""
    trust = named("brackenford")
    code = trust.told["ods_code"]
    sits_down(page, served, served.somebody("trust", code, "Una"))
    page.goto(f"{served.at}/assessments/new")
    looks_at(page)
    caller = served.office.caller("trust", organisation=code)
    at = begins_and_brings(caller, trust)
    changes(caller, at, "snapshots", None)
    changes(caller, at, "self-assessment", {"action": "sa8", "stands": "not_met"})
    page.goto(f"{served.at}{at}")
    assert stands(page) == "Met on evidence 9 Not met 1 Not yet shown 0"
    looks_at(page)
    page.goto(f"{served.at}{at}/actions/sa8/south")
    assert "89.58%" in page.inner_text("main")
    looks_at(page)
    page.goto(f"{served.at}{at}/sign-off")
    assert "is void" in page.inner_text("main")
    looks_at(page)
    for side in ("clock", "last-year", "papers", "facts", "facts/sa8", "upload", "items", "what-if"):
        page.goto(f"{served.at}{at}/{side}")
        looks_at(page)
