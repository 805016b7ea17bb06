"""A page that is used by keyboard alone, or by mouse without scripts: the same acts, done in two ways."""

import re
from dataclasses import dataclass
from typing import Protocol

from playwright.sync_api import Locator, Page

_FAR = 400  # presses of Tab after which something is out of reach


class Hand(Protocol):
    """Whoever fills in a form."""

    page: Page

    def type(self, name: str, text: str) -> None:
        """Type into the field of this name."""

    def choose(self, name: str, value: str) -> None:
        """Choose one of several."""

    def press(self, text: str) -> None:
        """Press the button, or follow the link, of this text."""

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

    def press(self, text: str) -> None:
        follow(self.page, _named(self.page, text))

    def saves(self, text: str) -> bytes:
        with self.page.expect_download() as saved:
            _named(self.page, text).click()
        return saved.value.path().read_bytes()


@dataclass
class Keyboard:
    """Somebody who presses Tab, arrows, space and Enter, and has no mouse."""

    page: Page

    def type(self, name: str, text: str) -> None:
        self._unfold(_field(self.page, name))
        self._reach(f"document.activeElement.name === {name!r}")
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, name: str, value: str) -> None:
        found = self.page.locator(f'[name="{name}"][value="{value}"]')
        self._unfold(found)
        if found.get_attribute("type") == "checkbox":
            self._reach(f"document.activeElement.name === {name!r} && document.activeElement.value === {value!r}")
            self.page.keyboard.press("Space")
            return
        self._reach(f"document.activeElement.name === {name!r}")
        self.page.keyboard.press("Space")
        for _ in range(found.count() + 40):
            if found.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no arrow leads to {value} of {name}")

    def press(self, text: str) -> None:
        wanted = _named(self.page, text).element_handle()
        self._reach("document.activeElement === wanted", wanted)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def saves(self, text: str) -> bytes:
        self._reach("document.activeElement === wanted", _named(self.page, text).element_handle())
        with self.page.expect_download() as saved:
            self.page.keyboard.press("Enter")
        return saved.value.path().read_bytes()

    def _unfold(self, within: Locator) -> None:
        """Open what is folded around a field, from outside in."""
        folds = within.first.locator("xpath=ancestor::details[not(@open)]/summary")
        for place in range(folds.count()):
            self._reach("document.activeElement === wanted", folds.nth(0).element_handle())
            self.page.keyboard.press("Enter")
            assert place < 5

    def _reach(self, there: str, wanted: object = None) -> None:
        """Press Tab until the focus is there."""
        for _ in range(_FAR):
            if self.page.evaluate(f"wanted => {there}", wanted):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not lead there: {there}")


def follow(page: Page, leads_on: Locator) -> None:
    """Click what leads to another page, and be there: a click alone may return while the old page still stands."""
    with page.expect_navigation():
        leads_on.click()


def _field(page: Page, name: str) -> Locator:
    return page.locator(f'[name="{name}"]:not([type="hidden"])')


def _named(page: Page, text: str) -> Locator:
    """The button or link that begins with these words: others may hold them too."""
    return page.locator("main button, main a").filter(has_text=re.compile(rf"^\s*{re.escape(text)}")).first


def _unfold(within: Locator) -> None:
    folds = within.first.locator("xpath=ancestor::details[not(@open)]/summary")
    for _ in range(folds.count()):
        folds.nth(0).click()
