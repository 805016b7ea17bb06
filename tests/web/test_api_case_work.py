"""Officers' programs work on a case: its parties, what they were told, whose it is, and what it goes with."""

from typing import Any

import pytest

from keeping import activity
from tests.web.asking import faults, problem
from tests.web.officers import Caller, Place
from tests.web.test_api_cases import LARKMERE

INTERESTED = {"role": "interested_party", "name": "Amaryllis Thornbeck", "personal": True}
TOLD = {"what": "How to make representations", "on": "2026-03-03", "how": "email"}
NOBODY = "0" * 32


def received(officer: Caller, **other: Any) -> str:
    """The address of a case that was received."""
    id = officer.post("/cases", {**LARKMERE, **other}).get_json()["id"]
    return f"/cases/{id}"


def reads(place: Place, case: str) -> list[tuple[str, str]]:
    """What the activity says of who read what in a case."""
    with place.database.reading() as connection:
        entries = activity.entries(connection, case.rpartition("/")[2])
    return [(each.act, each.about) for each in entries if each.act.endswith(".read")]


def test_from_its_receipt_to_its_admission(either: Place) -> None:
    officer = either.caller("officer")
    case = received(officer)
    lacking = {way["to"]: way["lacking"] for way in officer.get(f"{case}/states").get_json()["ways"]}
    assert [told.partition("yet: ")[2] for told in lacking["admissible"]] == [
        "no officer is assigned to it. Assign one",
        "these parties are not named: Commissioner. Add each",
    ]
    ours = {"part": "officer", "person_id": officer.person_id}
    assigned = officer.change("POST", f"{case}/assignments", ours, 1)
    assert (assigned.status_code, assigned.headers["ETag"]) == (201, '"2"')
    board = {"role": "commissioner", "name": "East Larkshire Integrated Care Board", "personal": False}
    added = officer.change("POST", f"{case}/parties", board, 2)
    assert (added.status_code, added.headers["ETag"], added.get_json()["left_at"]) == (201, '"3"', None)
    moved = officer.change("POST", f"{case}/states", {"to": "admissible", "on": "2026-03-03"}, 3)
    assert (moved.get_json()["state"], moved.headers["ETag"]) == ("admissible", '"4"')
    states = officer.get(f"{case}/states")
    assert states.headers["ETag"] == '"4"'
    assert [(each["before"], each["after"]) for each in states.get_json()["history"]] == [
        ("", "received"),
        ("received", "admissible"),
    ]
    assert officer.get(case).get_json()["officer_id"] == officer.person_id


def test_a_party_is_added_mended_and_leaves_and_stays_in_the_record(officer: Caller) -> None:
    case = received(officer)
    party = officer.change("POST", f"{case}/parties", INTERESTED, 1).get_json()
    mended = {**INTERESTED, "name": "Amaryllis Thornbeck-Lowe", "contact": "by post only"}
    put = officer.change("PUT", f"{case}/parties/{party['id']}", mended, 2)
    assert (put.get_json()["name"], put.headers["ETag"]) == ("Amaryllis Thornbeck-Lowe", '"3"')
    left = officer.change("POST", f"{case}/parties/{party['id']}/departure", None, 3)
    assert (left.get_json()["left_at"] is not None, left.headers["ETag"]) == (True, '"4"')
    again = officer.change("POST", f"{case}/parties/{party['id']}/departure", None, 4)
    assert "left this case already" in problem(again, 422)["detail"]
    listed = officer.get(f"{case}/parties")
    assert [each["role"] for each in listed.get_json()["items"]] == ["appellant", "interested_party"]
    assert listed.headers["ETag"] == '"4"'


def test_how_a_party_is_reached_is_told_to_those_inside_and_not_to_an_organisation_or_a_publisher(
    office: Place, officer: Caller
) -> None:
    case = received(
        officer, organisation="RX1", parties=[{**INTERESTED, "role": "appellant", "contact": "1 Mill Lane"}]
    )
    for role in ("officer", "reviewer", "auditor"):
        assert contacts(office.caller(role), case) == ["1 Mill Lane"]
    for role, of in (("trust", "RX1"), ("icb", "RX1"), ("publisher", "")):
        assert contacts(office.caller(role, organisation=of), case) == [""]
    member = office.caller("committee_member")
    officer.change("POST", f"{case}/assignments", {"part": "committee_member", "person_id": member.person_id}, 1)
    assert contacts(member, case) == ["1 Mill Lane"]


