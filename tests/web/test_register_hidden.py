"""A decision that search engines are asked to leave out: readers find it, and no page that search engines read has it.

So it is with how many were found: a page says what was counted, on either database.
"""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from config import Config
from documents import Record, Said
from register import Publishing, publish
from register.searching import LIMITS, Limits
from register_app import create_register_app
from storage import Database
from tests.ours import our_rule_sets
from tests.register.finding import alike
from tests.register.making import at, decision_id, scheme_id, scheme_record
from tests.web.paging import Page, got

NAMED = "Quillfeather"
PLAIN = alike(1)
HIDDEN = alike(
    2, title=f"Application by {NAMED}", summary=f"{NAMED} is granted a pharmacy.", commissioner=f"Board of {NAMED}",
    final=Said("grant", "The application is granted"), noindex=True,
)  # fmt: skip
RESULT = replace(scheme_record(), title=f"Trust of {NAMED}", noindex=True)
PROVISION = "/rule-sets/pharmacy/market-entry/provisions/reg-18-2-b-significant-benefits"
BY_REFERENCE = "Decisions that search engines are asked to leave out are named here by their reference alone."


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, empty_register: Path) -> Iterator[FlaskClient]:
    """The public site over a decision that anybody may find, a like one and a result that search engines may not."""
    folder = tmp_path_factory.mktemp("hidden")
    database = Database(f"sqlite:///{shutil.copy(empty_register, folder / 'register.sqlite')}")
    with database.writing() as connection:
        records: tuple[Record, ...] = (PLAIN, HIDDEN, RESULT, alike(3))
        for number, record in enumerate(records):
            publish(connection, at(number), Publishing(record))
    database.close()
    made = create_register_app(Config(data_dir=folder), our_rule_sets()).test_client()
    yield made
    made.application.extensions["rationale.register"].database.close()


def robots(page: Page) -> list[str]:
    """What a page asks of search engines."""
    return [held["content"] for tag, held in page.tags if tag == "meta" and held.get("name") == "robots"]


@pytest.mark.parametrize(
    ("path", "id"),
    [
        ("/decisions", HIDDEN.id),
        (f"/decisions?q={NAMED}", HIDDEN.id),
        ("/decisions?q=larkmere&outcome=grant", HIDDEN.id),
        ("/scheme-results", RESULT.id),
        (f"/scheme-results?q={NAMED}", RESULT.id),
    ],
)
def test_a_reader_finds_it_in_lists_which_search_engines_are_asked_to_leave_out(
    client: FlaskClient, path: str, id: str
) -> None:
    page = got(client, path)
    assert any(link.endswith(f"/{id}") for link in page.links)
    assert NAMED in page.text
    assert robots(page) == ["noindex, follow"]


@pytest.mark.parametrize("path", [f"/decisions/{PLAIN.id}", PROVISION])
def test_pages_that_search_engines_read_name_it_by_its_reference_alone(client: FlaskClient, path: str) -> None:
    page = got(client, path)
    assert robots(page) == []
    assert NAMED not in page.source
    assert f"/decisions/{HIDDEN.id}" in page.links
    assert len(re.findall(re.escape(HIDDEN.reference), page.text)) == 1
    assert "The application is granted" in page.text
    assert f"/decisions/{decision_id(3)}" in page.links
    assert alike(3).title in page.text
    assert page.text.count(BY_REFERENCE) == 1


def test_where_nothing_is_hidden_nothing_is_said_of_it(public: FlaskClient) -> None:
    for path in (f"/decisions/{PLAIN.id}", PROVISION):
        assert BY_REFERENCE not in got(public, path).text


def test_its_own_page_is_whole_and_asks_to_be_left_out(client: FlaskClient) -> None:
    for path in (f"/decisions/{HIDDEN.id}", f"/scheme-results/{scheme_id()}"):
        page = got(client, path)
        assert robots(page) == ["noindex"]
        assert NAMED in page.text


@pytest.mark.parametrize("words", ["larkmere", ""])
def test_a_page_says_how_many_were_counted(
    register_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    monkeypatch.setitem(LIMITS, "sqlite", Limits(2, 2))
    monkeypatch.setitem(LIMITS, "postgresql", Limits(1, 2))
    counted = LIMITS[register_database.engine.dialect.name].counted
    with register_database.writing() as connection:
        for number in range(1, 4):
            publish(connection, at(number), Publishing(alike(number)))
            publish(connection, at(number), Publishing(scheme_record(number)))
    address = register_database.engine.url.render_as_string(hide_password=False)
    client = create_register_app(Config(data_dir=tmp_path, register_database=address), our_rule_sets()).test_client()
    for path in ("/decisions", "/scheme-results"):
        told = f"More than {counted} found for “larkmere”" if words else f"{6 if path == '/decisions' else 3} found"
        assert told in got(client, f"{path}?q={words}").text
    client.application.extensions["rationale.register"].database.close()
