"""Before a draft and after an issued decision: whose turn it is, what is lacking, and a case that is decided anew."""

from collections.abc import Iterator

import pytest

from casework.deciding import Reviewing, declare, review
from tests.web.deciding_bench import Bench, at, bench
from tests.web.kept import TODAY
from tests.web.paging import read
from web.desk.days import typed_day


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


@pytest.mark.proof
def test_a_decided_case_is_taken_up_again_and_its_draft_rests_on_what_was_determined_last(
    made: Bench,
) -> None:
    case = made.determined()
    made.issued(case)
    first, page = made.decision(case), made.olive.opens(at(case))
    assert "The case is taken up again on one of these grounds, and on no other:" in page.text
    assert "A court quashed the decision, so that the matter is not decided (SI 2013/349, Schedule 3" in page.text
    here, to = f"/cases/{case.id}", {"move.to": "determined", "move.why": "The High Court quashed it"}
    shown = read(made.olive.sends(made.olive.opens(here), f"{here}/state", to), 422)
    assert "Ground: " in shown.text
    assert 'href="#move.ground"' in shown.source
    named = {**to, "move.ground": "court_quashed", "move.court": "High Court"}
    shown = read(made.olive.sends(made.olive.opens(here), f"{here}/state", named), 422)
    assert "Reference: Name the number of the claim or of the judgment" in shown.text
    assert "Its date: Name the day of the order" in shown.text
    wrong = {**named, "move.reference": "AC-2026-LON-000123", "move.dated.day": "31", "move.dated.month": "2"}
    shown = read(made.olive.sends(made.olive.opens(here), f"{here}/state", wrong), 422)
    assert "Its date: Write a day, a month and a year of four figures" in shown.text
    page = made.olive.does(here, f"{here}/state", {**wrong, **typed_day("move.dated", TODAY)})
    assert "High Court, AC-2026-LON-000123, " in page.text.partition("Where it was")[2]
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


def test_what_was_left_open_is_taken_up_when_that_is_over_and_what_follows_replaces_nothing(made: Bench) -> None:
    case = made.determined("skerrow-deferred")
    first = made.issued(case)
    page = made.olive.opens(at(case))
    assert "What the appeal was left open for is over (the provision on deferring, such as SI 2013/349" in page.text
    assert "begin a draft, which comes after this decision." in page.text
    over = {"move.to": "determined", "move.ground": "deferral_over", "move.why": "Nobody else applied."}
    here = f"/cases/{case.id}"
    page = made.olive.does(here, f"{here}/state", {**over, **typed_day("move.dated", TODAY)})
    assert "What the appeal was left open for is over: " in page.text.partition("Where it was")[2]
    page = made.olive.opens(at(case))
    assert f"It comes after {first.reference}, which stays as it was issued." in page.text
    page = made.olive.does(at(case), at(case))
    assert f"It comes after {first.reference}." in page.text
    assert "in the place of" not in page.text
    reviewing = made.rowan.opens(at(case, "/review")).text
    assert f"It comes after {first.reference}, which left the appeal open." in reviewing
    assert "Sample. It would be issued as a sample" in reviewing