def test_a_program_that_is_not_told_how_a_party_is_reached_does_not_wipe_that_away(office: Place) -> None:
    officer = office.caller("officer")
    case = received(officer, parties=[{**INTERESTED, "role": "appellant", "contact": "1 Mill Lane"}])
    blind = office.caller("officer", scopes=("case.read", "party.change"))
    (party,) = blind.get(f"{case}/parties").get_json()["items"]
    said = {key: party[key] for key in ("role", "personal", "organisation", "contact")}
    put = blind.change("PUT", f"{case}/parties/{party['id']}", {**said, "name": "A. Thornbeck"}, 1)
    assert (put.status_code, put.get_json()["contact"]) == (200, "")
    assert contacts(officer, case) == ["1 Mill Lane"]
    blind.change("PUT", f"{case}/parties/{party['id']}", {**said, "name": "A. Thornbeck", "contact": "By post"}, 2)
    assert contacts(officer, case) == ["By post"]
    assert blind.change("POST", f"{case}/parties/{party['id']}/departure", None, 3).get_json()["contact"] == ""


def contacts(caller: Caller, case: str) -> list[str]:
    """How each party is reached, as somebody is told."""
    return [each["contact"] for each in caller.get(f"{case}/parties").get_json()["items"]]


def test_what_a_party_was_told_is_kept_and_can_be_taken_back(officer: Caller) -> None:
    case = received(officer)
    appellant = officer.get(f"{case}/parties").get_json()["items"][0]["id"]
    told = officer.change("POST", f"{case}/notices", {**TOLD, "party_id": appellant}, 1)
    assert (told.status_code, told.headers["ETag"], told.get_json()["by"]) == (201, '"2"', officer.person_id)
    address = f"{case}/notices/{told.get_json()['id']}/withdrawal"
    assert faults(officer.change("POST", address, {"why": " "}, 2)) == {"/why": "this is empty: say it in words"}
    back = officer.change("POST", address, {"why": "It was another case's"}, 2).get_json()
    assert back["taken_back_why"] == "It was another case's"
    assert [each["what"] for each in officer.get(f"{case}/notices").get_json()["items"]] == [TOLD["what"]]


def test_what_was_read_of_a_case_is_kept_and_not_who_only_saw_ids(office: Place) -> None:
    officer = office.caller("officer")
    case = received(officer)
    for what in ("parties", "notices", "states", "assignments", "links", "record"):
        assert officer.get(f"{case}/{what}").status_code == 200
    assert officer.get(case).status_code == 200
    assert reads(office, case) == [
        ("case.read", '{"name":"parties"}'),
        ("case.read", '{"name":"notices"}'),
        ("case.read", '{"name":"states"}'),
        ("case.read", '{"name":"links"}'),
        ("case.read", '{"name":"record"}'),
        ("case.read", "{}"),
    ]


def test_a_member_sits_on_a_case_reads_it_and_sits_on_it_no_longer(office: Place, officer: Caller) -> None:
    case, member = received(officer), office.caller("committee_member")
    assert problem(member.get(f"{case}/parties"), 404)
    seated = {"part": "committee_member", "person_id": member.person_id}
    assert officer.change("POST", f"{case}/assignments", seated, 1).get_json()["part"] == "committee_member"
    assert member.get(f"{case}/parties").status_code == 200
    ended = officer.change("POST", f"{case}/assignments/{member.person_id}/end", None, 2)
    assert (ended.get_json()["items"][0]["ends_at"] is not None, ended.headers["ETag"]) == (True, '"3"')
    assert problem(member.get(f"{case}/parties"), 404)
    assert problem(officer.change("POST", f"{case}/assignments/{member.person_id}/end", None, 3), 404)
    assert len(officer.get(f"{case}/assignments").get_json()["items"]) == 1


def test_cases_that_go_together_name_each_other_until_they_part(officer: Caller) -> None:
    one, other = received(officer), received(officer, title="Wrenlow")
    linked = officer.change("POST", f"{one}/links", {"other": other.rpartition("/")[2], "how": "linked"}, 1)
    assert (linked.get_json()["other"]["title"], linked.headers["ETag"]) == ("Wrenlow", '"2"')
    back = officer.get(f"{other}/links")
    assert (back.get_json()["items"][0]["other"]["title"], back.headers["ETag"]) == ("Larkmere", '"2"')
    parted = officer.change("POST", f"{one}/links/{other.rpartition('/')[2]}/end", None, 2)
    assert (parted.get_json(), parted.headers["ETag"]) == ({"items": []}, '"3"')


def test_a_case_is_called_otherwise_and_put_to_other_rule_sets(officer: Caller) -> None:
    case = received(officer)
    titled = officer.change("PUT", f"{case}/title", {"title": "Larkmere North"}, 1)
    assert (titled.get_json()["title"], titled.headers["ETag"]) == ("Larkmere North", '"2"')
    put = officer.change("PUT", f"{case}/rule-sets", {"rule_sets": ["pharmacy/appeal-procedure"]}, 2)
    assert (put.get_json()["rule_sets"], put.headers["ETag"]) == (["pharmacy/appeal-procedure"], '"3"')
    unknown = officer.change("PUT", f"{case}/rule-sets", {"rule_sets": ["pharmacy/market-entree"]}, 3)
    assert "pharmacy/market-entry" in faults(unknown, 404)["/rule_sets/0"]


