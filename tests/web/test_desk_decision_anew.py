"""Before a draft and after an issued decision: whose turn it is, what is lacking, and a case that is decided anew."""

from collections.abc import Iterator

import pytest

from casework.deciding import Reviewing, declare, review
from tests.web.deciding_bench import Bench, at, bench


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    found = bench(tmp_path_factory.mktemp("office"))
    yield found
    found.place.close()


def test_a_draft_waits_in_the_list_of_whoever_has_to_do_something_to_it(made: Bench) -> None:
    here = made.determined("mirefold-same-service")
    made.drafted(here)
    row = f"Review the draft: {here.reference}"
    assert row in made.rowan.opens("/work").text
    assert row not in made.olive.opens("/work").text, "who wrote it does not review it"
    assert row in made.olive.opens("/work?all=yes").text
    assert at(here) in made.rowan.opens("/work").links
    made.office.does(declare, made.actor(made.rowan), here, False, "")
    sent_back = Reviewing(False, "Say why", made.decision(here).content)
    made.office.does(review, made.actor(made.rowan), here, sent_back)
    assert f"Finish the draft: {here.reference}" in made.olive.opens("/work").text


def test_a_case_that_is_not_determined_says_what_is_lacking(made: Bench) -> None:
    here = made.office.received(made.actor(made.olive))
    page = made.olive.opens(at(here))
    assert "A decision is drafted once the case stands at: Determined. It stands at: Received." in page.text
    assert "Begin the draft" not in page.text


def test_a_decided_case_is_taken_up_again_and_its_draft_rests_on_what_was_determined_last(
    made: Bench,
) -> None:
    case = made.determined()
    made.issued(case)
    first, moved = made.decision(case), {"move.to": "determined", "move.why": "The High Court quashed it"}
    made.olive.does(f"/cases/{case.id}", f"/cases/{case.id}/state", moved)
    made.olive.does(f"/cases/{case.id}", f"/cases/{case.id}/record/closed", {"record.why": "All of it is here"})
    page = made.olive.opens(at(case))
    assert "Nothing can be drafted yet: something changed since it was determined under “" in page.text
    assert "Begin the draft" not in page.text
    determination = f"/cases/{case.id}/determination"
    made.olive.does(determination, determination)
    page = made.olive.opens(at(case))
    assert "Decide it anew The case is determined." in page.text
    assert f"It comes in the place of {first.reference}, which stays as it was issued." in page.text
    page = made.olive.does(at(case), at(case))
    assert f"It comes in the place of {first.reference}." in page.text
    assert f"{first.reference}, issued on" in page.text
    assert f"/cases/{case.id}/decisions/{first.id}/document?form=html" in page.links
    made.olive.does(determination, determination)
    page = made.olive.opens(at(case))
    assert "The case was determined again The draft still rests on what was proposed before." in page.text
    page = made.olive.does(at(case), at(case, "/adopted"), {"text": "anew"})
    assert "The draft rests on the newest determination now." in page.text
    assert "The case was determined again" not in page.text
    assert "Version 2, by Olive Officer" in page.text
