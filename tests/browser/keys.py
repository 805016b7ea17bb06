"""A page that is used by keyboard alone, or by mouse without scripts: the same acts, done in two ways."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from playwright.sync_api import Locator, Page

_FAR = 400  # presses of Tab after which something is out of reach
_FILE = "input[type=file]"
_BEFORE = "wanted => !!(wanted.compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING)"
_SEEN = """() => {
    const on = document.activeElement, at = on.getBoundingClientRect()
    return on.matches(':focus-visible') && at.width > 0 && at.bottom > 0 && at.top < innerHeight
}"""


class Hand(Protocol):
    """Whoever fills in a form."""

    page: Page

    def type(self, name: str, text: str) -> None:
        """Type into the field of this name."""

    def choose(self, name: str, value: str) -> None:
        """Choose one of several."""

    def pick(self, id: str, text: str) -> None:
        """Pick what reads so from the list of this id."""

    def brings(self, path: Path) -> None:
        """Choose a file for the one field of the page that takes one."""

    def press(self, text: str) -> None:
        """Press the button, or follow the link, of this text."""

    def menu(self, text: str) -> None:
        """Follow the link of the menu that stands over every page."""

    def saves(self, text: str) -> bytes:
        """Save what the link of this text leads to."""


@dataclass
class Mouse:
    """Somebody with a mouse, for whom no script needs to run."""

    page: Page

    def type(self, name: str, text: str) -> None:
        _unfold(_field(self.page, name))
        _field(self.page, name).fill(text)

    def choose(self, name: str, value: str) -> None:
        found = self.page.locator(f'[name="{name}"][value="{value}"]')
        _unfold(found)
        found.check()

    def pick(self, id: str, text: str) -> None:
        found = self.page.locator(f'select[id="{id}"]')
        _unfold(found)
        found.select_option(label=text)

    def brings(self, path: Path) -> None:
        self.page.locator(_FILE).set_input_files(path)

    def press(self, text: str) -> None:
        follow(self.page, _named(self.page, text))

    def menu(self, text: str) -> None:
        follow(self.page, _in_menu(self.page, text))

    def saves(self, text: str) -> bytes:
        with self.page.expect_download() as saved:
            _named(self.page, text).click()
        return saved.value.path().read_bytes()


@dataclass
class Keyboard:
    """Somebody who presses Tab, Shift and Tab, arrows, space and Enter, and has no mouse."""

    page: Page

    def type(self, name: str, text: str) -> None:
        self._reach(_field(self.page, name))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, name: str, value: str) -> None:
        found = self.page.locator(f'[name="{name}"][value="{value}"]')
        if found.get_attribute("type") == "checkbox":
            self._reach(found)
            self.page.keyboard.press("Space")
            return
        self._reach(found, "document.activeElement.name === wanted.name")
        self.page.keyboard.press("Space")
        for _ in range(found.count() + 40):
            if found.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no arrow leads to {value} of {name}")

    def pick(self, id: str, text: str) -> None:
        found = self.page.locator(f'select[id="{id}"]')
        self._reach(found)
        self.page.keyboard.press("Home")
        for _ in range(found.locator("option").count()):
            if found.locator("option:checked").inner_text() == text:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no arrow leads to {text} of {id}")

    def brings(self, path: Path) -> None:
        with self.page.expect_file_chooser() as opened:  # before Tab, so that it is there in time
            self._reach(self.page.locator(_FILE))
            self.page.keyboard.press("Space")
        opened.value.set_files(path)

    def press(self, text: str) -> None:
        self._follow(_named(self.page, text))

    def menu(self, text: str) -> None:
        self._follow(_in_menu(self.page, text))

    def saves(self, text: str) -> bytes:
        self._reach(_named(self.page, text))
        with self.page.expect_download() as saved:
            self.page.keyboard.press("Enter")
        return saved.value.path().read_bytes()

    def skips_to_content(self) -> None:
        """The first that Tab leads to passes over the menu: Enter, and the next Tab is in the page's own part."""
        self.page.keyboard.press("Tab")
        assert self.page.evaluate("document.activeElement.textContent") == "Skip to main content"
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**#maincontent")
        self.page.keyboard.press("Tab")
        assert self.page.evaluate("document.activeElement.closest('main') !== null"), self.page.url

    def _follow(self, wanted: Locator) -> None:
        self._reach(wanted)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def _reach(self, within: Locator, there: str = "document.activeElement === wanted") -> None:
        """Open what is folded around it, from outside in; then go there."""
        folds = within.first.locator("xpath=ancestor::details[not(@open)]/summary")
        for place in range(folds.count()):
            self._go_to(folds.nth(0), "document.activeElement === wanted")
            self.page.keyboard.press("Enter")
            assert place < 5
        self._go_to(within, there)

    def _go_to(self, found: Locator, there: str) -> None:
        """Press Tab, or Shift and Tab where it lies behind, until the focus is there; and it is seen to be."""
        wanted = found.element_handle()
        key = "Shift+Tab" if self.page.evaluate(_BEFORE, wanted) else "Tab"
        for _ in range(_FAR):
            if self.page.evaluate(f"wanted => {there}", wanted):
                assert self.page.evaluate(_SEEN), f"the focus cannot be seen: {found}"
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"{key} does not lead there: {found}")


def follow(page: Page, leads_on: Locator) -> None:
    """Click what leads to another page, and be there: a click alone may return while the old page still stands."""
    with page.expect_navigation():
        leads_on.click()


def _field(page: Page, name: str) -> Locator:
    return page.locator(f'[name="{name}"]:not([type="hidden"])')


def _in_menu(page: Page, text: str) -> Locator:
    return page.locator("header nav a").get_by_text(text, exact=True)


def _named(page: Page, text: str) -> Locator:
    """The button or link that begins with these words: others may hold them too."""
    return page.locator("main button, main a").filter(has_text=re.compile(rf"^\s*{re.escape(text)}")).first


def _unfold(within: Locator) -> None:
    folds = within.first.locator("xpath=ancestor::details[not(@open)]/summary")
    for _ in range(folds.count()):
        folds.nth(0).click()
