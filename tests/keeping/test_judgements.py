"""Who decided and why: an officer, or a Committee that had its quorum and no member with an interest in it."""

from dataclasses import replace

import pytest

from keeping.judgements import Committee, DecidedBy, Member, as_json, faults_of, from_json

CHAIR, BELL, COLE = Member("A. Chair"), Member("B. Bell"), Member("C. Cole")
COMMITTEE = Committee("the Committee", (CHAIR, BELL, COLE), 2)
INTEREST = "owns a pharmacy in the town"


def faults(decided_by: DecidedBy) -> list[str]:
    return [str(each) for each in faults_of(decided_by, "/decided_by")]


def of(*members: Member, quorum: int = 2, name: str = "the Committee") -> list[str]:
    return faults(DecidedBy("They are one site.", committee=Committee(name, members, quorum)))


def test_an_officer_decides_by_name_and_with_reasons() -> None:
    decided = DecidedBy("It came in time.", officer="A. Officer")
    assert faults(decided) == []
    assert decided.name == "A. Officer"


def test_a_committee_decides_by_its_name_and_its_members_stay_in_the_record() -> None:
    decided = DecidedBy("They are one site.", committee=COMMITTEE)
    assert faults(decided) == []
    assert decided.name == "the Committee"


@pytest.mark.parametrize("reasons", ["", "  ", "…", "-"])
def test_there_is_no_judgement_without_reasons(reasons: str) -> None:
    told = ["/decided_by/reasons: why was it decided so? A judgement is never stored without its reasons"]
    assert faults(DecidedBy(reasons, officer="A. Officer")) == told


@pytest.mark.parametrize("decided", [DecidedBy("So."), DecidedBy("So.", officer="A. Officer", committee=COMMITTEE)])
def test_one_officer_decides_or_one_committee(decided: DecidedBy) -> None:
    assert faults(decided) == [
        "/decided_by: who decided this? Name one officer, or a Committee with its members, and not both"
    ]


def test_a_committee_without_its_quorum_has_decided_nothing() -> None:
    (told,) = of(CHAIR, quorum=2)
    assert told == (
        "/decided_by/committee/members: 1 took part and the quorum is 2, so this Committee has decided nothing. Have "
        "it decide again with enough members who have no interest"
    )
    assert of(CHAIR, replace(BELL, interest=INTEREST, withdrew=True), quorum=2)
    assert of(CHAIR, COLE, replace(BELL, interest=INTEREST, withdrew=True), quorum=2) == []
    assert of(CHAIR, BELL, quorum=0) == [
        "/decided_by/committee/quorum: how many members make a quorum? Give the number that the rules name, 1 or more"
    ]


def test_a_member_with_an_interest_withdraws() -> None:
    (told,) = of(CHAIR, COLE, replace(BELL, interest=INTEREST))
    assert told == (
        "/decided_by/committee/members/2: B. Bell declared an interest and did not withdraw. Whoever has an interest "
        "takes no part: record that they withdrew, or have the Committee decide again without them"
    )


def test_dissent_is_recorded_and_is_that_of_a_minority_which_took_part() -> None:
    against = replace(BELL, dissent="The entrances differ")
    assert of(CHAIR, COLE, against) == []
    assert of(CHAIR, against) == [], "where the votes are equal the chair decides"
    assert of(CHAIR, replace(against, withdrew=True), COLE) == [
        "/decided_by/committee/members/1: B. Bell withdrew and so cannot dissent: leave the dissent out"
    ]
    (told,) = of(CHAIR, replace(COLE, dissent="No"), against)
    assert told == (
        "/decided_by/committee/members: 2 of the 3 members who took part dissent: what most of them are against is not "
        "what the Committee decided"
    )


def test_committee_and_members_have_names_and_each_stands_once() -> None:
    assert of(CHAIR, Member(" "), CHAIR, name=" ") == [
        "/decided_by/committee/name: which Committee was it? Give its name",
        "/decided_by/committee/members/1: a member has a name: give it",
        "/decided_by/committee/members/2: A. Chair stands twice among the members: leave one out",
    ]


def test_who_decided_comes_back_as_it_was() -> None:
    for decided in (
        DecidedBy("So.", officer="A. Officer"),
        DecidedBy("So.", officer="A. Officer", no_interest=True),
        DecidedBy("So.", committee=Committee("C", (replace(BELL, interest=INTEREST, withdrew=True), CHAIR), 1)),
    ):
        assert from_json(as_json(decided)) == decided


def test_of_whom_it_is_not_recorded_that_they_have_no_interest_is_not_known() -> None:
    asked, withdrew = replace(BELL, no_interest=True), replace(COLE, interest=INTEREST, withdrew=True)
    assert DecidedBy("So.", committee=Committee("C", (CHAIR, asked, withdrew), 2)).not_asked == ("A. Chair",)
    assert DecidedBy("So.", officer="A. Officer").not_asked == ("A. Officer",)
    assert DecidedBy("So.", officer="A. Officer", no_interest=True).not_asked == ()
    before = {"name": "A. Chair", "interest": "", "withdrew": False, "dissent": ""}
    kept = {"reasons": "So.", "officer": "", "committee": {"name": "C", "members": [before], "quorum": 1}}
    assert from_json(kept).not_asked == ("A. Chair",), "as it was kept before anybody was asked"
    (told,) = of(asked, CHAIR, replace(withdrew, no_interest=True))
    assert told == "/decided_by/committee/members/2: C. Cole is recorded with an interest and with none: which is it?"
