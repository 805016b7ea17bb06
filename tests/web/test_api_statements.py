"""Officers' programs state facts and judgements of a case with their source, and read what stands and what stood."""

import json
from typing import Any

import pytest

from engine import read_facts
from keeping import activity
from tests.casework.office import appeal
from tests.ours import our_rule_sets
from tests.web.asking import faults, problem
from tests.web.officers import Caller, Place
from tests.web.test_api_cases import LARKMERE

STAMP = {"value": "2024-04-03", "source": "the date stamp"}
ARGUABLE = {"officer": "A. Officer", "reasons": "It is arguable"}
COMMITTEE: dict[str, Any] = {
    "reasons": "It is arguable",
    "committee": {
        "name": "The Appeals Committee",
        "members": [
            {"name": "A. Chair"},
            {"name": "B. Member", "dissent": "It cannot be argued"},
            {"name": "C. Member"},
        ],
        "quorum": 3,
    },
}
FEW = {**COMMITTEE, "committee": {**COMMITTEE["committee"], "quorum": 4}}
MISCONCEIVED = {"answer": False, "decided_by": ARGUABLE}
FERNMERE = {
    "kind": "maternity_scheme",
    "title": "Fernmere",
    "received_on": "2026-03-02",
    "rule_sets": ["maternity-incentive-scheme/year-7"],
}
NOBODY = "0" * 32


def received(officer: Caller, new: Any = LARKMERE) -> str:
    """The address of a case that was received."""
    return f"/cases/{officer.post('/cases', new).get_json()['id']}"


def facts(officer: Caller, case: str, version: int, **said: Any) -> Any:
    """What comes of stating facts."""
    return officer.change("POST", f"{case}/facts", {"facts": said}, version)


def judgements(officer: Caller, case: str, version: int, **said: Any) -> Any:
    """What comes of recording judgements."""
    return officer.change("POST", f"{case}/judgements", {"judgements": said}, version)


def test_a_whole_appeal_is_stated_its_record_closed_and_opened_again(either: Place) -> None:
    officer, told = either.caller("officer"), appeal("invented", "larkmere-grant")
    case = received(officer)
    stated = officer.change("POST", f"{case}/facts", {"facts": told["facts"]}, 1)
    assert (stated.status_code, stated.headers["ETag"]) == (200, '"2"')
    decided = {
        name: {"answer": said["answer"], "decided_by": {"officer": said["by"], "reasons": said["reasons"]}}
        for name, said in told["judgements"].items()
    }
    assert officer.change("POST", f"{case}/judgements", {"judgements": decided}, 2).headers["ETag"] == '"3"'
    stands = officer.get(f"{case}/facts")
    assert (stands.headers["ETag"], len(stands.get_json()["items"])) == ('"3"', len(told["facts"]))
    closed = officer.change("POST", f"{case}/record", {"closed": True, "why": "All have been heard"}, 3)
    assert (closed.get_json()["record_closed"], closed.headers["ETag"]) == (True, '"4"')
    late = facts(officer, case, 4, notice_received_on=STAMP)
    assert "the record of APP/2026/0001 is closed" in problem(late, 422)["detail"]
    opened = officer.change("POST", f"{case}/record", {"closed": False, "why": "A letter came"}, 4)
    assert (opened.get_json()["record_closed"], opened.headers["ETag"]) == (False, '"5"')
    changes = officer.get(f"{case}/record").get_json()["items"]
    assert [(each["closed"], each["why"]) for each in changes] == [
        (True, "All have been heard"),
        (False, "A letter came"),
    ]


