"""No form of the desk takes a field that it does not have: with each, what only the program sets is sent along."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from storage import case, person, private, role_held
from tests import postgres
from tests.web.crowd import crowd, of_others, pages_shown
from tests.web.desks import Form
from tests.web.every_address import forms_to_send, sent
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
MOST, DONE = 55, 20  # addresses that a form is sent to, and those where it is done
ELSEWHERE = ("/sign-out", "/account/sessions")


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path, empty_file: Path) -> Iterator[Place]:
    made = office_in(tmp_path, empty_file, "" if request.param == "sqlite" else postgres.copied(request), scheme=True)
    yield made
    made.close()


def test_no_form_of_the_desk_takes_a_field_that_it_does_not_have(office: Place) -> None:
    held = whole(office, office.caller("officer"), office.caller("committee_member"), lambda at: at)
    there = of_others(office, held, lambda at: at)
    everybody, sent_to, done = crowd(office), set[str](), set[str]()
    before = fixed(office)
    for mine in everybody:
        for _, _, at, shown in pages_shown((mine,), there):
            for number in range(len(forms_in(shown))):
                here = forms_in(mine.client.get(at, headers=BROWSER))  # as it is now that the one before was sent
                rule = rule_of(office, here[number].action) if number < len(here) else ""
                if rule and rule not in done and not rule.startswith(ELSEWHERE):
                    answer = sent(mine, here[number], with_more(here[number]))
                    assert answer.status_code < 500, (here[number].action, answer.text[-2000:])
                    sent_to.add(rule)
                    done |= {rule} if answer.status_code == 303 else set()
    assert len(sent_to) >= MOST, sent_to
    assert len(done) >= DONE, done
    assert {id: row for id, row in fixed(office).items() if id in before} == before
    assert list(rows_with(office, SMUGGLED)) == []


def rule_of(office: Place, action: str) -> str:
    """The address of the table to which a form is sent."""
    known = office.client.application.url_map.bind("localhost")
    return str(known.match(action.partition("?")[0], "POST", return_rule=True)[0])


def forms_in(answer: TestResponse) -> list[Form]:
    """The forms of a page, where there is one."""
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