def test_a_record_is_not_closed_while_somebody_has_still_to_find_something(officer: Caller) -> None:
    case = received(officer)
    refused = officer.change("POST", f"{case}/record", {"closed": True, "why": "All has come in"}, 1)
    assert "the record cannot be closed" in problem(refused, 409)["errors"][0]["detail"]
    assert officer.get(f"{case}/record").get_json() == {"items": []}


@pytest.mark.parametrize(
    ("method", "address", "body", "place", "told"),
    [
        ("POST", "/parties", {**INTERESTED, "role": "witness"}, "/role", "has no 'witness'"),
        ("POST", "/parties", {**INTERESTED, "name": "a\0b"}, "/name", "a character that nobody sees"),
        ("POST", "/parties", {**INTERESTED, "personal": "yes"}, "/personal", "true or false"),
        ("POST", "/parties", {**INTERESTED, "left_at": None}, "/left_at", "this is not a key here"),
        ("POST", "/notices", {**TOLD, "party_id": NOBODY}, "/party_id", "has no such party"),
        ("POST", "/notices", {**TOLD, "party_id": NOBODY, "on": "2999-01-01"}, "/on", "dates run from 1900-01-01"),
        ("POST", "/assignments", {"part": "clerk", "person_id": NOBODY}, "/part", "one of: officer, committee_member"),
        ("POST", "/assignments", {"part": "officer", "person_id": "\0"}, "/person_id", "this is an id, of 32 digits"),
        ("POST", "/assignments", {"part": "officer", "person_id": NOBODY}, "/person_id", "a case is an officer's"),
        ("POST", "/links", {"other": "APP/2026/0001", "how": "linked"}, "/other", "this is an id, of 32 digits"),
        ("PUT", "/title", {"title": ""}, "/title", "this is empty"),
        ("PUT", "/title", {}, "/title", "this is missing"),
        ("PUT", "/rule-sets", {"rule_sets": "all"}, "/rule_sets", "list"),
        ("PUT", "/rule-sets", {"rule_sets": []}, "/rule_sets", "a case is put to 1 to 20 rule sets"),
        ("POST", "/record", {"closed": 1, "why": "x"}, "/closed", "true or false"),
        ("POST", "/record", {"closed": False, "why": "x"}, "", "is open"),
        ("POST", "/states", {"to": "opened", "on": "2026-03-03"}, "/to", "there is no state 'opened'"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_place(
    officer: Caller, method: str, address: str, body: Any, place: str, told: str
) -> None:
    case = received(officer)
    found = faults(officer.change(method, f"{case}{address}", body, 1))
    assert told in found[place], found
    assert officer.get(case).headers["ETag"] == '"1"'


@pytest.mark.parametrize(
    "address",
    [
        f"/parties/{NOBODY}/departure",
        "/parties/%00/departure",
        f"/assignments/{NOBODY}/end",
        f"/links/{NOBODY}/end",
        "/links/%00/end",
    ],
)
def test_what_is_not_there_says_just_what_an_unseen_case_says(officer: Caller, address: str) -> None:
    case, told = received(officer), problem(officer.get(f"/cases/{NOBODY}/parties"), 404)["detail"]
    assert problem(officer.change("POST", f"{case}{address}", None, 1), 404)["detail"] == told


def test_a_change_under_one_key_is_made_once_and_one_of_an_old_version_never(officer: Caller) -> None:
    case = received(officer)
    first, again = (
        officer.change("POST", f"{case}/parties", INTERESTED, 1, {"Idempotency-Key": f"key-{case[-8:]}"})
        for _ in range(2)
    )
    assert (first.get_json(), first.headers["ETag"]) == (again.get_json(), again.headers["ETag"])
    assert len(officer.get(f"{case}/parties").get_json()["items"]) == 2
    stale = officer.change("PUT", f"{case}/title", {"title": "Otherwise"}, 1)
    assert "changed by somebody else since you read it" in problem(stale, 412)["detail"]
    unsaid = officer.open("PUT", f"{case}/title", json={"title": "Otherwise"})
    assert "If-Match with the ETag" in problem(unsaid, 428)["detail"]


def test_nothing_is_sent_that_nothing_would_read(officer: Caller) -> None:
    case = received(officer)
    assert (
        "'order' and any other parameter is read by nothing"
        in problem(officer.get(f"{case}/parties?order=x"), 400)["detail"]
    )
    party = officer.get(f"{case}/parties").get_json()["items"][0]["id"]
    body = officer.change("POST", f"{case}/parties/{party}/departure", {"why": "It withdrew"}, 1)
    assert "Nothing of a body is read here" in problem(body, 422)["detail"]
