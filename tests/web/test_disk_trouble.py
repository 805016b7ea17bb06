"""A disk that is full or cannot be written stores nothing by halves: it is told so, and it ends by itself."""

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from keeping import retention
from storage import private
from tests import postgres
from tests.web.asking import problem
from tests.web.desks import Desk, Form, desk
from tests.web.disks import full_database, read_only_database
from tests.web.every_address import forms_to_send, pages, sent
from tests.web.kept import LAW, NEW, TODAY
from tests.web.officers import Caller, Place
from tests.web.paging import BROWSER, Page, read
from tests.web.whole_case import Whole, does, office_in, whole

JSON: dict[str, Any] = {"content_type": "application/json"}
LONG = "A long story. " * 1_400  # what finds no room in a page that was begun
PARTY = {"role": "interested_party", "name": "Brook Street Surgery", "personal": True, "contact": LONG}
OFFICER = {"reasons": f"KIND {LONG}", "officer": "A. Officer"}
CHANGES: tuple[tuple[str, Any], ...] = (
    (f"/evidence?name=a.csv&about={quote(LONG[:10_000])}", f"a,{LONG}\n".encode()),
    ("/parties", PARTY),
    ("/facts", {"facts": {"ground": {"value": LONG, "source": f"KIND {LONG}", "correction": "It was shorter"}}}),
    ("/judgements", {"judgements": {"arguable": {"answer": False, "decided_by": OFFICER, "correction": "It is not"}}}),
    ("/determinations", LAW),
    ("/record", {"closed": True, "why": LONG}),
    ("/states", {"to": "stayed", "on": str(TODAY), "why": LONG}),
)
BACK = (("/states", {"to": "received", "on": str(TODAY), "why": "x"}), ("/record", {"closed": False, "why": "x"}))


@dataclass(frozen=True)
class Office:
    """An application with a whole case in it, and an officer's program and browser, of whom it has heard before."""

    place: Place
    folder: Path
    officer: Caller
    person: Desk
    held: Whole
    forms: tuple[Form, ...]

    def everything(self) -> dict[str, list[str]]:
        """Every row there is, but for when somebody was last seen, which is kept whatever becomes of what they ask."""
        tables = [table for table in private.sorted_tables if table.name != "signed_in"]
        with self.place.database.reading() as connection:
            return {table.name: sorted(map(repr, connection.execute(select(table)))) for table in tables}

    def unnamed(self) -> int:
        """Files of evidence that no case holds."""
        with self.place.database.reading() as connection:
            return retention.unnamed(connection, self.folder / "evidence")

    def changes(self, version: int, kind: str, *, done: bool) -> Iterator[TestResponse]:
        """What becomes of each change, of a case in this version; where each is ``done`` it is in another after it."""
        yield self.officer.post("/cases", {**NEW, "parties": [{**PARTY, "role": "appellant"}]})
        for number, (at, body) in enumerate(CHANGES):
            file = f"{kind},".encode() + body if isinstance(body, bytes) else b""
            said: dict[str, Any] = {"data": file} if file else {"data": json.dumps(body).replace("KIND", kind), **JSON}
            of = {"If-Match": f'"{version + number if done else version}"'}
            yield self.officer.open("POST", f"{self.held.case.address}{at}", of, **said)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.proof)])
def office(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, empty_file: Path
) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    folder.parent.chmod(0o755)
    folder.chmod(0o755)
    made = office_in(folder, empty_file, "" if request.param == "sqlite" else postgres.copied(request))
    officer, sitting = made.caller("officer"), made.caller("committee_member")
    held = whole(made, officer, sitting, lambda field: field)
    person = desk(made, "officer")
    forms = {each.action: each for each in _forms(person, held)}
    yield Office(made, folder / "data", officer, person, held, tuple(forms.values()))
    made.close()


def trouble(office: Office, kind: str) -> tuple[AbstractContextManager[None], int]:
    """A database in trouble, and what is answered then."""
    if kind == "full":
        return full_database(office.place), 507
    return read_only_database(office.place, office.folder), 503


KINDS = pytest.mark.parametrize("kind", ["full", pytest.param("read only", marks=pytest.mark.proof)])
TOLD = {
    507: "The disk that holds the database is full. Nothing was stored. Free some space; no restart is needed.",
    503: "The database cannot be reached or written just now. Nothing was stored. Try again shortly.",
}


@KINDS
def test_no_change_is_stored_by_halves_and_each_is_done_once_there_is_room_again(office: Office, kind: str) -> None:
    in_trouble, status = trouble(office, kind)
    version, before = office.held.case.version, office.everything()
    with in_trouble:
        for answer in office.changes(version, kind, done=False):
            assert problem(answer, status)["detail"] == TOLD[status], answer.request.path
    assert office.everything() == before
    done = [answer.status_code for answer in office.changes(version, kind, done=True)]
    assert [each for each in done if each not in (200, 201)] == []
    assert office.unnamed() == 0, "the file that came with a change that failed is that of the change that was done"
    for at, body in BACK:
        does(office.held.case, "POST", at, body)


@KINDS
def test_no_form_is_stored_by_halves_and_its_sender_is_told(office: Office, kind: str) -> None:
    in_trouble, status = trouble(office, kind)
    before = untouched = office.everything()
    answers = list[TestResponse]()
    with in_trouble:
        for each in office.forms:
            answers.append(sent(office.person, each, _typed(each)))
            if kind == "full":  # of SQLite there may be room for a little
                stands = office.everything()
                assert stands == before or answers[-1].status_code != status, each.action
                before = stands
    told = [read(each, status) for each in answers if each.status_code == status]
    assert len(told) >= 5
    assert {each.status_code for each in answers} <= {status, 200, 303, 404, 409, 422}, "and no fault of ours"
    for page in told:
        assert page.title.startswith("The disk is full" if kind == "full" else "Nothing can be stored just now")
        assert TOLD[status] in page.text
    if kind != "full" or not office.place.database.sqlite:
        assert office.everything() == untouched


def _typed(form: Form) -> dict[str, str]:
    """The form as it stands, with something in what was left empty."""
    return {name: held or LONG[:200] for name, held in form.fields.items()}


def _forms(person: Desk, held: Whole) -> Iterator[Form]:
    """Every form of every page about the case, as somebody has it open before there is trouble."""
    for address, at in pages(held):
        answer = person.client.get(at, headers=BROWSER)
        if "<id>" in address.rule and answer.status_code == 200 and answer.mimetype == "text/html":
            yield from (form for form in forms_to_send(Page(200, answer.text)) if "/sign-out" not in form.action)


@pytest.mark.proof
@KINDS
def test_what_is_only_read_is_shown_or_it_is_told_that_it_cannot_be_noted(office: Office, kind: str) -> None:
    in_trouble, status = trouble(office, kind)
    with in_trouble:
        for address, at in pages(office.held):
            if address.act:
                assert office.person.client.get(at, headers=BROWSER).status_code in (200, 303, 403, 404, status), at
        assert office.officer.get(office.held.case.address).status_code in (200, status)
        assert office.officer.client.get("/healthz").status_code == 200
    assert office.officer.get(office.held.case.address).status_code == 200