def test_what_stands_says_where_it_is_from_who_stated_it_and_when(officer: Caller) -> None:
    case = received(officer)
    answered = facts(officer, case, 1, notice_received_on=STAMP, application_class="routine")
    assert faults(answered) == {
        "/facts/application_class/source": "where is this from? Give the source, or an item of evidence"
    }
    facts(officer, case, 1, notice_received_on=STAMP, appellant_notified_on={"state": "disputed"})
    (stamp, disputed) = officer.get(f"{case}/facts").get_json()["items"]
    assert stamp.pop("at").startswith("20")
    assert len(stamp.pop("id")) == 32
    assert stamp == {
        "place": 1, "name": "notice_received_on", "said": {"value": "2024-04-03"}, "source": "the date stamp",
        "decided_by": None, "correction": "", "replaces": "", "evidence": [], "by": officer.person_id,
        "told_id": "", "stale": False, "no_longer_complete": None,
    }  # fmt: skip
    assert disputed["said"] == {"state": "disputed"}
    assert officer.get(f"{case}/judgements").get_json() == {"items": []}


def test_what_stands_can_be_sent_to_the_engine_as_it_is(officer: Caller) -> None:
    case, told = received(officer), appeal("invented", "larkmere-grant")["facts"]
    facts(officer, case, 1, **told)
    stands = {each["name"]: each["said"] for each in officer.get(f"{case}/facts").get_json()["items"]}
    rule_set = our_rule_sets()["pharmacy/market-entry"]
    mine = [name for name in stands if name in rule_set.facts]
    read, sent = (read_facts(rule_set, {"facts": {name: said[name] for name in mine}}) for said in (stands, told))
    assert [read[name].known for name in mine] == [sent[name].known for name in mine]


def test_a_judgement_names_an_officer_or_a_committee_with_its_dissent(officer: Caller) -> None:
    case = received(officer)
    made = judgements(officer, case, 1, dismissed_as_misconceived={"answer": False, "decided_by": COMMITTEE})
    (judged,) = made.get_json()["items"]
    assert judged["said"] == {"answer": False}
    members = judged["decided_by"]["committee"]["members"]
    assert members[1] == {
        "name": "B. Member", "interest": "", "withdrew": False, "dissent": "It cannot be argued", "no_interest": False,
    }  # fmt: skip
    assert officer.get(f"{case}/judgements").get_json()["items"] == [judged]


def test_a_correction_says_why_and_the_history_keeps_what_stood(officer: Caller) -> None:
    case = received(officer)
    facts(officer, case, 1, notice_received_on=STAMP)
    unsaid = facts(officer, case, 2, notice_received_on={**STAMP, "value": "2024-04-04"})
    assert faults(unsaid)["/facts/notice_received_on/correction"].startswith("this replaces what was stated before.")
    facts(officer, case, 2, notice_received_on={**STAMP, "value": "2024-04-04", "correction": "It was misread"})
    unsaid = facts(officer, case, 3, notice_received_on=None)
    assert faults(unsaid)["/facts/notice_received_on/correction"].startswith("this replaces what was stated before.")
    back = facts(officer, case, 3, notice_received_on={"value": None, "correction": "It is another case's"})
    assert (back.get_json()["items"][0]["said"], back.headers["ETag"]) == (None, '"4"')
    assert officer.get(f"{case}/facts").get_json() == {"items": []}
    history = officer.get(f"{case}/facts/notice_received_on/history").get_json()["items"]
    assert [(each["said"], each["correction"]) for each in history] == [
        ({"value": "2024-04-03"}, ""),
        ({"value": "2024-04-04"}, "It was misread"),
        (None, "It is another case's"),
    ]
    assert history[1]["replaces"] == history[0]["id"]


def test_a_judgement_is_taken_back_with_reasons(officer: Caller) -> None:
    case = received(officer)
    judgements(officer, case, 1, dismissed_as_misconceived=MISCONCEIVED)
    back = {"answer": None, "correction": "It was the appellant's to say"}
    assert judgements(officer, case, 2, dismissed_as_misconceived=back).status_code == 200
    assert officer.get(f"{case}/judgements").get_json() == {"items": []}
    history = officer.get(f"{case}/judgements/dismissed_as_misconceived/history")
    assert len(history.get_json()["items"]) == 2


