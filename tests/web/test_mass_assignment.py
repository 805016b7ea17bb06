"""No form of the desk takes a field that it does not have: with each, what only the program sets is sent along."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from storage import case, person, private, role_held
from tests import postgres
from tests.web.desks import Desk, Form, desk
from tests.web.every_address import forms_to_send, pages, sent
from tests.web.kept import TODAY
from tests.web.officers import Place
from tests.web.paging import BROWSER, Page
from tests.web.test_attacks_from_outside import EXTRA
from tests.web.whole_case import office_in, whole

pytestmark = pytest.mark.proof

SMUGGLED = "smuggled"
MORE = (*EXTRA, "left_at", "case_id", "officer", "organisation", "title", "kind", "received_on", "email", "role")
FIXED = ("reference", "kind", "organisation", "received_on", "made_by", "made_at", "salt")  # of a case
PARTS = {"day": str(TODAY.day), "month": str(TODAY.month), "year": str(TODAY.year)}
ELSEWHERE = ("/sign-out", "/account/sessions")


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path, empty_file: Path) -> Iterator[Place]:
    made = office_in(tmp_path, empty_file, "" if request.param == "sqlite" else postgres.copied(request))
    yield made
    made.close()


def test_no_form_of_the_desk_takes_a_field_that_it_does_not_have(office: Place) -> None:
    held = whole(office, office.caller("officer"), office.caller("committee_member"), lambda at: at)
    mine, before, done = desk(office, "officer", "reviewer"), fixed(office), list[str]()
    for _, at in pages(held):
        for number in range(len(forms(mine, at))):
            here = forms(mine, at)  # as it is now that the one before was sent
            if number < len(here) and not here[number].action.startswith(ELSEWHERE):
                answer = sent(mine, here[number], with_more(here[number]))
                assert answer.status_code < 500, (here[number].action, answer.text[-2000:])
                if answer.status_code == 303:
                    done.append(here[number].action)
    assert len(set(done)) >= 10, done
    assert {id: row for id, row in fixed(office).items() if id in before} == before
    assert list(rows_with(office, SMUGGLED)) == []


def forms(mine: Desk, at: str) -> list[Form]:
    """The forms of a page, where there is one."""
    answer = mine.client.get(at, headers=BROWSER)
    return forms_to_send(Page(200, answer.text)) if (answer.status_code, answer.mimetype) == (200, "text/html") else []


def with_more(form: Form) -> dict[str, Any]:
    """The form filled in as well as it goes without knowing it, with every field that it does not have."""
    typed = {name: held or PARTS.get(name.rpartition(".")[2], "Brook Street") for name, held in form.fields.items()}
    return {**typed, **{name: SMUGGLED for name in MORE if name not in form.fields}}


def fixed(office: Place) -> dict[str, Any]:
    """What of a case never changes, and what somebody is."""
    with office.database.reading() as connection:
        of_cases = connection.execute(select(case.c.id, *(case.c[name] for name in FIXED))).all()
        held = connection.execute(select(role_held).order_by(*role_held.primary_key)).all()
        people = connection.execute(select(person.c.id, person.c.email, person.c.name)).all()
        return {**{row.id: tuple(row) for row in (*of_cases, *people)}, "roles": [tuple(row) for row in held]}


def rows_with(office: Place, word: str) -> Iterator[tuple[str, str]]:
    """Every row in which a word stands."""
    with office.database.reading() as connection:
        for table in private.sorted_tables:
            yield from ((table.name, repr(row)) for row in connection.execute(select(table)) if word in repr(row))
