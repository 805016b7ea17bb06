"""Who did what is read a page at a time, and the first entry that was altered is found."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.web.asking import problem
from tests.web.kept import LAW, Case, acts, built, on_either, received, without_triggers
from tests.web.officers import Place


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    made = built(tmp_path_factory.mktemp("office"))
    yield made
    made.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    yield from on_either(request, tmp_path)


@pytest.fixture
def case(office: Place) -> Case:
    return received(office.caller("officer"))


def test_who_did_what_in_a_case_is_read_a_page_at_a_time(either: Place) -> None:
    case = received(either.caller("officer"))
    case.determine()
    auditor = either.caller("auditor")
    whole = auditor.get(f"{case.address}/activity").get_json()["items"]
    assert [each["act"] for each in whole] == acts(either, case)
    assert {each["case_id"] for each in whole} == {case.id}
    made = next(each for each in whole if each["act"] == "determination.made")
    assert (made["actor"], made["about"]["rule_set"]) == (case.officer.person_id, "pharmacy/appeal")
    pages, address = [], f"{case.address}/activity?size=2"
    while address:
        page = auditor.get(address)
        pages.append(page.get_json()["items"])
        address = page.headers.get("Link", "").removeprefix("</api/v1").partition(">")[0]
    assert [len(page) for page in pages[:-1]] == [2] * (len(pages) - 1)
    assert [each for page in pages for each in page] == whole
    everything = auditor.get("/activity?size=1000").get_json()["items"]
    assert [each for each in everything if each["case_id"] == case.id] == whole
    assert auditor.get(f"/activity?after={everything[-1]['place']}").get_json() == {"items": []}


def test_the_activity_of_all_is_for_auditors_and_of_a_case_for_those_who_see_it(office: Place, case: Case) -> None:
    for role, one, everything in (("officer", 200, 403), ("auditor", 200, 200), ("admin", 404, 200)):
        caller = office.caller(role)
        assert caller.get(f"{case.address}/activity").status_code == one
        assert caller.get("/activity").status_code == everything
        assert caller.get("/activity/verification").status_code == everything
    assert problem(office.caller("icb", organisation="QEL").get(f"{case.address}/activity"), 403)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/activity?after=-1", "after is a whole number from 0 to 999999999999999."),
        ("/activity?after=9999999999999999", "after is a whole number from 0 to 999999999999999."),
        ("/activity?size=0", "size is a whole number from 1 to 1000."),
        ("/activity?size=²", "size is a whole number from 1 to 1000."),
        ("/activity?before=1", "'before' is read by nothing here, or comes twice. There are: after, size."),
        ("/activity/verification?place=1", "place and hash go together, as an earlier check told them: a hash has 64"),
        (f"/activity/verification?hash={'0' * 64}", "place is a whole number from 1 to 999999999999999."),
    ],
)
def test_a_page_of_the_activity_that_cannot_be_read_is_refused(office: Place, address: str, told: str) -> None:
    assert told in problem(office.caller("auditor").get(address), 400)["detail"]


def test_the_activity_is_verified_and_the_first_altered_entry_is_found(tmp_path: Path) -> None:
    office = built(tmp_path)
    case = received(office.caller("officer"))
    auditor = office.caller("auditor")
    found = auditor.get("/activity/verification").get_json()
    assert (found["verified"], found["told"]) == (True, f"All {found['place']} entries are as they were written.")
    earlier = f"/activity/verification?place={found['place']}&hash={found['hash']}"
    case.determine()
    assert auditor.get(earlier).get_json()["verified"]
    other = auditor.get(f"/activity/verification?place={found['place']}&hash={'0' * 64}").get_json()
    assert (other["verified"], other["place"], other["hash"]) == (False, found["place"], None)
    assert "is not the one that an earlier check found" in other["told"]
    with office.database.writing() as connection:
        without_triggers(connection, "activity")
        connection.execute(text("UPDATE activity SET about = 'nothing' WHERE place = 2"))
    altered = auditor.get("/activity/verification").get_json()
    assert (altered["verified"], altered["place"], altered["hash"]) == (False, 2, None)
    assert altered["told"].endswith("All before it is as it was written.")
    assert auditor.get("/activity?after=1&size=1").get_json()["items"][0]["about"] == {"altered": "nothing"}
    office.close()


def test_nothing_is_stored_on_top_of_an_activity_that_was_tampered_with(tmp_path: Path) -> None:
    office = built(tmp_path)
    case = received(office.caller("officer"))
    version = case.version
    with office.database.writing() as connection:
        connection.execute(text("UPDATE activity_head SET place = 1"))
    told = problem(case.determine(LAW, version), 503)
    assert (told["type"], "rationale verify-activity" in told["detail"]) == ("/docs#problem-activity-broken", True)
    office.close()
