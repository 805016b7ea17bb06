"""The public register in a real browser: read, found and checked, by keyboard alone and without scripts."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from playwright.sync_api import Browser, Page

from register import holds, rerun, verify
from tests.browser.conftest import listening
from tests.browser.keys import Hand, Keyboard, Mouse
from tests.browser.test_pages import scrolls_sideways, unfold, violations
from tests.register.making import scheme_id
from tests.register.signed import KEY, PUBLIC
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


def choose(page: Page, name: str, content: bytes) -> None:
    page.locator(f"#offline-{name}").set_input_files(
        {"name": f"{name}.json", "mimeType": "application/json", "buffer": content}
    )


def signed(head: dict[str, Any]) -> bytes:
    bare = {name: each for name, each in head.items() if name != "signature"}
    return rfc8785.dumps({**bare, "signature": KEY.sign(rfc8785.dumps(bare)).hex()})


def test_a_head_that_was_kept_is_compared_in_the_browser(page: Page, site: str) -> None:
    """The page says what to download for that, as the command does; another log is told as that."""
    proof, head = (page.request.get(f"{site}{each}").body() for each in (f"{FIRST}/proof", "/api/v1/log/head"))
    size, log = json.loads(head)["tree_size"], f"{site}/api/v1/log/consistency"
    root = page.request.get(f"{log}?first={size - 3}&second={size}").json()["first_root"]
    kept = signed(json.loads(head) | {"tree_size": size - 3, "root": root})
    page.goto(f"{site}/verify")
    choose(page, "proof", proof)
    choose(page, "head", kept)
    found, check = page.locator("#offline-found"), page.locator("#offline-check")
    check.click()
    advised = f"/api/v1/log/consistency?first={size - 3}&second={size}"
    found.get_by_text(f"To compare them, download {advised} from the register").wait_for()
    grown = page.request.get(site + advised).body()
    other = page.request.get(f"{log}?first={size - 2}&second={size}").body()
    rewritten = signed(json.loads(kept) | {"root": "ab" * 32})
    same = "The log of this proof begins with the log of the head that you gave."
    for given, consistency, says in (
        (kept, grown, same),
        (rewritten, grown, "This is not the same log: that of this proof does not begin with that of the head"),
        (kept, grown.replace(root.encode(), b"ab" * 32), "This is not the same log"),
        (kept, other, f"is between {size - 2} and {size} leaves, and not between {size - 3} and {size}."),
        (kept, b"[", "The consistency that you gave is not JSON"),
        (kept, grown.replace(b"first_root", b"first_boot"), "The consistency in this file has not the parts that it"),
        (b"[]", grown, "The head in this file has not the parts that it should: format, tree_size"),
    ):
        choose(page, "head", given)
        choose(page, "consistency", consistency)
        check.click()
        found.get_by_text(says).wait_for()
        assert verify(proof, given, consistency=consistency)[-1].holds is (says == same)
        assert found.get_by_role("heading", name="It does not hold").is_visible() is (says != same)


FLIPPED = """([file, places, bit]) => (async () => {
    const at = (id) => document.getElementById(id);
    const held = [];
    for (const place of places) {
        const bytes = Uint8Array.from(file);
        bytes[place] ^= bit;
        const chosen = new DataTransfer();
        chosen.items.add(new File([bytes], "proof.json"));
        at("offline-proof").files = chosen.files;
        const told = new Promise((done) => {
            const seen = new MutationObserver(() => { seen.disconnect(); done(); });
            seen.observe(at("offline-found"), { childList: true });
        });
        at("offline-check").click();
        await told;
        if (at("offline-found").querySelector("h3").textContent !== "It does not hold") held.push(place);
    }
    return held;
})()"""


def test_a_proof_with_another_name_for_a_part_does_not_hold_in_the_browser(page: Page, site: str) -> None:
    """Of the very first leaf, whose place is 0."""
    proof = page.request.get(f"{site}{FIRST}/versions/1/proof").body()
    assert json.loads(proof)["leaf_index"] == 0
    page.goto(f"{site}/verify")
    names = [each.start(1) for each in re.finditer(rb'"(\w+)":', proof)]
    assert proof.index(b"leaf_index") in names
    assert page.evaluate(FLIPPED, [list(proof), names, 1]) == []
    assert page.evaluate(FLIPPED, [list(proof), [0], 0]) == [0]  # the proof itself
    said = json.loads(proof)
    for change, says in (
        ({"leaf_index": "0"}, "“leaf_index” of the proof in this file is not of its kind."),
        ({"leaf_index": 0.5}, "“leaf_index” of the proof in this file is not of its kind."),
        (
            {"more": 1},
            "The proof in this file has not the parts that it should: format, record, leaf_index, path, head",
        ),
        ({"head": said["head"] | {"tree_size": None}}, "“tree_size” of the head in this file is not of its kind."),
        (
            {"head": said["head"] | {"format": "rationale-head-2"}},
            "in this file is of another kind than rationale-head",
        ),
        ({"keys": [{}]}, "A key in this file has not the parts that it should: leaf, leaf_index, path."),
        ({"keys": [said["keys"][0] | {"leaf": {}}]}, "The leaf of a key in this file has not the parts that it should"),
        ({"path": ["AB" * 32]}, "A path in this file is no list of hashes, each of 64 hexadecimal digits."),
    ):
        changed = rfc8785.dumps(said | change)
        choose(page, "proof", changed)
        page.locator("#offline-check").click()
        page.locator("#offline-found").get_by_text(says).wait_for()
        (told,) = verify(changed)
        assert (told.holds, says in told.says) == (False, True)


@pytest.mark.proof
@pytest.mark.parametrize("bit", [0x01, 0x20])
def test_no_flipped_byte_of_a_proof_holds_in_the_browser(page: Page, site: str, bit: int) -> None:
    proof = page.request.get(f"{site}{FIRST}/versions/1/proof").body()
    page.goto(f"{site}/verify")
    page.set_default_timeout(300_000)
    assert page.evaluate(FLIPPED, [list(proof), list(range(len(proof))), bit]) == []


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
