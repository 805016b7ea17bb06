"""The application on a real socket, and a real Chromium to look at it."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright
from werkzeug.serving import make_server

from app import create_app
from config import Config
from engine import RuleSet
from storage import REGISTER
from tests.machine import chromium, need
from tests.migrated import opened
from tests.ours import our_rule_sets
from tests.web.visits import VISITS

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]


@contextmanager
def listening(app: Flask) -> Iterator[str]:
    """The address at which an application answers meanwhile."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


def served(config: Config, rules: Mapping[str, RuleSet] | None = None) -> Iterator[str]:
    """The address of the application over these rules, which are loaded where they are not given."""
    opened(config.register_url, REGISTER).close()
    with listening(create_app(config, rules)) as at:
        yield at


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the project's own rule sets, served."""
    yield from served(Config(data_dir=tmp_path_factory.mktemp("project")), our_rule_sets())


@pytest.fixture(scope="session")
def surgery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an invented rule set with facts of every kind, served."""
    yield from served(Config(data_dir=tmp_path_factory.mktemp("surgery"), rules_dir=VISITS))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = need(chromium())
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1280, "height": 900})
    yield made
    made.close()


def is_saved(request: Request) -> bool:
    """Whether what was asked for as a page came as a file to save."""
    return request.is_navigation_request() and request.failure == "net::ERR_ABORTED"


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that fails the test when a policy of ours is broken or something cannot be loaded.

    The icon of the tab is left out: a browser fetches it when it likes, be it while the test leaves the page. And a
    page that turns out to be a file to save is not loaded either.
    """
    opened, complaints = context.new_page(), list[tuple[str, str]]()
    opened.set_default_timeout(10_000)
    opened.on(
        "requestfailed", lambda request: None if is_saved(request) else complaints.append((request.url, "not loaded"))
    )
    opened.on(
        "console",
        lambda said: (
            complaints.append((said.location["url"], said.text)) if said.type in ("error", "warning") else None
        ),
    )
    yield opened
    assert not [
        (at, said)
        for at, said in complaints
        if not at.endswith("/css/icon.svg") and "the server responded with a status of 4" not in said
    ]