def test_every_fault_is_told_at_its_place_in_what_was_sent_and_nothing_is_stored(officer: Caller) -> None:
    case = received(officer)
    found = faults(
        facts(
            officer, case, 1,
            notice_received_on={**STAMP, "evidence": [NOBODY]},
            notice_recieved_on=STAMP,
            application_class={"value": "routin", "source": "the form"},
            decision_appealed={"one_of": [], "source": "the form"},
            who_appeals={"value": None},
            is_consolidation={"value": False, "source": "x", "decided_by": ARGUABLE},
            dismissed_as_misconceived={"value": True, "source": "x"},
        )
    )  # fmt: skip
    assert found["/facts/notice_received_on/evidence"].startswith("the case has no such evidence item")
    assert found["/facts/notice_recieved_on"].startswith("no rule set of this case has such a fact. Did you mean")
    assert found["/facts/application_class/value"].startswith("'routin' is not an option")
    assert found["/facts/decision_appealed/one_of"].startswith("one_of is a list")
    assert found["/facts/who_appeals"] == "nothing stands here that could be taken back"
    assert found["/facts/is_consolidation/decided_by"].startswith("a fact is stated by its source")
    assert found["/facts/dismissed_as_misconceived"].startswith("this is a judgement; put it under judgements")
    assert officer.get(f"{case}/facts").headers["ETag"] == '"1"'


def test_the_faults_of_a_judgement_are_at_their_place_too(officer: Caller) -> None:
    case = received(officer)
    for said, place_in, told in (
        ({"answer": False}, "/decided_by", "who decided this, and why?"),
        ({"answer": 1, "decided_by": ARGUABLE}, "/answer", "this is yes or no"),
        ({"answer": False, "by": "A. Officer"}, "", "who decided and why stands in decided_by"),
        (
            {"answer": False, "decided_by": {**ARGUABLE, "reasons": "…"}},
            "/decided_by/reasons",
            "why was it decided so?",
        ),
        ({"answer": False, "decided_by": {**COMMITTEE, "officer": "A. Officer"}}, "/decided_by", "who decided this?"),
        ({"answer": False, "decided_by": FEW}, "/decided_by/committee/members", "3 took part and the quorum is 4"),
    ):
        found = faults(judgements(officer, case, 1, dismissed_as_misconceived=said))
        assert found[f"/judgements/dismissed_as_misconceived{place_in}"].startswith(told), found


@pytest.mark.parametrize(
    ("body", "place_in", "told"),
    [
        ({}, "/facts", "this is missing"),
        ({"facts": {}}, "/facts", "this holds 1 to 1000 names"),
        ({"facts": {f"x{n}": 1 for n in range(1001)}}, "/facts", "this holds 1 to 1000 names"),
        ({"facts": []}, "/facts", "this is an object"),
        ({"facts": None}, "/facts", "this is an object, not null"),
        ({"facts": {"a": {"value": 1, "evidence": "x"}}}, "/facts/a/evidence", "Not a valid list"),
        ({"facts": {"a": {"value": 1, "evidence": [1]}}}, "/facts/a/evidence/0", "this is text"),
        ({"facts": {"a": {"value": 1, "correction": 1}}}, "/facts/a/correction", "this is text"),
        ({"facts": {"a": {"value": [], "source": None}}}, "/facts/a/source", "this is text, not null"),
        ({"facts": {"a~/b": {"value": 1, "decided_by": {}}}}, "/facts/a~0~1b/decided_by/reasons", "this is missing"),
        ({"facts": {"a": 1}, "by": NOBODY}, "/by", "this is not a key here"),
    ],
)
def test_what_is_no_statement_is_refused_at_its_place(officer: Caller, body: Any, place_in: str, told: str) -> None:
    found = faults(officer.change("POST", f"{received(officer)}/facts", body, 1))
    assert found[place_in].startswith(told), found


