"""One person of each kind at the desks of one office, and every page as the first who may see it is shown it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from werkzeug.test import TestResponse

import people
from casework.publishing import enter
from tests.casework.test_publishing_others import ENTERED
from tests.web.assessed import TRUST
from tests.web.desks import Desk, desk
from tests.web.every_address import pages
from tests.web.officers import Place
from tests.web.paging import BROWSER
from tests.web.whole_case import Whole
from web.desk import ADDRESSES
from web.desk.addresses import Address

WHO = (
    ("officer", "reviewer"), ("auditor",), ("admin",), ("publisher",), ("scheme_officer",), ("rule_owner",), ("trust",)
)  # fmt: skip
PASSING = "/assessments/<id>/upload/<at>/<table>/<table_id>"  # of a file that waits for a moment: see its own tests
OF_THE_PUBLIC = ("/report-a-problem", "/ask-to-take-down")  # their forms


def crowd(office: Place, name: str = "") -> tuple[Desk, ...]:
    """One of each."""
    return tuple(desk(office, *roles, organisation=TRUST if "trust" in roles else "", name=name) for roles in WHO)


def pages_shown(
    who: Sequence[Desk], held: Whole, headers: Mapping[str, str] = BROWSER
) -> Iterator[tuple[Desk, Address, str, TestResponse]]:
    """Each page of the desk, who is shown it, where, and what they are shown."""
    for address, at in pages(held):
        answers = ((each, each.client.get(at, headers=headers)) for each in who)
        shown = ((each, answer) for each, answer in answers if answer.status_code not in (403, 404))
        for each, answer in (found for found in [next(shown, None)] if found):
            yield each, address, at, answer


def unseen(seen: set[str]) -> set[str]:
    """The pages of the desk that nobody was shown, though there is something to show."""
    return {each.rule for each in ADDRESSES if each.method == "GET" and each.act} - seen - {PASSING}


def of_others(office: Place, held: Whole, say: Callable[[str], str]) -> Whole:
    """The same, with a trust's result and with what the public sent, in these words."""
    person = desk(office, "scheme_officer").person_id
    with office.database.writing() as connection:
        who = people.actor(connection, person)
        assert who is not None
        entered = enter(connection, datetime.now(UTC), who, replace(ENTERED, trust=say("trust")))
    for at in OF_THE_PUBLIC:
        sent = office.client.post(at, data={"said": say("said"), "contact": "a@example.org"}, headers=BROWSER)
        assert sent.status_code == 303, sent.text
    return replace(held, ids={**held.ids, "result_id": entered.id})
