"""Every address of the API is put to everybody: what each role is answered is what the one table of rights says."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

import people
from people import ACTS, Actor
from storage import activity
from tests import postgres
from tests.web.asking import problem
from tests.web.assessed import in_an_assessment
from tests.web.decided import OF_THE_ISSUED, in_everything
from tests.web.described import as_described, described
from tests.web.kept import TODAY, Case, assign
from tests.web.officers import Caller, Place, place
from tests.web.test_api_cases import LARKMERE
from tests.web.whole_case import does
from web.api import rights
from web.api.operations import Blueprint, operation

# Addresses under /api/v1 that are for everybody: they read the law, and keep nothing of what is sent.
PUBLIC = {
    "rule-sets.list_rule_sets", "rule-sets.get_rule_set", "determinations.post_determination",
    "publications.list_publications", "publications.get_publication", "log.get_head", "log.list_heads", "log.list_keys",
    "log.get_inclusion", "log.get_consistency", "bulk.get_bulk", "bulk.get_bulk_file",
}  # fmt: skip

OURS, THEIRS = "QEL", "QXX"
NOBODY = "0" * 32
STALE = {"If-Match": '"999"'}
CSV = b"group,course\nmidwives,emergencies\n"
BODIES: dict[str, Any] = {
    "put_rule_sets": {"rule_sets": ["pharmacy/appeal-procedure"]},
    "post_assessment": {"trust": OURS, "name": "A trust", "year": "year-0"},
}
BEGINNING = "assessments.post_assessment"  # of a trust that its body names
OF_NO_VERSION = {  # of every case, or of none yet; or nothing is stored
    "before-issue.post_law", "publications-desk.post_publication", "assessment-files.post_table_preview",
    "assessment-ahead.post_what_if",
}  # fmt: skip
# What whoever may read it is told cannot be worked out: this application has other rules than its assessment is by.
NOT_WORKED_OUT = {"assessment-ahead.get_clock_calendar", "assessment-ahead.get_paper"}
OF_IDS_AND_RULES = {  # tell ids, days and words of the rules, or what is the caller's own
    "activity.list_activity", "activity.list_case_activity", "activity.verify_activity",
    "assessment-evidence.list_icb_trusts", "assessments.list_assessments", "case-acts.list_assignments",
    "cases.get_me", "deadlines.list_case_deadlines", "deadlines.list_deadlines",
}  # fmt: skip
LETTER = "decision-documents.get_letter_document"  # shows how a party is reached


@dataclass(frozen=True)
class Operation:
    """An address and a method, with the act that its view names; None where it is for everybody."""

    method: str
    path: str
    endpoint: str
    act: str | None

    @property
    def in_a_case(self) -> bool:
        """Whether it is about one case, or one deadline of it."""
        return "<id>" in self.path

    @property
    def of_assessments(self) -> bool:
        """Whether it is about one assessment of a trust."""
        return "/assessments/<id>" in self.path


@dataclass(frozen=True)
class Office:
    """An application with one case of ours in it, in which something of everything is kept."""

    place: Place
    ids: Mapping[str, str]
    assessed: Mapping[str, str]
    sitting: Caller
    operations: tuple[Operation, ...] = field(repr=False)

    def noted(self) -> int:
        """How much the activity says."""
        with self.place.database.reading() as connection:
            return connection.scalar(select(func.count()).select_from(activity)) or 0

    def address(self, operation: Operation) -> str:
        """Where the operation is asked for of what is kept; of the rest, under the id of nothing."""
        said = operation.path.removeprefix("/api/v1")
        ids = {**self.ids, "id": self.ids["deadline_id" if said.startswith("/deadlines/") else "case_id"]}
        ids["decision_id"] = ids["issued_id" if any(part in said for part in OF_THE_ISSUED) else "decision_id"]
        ids["name"] = "dismissed_as_misconceived" if "/judgements/" in said else "notice_received_on"
        for part in said.split("<")[1:]:
            name = part.partition(">")[0]
            of = self.assessed if operation.of_assessments else ids
            said = said.replace(f"<{name}>", of.get(name, NOBODY))
        return f"{said}?name=training.csv" if self._takes_a_file(operation) else said

    def asks(self, operation: Operation, caller: Caller) -> TestResponse:
        """What somebody is answered who asks soundly, but to change what they read long ago."""
        address, method = self.address(operation), operation.method
        if self._takes_a_file(operation):
            return caller.open(method, address, STALE, data=CSV, content_type="application/octet-stream")
        return caller.open(method, address, STALE, json=self._body(operation))

    def _takes_a_file(self, operation: Operation) -> bool:
        return "application/octet-stream" in self._described(operation).get("requestBody", {}).get("content", {})

    def _described(self, operation: Operation) -> Mapping[str, Any]:
        paths = described(self.place.client.application)["paths"]
        path = re.sub("<(?:path:)?([a-z_]+)>", r"{\1}", operation.path)
        said: Mapping[str, Any] = paths[path][operation.method.lower()]
        return said

    def _body(self, operation: Operation) -> Any:
        """The least that can be sent there."""
        api, said = described(self.place.client.application), self._described(operation)
        if (name := said["operationId"]) in BODIES:
            return BODIES[name]
        return (
            _least(api, said["requestBody"]["content"]["application/json"]["schema"]) if "requestBody" in said else None
        )


def _least(api: Mapping[str, Any], schema: Mapping[str, Any]) -> Any:
    """The least value that a shape allows."""
    if "$ref" in schema:
        return _least(api, api["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    if schema.get("type") == "object":
        least = {"x": None} if schema.get("minProperties") else {}
        return least | {name: _least(api, schema["properties"][name]) for name in schema.get("required", ())}
    if "enum" in schema:
        return schema["enum"][0]
    texts = {"date": "2026-03-02"}
    return {"array": [], "boolean": False, "integer": 1, "string": texts.get(schema.get("format", ""), NOBODY)}[
        schema["type"]
    ]


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.proof)])
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    url = "" if request.param == "sqlite" else postgres.copied(request)
    made = place(tmp_path_factory.mktemp("office"), url)
    officer, sitting = made.caller("officer"), made.caller("committee_member")
    kept, assessed = _all_kept(made, officer, sitting), in_an_assessment(made, OURS, OURS)
    yield Office(made, kept, assessed, sitting, tuple(_operations(made)))
    made.close()


def _all_kept(made: Place, officer: Caller, sitting: Caller) -> Mapping[str, str]:
    """The ids of what is kept in a case of ours, on which a member of the Committee sits, and which was decided."""
    parties = [
        {"role": role, "name": role, "personal": False, "organisation": of, "contact": "1 Mill Lane"}
        for role, of in (("appellant", "FXX01"), ("commissioner", OURS))
    ]
    new = {**LARKMERE, "organisation": OURS, "rule_sets": ["pharmacy/appeal-procedure"], "parties": parties}
    id = officer.post("/cases", new).get_json()["id"]
    stamp = {"value": "2024-04-03", "source": "the date stamp"}
    judged = {"answer": False, "decided_by": {"officer": "A. Officer", "reasons": "It is arguable"}}
    seat = {"part": "committee_member", "person_id": sitting.person_id}
    for version, (what, body) in enumerate(
        (
            ("facts", {"facts": {"notice_received_on": stamp}}),
            ("judgements", {"judgements": {"dismissed_as_misconceived": judged}}),
            ("assignments", seat),
        ),
        start=1,
    ):
        assert officer.change("POST", f"/cases/{id}/{what}", body, version).status_code < 300
    item = officer.open(
        "POST", f"/cases/{id}/evidence?name=training.csv", {"If-Match": '"4"'}, data=CSV,
        content_type="application/octet-stream",
    )  # fmt: skip
    kept = officer.change("POST", f"/cases/{id}/determinations", {}, 5).get_json()["items"]
    due = officer.get(f"/cases/{id}/deadlines").get_json()["items"]
    case = Case(id, officer)
    assign(case, officer)
    reviewer = made.caller("reviewer")
    for state in ("admissible", "determined"):
        does(case, "POST", "/states", {"to": state, "on": str(TODAY)})
    return {
        **in_everything(made, case, reviewer, lambda field: field),
        "case_id": id,
        "deadline_id": due[0]["id"],
        "item_id": item.get_json()["id"],
        "determination_id": kept[0]["id"],
    }


def _operations(made: Place) -> Iterator[Operation]:
    app = made.client.application
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/v1/"):
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                yield Operation(method, rule.rule, rule.endpoint, getattr(app.view_functions[rule.endpoint], "act", ""))


def everybody(office: Office) -> Iterator[tuple[Caller, bool]]:
    """A caller of every role, of our organisation and of another, and who hold two; whether they sit on the case."""
    yield office.sitting, True
    yield office.place.caller(), False
    yield office.place.caller("publisher", "committee_member"), False
    for kind in people.ROLES.values():
        for organisation in ("",) if kind.of == "nobody" else (OURS, THEIRS):
            yield office.place.caller(kind.id, organisation=organisation), False


def expected(operation: Operation, actor: Actor, own: bool) -> int:
    """What the table of rights says that somebody is answered, who asks soundly for what is kept."""
    act = operation.act or ""
    organisations = {"", *(role.organisation for role in actor.roles)}
    if not any(people.may(actor, act, each, own=True) for each in organisations):
        return 403
    if operation.endpoint == BEGINNING and not people.may(actor, act, OURS):
        return 403
    seen = "case.read"
    if operation.of_assessments:
        seen, own = "assessment.read", people.Role("icb", OURS) in actor.roles
    if operation.in_a_case and not people.may(actor, seen, OURS, own=own):
        return 404
    if operation.in_a_case and not people.may(actor, act, OURS, own=own):
        return 404 if ACTS[act].kind == "read" else 403
    if ACTS[act].kind == "read":
        hidden = operation.endpoint == LETTER and not people.may(actor, "party.contact", OURS, own=own)
        if hidden and OURS not in organisations:
            return 403
        return 422 if operation.endpoint in NOT_WORKED_OUT else 200
    return 412 if operation.in_a_case and operation.endpoint not in OF_NO_VERSION else 422


def test_every_operation_names_its_act_or_is_one_of_the_few_for_everybody(office: Office) -> None:
    assert {each.endpoint for each in office.operations if each.act is None} == PUBLIC
    named = [each for each in office.operations if each.act is not None]
    assert not [each for each in named if each.act not in ACTS], "an operation names no act of people/rights.py"
    for each in named:
        assert (ACTS[each.act or ""].kind == "read") == (each.method == "GET"), each


@pytest.mark.parametrize(
    "part",
    [4, pytest.param(1, marks=pytest.mark.proof)],
    ids=["a quarter of the addresses for each person", "every address"],
)
def test_every_role_is_answered_at_every_address_as_the_one_table_says(office: Office, part: int) -> None:
    unnoted = set[str]()
    for number, (caller, sits) in enumerate(everybody(office)):
        with office.place.database.reading() as connection:
            actor = people.actor(connection, caller.person_id)
        assert actor is not None
        for each in office.operations[number % part :: part]:
            if each.act is not None:
                noted = office.noted()
                answered = office.asks(each, caller)
                wanted = expected(each, actor, sits)
                assert answered.status_code == wanted, (actor.roles, sits, each, answered.text)
                unnoted |= {each.endpoint} if answered.status_code == 200 and office.noted() == noted else set()
    assert unnoted - OF_IDS_AND_RULES == set(), "it was read, and that is not in the activity"


def test_what_may_not_be_seen_says_just_what_is_not_there_says(office: Office) -> None:
    stranger = office.place.caller("trust", organisation=THEIRS)
    nothing = problem(stranger.get(f"/cases/{NOBODY}"), 404)["detail"]
    asked = [each for each in office.operations if each.in_a_case and ACTS[each.act or ""].reach.get("trust")]
    assert {each.endpoint for each in asked} >= {"cases.get_case", "parties.list_parties", "evidence.post_evidence"}
    assert {problem(office.asks(each, stranger), 404)["detail"] for each in asked} == {nothing}


def test_without_a_token_nothing_is_answered_but_what_is_for_everybody(office: Office) -> None:
    client = office.place.client
    for each in office.operations:
        answered = client.open(f"/api/v1{office.address(each)}", method=each.method, headers=STALE)
        assert (as_described(client.application, answered).status_code == 401) == (each.act is not None), each


def test_a_token_for_other_acts_opens_no_address(office: Office) -> None:
    for scope in ("letter.read", "case.read"):
        narrow = office.place.caller("officer", scopes=(scope,))
        for each in office.operations:
            if each.act not in (None, scope):
                assert office.asks(each, narrow).status_code == 403, each


def test_an_operation_cannot_forget_to_say_who_may_use_it(office: Office) -> None:
    with pytest.raises(TypeError, match="act"):
        operation(Blueprint("forgetful", __name__), "GET", "/forgotten", None)  # type: ignore[call-arg]  # that it is left out is tried
    with (
        office.place.client.application.test_request_context("/api/v1/rule-sets"),
        pytest.raises(LookupError, match=r"rule-sets\.list_rule_sets names no act of people/rights\.py"),
    ):
        rights.act()
