"""What somebody types in order to do harm is kept as text and shown as text, or it is refused: it is never carried out.

On SQLite and on PostgreSQL, through every operation of the API and every form of the desk.
"""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from storage import Database, activity, answered, private, signed_in, token
from tests import postgres
from tests.web.assessed import TRUST
from tests.web.crowd import crowd, of_others, pages_shown, unseen
from tests.web.described import described
from tests.web.desks import Desk, desk, forms_of
from tests.web.every_address import Operation, forms_to_send, operations, posts, sent, with_file, with_word
from tests.web.officers import Caller, Place
from tests.web.paging import BROWSER, Page
from tests.web.whole_case import Whole, office_in, whole

SEARCHED = ("words", "reference", "title", "party", "fact", "state", "officer", "due_by.day", "after")
QUOTES = (
    "' OR '1'='1",
    '\'; DROP TABLE "case"; --',
    '" OR 1=1 --',
    "%' OR '%' = '",
    "\\'); DELETE FROM party; --",
    "1 UNION SELECT hash FROM token",
    "$$;SELECT pg_sleep(9);$$",
)
SCRIPT = '"\'><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}${7*7}<a href="javascript:alert(3)">'
TYPED = (
    "name", "why", "role", "record.why", "title.title", "move.why", "link.reference", "file", "carried", "email"
)  # fmt: skip
ODD = ("\x00", "a\r\nSet-Cookie: evil=1", "\u202e", "٣", "9" * 400, "-1", "NaN", "../../etc/passwd", "%00", "𝕏" * 30)
ON_SQLITE = pytest.mark.parametrize("office", ["sqlite"], indirect=True)  # what no database has a part in


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.proof)])
def office(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, empty_file: Path
) -> Iterator[Place]:
    url = "" if request.param == "sqlite" else postgres.copied(request)
    made = office_in(tmp_path_factory.mktemp("office"), empty_file, url, scheme=True)
    yield made
    made.close()


@pytest.fixture(scope="module")
def officer(office: Place) -> Caller:
    return office.caller("officer", "reviewer", "publisher", "scheme_officer", "trust", organisation=TRUST)


@pytest.fixture(scope="module")
def auditor(office: Place) -> Caller:
    """Somebody who may read everything."""
    return office.caller("auditor")


@pytest.fixture
def person(office: Place) -> Desk:
    return desk(office, "officer", "reviewer", name=SCRIPT)


@pytest.fixture(scope="module")
def held(office: Place, officer: Caller) -> Whole:
    """A case of which every text is a script."""
    return whole(office, officer, office.caller("committee_member"), lambda field: f"{field} {SCRIPT}")


def counted(database: Database) -> dict[str, int]:
    """How many rows each table has; but for those of what was read, and who came."""
    with database.reading() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in private.sorted_tables
            if table not in (activity, answered, signed_in, token)
        }


def test_a_search_takes_sql_for_words(office: Place, auditor: Caller, person: Desk, held: Whole) -> None:
    person.opens("/cases")  # the first search of a year makes its salt
    before = counted(office.database)
    for each in operations(office.client.application):
        for name, said in product(each.asks if each.method == "GET" else (), (" ".join(QUOTES), "\x00", "9" * 400)):
            found = _asked(auditor, held.address(each.path), **{name: said})
            none_yet = 404 if each.path.startswith("/api/v1/log/") else 200  # nobody has signed a head
            assert found.status_code in (200, none_yet, 400, 422), (each.path, name, said, found.text)
            assert found.status_code != 200 or not found.get_json()["items"], (name, said)
    for name, said in product(SEARCHED, (QUOTES[0], "\x00")):
        page = person.client.get("/cases", query_string={name: said}, headers=BROWSER)
        assert page.status_code in (200, 400, 422), (name, said)
        assert held.case.id not in page.text, (name, said)
    assert counted(office.database) == before


def test_sql_that_is_typed_is_kept_as_it_was_typed(office: Place, officer: Caller) -> None:
    said = " ".join(QUOTES[:5])
    sitting = office.caller("committee_member")
    made = whole(office, officer, sitting, lambda field: f"{field} {said}", decisions=False)
    assert officer.get(made.case.address).get_json()["title"] == f"title again {said}"
    facts = officer.get(f"{made.case.address}/facts").get_json()["items"]
    assert next(each["said"] for each in facts if each["name"] == "ground") == {"value": f"ground again {said}"}


@pytest.mark.proof
def test_a_script_that_is_kept_is_text_on_every_page(office: Place, auditor: Caller, held: Whole) -> None:
    shown, seen = 0, set()
    there = of_others(office, held, lambda field: f"{field} {SCRIPT}")
    for _, address, _, answer in pages_shown(crowd(office, SCRIPT), there):
        seen.add(address.rule)
        shown += _harmless(answer)
    assert unseen(seen) == set(), "nobody was shown it"
    assert shown > 40, "the text is on the pages, as text"
    for each in operations(office.client.application):
        if each.method == "GET" and each.act:
            answer = _asked(auditor, held.address(each.path))
            assert answer.status_code == 200, (each.path, answer.data)
            kinds = ("application/json", "text/csv", "text/calendar", "application/octet-stream", "text/html")
            assert answer.mimetype in kinds or each.path.endswith("/papers/{paper}"), each.path
            assert answer.mimetype != "text/html" or _harmless(answer), "a document is a page that runs nothing"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            _whole_headers(answer)


