"""Five thousand requests that schemathesis makes from the description of the API, sound ones and others.

Half of them on each database, from people of several roles and from nobody. There is a case in which something of
everything is kept, and half of the requests are about that.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance
from sqlalchemy import select

from storage import case
from tests import postgres
from tests.web.every_address import operations
from tests.web.officers import Caller, Place
from tests.web.whole_case import NOBODY, Whole, office_in, whole

pytestmark = pytest.mark.proof

EXAMPLES = 2_500  # on each database
ROLES = ("officer", "reviewer", "committee_member", "publisher", "auditor", "admin", "trust")
NOT_ASKED = [positive_data_acceptance, ignored_auth]  # facts are typed by the rules; the token is ours, and not made up
LASTING = settings(max_examples=1, deadline=None, database=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path, empty_file: Path) -> Iterator[Place]:
    made = office_in(tmp_path, empty_file, "" if request.param == "sqlite" else postgres.copied(request))
    yield made
    made.close()


def test_no_request_of_five_thousand_is_answered_otherwise_than_described(office: Place, record_property: Any) -> None:
    app, statuses = office.client.application, Counter[str]()
    callers = [office.caller(each, organisation="RXX01" if each == "trust" else "") for each in ROLES]
    held = whole(office, callers[0], callers[2], lambda field: field)
    described = schemathesis.openapi.from_wsgi("/openapi.json", app)
    every = operations(app)
    for each in every:
        ask = _asking(office, described[each.path][each.method], each.said["responses"], held, callers, statuses)
        settings(LASTING, max_examples=EXAMPLES * 11 // (10 * len(every)))(given(data=st.data())(ask))()
    assert sum(statuses.values()) >= EXAMPLES
    told = ", ".join(f"{status}: {count:,}" for status, count in sorted(statuses.items()))
    record_property("figures", f"{sum(statuses.values()):,} requests to {len(every)} operations; {told}")


def _asking(
    office: Place, operation: Any, said: Mapping[str, Any], held: Whole, callers: list[Caller], statuses: "Counter[str]"
) -> Any:
    """A request, and what must hold of its answer. Half of them are of no shape that is described."""

    def ask(data: st.DataObject) -> None:
        mode = data.draw(st.sampled_from([GenerationMode.POSITIVE, GenerationMode.NEGATIVE]))
        made = data.draw(operation.as_strategy(generation_mode=mode))
        ids = {name: _id(held.of(name, operation.path), said) for name, said in (made.path_parameters or {}).items()}
        made.path_parameters = {name: data.draw(st.sampled_from(known)) for name, known in ids.items()}
        if "If-Match" in made.headers:
            versions = [_version(office, held.case_of(operation.path))] * 2 + ['"999"', made.headers["If-Match"]]
            made.headers["If-Match"] = data.draw(st.sampled_from(versions))
        caller = data.draw(st.sampled_from([*callers[:1] * 12, *callers[1:], None]))
        made.headers["Authorization"] = f"Bearer {caller.token}" if caller else "Bearer of nothing"
        response = made.call()
        statuses[str(response.status_code)] += 1
        assert str(response.status_code) in said or response.status_code == 405, (operation.label, response.text[:500])
        made.validate_response(response, excluded_checks=NOT_ASKED)

    return ask


def _version(office: Place, id: str) -> str:
    with office.database.reading() as connection:
        return f'"{connection.scalar(select(case.c.version).where(case.c.id == id))}"'


def _id(there: str, said: Any) -> list[Any]:
    """What is there, the id of nothing, and the word that was made up."""
    return [there] * 3 + [NOBODY, said]
