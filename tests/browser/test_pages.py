"""Pages in a real browser: no violation that axe can find, no sideways scrolling at 320 pixels, all by keyboard."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page

from tests.browser.keys import follow

MARKET = "/rule-sets/pharmacy/market-entry"
REGULATION_31 = f"{MARKET}/provisions/reg-31-same-or-adjacent"
PAGES = {
    "first page": "/",
    "rule sets": "/rule-sets",
    "rule set": MARKET,
    "provision": REGULATION_31,
    "earlier version": f"{REGULATION_31}?version=2015-01-01",
    "provision not checked": f"{MARKET}/provisions/other-law-must-refuse",
    "form": "/rule-sets/pharmacy/appeal-procedure/determine",
    "form with facts": f"{MARKET}/determine?case=sha-24538",
    "form with cells": "/rule-sets/maternity-incentive-scheme/year-7/determine",
    "upload records": "/rule-sets/maternity-incentive-scheme/year-7/records/training",
    "side by side": "/rule-sets/compare?from=maternity-incentive-scheme/year-6&to=maternity-incentive-scheme/year-7",
    "sample cases": "/sample-cases",
    "real case": "/sample-cases/sha-24538",
    "invented case": "/sample-cases/larkmere-grant",
    "accessibility": "/accessibility",
    "not found": "/nowhere",
}
OSTWICK = Path(__file__).parents[2] / "fixtures" / "training" / "ostwick-invented.xlsx"
VISITS = "/rule-sets/surgery/visits/determine"
WCAG = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


def violations(page: Page) -> list[str]:
    """What axe finds wrong: the rule, what it asks for, and the first element that breaks it."""
    found = Axe().run(page, options=WCAG).response["violations"]
    return [f"{each['id']}: {each['help']}: {each['nodes'][0]['html'][:200]}" for each in found]


def unfold(page: Page) -> None:
    """Open everything that can be folded, so that it is looked at too."""
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


# axe takes long for them, and looks at others like them in every run
LARGE = {"rule set", "form with cells", "side by side", "form", "form with facts", "real case", "invented case"}
LOOKED_AT = [
    pytest.param(address, id=name, marks=[pytest.mark.proof] if name in LARGE else [])
    for name, address in PAGES.items()
]


@pytest.mark.parametrize("address", LOOKED_AT)
def test_axe_finds_nothing_and_nothing_scrolls_sideways_at_320_pixels(page: Page, project: str, address: str) -> None:
    page.goto(project + address)
    unfold(page)
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert not scrolls_sideways(page)


@pytest.mark.proof
def test_facts_of_every_kind_have_fields_that_axe_accepts(page: Page, surgery: str) -> None:
    page.goto(surgery + VISITS)
    unfold(page)
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert not scrolls_sideways(page)


def by_name(page: Page, name: str) -> Locator:
    return page.locator(f'[name="{name}"]:not([type="hidden"])')


def has_focus(page: Page, name: str) -> None:
    """Wait for the focus to be on the field of that name: it moves after the click, in the browser's own time."""
    page.wait_for_function("name => document.activeElement.name === name", arg=name)


def mistaken(page: Page, surgery: str) -> None:
    """Send the form with a mistake in a folded field and one in an open field."""
    page.goto(surgery + VISITS)
    by_name(page, "facts.claim").fill("twelve")
    page.get_by_text("Known only as a range, not known or disputed: How many patients were seen?").click()
    by_name(page, "facts.patients.from").fill("5")
    by_name(page, "facts.patients.to").fill("3")
    by_name(page, "facts.claim.source").fill("the form")
    follow(page, page.get_by_role("button", name="Determine"))


def test_a_form_with_mistakes_is_accessible_and_leads_back_to_each_field(page: Page, surgery: str) -> None:
    mistaken(page, surgery)
    assert page.title().startswith("Error: ")
    assert violations(page) == []
    page.get_by_role("link", name="What sum was claimed? Write pounds").click()
    has_focus(page, "facts.claim")
    page.get_by_role("link", name="How many patients were seen? The range is upside down").click()
    has_focus(page, "facts.patients.from")
    assert by_name(page, "facts.patients.to").input_value() == "3"
    assert by_name(page, "facts.claim.source").input_value() == "the form"
    page.set_viewport_size({"width": 320, "height": 640})
    assert not scrolls_sideways(page)


def test_a_determination_is_accessible_and_each_need_leads_to_its_field(page: Page, surgery: str) -> None:
    page.goto(surgery + VISITS)
    by_name(page, "facts.claim").fill("12.50")
    follow(page, page.get_by_role("button", name="Determine"))
    assert page.get_by_role("heading", name="Proposed determination").is_visible()
    unfold(page)
    assert violations(page) == []
    page.get_by_role("link", name="How many patients were seen?").click()
    has_focus(page, "facts.patients")
    page.set_viewport_size({"width": 320, "height": 640})
    assert not scrolls_sideways(page)


