"""A word that stands nowhere else is put into everything that can be sent. It may come back in answers, never in a log.

The word is in every text of a case, names of files, headers, addresses, parameters, and in what errors say.
"""

import io
import json
import re
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from werkzeug.datastructures import MultiDict

from tests import postgres
from tests.web.assessed import TRUST
from tests.web.crowd import OF_THE_PUBLIC, crowd, of_others, pages_shown, unseen
from tests.web.described import described
from tests.web.desks import Desk, desk
from tests.web.every_address import Operation, forms_to_send, operations, pages, posts, sent, with_file, with_word
from tests.web.officers import Caller, Place
from tests.web.paging import BROWSER, Page
from tests.web.serving import served
from tests.web.whole_case import Whole, office_in, whole
from web.office import Office

WORD = "Quillfeather"
HEADERS = {
    "User-Agent": WORD,
    "Referer": f"https://{WORD}.example/{WORD}?{WORD}",
    "X-Forwarded-For": WORD,
    "X-Request-ID": WORD,
    "Accept-Language": WORD,
}
STRANGE = {
    **HEADERS,
    "If-Match": f'"{WORD}"',
    "Idempotency-Key": f"{WORD} {WORD}",
    "Content-Disposition": f'attachment; filename="{WORD}"',
    "Content-Type": f"application/{WORD}; charset={WORD}",
    "Cookie": f"rationale_session={WORD}; {WORD}={WORD}",
}
# How a database is made to refuse a party in words that quote it, and how that ends.
BROKEN = {
    "sqlite": (
        f"CREATE TRIGGER broken BEFORE INSERT ON party BEGIN SELECT RAISE(ABORT, '{WORD}'); END",
        "DROP TRIGGER broken",
    ),
    "postgresql": (  # its own words for it: the row that fails stands in them
        "ALTER TABLE party ADD CONSTRAINT broken CHECK (place < 0) NOT VALID",
        "ALTER TABLE party DROP CONSTRAINT broken",
    ),
}


@contextmanager
def logged(app: Flask, *, at_least: int = 1) -> Iterator[None]:
    """What is done here is logged in so many lines, each of them JSON, and the word is in none, nor in the metrics."""
    told = io.StringIO()
    with redirect_stderr(told), redirect_stdout(told):
        yield
    lines = told.getvalue().splitlines()
    nothing_of_it(told.getvalue() + app.test_client().get("/metrics").text)
    assert len([json.loads(line) for line in lines]) >= at_least


def nothing_of_it(told: str) -> None:
    assert re.findall(f".*{WORD}.*", told, re.IGNORECASE) == []


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.proof)])
def office(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, empty_file: Path
) -> Iterator[Place]:
    url = "" if request.param == "sqlite" else postgres.copied(request)
    made = office_in(tmp_path_factory.mktemp("office"), empty_file, url, scheme=True)
    yield made
    made.close()


@pytest.fixture(scope="module")
def app(office: Place) -> Flask:
    return office.client.application


@pytest.fixture(scope="module")
def officer(office: Place) -> Caller:
    return office.caller("officer", "reviewer", "publisher", "scheme_officer", "trust", organisation=TRUST)


@pytest.fixture(scope="module")
def held(office: Place, app: Flask, officer: Caller) -> Whole:
    """A case that is full of the word; to receive it, and work on it, was logged without it."""
    with logged(app, at_least=40):
        return whole(office, officer, office.caller("committee_member"), lambda field: f"{WORD} {field}")


@pytest.fixture(scope="module")
def person(office: Place) -> Desk:
    return desk(office, "officer", "reviewer", name=f"O. {WORD}")


def test_what_is_read_of_a_case_stands_in_no_log(app: Flask, officer: Caller, person: Desk, held: Whole) -> None:
    found = []
    with logged(app, at_least=40):
        for each in operations(app):
            if each.method == "GET":
                for asked in {(), each.asks}:
                    said, at = dict.fromkeys(asked, WORD), held.address(each.path)
                    found.append(officer.client.get(at, query_string=said, headers=_of(officer)).get_data())
        for address, at in pages(held):
            found.append(person.client.get(at, query_string={WORD: WORD}, headers={**BROWSER, **HEADERS}).get_data())
            assert address.rule, "the word is asked for at every page"
    assert sum(WORD.encode() in each for each in found) > 20, "the answers do hold the word"


