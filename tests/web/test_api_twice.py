"""Sent twice under one Idempotency-Key, a request that stores is done once: every operation of the API is tried."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from casework.deciding import SECTIONS
from storage import Database, private
from tests import postgres
from tests.web.asking import problem
from tests.web.deciding import CONCLUDING, DEPARTING, commented, determined_by, drafted, plainly, reviewed
from tests.web.kept import TODAY
from tests.web.officers import Caller, Place, place
from tests.web.publishing_bench import Press, press, without_pdf
from tests.web.test_api_assessments import DRILLS, ROLES, ROWS, Trust, small_years
from tests.web.test_api_publications_desk import READ_IN, Program
from tests.web.test_api_rights import PUBLIC
from tests.web.whole_case import does, office_in, whole

pytestmark = pytest.mark.proof


# What would change is shown, of a table or on a scratch copy.
STORES_NOTHING = {"assessment-files.post_table_preview", "assessment-ahead.post_what_if"}
IN_TIME = datetime(2026, 3, 2, 12, tzinfo=UTC)  # the day before declarations of the year that is encoded were due


@dataclass(frozen=True)
class Twice(Caller):
    """A program that sends each POST twice under one key, and looks what came of it; ``tried``: what was stored."""

    database: Database = field(kw_only=True)
    tried: set[str] = field(kw_only=True)

    def open(self, method: str, address: str, headers: Mapping[str, str] = {}, **more: Any) -> TestResponse:
        if method != "POST":
            return super().open(method, address, headers, **more)
        said = {**headers, "Idempotency-Key": str(uuid4())}
        first = super().open(method, address, said, **more)
        if first.status_code >= 300:
            return first
        stored = everything(self.database)
        again = super().open(method, address, said, **more)
        assert _answer(again) == _answer(first), address
        assert everything(self.database) == stored, f"{address} stored something again"
        self._another(address, said, more)
        self.tried.add(_endpoint(self, address))
        return first

    def _another(self, address: str, said: Mapping[str, str], more: Mapping[str, Any]) -> None:
        """The key is not taken for another request, and another key does not make it the same."""
        other = super().open("POST", address, {**said, "If-Match": '"999999"'}, **more)
        assert "came before with another request" in problem(other, 422)["detail"], address


def _answer(answered: TestResponse) -> tuple[Any, ...]:
    headers = [answered.headers.get(name) for name in ("Location", "ETag", "Content-Type")]
    return answered.status_code, answered.data, *headers


def _endpoint(caller: Caller, address: str) -> str:
    known = caller.client.application.url_map.bind("localhost")
    endpoint: str = known.match(f"/api/v1{address.partition('?')[0]}", "POST")[0]
    return endpoint


def everything(database: Database) -> dict[str, list[str]]:
    """Every row there is, but for when a token was used."""
    with database.reading() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table))))
            for table in private.sorted_tables
            if table.name != "token"
        }


@pytest.fixture(params=["sqlite", "postgresql"])
def small(request: pytest.FixtureRequest, tmp_path: Path, empty_file: Path) -> Iterator[Place]:
    """An office over small rules, which give deadlines."""
    (tmp_path / "small").mkdir()
    made = office_in(tmp_path / "small", empty_file, _address(request))
    yield made
    made.close()


@pytest.fixture
def large(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """An office over the project's rules, by which a case is decided."""
    made = place(tmp_path / "large", _beside(request))
    yield made
    made.close()


@pytest.fixture
def printing(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Press]:
    """An office that has issued a decision, with a register of its own."""
    made = press(tmp_path / "printing", begun=False, url=_beside(request))
    without_pdf(made.made.place)
    yield made
    made.close()


