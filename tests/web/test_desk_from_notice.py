"""A day is taken from a notice: it starts what is due, and when the notice is taken back, what rests on it says so."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests import postgres
from tests.web.asking import faults, problem
from tests.web.desks import Desk, desk
from tests.web.kept import NEW, Case, built
from tests.web.officers import Caller, Place
from tests.web.paging import read

NOTIFIED, LAST_DAY = "2024-04-20", "2024-05-20"  # 30 days; and the case was received on 2 May
PARTIES = [
    {"role": "appellant", "name": "J. Wren", "personal": True},
    {"role": "commissioner", "name": "East Larkshire ICB", "personal": False},
]
SOURCE = "Notice to the appellant on 20 April 2024, by post: Its decision, given by the commissioner"
NOBODY = "0" * 32


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.proof)])
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    url = "" if request.param == "sqlite" else postgres.copied(request)
    made = built(tmp_path_factory.mktemp("office"), url)
    yield made
    made.close()


@pytest.fixture(scope="module")
def olive(office: Place) -> Desk:
    return desk(office, "officer", name="Olive Officer")


def received(officer: Caller) -> Case:
    answered = officer.post("/cases", {**NEW, "parties": PARTIES})
    assert answered.status_code == 201, answered.text
    return Case(answered.get_json()["id"], officer)


def notice(case: Case, on: str = NOTIFIED, **more: Any) -> dict[str, Any]:
    """A notice of the commissioner's to the appellant, which is recorded."""
    listed = case.officer.get(f"{case.address}/parties").get_json()["items"]
    ids = {each["role"]: each["id"] for each in listed}
    said = {"party_id": ids["appellant"], "what": "Its decision", "on": on, "how": "post"}
    said |= {"given_by": ids["commissioner"], **more}
    answered = case.officer.change("POST", f"{case.address}/notices", said, case.version)
    assert answered.status_code == 201, answered.text
    made: dict[str, Any] = answered.get_json()
    return made


def states(case: Case, **facts: Any) -> Any:
    """What is answered where these facts are stated."""
    return case.officer.change("POST", f"{case.address}/facts", {"facts": facts}, case.version)


def withdraws(case: Case, told: dict[str, Any]) -> None:
    at = f"{case.address}/notices/{told['id']}/withdrawal"
    assert case.officer.change("POST", at, {"why": "The letter came back"}, case.version).status_code == 200


def stands(case: Case) -> dict[str, Any]:
    (fact,) = case.officer.get(f"{case.address}/facts").get_json()["items"]
    return {name: fact[name] for name in ("said", "source", "told_id", "stale")}


def due(case: Case) -> tuple[str, bool]:
    found = case.deadlines()["last_day_to_appeal"]
    return found["due_on"], found["stale"]


def test_a_day_from_a_notice_starts_what_is_due_and_is_stale_when_that_is_taken_back(office: Place) -> None:
    case = received(office.caller("officer"))
    told = notice(case)
    assert states(case, notified_on={"told_id": told["id"]}).status_code == 200
    assert stands(case) == {"said": {"value": NOTIFIED}, "source": SOURCE, "told_id": told["id"], "stale": False}
    assert case.determine().status_code == 201
    assert due(case) == (LAST_DAY, False)
    withdraws(case, told)
    assert stands(case)["stale"]
    assert due(case) == (LAST_DAY, True)
    (kept,) = case.officer.get(f"{case.address}/determinations").get_json()["items"]
    assert kept["stale"]
    refused = problem(case.determine(), 422)
    assert "notified_on is the day of a notice that was taken back since. State it again" in refused["detail"]
    again = notice(case)
    assert states(case, notified_on={"told_id": again["id"]}).status_code == 200, "the same day, of another notice"
    assert stands(case) == {"said": {"value": NOTIFIED}, "source": SOURCE, "told_id": again["id"], "stale": False}
    assert case.determine().status_code == 201
    assert due(case) == (LAST_DAY, False)
    history = case.officer.get(f"{case.address}/facts/notified_on/history").get_json()["items"]
    assert [(each["told_id"], each["stale"]) for each in history] == [(told["id"], True), (again["id"], False)]