def test_a_request_that_is_refused_stands_in_no_log(app: Flask, officer: Caller, held: Whole) -> None:
    statuses, version = set(), held.case.version
    with logged(app, at_least=200):
        for each in operations(app):
            for request in _refused(each, app, officer, held, version):
                statuses.add(officer.client.open(**request).status_code)
        for address, at in ((each, held.address(each.path, WORD)) for each in operations(app)):
            assert officer.client.open(at, method=WORD, headers=HEADERS).status_code in (404, 405), address
    assert {400, 401, 404, 415, 422, 428} <= statuses
    assert not {status for status in statuses if status >= 500}


def _refused(each: Operation, app: Flask, officer: Caller, held: Whole, version: int) -> Iterator[dict[str, Any]]:
    """Requests for one operation, in each of which something else is the word."""
    said = {"method": each.method, "path": held.address(each.path)}
    mine, right = _of(officer, STRANGE), _of(officer, {"If-Match": f'"{version}"'})
    yield {**said, "headers": {**STRANGE, "Authorization": f"Bearer {WORD}"}, "data": WORD}
    yield {**said, "path": held.address(each.path, WORD), "headers": mine, "data": WORD, "query_string": {WORD: WORD}}
    if (body := each.body(described(app), WORD)) is not None:
        json_with = {"headers": _of(officer), "content_type": "application/json"}
        yield {**said, **json_with, "data": f'{{"{WORD}": "{WORD}'}
        yield {**said, "headers": _of(officer), "json": body}
        yield {**said, "headers": right, "json": body}
    if each.takes_a_file:
        yield {**said, "query_string": {"name": f"{WORD}.exe", "about": WORD}, "headers": right, "data": WORD.encode()}


@pytest.mark.proof
def test_a_form_of_the_desk_or_of_the_public_stands_in_no_log(
    office: Place, app: Flask, person: Desk, held: Whole
) -> None:
    statuses, seen, files = set(), set(), set()
    with logged(app, at_least=200):
        there = of_others(office, held, lambda field: f"{WORD} {field}")
        for who, address, at, answer in pages_shown(crowd(office, f"O. {WORD}"), there, {**BROWSER, **HEADERS}):
            seen.add(address.rule)
            for form in forms_to_send(Page(200, answer.text)) if answer.mimetype == "text/html" else ():
                if not form.action.startswith(("/sign-out", "/account/sessions")):
                    statuses.add(sent(who, form, with_word(form, WORD), headers=HEADERS).status_code)
                if form.files:
                    came = sent(who, form, with_file(form, f"{WORD}.csv"), headers=HEADERS)
                    files |= {at} if came.status_code == 303 else set()
        for at in OF_THE_PUBLIC:
            filled = {"said": WORD, "contact": f"{WORD}@{WORD}.example", "publication": WORD, "rule_set": WORD}
            for fields in (filled, {**filled, "said": ""}):
                statuses.add(app.test_client().post(at, data=fields, headers={**BROWSER, **HEADERS}).status_code)
        for _, at in posts(held):
            fields = MultiDict({"form_token": WORD, "once": WORD, "version": WORD, WORD: WORD, "next": f"/{WORD}"})
            statuses.add(
                person.client.post(f"{at}?{WORD}={WORD}", data=fields, headers={**BROWSER, **HEADERS}).status_code
            )
            signed_out = app.test_client().post(at, data=fields, headers={**BROWSER, **STRANGE})
            statuses.add(signed_out.status_code)
    assert {303, 403, 422} <= statuses
    assert unseen(seen) == set(), "nobody was shown it"
    assert held.address("/cases/<id>/evidence") in files, "a file of that name was taken"
    assert not {status for status in statuses if status >= 500}


class Broken:
    """A database that answers everything with an error which quotes what was asked."""

    @contextmanager
    def reading(self) -> Iterator[Any]:
        try:
            yield dict[str, Any]()[WORD]
        except KeyError as error:
            raise RuntimeError(f"while reading {WORD}") from error

    writing = reading