@pytest.fixture
def assessing(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """An application over two small years of the scheme."""
    (tmp_path / "assessing").mkdir()
    made = small_years(tmp_path / "assessing", _beside(request))
    yield made
    made.close()


def _address(request: pytest.FixtureRequest) -> str:
    return "" if request.param == "sqlite" else postgres.copied(request)


def _beside(request: pytest.FixtureRequest) -> str:
    """Another database of the kind that the small office has."""
    return "" if request.node.callspec.params["small"] == "sqlite" else postgres.copied(request)


def twice(office: Place, tried: set[str], *roles: str, organisation: str = "") -> Twice:
    """Somebody's program of that kind."""
    caller = office.caller(*roles, organisation=organisation)
    return Twice(caller.client, caller.person_id, caller.token, database=office.database, tried=tried)


def test_every_operation_that_stores_is_done_once_for_each_key(
    small: Place, large: Place, printing: Press, assessing: Place
) -> None:
    tried = set[str]()
    of_a_case(small, tried)
    of_a_decision(large, tried)
    of_a_publication(printing, tried)
    of_an_assessment(assessing, tried)
    app = small.client.application
    posts = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    stores = {each for each in posts if getattr(app.view_functions[each], "act", None)}
    of_the_api = {each for each in stores if not each.startswith("desk.")}
    assert of_the_api - tried == STORES_NOTHING, "take it into the walk"
    assert not tried & PUBLIC


def of_a_case(office: Place, tried: set[str]) -> None:
    """A case is received and worked on, up to the end of what was begun in it."""
    officer, sitting = twice(office, tried, "officer"), office.caller("committee_member")
    it = whole(office, officer, sitting, plainly, decisions=False)
    met = officer.change("POST", f"/deadlines/{it.ids['deadline_id']}/met", {"on": str(TODAY)}, it.case.version)
    assert met.status_code == 200, met.text
    opened = officer.change("POST", f"/deadlines/{it.ids['deadline_id']}/reopened", None, it.case.version)
    assert opened.status_code == 200, opened.text
    ends = (f"/parties/{it.ids['party_id']}/departure", f"/assignments/{sitting.person_id}/end")
    for at in (*ends, f"/links/{it.ids['other_id']}/end"):
        does(it.case, "POST", at, None)


def of_a_decision(office: Place, tried: set[str]) -> None:
    """A case is decided, by two people, up to a letter and a correction."""
    officer, reviewer = twice(office, tried, "officer"), twice(office, tried, "reviewer")
    case = determined_by(office, officer)
    draft = drafted(case, reviewer)
    assert case.determine({}).status_code == 201
    draft.does("POST", "/adopted", {"text_anew": True})
    draft.does("POST", "/departures", DEPARTING)
    draft.does("POST", "/departures", {**DEPARTING, "decided": ""})
    draft.does("PUT", "/conclusion", CONCLUDING)
    draft.does("PUT", "/text", {"sections": {each.id: plainly(each.id) for each in SECTIONS}})
    commented(draft, plainly)
    reviewed(draft, plainly)
    draft.does("POST", "/issue")
    for each in officer.get(f"{draft.address}/letters").get_json()["items"]:
        draft.does("POST", f"/letters/{each['party_id']}/sent", {"on": str(TODAY), "how": "email"})
    draft.does("POST", "/corrections", {"stands": plainly("reasons"), "should_be": "Our reasons.", "why": "A slip"})


def of_a_publication(made: Press, tried: set[str]) -> None:
    """It is prepared, redacted, asked about, approved by two, published, corrected and withdrawn."""
    office, of_the_case = made.made.place, f"/cases/{made.case_id}/publications"
    officer, *others = (twice(office, tried, role) for role in ("officer", "reviewer", "publisher"))
    begun = officer.post(of_the_case, {"decision_id": made.decision_id})
    assert begun.status_code == 201, begun.text
    program = Program(made, officer, *others)
    one, other = (each["pointer"] for each in program.whole["personal"])
    for undone in (True, False):
        program.does("POST", "/redactions", {"redactions": [{"pointer": one, "reason": "personal"}]})
        if undone:
            program.does("POST", "/redactions/undone", {"pointer": one})
    program.does("POST", "/releases", {"pointer": other, "reason": "not_personal", "says": READ_IN})
    asked = program.does("POST", "/requests", {"asker": "A neighbour", "said": "My name is in it."})["requests"][0]
    answer = {"answer": "stays", "said": "It is not."}
    program.does("POST", f"/requests/{asked['id']}/answer", answer, program.publisher)
    program.approved()
    program.does("POST", "/published", None, program.publisher)
    program.does("PUT", "/why", {"what": "correction", "says": "It was too short."})
    program.approved()
    program.does("POST", "/corrected", None, program.publisher)
    program.does("POST", "/withdrawn", {"reason": "A court forbids it."}, program.publisher)


def of_an_assessment(place: Place, tried: set[str]) -> None:
    """A trust states, brings, takes over and signs; scheme officers say whose it is and what they found."""
    scheme = twice(place, tried, "scheme_officer")
    assert scheme.post("/icb-trusts", {"trust": "RX1", "icb": "QWO"}).status_code in (200, 201)
    last, trust = (
        Trust(place, "RX1", year, twice(place, tried, "trust", organisation="RX1")) for year in ("year-6", "year-7")
    )
    last.does("/facts", {"facts": [DRILLS]})
    trust.does("/offers", {"chosen": [{"site": "north", "name": "drills"}]})
    trust.does("/sites", {"code": "south", "name": "South site"})
    trust.does("/sites/south/removal", None)
    said: dict[str, Any] = {"site": "north", "complete_by": "A. Matron"}
    plain = Caller(trust.caller.client, trust.caller.person_id, trust.caller.token)
    seen = plain.open("POST", f"{trust.at}/tables/training/preview?{urlencode({'name': 'a.csv', **said})}", data=ROWS)
    trust.sends_file("/tables/training", preview=seen.get_json()["sha256"], **{**said, "name": "a.csv"})
    trust.does("/evidence", {"title": "Minutes", "original": "The archive", "serves": [{"requirement": "sa8-b-plan"}]})
    trust.sends_file("/evidence/file", requirement="sa8-b-plan", title="The plan", original="The archive")
    item = trust.caller.get(f"{trust.at}/evidence").get_json()["items"][0]["id"]
    trust.does(f"/evidence/{item}/serves", {"serves": [{"requirement": "sa8-b-plan", "site": "north"}]})
    trust.does(f"/evidence/{item}/approvals", None)
    trust.does("/notes", {"requirement": "sa8-b-plan", "owner": "A. Matron", "due_on": "2025-11-01"})
    trust.does("/self-assessment", {"action": "sa8", "stands": "met"})
    trust.does("/validation", {"sort": "validated", "action": "sa8", "stands": "not_met", "why": "Late"}, scheme)
    trust.does("/snapshots", None)
    sha256 = trust.read()["snapshot"]["sha256"]
    for role in ROLES:
        kind, of = ("icb", "QWO") if role == ROLES[-1] else ("trust", "RX1")
        signing = twice(place, tried, kind, organisation=of)
        trust.does("/signatures", {"role": role, "sha256": sha256}, signing)
    held = place.client.application.extensions
    held["rationale.office"] = replace(held["rationale.office"], clock=lambda: IN_TIME)
    trust.does("/submissions", {"sha256": sha256})
