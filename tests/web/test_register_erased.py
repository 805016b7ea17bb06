"""The feed of a search where what it found was erased, on either database."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from config import Config
from register import Publishing, publish
from register_app import create_register_app
from storage import Database
from tests.register.making import at, decision_record, later, redacted
from tests.web.published import RULES, SITE
from web.register_files import feed

ATOM, DELETED = f"{{{feed.ATOM}}}", f"{{{feed.DELETED}}}"
NAMED = "Quillfeather"
FIRST = decision_record(title=f"Application about {NAMED}")
BY_NAME = f"/decisions/feed.atom?q={NAMED}"


@pytest.fixture
def client(register_database: Database, tmp_path: Path) -> Iterator[FlaskClient]:
    address = register_database.engine.url.render_as_string(hide_password=False)
    made = create_register_app(
        Config(data_dir=tmp_path, rules_dir=RULES, public_url=SITE, register_database=address)
    ).test_client()
    yield made
    made.application.extensions["rationale.register"].database.close()


def test_a_reader_that_holds_an_erased_entry_is_told_to_let_it_go(
    register_database: Database, client: FlaskClient
) -> None:
    with register_database.writing() as connection:
        publish(connection, at(0), Publishing(FIRST))
    held = ET.fromstring(client.get(BY_NAME).data)  # noqa: S314  # our own answer
    with register_database.writing() as connection:
        publish(connection, at(1), Publishing(redacted(NAMED), erases=True))
        publish(connection, at(2), Publishing(later(redacted(NAMED))))
    answer = client.get(BY_NAME)
    made = ET.fromstring(answer.data)  # noqa: S314  # as above
    (gone,) = made.findall(f"{DELETED}deleted-entry")
    assert gone.attrib == {"ref": held.findtext(f"{ATOM}entry/{ATOM}id"), "when": "2026-11-26T12:01:00.000000Z"}
    assert made.findtext(f"{ATOM}updated") == gone.attrib["when"]
    assert gone.findtext(f"{DELETED}comment") == (
        f"Version 1 of {FIRST.reference} was erased, because it held what should not have been published. "
        f"Version 3 stands at /decisions/{FIRST.id}."
    )
    assert not made.findall(f"{ATOM}entry")
    assert "Application about" not in answer.text


def test_a_feed_that_finds_what_stands_in_its_place_has_that(register_database: Database, client: FlaskClient) -> None:
    with register_database.writing() as connection:
        publish(connection, at(0), Publishing(FIRST))
        publish(connection, at(1), Publishing(redacted(NAMED), erases=True))
    for asked in ("", "?q=larkmere"):
        made = ET.fromstring(client.get(f"/decisions/feed.atom{asked}").data)  # noqa: S314  # as above
        assert not made.findall(f"{DELETED}deleted-entry")
        assert made.findtext(f"{ATOM}entry/{ATOM}title") == f"{FIRST.reference}: Application about a patient"
