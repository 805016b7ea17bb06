"""Who searched is in the activity, over the API and at the desk, with the cases shown and no word of the search."""

import json
from typing import Any

import pytest
from sqlalchemy import func, select

from keeping import activity
from storage import activity as entries
from tests.web.desks import desk
from tests.web.officers import Place
from tests.web.test_api_cases import LARKMERE

TYPED, AT_DESK = "Hazelbourne", "Quillowmere"  # stand nowhere else


def searches(office: Place, who: str) -> list[dict[str, Any]]:
    """What the activity says of the searches of somebody."""
    with office.database.reading() as connection:
        found = activity.entries(connection, most=10_000)
    return [json.loads(each.about) for each in found if (each.actor, each.act) == (who, "case.searched")]


def nowhere(office: Place, word: str) -> bool:
    """Whether no entry of the activity holds a word."""
    with office.database.reading() as connection:
        held = select(func.count()).select_from(entries).where(entries.c.about.icontains(word))
        return connection.scalar(held) == 0


def test_a_search_over_the_api_is_noted_with_the_cases_that_it_showed(either: Place) -> None:
    officer = either.caller("officer")
    case = officer.post("/cases", {**LARKMERE, "title": TYPED}).get_json()["id"]
    asked = f"words={TYPED}&party=Wrenlow&kind=pharmacy_market_entry&officer={officer.person_id}&due_by=2026-03-31"
    assert officer.get(f"/cases?title={TYPED}&state=received").get_json()["items"][0]["id"] == case
    assert officer.get(f"/cases?{asked}").get_json()["items"] == []
    shown, nothing = searches(either, officer.person_id)
    assert (shown["case_ids"], shown["count"], shown["state"]) == ([case], 1, "received")
    assert set(shown) == {"case_ids", "count", "state", "title_hash"}
    assert (nothing["case_ids"], nothing["count"]) == ([], 0)
    assert (nothing["officer_id"], nothing["until"]) == (officer.person_id, "2026-03-31")
    assert set(nothing) == {"case_ids", "count", "kind", "officer_id", "party_hash", "until", "words_hash"}
    assert nowhere(either, TYPED)
    assert nowhere(either, "Wrenlow")


def test_a_search_at_the_desk_is_noted_and_so_are_looking_through_all_and_the_work_list(office: Place) -> None:
    case = office.caller("officer").post("/cases", {**LARKMERE, "title": AT_DESK}).get_json()["id"]
    olive = desk(office, "officer", name="Olive Officer")
    assert AT_DESK in olive.opens(f"/cases?words={AT_DESK}").text
    olive.opens("/cases")
    assert AT_DESK in olive.opens("/work?all=yes").text
    of_words, of_all, of_work = searches(office, olive.person_id)
    assert case in of_work["case_ids"]
    assert of_work["count"] == len(set(of_work["case_ids"]))
    assert (of_words["case_ids"], of_words["count"]) == ([case], 1)
    assert case in of_all["case_ids"]
    assert set(of_all) == {"case_ids", "count"}
    assert nowhere(office, AT_DESK)


@pytest.mark.parametrize("asked", ["kind=parking", "words=a+b+c+d+e+f+g+h+i+j+k", "officer=nobody+we+know"])
def test_what_cannot_be_looked_for_is_not_noted_and_an_officer_who_is_none_is_not_named(
    office: Place, asked: str
) -> None:
    olive = desk(office, "officer")
    answer = olive.client.get(f"/cases?{asked}")
    noted = searches(office, olive.person_id)
    assert answer.status_code == (200 if asked.startswith("officer") else 422)
    assert noted == ([{"case_ids": [], "count": 0}] if answer.status_code == 200 else [])
