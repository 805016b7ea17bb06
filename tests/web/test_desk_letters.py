"""Letters at the desk, the decisions that are like a case, and where decisions depart from what was proposed."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, update

from casework import Case
from casework.deciding import Departing, Letter, Sending, letters, send_letter
from people import Actor
from storage import case as case_table
from tests.casework.office import TODAY
from tests.web.deciding_bench import Bench, at, bench
from tests.web.desks import desk
from tests.web.officers import rules
from tests.web.paging import BROWSER, read

QUESTION = "would_secure_improvements"
REG_31 = "reg-31-same-or-adjacent"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    found = bench(tmp_path_factory.mktemp("office"))
    yield found
    found.place.close()


@pytest.fixture(scope="module")
def case(made: Bench) -> Case:
    """A case with an issued decision that departs on a provision and on a question."""
    here = made.determined()
    made.issued(
        here,
        Departing("pharmacy/market-entry", "provision", REG_31, "met", "It is the same service"),
        Departing("pharmacy/appeal-procedure", "question", "forum", "elsewhere", "It is for somebody else"),
    )
    return here


def letters_of(made: Bench, case: Case) -> dict[str, Letter]:
    with made.place.database.reading() as connection:
        return {each.party.role: each for each in letters(connection, case, made.decision(case))}


def letter_at(made: Bench, case: Case, role: str) -> str:
    found = letters_of(made, case)[role]
    return f"/cases/{case.id}/decisions/{made.decision(case).id}/letters/{found.party.id}"


def on(day: str, month: str, year: str) -> dict[str, str]:
    return {"sent.on.day": day, "sent.on.month": month, "sent.on.year": year}


def test_a_letter_is_written_looked_at_and_recorded_as_sent_once(made: Bench, case: Case) -> None:
    olive, letter = made.olive, letter_at(made, case, "appellant")
    assert (
        "Wrenlow Pharmacy Limited Appellant Sent Not sent yet What to do Write and send it"
        in olive.opens(at(case)).text
    )
    page = read(olive.sends(olive.opens(letter), letter, {"said": ""}), 422)
    assert "This is empty: say it in words" in page.text
    page = olive.does(letter, letter, {"said": "I enclose what was decided."})
    assert "What goes with the letter is kept." in page.text
    shown = olive.client.get(f"{letter}/document", headers=BROWSER)
    assert (shown.status_code, "I enclose what was decided." in shown.text) == (200, True)
    for typed, told, place in (
        (on("1", "1", "2024"), "no letter went out before", "sent.on"),
        (on("", "1", "2024"), "Write a day, a month and a year", "sent.on"),
        ({}, "Choose how they were told", "sent.how"),
    ):
        page = read(olive.sends(olive.opens(letter), f"{letter}/sent", typed), 422)
        assert told in page.text, told
        assert f"#{place}" in page.links
    page = olive.does(letter, f"{letter}/sent", {"sent.how": "post"})
    assert "It is recorded that the letter went out, and the party counts as told." in page.text
    assert "Sent Appellant. It went out on" in page.text
    assert "Keep these words" not in page.text
    assert "by post" in olive.opens(f"/cases/{case.id}/letters").text
    olive.opens(letter.replace(letter[-32:], "0" * 32), 404)


def test_an_organisation_sees_the_letters_that_went_to_itself(made: Bench, case: Case) -> None:
    mine, theirs = (letter_at(made, case, role) for role in ("commissioner", "applicant"))
    made.olive.does(mine, f"{mine}/sent", {"sent.how": "email"})
    with made.place.database.writing() as connection:
        connection.execute(update(case_table).where(case_table.c.id == case.id).values(organisation="QEL"))
    board = desk(made.place, "icb", organisation="QEL")
    page = board.opens(f"/cases/{case.id}/letters")
    reference = made.decision(case).reference
    assert f"East Larkshire Integrated Care Board, {reference}, commissioner: sent on" in page.text
    assert theirs not in page.links
    assert f"{mine}/document?form=pdf" in board.opens(mine).links
    assert board.client.get(f"{mine}/document", headers=BROWSER).status_code == 200
    board.opens(theirs, 404)
    publisher = desk(made.place, "publisher")
    assert "Read the letter" not in publisher.opens(mine).text
    assert "You may not" in publisher.opens(f"{mine}/document", 403).text


def test_a_correction_lets_every_letter_be_sent_again(made: Bench) -> None:
    case = made.determined()
    issued = made.issued(case)
    party = letters_of(made, case)["appellant"].party.id
    made.office.does(_sends, made.actor(made.olive), case, issued.id, party)
    corrections = f"/cases/{case.id}/decisions/{made.decision(case).id}/corrections"
    slip = {"slip.stands": "Larkmere", "slip.should_be": "Larkmoor", "slip.why": "A slip"}
    made.olive.does(at(case), corrections, slip)
    page = made.olive.opens(letter_at(made, case, "appellant"))
    assert "To be sent again Appellant. A letter went out before" in page.text
    assert "Went out before on" in made.olive.opens(at(case)).text


def _sends(
    connection: Connection, now: Any, actor: Actor, case_id: str, decision_id: str, party_id: str, known: int
) -> None:
    """A letter goes out by post."""
    send_letter(connection, now, actor, (case_id, decision_id), Sending(party_id, TODAY, "post"), known)


def test_departures_are_told_by_provision_to_whoever_keeps_the_rules(made: Bench, case: Case) -> None:
    reference = made.decision(case).reference
    page = desk(made.place, "rule_owner").opens("/departures")
    assert "/departures" in page.links
    for told in (rules()["pharmacy/market-entry"].title, reference, "Not met", "It is the same service"):
        assert told.lower() in page.text.lower(), told
    assert any(each.endswith(f"/provisions/{REG_31}") for each in page.links)
    assert "Proposed Secretary of State Resting on: Schedule 2" in page.text, "what it rested on"
    assert any("pharmacy/appeal-procedure/provisions/" in each for each in page.links)
    assert "/departures" not in desk(made.place, "admin").opens("/account").links
    desk(made.place, "admin").opens("/departures", 403)


def test_similar_decisions_stand_where_a_judgement_is_made(made: Bench, case: Case) -> None:
    reference = made.decision(case).reference
    other = made.determined("upper-quillet-no-benefits")
    page = made.olive.opens(f"/cases/{other.id}/interview/{QUESTION}")
    assert "Similar decisions SAMPLE/2026/" in page.text
    assert f"{reference}, issued on" in page.text
    assert "How alike two decisions are" in page.text
    assert f"What is the same: {reference} Provisions that were applied, and stood the same:" in page.text
    assert "Similar decisions" not in made.olive.opens(f"/cases/{other.id}/interview/who_appeals").text
    made.olive.does(at(other), at(other))
    assert "#similar" not in made.olive.opens(at(other)).links
    assert "Similar decisions" in made.olive.opens(at(other)).text