def test_an_error_that_quotes_what_was_sent_stands_in_no_log(
    app: Flask, officer: Caller, person: Desk, held: Whole
) -> None:
    whole_office: Office = app.extensions["rationale.office"]
    app.extensions["rationale.office"] = replace(whole_office, private=Broken())
    broken = 0
    try:
        with logged(app, at_least=200):
            for each in operations(app):
                at, headers = held.address(each.path), _of(officer, STRANGE)
                broken += officer.client.open(at, method=each.method, headers=headers, data=WORD).status_code == 500
            for address, at in (*pages(held), *posts(held)):
                answer = person.client.open(at, method=address.method, headers={**BROWSER, **HEADERS})
                broken += answer.status_code == 500
    finally:
        app.extensions["rationale.office"] = whole_office
    assert broken > 80


def test_an_error_of_the_database_that_quotes_the_rows_stands_in_no_log(
    office: Place, app: Flask, officer: Caller, held: Whole
) -> None:
    breaks, mends = BROKEN["sqlite" if office.database.sqlite else "postgresql"]
    _run(office, breaks)
    new = {"role": "interested_party", "name": WORD, "personal": True, "contact": WORD}
    try:
        with pytest.raises(DBAPIError, match=WORD):
            _run(office, "INSERT INTO party SELECT * FROM party LIMIT 1")
        with logged(app, at_least=2):
            answer = officer.client.post(
                held.address("/api/v1/cases/<id>/parties"),
                json=new, headers=_of(officer, {"If-Match": f'"{held.case.version}"'}),
            )  # fmt: skip
            assert answer.status_code == 500
            nothing_of_it(answer.text)
    finally:
        _run(office, mends)


def test_an_error_outside_of_every_view_stands_in_no_log(tmp_path: Path, empty_file: Path) -> None:
    made = office_in(tmp_path, empty_file)
    app = made.client.application

    def breaks(_response: Response) -> Response:
        raise ValueError(WORD)

    app.after_request_funcs.setdefault(None, []).insert(0, breaks)  # asked after the log's own
    told = io.StringIO()
    with redirect_stderr(told):
        assert made.client.get(f"/{WORD}?{WORD}", headers=HEADERS).status_code == 500
    nothing_of_it(told.getvalue())
    assert '"error": "ValueError"' in told.getvalue()
    made.close()


RAW = (
    f"GET /{WORD} HTTP/9.9\r\n\r\n",
    f"{WORD}\r\n\r\n",
    f"{WORD}é /{WORD} HTTP/1.1\r\n\r\n",
    f"GET /{WORD} HTTP/1.1\r\nHost: x\r\n{WORD} {WORD}: x\r\n\r\n",
    f"GET /{WORD} HTTP/1.1\r\nHost: x\r\nX: {WORD}\x00\r\n\r\n",
    f"GET /{WORD} HTTP/1.1\r\nHost: x\r\nX: y\r\n {WORD}\r\n\r\n",
    f"GET /{WORD}{'a' * 9000} HTTP/1.1\r\nHost: x\r\n\r\n",
    f"GET /{WORD} HTTP/1.1\r\nHost: x\r\nX: {WORD}{'a' * 9000}\r\n\r\n",
    f"POST /{WORD} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: {WORD}\r\n\r\n",
    f"POST /{WORD} HTTP/1.1\r\nHost: x\r\nContent-Length: {WORD}\r\n\r\n",
    f"POST /api/v1/determinations HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n{WORD}\r\n",
    f"POST /{WORD} HTTP/1.1\r\nHost: x\r\nExpect: {WORD}\r\n\r\n",
)


@pytest.mark.proof
def test_a_request_that_is_no_http_stands_in_no_log_of_the_server(tmp_path: Path) -> None:
    with (tmp_path / "log").open("wb") as log, served(tmp_path / "data", workers=1, log=log.fileno()) as server:
        for raw in RAW:
            with socket.create_connection(("127.0.0.1", server.port), timeout=30) as caller:
                caller.sendall(raw.encode("latin-1"))
                caller.shutdown(socket.SHUT_WR)
                assert re.match(rb"HTTP/1.1 [45]", caller.recv(4096)), raw
    told = (tmp_path / "log").read_text("utf-8")
    nothing_of_it(told)
    assert "127.0.0.1" not in told
    assert told.count('"event": "server"') >= 8


def _of(officer: Caller, more: Mapping[str, str] = {}) -> dict[str, str]:
    return {**HEADERS, **more, "Authorization": f"Bearer {officer.token}"}


def _run(office: Place, statement: str) -> None:
    connection: Connection
    with office.database.writing() as connection:
        connection.execute(text(statement))