def test_another_notice_that_is_taken_back_makes_nothing_stale(office: Place) -> None:
    case = received(office.caller("officer"))
    told, other = notice(case), notice(case, "2024-04-21")
    states(case, notified_on={"told_id": told["id"]})
    case.determine()
    withdraws(case, other)
    assert due(case) == (LAST_DAY, False)
    states(case, notified_on={"value": NOTIFIED, "source": "the postmark", "correction": "It is clearer"})
    case.determine()
    withdraws(case, told)
    assert due(case) == (LAST_DAY, False), "it rests on the postmark now"


def test_what_is_no_day_of_a_notice_is_refused_at_its_place(office: Place) -> None:
    case = received(office.caller("officer"))
    told, gone = notice(case), notice(case, "2024-04-22")
    withdraws(case, gone)
    for name, said, place, words in (
        ("notified_on", {"told_id": NOBODY}, "told_id", "the case has no such notice"),
        ("notified_on", {"told_id": "x' OR '1'='1"}, "told_id", "the case has no such notice"),
        ("notified_on", {"told_id": gone["id"]}, "told_id", "this notice was taken back"),
        ("notified_on", {"told_id": told["id"], "value": NOTIFIED}, "told_id", "leave out the value and the source"),
        ("notified_on", {"told_id": told["id"], "source": "it"}, "told_id", "leave out the value and the source"),
        ("deferred", {"told_id": told["id"]}, "told_id", "only a fact that is a date"),
        ("notified_on", {"told_id": 1}, "told_id", "this is text"),
    ):
        found = faults(states(case, **{name: said}), 422)
        assert words in found[f"/facts/{name}/{place}"], (said, found)
    assert case.officer.get(f"{case.address}/facts").get_json()["items"] == []


def test_at_the_desk_a_notice_is_chosen_for_a_day_and_its_being_taken_back_is_told(office: Place, olive: Desk) -> None:
    case = received(office.caller("officer"))
    told, other = notice(case), notice(case, "2024-04-22")
    at = f"/cases/{case.id}/interview/notified_on"
    page = olive.opens(at)
    assert SOURCE in page.text
    assert f"{at}/notice" not in olive.opens(f"/cases/{case.id}/interview/deferred").source
    wrong = read(olive.sends(page, f"{at}/notice"), 422)
    assert "Choose the notice of which it is the day" in wrong.text
    assert "#notice.told_id" in wrong.links
    done = olive.does(at, f"{at}/notice", {"notice.told_id": told["id"]})
    assert "Your answer is kept." in done.text
    wrong = read(olive.sends(olive.opens(at), f"{at}/notice", {"notice.told_id": other["id"]}), 422)
    assert "#notice.correction" in wrong.links
    assert case.determine().status_code == 201
    withdraws(case, told)
    mark = "This notice was taken back since: say the day again, or take it back."
    for address in (at, f"/cases/{case.id}/facts", f"/cases/{case.id}/facts/notified_on/history"):
        assert mark in olive.opens(address).text
    assert "determine again" in olive.opens(f"/cases/{case.id}/timetable").text
    assert SOURCE not in olive.opens(at).source.partition("notice.told_id")[2]


def test_who_gave_a_notice_is_chosen_at_the_desk(office: Place, olive: Desk) -> None:
    case = received(office.caller("officer"))
    listed = case.officer.get(f"{case.address}/parties").get_json()["items"]
    appellant, board = (each["id"] for each in listed)
    at, notices = f"/cases/{case.id}/parties", f"/cases/{case.id}/notices"
    typed = {"notice.party_id": appellant, "notice.what": "Its decision", "notice.how": "post"}
    typed |= {"notice.on.day": "20", "notice.on.month": "4", "notice.on.year": "2024"}
    ours = read(olive.sends(olive.opens(at), notices, typed), 422)
    assert "when the case was received (if another party gave the notice, say which)" in ours.text
    page = olive.does(at, notices, {**typed, "notice.given_by": board})
    assert "Its decision, given by the commissioner" in page.text
    own = read(olive.sends(olive.opens(at), notices, {**typed, "notice.given_by": appellant}), 422)
    assert "Nobody gives notice to themselves" in own.text