def test_a_list_may_stand_under_value_with_its_source_beside_it(officer: Caller) -> None:
    case, cell = received(officer, FERNMERE), {"group": "midwives", "course": "emergencies_training", "is": 10}
    wrong = {**cell, "is": "ten"}
    bare = facts(officer, case, 1, in_scope=[{**wrong, "source": "the staff list"}])
    assert set(faults(bare)) == {"/facts/in_scope/0/is"}
    under = facts(officer, case, 1, in_scope={"value": [cell, wrong], "source": "the staff list"})
    assert "/facts/in_scope/value/1" in {place.removesuffix("/is") for place in faults(under)}
    table = {"rows": [], "complete": True, "by": "A. Lead", "source": "the workbook"}
    made = facts(officer, case, 1, in_scope={"value": [cell], "source": "the staff list"}, training=table)
    stands = {each["name"]: each for each in made.get_json()["items"]}
    assert (stands["in_scope"]["said"], stands["in_scope"]["source"]) == ([cell], "the staff list")
    assert stands["training"]["said"] == {"rows": [], "complete": True, "by": "A. Lead"}


def test_numbers_come_back_as_they_were_sent_or_are_refused(officer: Caller) -> None:
    case = received(officer, FERNMERE)
    cell = {"group": "midwives", "course": "emergencies_training", "is": 10, "source": "the staff list"}
    body = json.dumps({"facts": {"in_scope": [cell]}}).replace("10", "10.0000000000000000000000001")
    sent = officer.open(
        "POST", f"{case}/facts", data=body, content_type="application/json", headers={"If-Match": '"1"'}
    )
    assert "more digits than can be kept exactly" in problem(sent, 422)["errors"][-1]["detail"]


def test_every_reading_of_facts_and_judgements_is_kept_with_its_name_and_no_value(
    office: Place, officer: Caller
) -> None:
    case = received(officer)
    facts(officer, case, 1, notice_received_on=STAMP)
    for what in ("facts", "judgements", "facts/notice_received_on/history"):
        assert officer.get(f"{case}/{what}").status_code == 200
    for what in (
        "facts/nothing_of_the_kind/history",
        "facts/NOT-A-NAME/history",
        "judgements/notice_received_on/history",
    ):
        assert problem(officer.get(f"{case}/{what}"), 404)
    with office.database.reading() as connection:
        entries = activity.entries(connection, case.rpartition("/")[2])
    assert [(each.act, each.about) for each in entries if each.act.endswith(".read")] == [
        ("fact.read", '{"name":"facts"}'),
        ("judgement.read", '{"name":"judgements"}'),
        ("fact.read", '{"name":"notice_received_on"}'),
    ]


def test_who_sees_a_case_sees_its_facts_only_where_the_table_says_so(office: Place, officer: Caller) -> None:
    case = received(officer, {**LARKMERE, "organisation": "QEL"})
    board = office.caller("icb", organisation="QEL")
    assert board.get(f"{case}/parties").status_code == 200
    assert problem(board.get(f"{case}/facts"), 403)
    narrow = office.caller("officer", scopes=("case.read", "judgement.read"))
    assert narrow.get(f"{case}/judgements").status_code == 200
    assert problem(narrow.get(f"{case}/facts/notice_received_on/history"), 403)
    member = office.caller("committee_member")
    assert problem(member.get(f"{case}/facts"), 404)


def test_the_same_statements_under_one_key_are_stored_once(officer: Caller) -> None:
    case = received(officer)
    body, key = {"facts": {"notice_received_on": STAMP}}, {"Idempotency-Key": f"facts-{case[-8:]}"}
    first, again = (officer.change("POST", f"{case}/facts", body, 1, key) for _ in range(2))
    assert (first.get_data(), first.headers["ETag"]) == (again.get_data(), again.headers["ETag"])
    assert problem(officer.change("POST", f"{case}/facts", body, 1), 412)