@pytest.mark.proof
def test_a_script_that_is_typed_comes_back_as_text(office: Place, person: Desk, held: Whole) -> None:
    came_back, stored = 0, list[str]()
    for who, _, at, answer in pages_shown(crowd(office, SCRIPT), held):
        for form in forms_to_send(Page(200, answer.text)) if answer.mimetype == "text/html" else ():
            if not form.action.startswith(("/sign-out", "/account/sessions")):
                came_back += _harmless(sent(who, form, with_word(form, SCRIPT)))
            if form.files:
                came = sent(who, form, with_file(form, f"{SCRIPT}.csv"))
                _harmless(came)
                stored += [at] if came.status_code == 303 else []
    assert came_back > 40
    assert held.address("/cases/<id>/evidence") in stored, "a file of such a name is taken"
    for at in stored:
        _harmless(person.client.get(at, headers=BROWSER))
    for address in ("/nothing", "/cases", "/sign-in", "/rule-sets/x/determine"):
        _harmless(person.client.get(f"{address}?{SCRIPT}={SCRIPT}&done={SCRIPT}&next={SCRIPT}", headers=BROWSER))


def _harmless(answer: TestResponse) -> bool:
    """Whether the script stands on a page, which is to be as text: no tag, attribute or link of its own."""
    _whole_headers(answer)
    assert answer.status_code < 500, answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy or "sandbox" in policy
    if answer.mimetype != "text/html":
        return False
    for tag, attributes in Page(answer.status_code, answer.text).tags:
        assert tag not in ("script", "img", "iframe", "object", "embed"), answer.request.path
        assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
        assert not attributes.get("href", "").lower().startswith(("javascript:", "data:")), (tag, attributes)
    assert "<script>alert" not in answer.text
    return "&lt;script&gt;alert(1)" in answer.text


def _whole_headers(answer: TestResponse) -> None:
    assert not [each for each in answer.headers if "\n" in each[1] or "\r" in each[1]]
    assert "evil=1" not in str(answer.headers)


@pytest.mark.proof
def test_what_no_text_holds_is_refused_everywhere_and_breaks_nothing(
    office: Place, officer: Caller, person: Desk, held: Whole
) -> None:
    before = counted(office.database)
    for each in operations(office.client.application):
        for said in ("\x00", "a\r\nSet-Cookie: evil=1"):
            for body in _bodies(each, office, said):
                answer = _asked(officer, held.address(each.path), each.method, json=body)
                assert answer.status_code in (400, 404, 409, 412, 422), (each.path, said, answer.text)
    assert {name: each for name, each in counted(office.database).items() if before[name] != each} == {}
    token = forms_of(person.opens(held.address("/cases/<id>/parties")))[-1].fields["form_token"]
    for address, at in posts(held):
        client = person.client if address.act else office.client.application.test_client()
        carried = {"form_token": token, "once": "o" * 20, "version": str(held.case.version)}
        answer = client.post(at, data={**dict(zip(TYPED, ODD, strict=True)), **carried}, headers=BROWSER)
        assert answer.status_code < 500, (at, answer.text)
        _whole_headers(answer)


def _bodies(each: Operation, office: Place, said: str) -> Iterator[Any]:
    body = each.body(described(office.client.application), said)
    if body is not None and each.act:
        yield body


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 10_000,
        b'{"a":' * 10_000,
        b'{"title": "\\ud800"}',
        b'{"\\udc00": 1}',
        b'{"title": ' + b"9" * 5_000 + b"}",
        b'{"title": 1e999999999999}',
        b'{"title": NaN}',
        b'{"title": "a", "title": "b"}',
        b"\xff\xfe",
    ],
    ids=["lists", "objects", "half a letter", "half a key", "number", "exponent", "nan", "twice", "no UTF-8"],
)
@ON_SQLITE
def test_json_that_is_no_json_is_refused_everywhere(office: Place, officer: Caller, held: Whole, body: bytes) -> None:
    for each in operations(office.client.application):
        if each.act and each.body(described(office.client.application), "x") is not None:
            answer = _asked(officer, held.address(each.path), each.method, data=body, content_type="application/json")
            assert answer.status_code in (400, 422), (each.path, answer.text)


@pytest.mark.parametrize("number", [10**400, -(10**400), 1.5, 1e300], ids=["huge", "below", "part", "exponent"])
@ON_SQLITE
@pytest.mark.usefixtures("office")
def test_a_number_beyond_measure_is_refused(officer: Caller, held: Whole, number: float) -> None:
    for said in ({"ground": number}, {"notified_on": {"value": number, "source": "x"}}, {"complex": {"from": number}}):
        answer = officer.change("POST", f"{held.case.address}/facts", {"facts": said}, held.case.version)
        assert answer.status_code in (400, 422), answer.text


NAMES = (
    "../../../evil.csv", "..\\..\\evil.csv", "/etc/evil.csv", "a/../../evil.csv", "evil\r\nX: y.csv", "C:evil.csv"
)  # fmt: skip


def test_the_name_of_a_file_leads_nowhere(office: Place, officer: Caller, held: Whole) -> None:
    at, data = f"{held.case.address}/evidence", office.client.application.extensions["rationale.office"].data_dir
    for name in NAMES:
        version = {"If-Match": f'"{held.case.version}"'}
        added = officer.open("POST", at, version, query_string={"name": name}, data=f"evil,{name!r}\n".encode())
        assert added.status_code == 201, added.text
        assert not set(added.get_json()["name"]) & set("/\\:\r\n")
        content = officer.get(f"{at}/{added.get_json()['id']}/content")
        assert content.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
        _whole_headers(content)
    assert list(data.parent.rglob("*evil*")) == []


def _asked(caller: Caller, at: str, method: str = "GET", **more: Any) -> TestResponse:
    """The answer to a request, which the description has; a change is of a version that nobody ever read."""
    query = {name: more.pop(name) for name in list(more) if name not in ("json", "data", "content_type")}
    headers = {} if method == "GET" else {"If-Match": '"999999"'}
    return caller.open(method, at.removeprefix("/api/v1"), headers, query_string=query or None, **more)