@pytest.mark.proof
def test_a_whole_determination_of_a_real_rule_set_is_accessible(page: Page, project: str) -> None:
    page.goto(f"{project}{MARKET}/determine?case=larkmere-grant")
    follow(page, page.get_by_role("button", name="Determine"))
    unfold(page)
    assert violations(page) == []


@pytest.mark.proof
def test_a_determination_prints_with_its_findings_unfolded_and_without_the_form(page: Page, project: str) -> None:
    page.goto(f"{project}{MARKET}/determine?case=mirefold-same-service")
    follow(page, page.get_by_role("button", name="Determine"))
    condition = page.locator(".app-finding", has_text="same or adjacent").locator(".app-conditions > li").first
    assert not condition.is_visible()
    page.emulate_media(media="print")
    assert condition.is_visible()
    assert not page.get_by_text("Open one to see").is_visible()
    assert not page.get_by_role("heading", name="Change what was stated").is_visible()
    assert not page.get_by_role("button", name="Determine again").is_visible()
    link = page.locator("main a[href^='/rule-sets/']").first
    assert link.evaluate("each => getComputedStyle(each, '::after').content") == "none"


def test_an_empty_form_prints_as_a_form(page: Page, surgery: str) -> None:
    page.goto(surgery + VISITS)
    page.emulate_media(media="print")
    assert by_name(page, "facts.claim").is_visible()


def press_until(page: Page, name: str, most: int = 400) -> None:
    """Press Tab until the field of that name has the focus, which must be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()") == name:
            return
    pytest.fail(f"Tab never reached {name}")


def test_the_form_is_filled_and_sent_by_keyboard_alone(page: Page, surgery: str) -> None:
    page.goto(surgery + VISITS)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    page.wait_for_url("**/determine#maincontent")
    press_until(page, "facts.claimed_on.day")
    for figures in ("2", "5", "2024"):
        page.keyboard.type(figures)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the fold for a range opens by keyboard too
    assert by_name(page, "facts.claimed_on.from.day").is_visible()
    press_until(page, "facts.claim")
    page.keyboard.type("95.20")
    press_until(page, "facts.agreed_before")
    page.keyboard.press("ArrowDown")  # from "Not stated", the last, round to the first
    press_until(page, "judgements.reasonable_to_visit")
    page.keyboard.press("ArrowDown")
    press_until(page, "judgements.reasonable_to_visit.reasons")
    page.keyboard.type("Nobody else was near.")
    press_until(page, "record_closed")
    press_until(page, "Determine")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.get_by_role("heading", name="Proposed determination").is_visible()
    assert by_name(page, "facts.claim").input_value() == "95.20"
    assert page.locator('[name="facts.agreed_before"]:checked').get_attribute("value") == "yes"
    assert page.locator('[name="judgements.reasonable_to_visit"]:checked').get_attribute("value") == "yes"


def test_the_field_in_focus_is_seen(page: Page, surgery: str) -> None:
    page.goto(surgery + VISITS)
    press_until(page, "facts.claim")
    field = by_name(page, "facts.claim")
    focused = field.evaluate("each => getComputedStyle(each).outlineStyle + getComputedStyle(each).boxShadow")
    page.keyboard.press("Tab")
    assert focused != field.evaluate("each => getComputedStyle(each).outlineStyle + getComputedStyle(each).boxShadow")


def test_without_javascript_the_form_is_filled_sent_and_changed(browser: Browser, surgery: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    mistaken(page, surgery)
    by_name(page, "facts.claim").fill("12.50")
    by_name(page, "facts.patients.to").fill("7")
    follow(page, page.get_by_role("button", name="Determine"))
    assert page.get_by_role("heading", name="Proposed determination").is_visible()
    follow(page, page.get_by_role("button", name="Show this determination as JSON"))
    assert '"claim"' in page.content()
    context.close()


@pytest.mark.proof
def test_records_are_uploaded_and_their_shares_shown(page: Page, project: str) -> None:
    page.goto(f"{project}/rule-sets/maternity-incentive-scheme/year-7/records/training")
    page.get_by_label("The file of records").set_input_files(OSTWICK)
    page.get_by_label("Who says that these are all the rows there are?").fill("A. Matron")
    for part, number in (("day", "30"), ("month", "11"), ("year", "2025")):
        page.locator(f'[name="facts.training_year_ended_on.{part}"]').fill(number)
    follow(page, page.get_by_role("button", name="Count the rows"))
    row = page.get_by_role("row").filter(has_text="At least 90% of midwives attended emergencies training").first
    assert "43 of 48, 89.58%" in row.inner_text()
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert not scrolls_sideways(page)
