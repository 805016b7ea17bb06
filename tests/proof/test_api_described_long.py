"""Requests that schemathesis makes from the description of the API, by the thousand on each database, sound and others.

They come from people of several roles and from nobody. There is a case in which something of everything is kept, and
most requests are about that. Half are of no shape that is described; of the rest most can be done, and many are.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance
from sqlalchemy import select

import people
from people import Actor, Role
from storage import assessment, case, publishing
from tests import postgres
from tests.proof.sound_beside import beside, file_of
from tests.proof.sound_bodies import sound
from tests.web.assessed import BOARD, TRUST
from tests.web.every_address import Operation, operations
from tests.web.officers import Caller, Place
from tests.web.whole_case import NOBODY, Whole, office_in, whole

pytestmark = pytest.mark.proof

EXAMPLES = 5_000  # on each database
CHANGED = 10  # of which at least one in so many is to be done
ROLES = (  # of those who may do something, the first asks for it where it is to be done
    "officer", "reviewer", "committee_member", "publisher", "auditor", "scheme_officer", "admin", "trust", "icb"
)  # fmt: skip
OF_TRUSTS = {"trust": TRUST, "icb": BOARD}
NOT_DONE = {  # of publications and assessments: what takes more people, or comes once, or only after something else
    "put_publication_why", "post_published", "post_corrected", "post_withdrawn", "post_redaction_undone",
    "post_assessment_site_removal", "post_submission", "post_offers",
}  # fmt: skip
NOT_ASKED = [positive_data_acceptance, ignored_auth]  # facts are typed by the rules; the token is ours, and not made up
LASTING = settings(max_examples=1, deadline=None, database=None, suppress_health_check=list(HealthCheck))
ANEW = 8  # operations after which there is a new case: some things are done once


@dataclass
class Asking:
    """Those who ask, what they ask about, and what came of it. ``done``: the changes, by operation."""

    office: Place
    callers: list[Caller]
    held: Whole
    statuses: "Counter[str]" = field(default_factory=Counter)
    done: "Counter[str]" = field(default_factory=Counter)

    def ask(self, data: st.DataObject, described: Any, it: Operation) -> None:
        """Send one request, of whose answer must hold what is described."""
        mode = data.draw(st.sampled_from([GenerationMode.POSITIVE, GenerationMode.NEGATIVE]))
        made = data.draw(described.as_strategy(generation_mode=mode))
        if mode is GenerationMode.POSITIVE and data.draw(st.sampled_from([True, True, True, False])):
            self._as_can_be_done(data, made, it)
        else:
            self._as_it_comes(data, made)
        response = made.call()
        status = str(response.status_code)
        self.statuses[status] += 1
        if it.method != "GET" and status < "300":
            self.done[it.said["operationId"]] += 1
        assert status in it.said["responses"] or status == "405", (described.label, response.text[:500])
        made.validate_response(response, excluded_checks=NOT_ASKED)

    def _as_can_be_done(self, data: st.DataObject, made: Any, it: Operation) -> None:
        """By somebody who may, about what is there, as it stands, with a body that says what can be done."""
        made.path_parameters = {name: self.held.of(name, it.path) for name in made.path_parameters or {}}
        if "If-Match" in made.headers:
            made.headers["If-Match"] = self._version(it.path)
        if "Idempotency-Key" in made.headers:
            made.headers["Idempotency-Key"] = str(data.draw(st.uuids()))
        caller, operation = self._who_may(it), it.said["operationId"]
        made.headers["Authorization"] = f"Bearer {caller.token}"
        if "/tables/" in it.path and "name" in made.path_parameters:
            made.path_parameters["name"] = "training"
        if file := file_of(operation, self.held, caller):
            made.query, made.body = file
        elif it.takes_a_file:
            made.query, made.body = {"name": "a.csv"}, f"a,{data.draw(st.integers(min_value=0))}\n".encode()
        elif known := sound(operation, self.held) or beside(operation, self.held, caller):
            made.body = data.draw(st.sampled_from(known))

    def _who_may(self, it: Operation) -> Caller:
        """Somebody who may do this; a review is for another than the officer, who wrote what is reviewed."""
        if it.act is None or it.act == "decision.review":
            return self.callers[1]
        of = TRUST if "/assessment" in it.path else ""
        roles = (Role(each, OF_TRUSTS.get(each, "")) for each in ROLES)
        actors = (Actor("x", "", frozenset({role}), second_factor=True) for role in roles)
        may = (people.may(each, it.act, of, own=True) for each in actors)
        return next(caller for caller, allowed in zip(self.callers, may, strict=True) if allowed)

    def _as_it_comes(self, data: st.DataObject, made: Any) -> None:
        """By anybody, about this or that."""
        path = made.operation.path
        ids = {name: _id(self.held.of(name, path), said) for name, said in (made.path_parameters or {}).items()}
        made.path_parameters = {name: data.draw(st.sampled_from(known)) for name, known in ids.items()}
        if "If-Match" in made.headers:
            versions = [self._version(path)] * 2 + ['"999"', made.headers["If-Match"]]
            made.headers["If-Match"] = data.draw(st.sampled_from(versions))
        caller = data.draw(st.sampled_from([*self.callers[:1] * 12, *self.callers[1:], None]))
        made.headers["Authorization"] = f"Bearer {caller.token}" if caller else "Bearer of nothing"

    def _version(self, path: str) -> str:
        """The version in which the case is now; or the assessment, or the publication."""
        table, id = case, self.held.case_of(path)
        if "/assessments/" in path:
            table, id = assessment, self.held.assessed["id"]
        elif "/publications/" in path:
            table, id = publishing, self.held.decided["publication_id"]
        with self.office.database.reading() as connection:
            return f'"{connection.scalar(select(table.c.version).where(table.c.id == id))}"'


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path, empty_file: Path) -> Iterator[Place]:
    made = office_in(tmp_path, empty_file, "" if request.param == "sqlite" else postgres.copied(request), scheme=True)
    yield made
    made.close()


def test_no_request_of_thousands_is_answered_otherwise_than_described(office: Place, record_property: Any) -> None:
    callers = [office.caller(each, organisation=OF_TRUSTS.get(each, "")) for each in ROLES]
    described = schemathesis.openapi.from_wsgi("/openapi.json", office.client.application)
    every = operations(office.client.application)
    asking = Asking(office, callers, _a_case(office, callers))
    for number, each in enumerate(every):
        if number % ANEW == ANEW - 1:
            asking.held = _a_case(office, callers)
        of_it = EXAMPLES * 11 * _share(each) // (10 * sum(map(_share, every)))
        _some(asking, described[each.path][each.method], each, of_it)
    told = ", ".join(f"{status}: {count:,}" for status, count in sorted(asking.statuses.items()))
    requests, changed = asking.statuses.total(), asking.done.total()
    record_property("figures", f"{requests:,} requests to {len(every)} operations; {told}; {changed:,} changes done")
    assert requests >= EXAMPLES
    assert changed >= requests / CHANGED, asking.done
    others = {each.said["operationId"] for each in every if each.method != "GET" and _is_beside(each.path)}
    assert others - set(asking.done) <= NOT_DONE


def _some(asking: Asking, described: Any, it: Operation, examples: int) -> None:
    """So many requests to one operation."""

    def ask(data: st.DataObject) -> None:
        asking.ask(data, described, it)

    settings(LASTING, max_examples=examples)(given(data=st.data())(ask))()


def _is_beside(path: str) -> bool:
    """Whether it is about an assessment or a publication, and not about a case."""
    return "/assessments" in path or "/publications/" in path


def _share(it: Operation) -> int:
    """A change has more ways to go wrong."""
    return 1 if it.method == "GET" else 3


def _a_case(office: Place, callers: list[Caller]) -> Whole:
    return whole(office, callers[0], callers[2], lambda field: field)


def _id(there: str, said: Any) -> list[Any]:
    """What is there, the id of nothing, and the word that was made up."""
    return [there] * 3 + [NOBODY, said]
