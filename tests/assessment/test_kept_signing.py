"""Frozen, signed by four in order on one hash, submitted by noon: and any later change voids it, visibly."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from assessment import beginning, freezing, items, notes, signing, statuses, submitting
from assessment.notes import Note
from assessment.refusing import NotAllowed, Stale
from assessment.stating import Said
from assessment.statuses import Status
from people import Role
from storage import Database
from tests.assessment.kept_trust import (
    DRILLS,
    NOON,
    PLAN,
    REGULARLY,
    SOUTH,
    TODAY,
    Trust,
    adds,
    begun,
    minutes,
    staff,
)
from tests.assessment.small_scheme import SCHEME, rule_sets, rules_dir

DUE = datetime(2026, 3, 3, 12, tzinfo=UTC)  # noon in London, in winter


@pytest.fixture
def trust(database: Database) -> Trust:
    made = begun(database)
    made.states(PLAN, DRILLS, REGULARLY)
    return made


def submits(trust: Trust, sha256: str, now: datetime = NOON) -> Any:
    return trust.does(submitting.submit, sha256, rule_sets(), now=now)


def signed(trust: Trust) -> tuple[signing.Signature, ...]:
    with trust.database.reading() as connection:
        return signing.signatures(connection, trust.last().id)


def test_a_snapshot_freezes_facts_evidence_and_what_the_engine_says(trust: Trust) -> None:
    trust.brings(staff("A", "B"))
    item = adds(trust, minutes(dated=date(2025, 9, 1)))
    trust.does(statuses.record, Status(statuses.SELF, "sa1", "met"))
    trust.freezes()
    frozen = trust.last().frozen
    assert frozen["facts"][0] == {"name": "plan_signed", "said": True, "site": "", "source": "the signed plan"}
    (table,) = frozen["tables"]
    assert (table["rows"], table["complete_by"], len(table["sha256"])) == (2, "A. Matron", 64)
    assert frozen["evidence"][0]["received_at"] == item.received_at.isoformat()
    assert frozen["self_assessed"] == [{"action": "sa1", "site": "", "stands": "met", "why": ""}]
    (north,) = frozen["found"]
    assert (north["actions"]["sa1"], north["actions"]["sa8"], north["actions"]["sa2"]) == ("met", "met", "not_shown")
    assert north["requirements"]["sa8-a-training"] == "met"
    year = rule_sets()[f"{SCHEME}/year-7"]
    assert north["determination"]["revision"] == year.revision
    assert (frozen["as_at"], frozen["stands"], frozen["counts"]["met"]) == ("2026-02-24", "not_shown", 2)


@pytest.mark.proof
def test_the_same_frozen_again_is_the_same_snapshot(trust: Trust) -> None:
    first = trust.all_sign()
    before = trust.held()
    assert trust.freezes() == first
    assert trust.held() == before
    later = trust.freezes(date(2026, 2, 25))
    assert later != first
    with trust.database.reading() as connection:
        earlier, last = freezing.snapshots(connection, trust.id)
    assert earlier.voided is not None
    assert (earlier.voided.act, last.stands) == ("assessment.snapshot_taken", True)


def test_four_sign_one_after_another_on_the_very_hash(trust: Trust) -> None:
    sha256 = trust.freezes()
    told = trust.refused(signing.sign, "chief_executive", sha256, by=trust.somebody())
    assert told == {"/role": "this is not the turn of the chief executive: the safety champion signs next"}
    champion = trust.somebody()
    trust.signs("safety_champion", sha256, champion)
    told = trust.refused(signing.sign, "director_of_midwifery", sha256, by=champion)
    assert told == {"/role": "you have signed this snapshot already: each signature is another person's"}
    told = trust.refused(signing.sign, "director_of_midwifery", "0" * 64, by=trust.somebody())
    assert told["/sha256"].startswith(f"this is not the hash of the last snapshot, which is {sha256}")
    for role in ("director_of_midwifery", "chief_executive", "icb_accountable_officer"):
        trust.signs(role, sha256)
    assert [each.role for each in signed(trust)] == list(signing.ROLES)
    assert {each.sha256 for each in signed(trust)} == {sha256}
    told = trust.refused(signing.sign, "safety_champion", sha256, by=trust.somebody())
    assert told == {"/role": "this is not the turn of the safety champion: all four have signed"}
    assert "nobody signs as 'matron'" in trust.refused(signing.sign, "matron", sha256)["/role"]


@pytest.mark.proof
def test_each_signs_for_their_own_organisation(trust: Trust) -> None:
    sha256 = trust.freezes()
    told = trust.refused(signing.sign, "safety_champion", sha256, by=trust.icb)
    assert told == {"/role": "the safety champion signs for the trust: somebody with the role trust of RX1"}
    for role in ("safety_champion", "director_of_midwifery", "chief_executive"):
        trust.signs(role, sha256)
    told = trust.refused(signing.sign, signing.OF_ICB, sha256, by=trust.somebody())
    assert told["/role"].endswith("signs for QWO: somebody with the role icb of QWO")
    with pytest.raises(NotAllowed, match="sign for this trust or for its integrated care board"):
        trust.signs(signing.OF_ICB, sha256, trust.officer)


def test_nothing_is_signed_before_it_is_frozen(trust: Trust) -> None:
    assert trust.refused(signing.sign, "safety_champion", "0" * 64) == {"/sha256": signing.NO_SNAPSHOT}
    assert trust.refused(submitting.submit, "0" * 64, rule_sets()) == {"/sha256": signing.NO_SNAPSHOT}


CHANGES: dict[str, Any] = {
    "a fact": lambda trust: trust.states(Said("north", "drills", 3, "reports of the drills", "One was missed")),
    "a table": lambda trust: trust.brings(staff("A")),
    "an item of evidence": lambda trust: trust.does(items.add, minutes(), None, rule_sets()),
    "a site": lambda trust: trust.does(beginning.add_site, SOUTH),
    "what the trust says of itself": lambda trust: trust.does(statuses.record, Status(statuses.SELF, "sa1", "met")),
}


@pytest.mark.parametrize(
    "change", ["a fact", *(pytest.param(each, marks=pytest.mark.proof) for each in CHANGES if each != "a fact")]
)
def test_any_change_voids_every_signature_and_says_who_made_it(trust: Trust, change: str) -> None:
    sha256 = trust.all_sign()
    CHANGES[change](trust)
    void = trust.last().voided
    assert void is not None
    assert (void.act, void.by, void.at) == ("assessment.change", trust.member.id, NOON)
    assert len(signed(trust)) == 4
    told = "something was changed after the snapshot was taken, so it and its signatures are void: take another"
    assert trust.refused(submitting.submit, sha256, rule_sets()) == {"/sha256": told}
    assert trust.refused(signing.sign, "safety_champion", sha256) == {"/sha256": told}


def test_a_note_and_what_external_checks_find_void_nothing(trust: Trust) -> None:
    trust.all_sign()
    trust.does(notes.add, Note("sa8-b-plan", comment="It is in"), rule_sets())
    trust.does(statuses.record, Status(statuses.VALIDATED, "sa1", "met", why="Checked"), by=trust.officer)
    assert trust.last().stands


def test_what_changed_while_it_was_worked_out_is_not_frozen(trust: Trust) -> None:
    with trust.database.reading() as connection:
        version = trust.held().version
        proposal = freezing.work_out(connection, trust.member, trust.id, rule_sets(), TODAY, version, rules_dir())
    trust.brings(staff("A"))
    with pytest.raises(Stale), trust.database.writing() as connection:
        freezing.keep(connection, NOON, trust.member, proposal)


def test_a_declaration_is_received_with_a_receipt_in_london_time(trust: Trust) -> None:
    sha256 = trust.all_sign()
    assert submits(trust, sha256).state == "submitted"
    with trust.database.reading() as connection:
        (receipt,) = submitting.submissions(connection, trust.id)
    assert (receipt.receipt, receipt.sha256) == ("RECEIPT/2026/0001", sha256)
    assert receipt.received_in_london == "12:00:00 on 24 February 2026"
    told = trust.refused(submitting.submit, sha256, rule_sets())["/sha256"]
    assert told == (
        "this was received at 12:00:00 on 24 February 2026; its receipt is RECEIPT/2026/0001: nothing more is needed"
    )


@pytest.mark.proof
def test_only_what_all_four_signed_is_received(trust: Trust) -> None:
    sha256 = trust.freezes()
    trust.signs("safety_champion", sha256)
    told = trust.refused(submitting.submit, sha256, rule_sets())
    assert told == {"/sha256": "not everybody has signed: the director of midwifery signs next"}
    with pytest.raises(NotAllowed, match="submit the declaration of this trust"):
        trust.does(submitting.submit, sha256, rule_sets(), by=trust.icb)


def test_noon_is_in_time_and_a_second_later_is_late_with_the_rule_quoted(trust: Trust) -> None:
    sha256 = trust.all_sign()
    (told,) = trust.refused(submitting.submit, sha256, rule_sets(), now=DUE.replace(second=1)).values()
    assert told.startswith("It is 12:00:01 on 3 March 2026, in London, and this is late. In our own words: ")
    assert "only where it reaches NHS Resolution by noon, London time, on 3 March 2026" in told
    assert told.endswith(
        "(scheme conditions, time). This rule is from memory and was not checked against the published document."
    )
    assert submits(trust, sha256, DUE).state == "submitted"


def test_a_year_whose_conditions_are_not_encoded_takes_no_declaration() -> None:
    (told,) = submitting.late_faults(rule_sets(), "year-6", NOON)
    assert told.message == (
        "by when a declaration of year-6 is due is not encoded, so none is taken here: no year is guessed"
    )


def test_summer_time_is_that_of_london() -> None:
    assert submitting.london(datetime(2026, 7, 1, 11, 0, 1, tzinfo=UTC)) == "12:00:01 on 1 July 2026"


@pytest.mark.proof
def test_whoever_has_no_board_is_told_who_says_which_it_is(database: Database) -> None:
    made = begun(database)
    new = beginning.New("RX9", "Fernmere NHS Trust", "year-7", (SOUTH,))
    member = made.office.actor(Role("trust", "RX9"))
    with database.writing() as connection:
        id = beginning.begin(connection, NOON, member, new, rule_sets()).id
    other = Trust(database, made.office, id, member, made.icb, made.officer)
    sha256 = other.freezes()
    for role in ("safety_champion", "director_of_midwifery", "chief_executive"):
        other.signs(role, sha256, made.office.actor(Role("trust", "RX9")))
    told = other.refused(signing.sign, signing.OF_ICB, sha256, by=member)["/role"]
    assert told == "to which integrated care board RX9 belongs is not recorded: a scheme officer says so first"
