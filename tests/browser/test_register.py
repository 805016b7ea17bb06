"""The public register in a real browser: read, found and checked, by keyboard alone and without scripts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from register import holds, rerun, verify
from tests.browser.conftest import listening
from tests.browser.keys import Hand, Keyboard, Mouse
from tests.browser.test_pages import scrolls_sideways, unfold, violations
from tests.register.making import scheme_id
from tests.register.signed import PUBLIC
from tests.web.shelved import ELSEWHERE, ERASED, FIRST, GARDEN, GRANTED, WITHDRAWN, shelved

PAGES = {
    "search": "/decisions?q=larkmere&kind=pharmacy_market_entry",
    "nothing found": "/decisions?q=relocatess",
    "decision": FIRST,
    "versions": f"{FIRST}/versions",
    "withdrawn": WITHDRAWN,
    "figures": "/learning",
    "a proof": "/verify",
    "scheme result": f"/scheme-results/{scheme_id()}",
    "scheme results": "/scheme-results",
    "made elsewhere": ELSEWHERE,
    "erased": f"{ERASED}/versions/1",
    "can be made again": GARDEN,
    "notes": "/practice-notes",
    "how it works": "/how-this-works",
    "about": "/about-the-register",
    "files": "/bulk",
    "examples": "/rule-sets/pharmacy/market-entry/provisions/reg-31-same-or-adjacent/examples",
    "applied": "/rule-sets/pharmacy/market-entry/provisions/reg-18-2-b-significant-benefits",
    "map of the law": "/coverage/pharmacy",
}
DAILY = {"search", "decision"}
LOOKED_AT = [
    pytest.param(address, id=name, marks=[] if name in DAILY else [pytest.mark.proof])
    for name, address in PAGES.items()
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, empty_register: Path) -> Iterator[str]:
    """The address of the public site alone."""
    with shelved(tmp_path_factory.mktemp("shelf"), empty_register) as client, listening(client.application) as at:
        yield at


@pytest.mark.parametrize("address", LOOKED_AT)
def test_axe_finds_nothing_and_nothing_scrolls_sideways_at_320_pixels(page: Page, site: str, address: str) -> None:
    page.goto(site + address)
    unfold(page)
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert not scrolls_sideways(page)


def journey(hand: Hand, site: str, folder: Path) -> None:
    """Search, look at its feed, read a decision, follow its law to the rule and to other decisions; save a proof, see
    versions side by side, go where a proof is checked, and save a bundle. What was saved holds.
    """
    page = hand.page
    page.goto(f"{site}/decisions")
    hand.type("q", "larkmere access")
    hand.press("Search")
    assert page.get_by_role("heading", name="found for “larkmere access”").is_visible()
    hand.press("Atom feed of this search")
    assert "Application by Larkmere Pharmacy Ltd" in page.content()
    page.go_back()
    hand.press("Application by Larkmere Pharmacy Ltd")
    assert page.get_by_role("heading", name="What is decided").is_visible()
    hand.press("The rule for reg. 18(2)(b)")
    assert page.get_by_role("heading", name="Decisions that applied this provision").is_visible()
    hand.press("See them in the register")
    assert page.get_by_role("link", name="Remove the filter").is_visible()
    hand.press("Application by Larkmere Pharmacy Ltd")
    assert page.get_by_role("heading", name="Check that nothing was altered").is_visible()
    page.goto(site + FIRST)
    assert holds(verify(hand.saves("Download the proof")))
    hand.press("All versions, side by side")
    assert page.get_by_role("heading", name="Version 1 beside version 2").is_visible()
    hand.press("Version 1")
    hand.press("Read the version that stands")
    hand.press("Check it here")
    assert page.get_by_role("heading", name="Check a proof").is_visible()
    page.goto(site + GARDEN)
    assert rerun(hand.saves("Download the bundle"), folder).holds


@pytest.mark.proof
def test_a_decision_is_found_and_its_law_followed_by_keyboard_alone(page: Page, site: str, tmp_path: Path) -> None:
    journey(Keyboard(page), site, tmp_path)


@pytest.mark.proof
def test_the_same_way_needs_no_scripts(browser: Browser, site: str, tmp_path: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    journey(Mouse(context.new_page()), site, tmp_path)
    context.close()


def test_a_proof_is_checked_in_the_browser_without_the_network(page: Page, site: str) -> None:
    """As ``register.verify`` does it; and a changed byte is found."""
    proof = page.request.get(f"{site}{FIRST}/proof").body()
    page.goto(f"{site}/verify")
    page.context.set_offline(True)
    found = page.locator("#offline-found")
    for content, key, heading, says in (
        (proof, PUBLIC, "Whatever could be checked holds", "The key that you gave signed the head"),
        (proof, "ab" * 32, "It does not hold", "was not signed with the key that you gave"),
        (proof.replace(b"is refused", b"is granted", 1), "", "It does not hold", "The record does not stand under"),
        (proof[:-1], "", "It does not hold", "This file is not JSON"),
        (proof + b"\n", "", "It does not hold", "its bytes were changed"),
    ):
        page.locator("#offline-proof").set_input_files(
            {"name": "proof.json", "mimeType": "application/json", "buffer": content}
        )
        page.locator("#offline-key").fill(key)
        page.locator("#offline-check").click()
        found.get_by_text(says).wait_for()
        assert found.get_by_role("heading", name=heading).is_visible()
    page.locator("#offline-proof").set_input_files({"name": "p.json", "mimeType": "application/json", "buffer": proof})
    page.locator("#offline-head").set_input_files({"name": "h.json", "mimeType": "application/json", "buffer": proof})
    page.locator("#offline-check").click()
    found.get_by_text("The head that you gave is of the very same log.").wait_for()
    assert violations(page) == []


@pytest.mark.proof
def test_a_proof_is_checked_on_the_server_without_scripts(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    proof = page.request.get(f"{site}{GRANTED}/proof").body()
    page.goto(f"{site}/verify")
    assert not page.locator("#offline").is_visible()
    page.get_by_label("The proof").last.set_input_files({"name": "p", "mimeType": "application/json", "buffer": proof})
    page.get_by_role("button", name="Check on this server").click()
    assert page.get_by_role("heading", name="Whatever could be checked holds").is_visible()
    context.close()
