"""What is done to a draft that could be issued, so that one line of the table of what must hold fails."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, update

from casework import Move, NewParty, change_party, change_state, party_leaves
from casework.deciding import (
    Concluding,
    Departing,
    Reviewing,
    adopt_anew,
    comment,
    conclude,
    declare,
    depart,
    review,
    write,
)
from engine import Determination
from keeping import DecidedBy, Kept, determinations
from keeping.sayings import Saying
from people import Role
from storage import assigned, new_key, person, stated
from tests.casework.deciding import COMMITTEE, live
from tests.casework.office import NOON, PHARMACY, TODAY, rules
from tests.casework.standing import Trying
from tests.engine.planting import in_the_rules_engine

ENTRY = PHARMACY[0]
LATER = NOON + timedelta(hours=1)


def corrected(it: Trying) -> None:
    it.says(Saying("fact", "notice_received_on", "2024-04-04", source="the stamp", correction="Misread"))


def determined_again(it: Trying) -> None:
    corrected(it)
    it.determines()


def two_readings(connection: Connection, kept: Kept) -> Determination:
    """Made again where the rules engine has the answers of a frame in each other's place."""
    if kept.rule_set != ENTRY:
        return live(connection, kept)
    return determinations.again(connection, kept.id, Path("unused"), in_the_rules_engine(rules()[ENTRY], 0))


def read_otherwise(it: Trying) -> None:
    it.live = two_readings


def directions_open(it: Trying) -> None:
    """Nobody has decided whether directions are given, on which no other answer rests."""
    it.says(Saying("judgement", "directions_are_given", None, correction="It is considered again"))
    it.determines()
    it.does(adopt_anew, live)


def left_open(it: Trying) -> None:
    """Whoever decides the appeal takes back what the answer rests on."""
    it.says(Saying("judgement", "committee_grants", None, correction="It is considered again"))
    it.determines()
    it.does(adopt_anew, live)


def without_reasons(it: Trying) -> None:
    """A judgement from a time when none were asked for."""
    row = {"id": new_key(), "case_id": it.at.id, "place": 999, "sort": "judgement", "name": "committee_grants"}
    said = {"said": '{"answer":true}', "decided_by": '{"committee":null,"officer":"A. Officer","reasons":"."}'}
    it.connection.execute(stated.insert().values(**row, **said, at=NOON, by=it.at.officer.id))
    it.determines()
    it.does(adopt_anew, live)


def wrote_a_part(it: Trying) -> None:
    """The reviewer writes something, and the officer takes that back: the text is what was approved."""
    both = replace(it.at.reviewer, roles=frozenset({Role("reviewer"), Role("officer")}))
    before = it.decision.text.sections["reasons"]
    it.does(write, {"reasons": "Otherwise."}, by=both)
    it.does(write, {"reasons": before})


def sent_back(it: Trying) -> None:
    it.does(review, Reviewing(False, "The days are wrong", it.decision.content), by=it.at.reviewer)


def elsewhere(it: Trying) -> None:
    """The case is stayed."""
    it.does(change_state, Move("stayed", TODAY, "The Court is asked"))


def departs_later(it: Trying) -> None:
    """What was written stands there from before."""
    asked = Departing(ENTRY, "provision", "reg-19-6-benefits", "not_met", "The benefits are slight.")
    depart(it.connection, LATER, it.at.officer, it.at.id, asked, live, it.here.version)


def not_asked(it: Trying) -> None:
    members = (*COMMITTEE.members[:2], replace(COMMITTEE.members[2], no_interest=False))
    concludes(it, "quash_and_redetermine", DecidedBy("", committee=replace(COMMITTEE, members=members)))


def concludes(it: Trying, disposal: str, who: DecidedBy | None) -> None:
    it.does(conclude, Concluding(disposal, "grant", who))


def called_as_a_member(it: Trying) -> None:
    """The reviewer is a member of the Committee, whose name somebody typed otherwise."""
    it.connection.execute(update(person).where(person.c.id == it.at.reviewer.id).values(name="r.  ADEYEMI"))


def sits_too(it: Trying) -> None:
    """The reviewer sits on the case."""
    mine = {"case_id": it.at.id, "person_id": it.at.reviewer.id, "part": "committee_member", "starts_at": NOON}
    it.connection.execute(assigned.insert().values(id=new_key(), by=it.at.officer.id, **mine))


def appealed_by_others(it: Trying) -> None:
    """Somebody else appeals, and whose application it is was never added."""
    it.says(Saying("fact", "who_appeals", "someone_else", source="the notice", correction="Misread"))
    it.determines()
    it.does(adopt_anew, live)
    it.does(party_leaves, it.party("applicant").id)


def unreachable(it: Trying) -> None:
    here = it.party("commissioner")
    it.does(change_party, here.id, NewParty("commissioner", here.name, False, here.organisation, " "))


WHO, TITLE = "A. Person", "Pharmacy market entry: entry in the pharmaceutical list"
# What is done to a draft that could be issued; which line then fails, with what is told.
BREAKS: dict[str, tuple[Callable[[Trying], Any], str, str]] = {
    "stands elsewhere": (
        elsewhere, "state",
        "APP/2026/0001 is stayed, and a decision is issued only while its case stands at determined",
    ),
    "changed since": (
        corrected, "current",
        f"the case changed since it was determined under {ENTRY}: determine it again, and adopt that",
    ),
    "determined again": (
        determined_again, "current",
        f"the case was determined again under {ENTRY} since it was drafted: adopt the newer determination",
    ),
    "read otherwise": (
        read_otherwise, "agreed",
        f"under {ENTRY}: This program cannot make it again. the two readings of {ENTRY} do not agree in case ",
    ),
    "left open": (directions_open, "answered", "nothing is decided on the question “Are directions given"),
    "not concluded": (left_open, "concluded", "what becomes of the application is not recorded: record it"),
    "concluded otherwise": (
        lambda it: concludes(it, "confirm", DecidedBy("", committee=COMMITTEE)), "concluded",
        "the disposal recorded is “confirm”, and the answer decided is “quash and redetermine”: record that, or depart",
    ),
    "confirmed and otherwise": (
        lambda it: concludes(it, "confirm", DecidedBy("", committee=COMMITTEE)), "concluded",
        "the commissioner’s decision, “refuse”, is confirmed, and what becomes of the application is “grant”: record",
    ),
    "not asked": (
        not_asked, "decided_by",
        "it is not recorded whether S. Lindqvist, who decided, has an interest: ask them, and record what they say",
    ),
    "an officer who was not asked": (
        lambda it: concludes(it, "quash_and_redetermine", DecidedBy("", officer="A. Officer")), "decided_by",
        "it is not recorded whether A. Officer, who decided, has an interest: ask them, and record what they say",
    ),
    "nobody": (
        lambda it: concludes(it, "quash_and_redetermine", None), "decided_by",
        "who decided is not recorded: name the officer, or the Committee with its members and quorum",
    ),
    "no reasons": (
        lambda it: it.does(depart, Departing(ENTRY, "provision", "reg-19-6-benefits", "not_met", "…"), live),
        "reasoned", "no reasons are recorded for departing on reg-19-6-benefits: record them",
    ),
    "no reasons of a judgement": (without_reasons, "reasoned", "no reasons are recorded for the judgement “"),
    "law by which people find otherwise": (
        lambda it: it.does(depart, Departing(ENTRY, "provision", "regs-13-to-21-may-grant", "met", "It is so"), live),
        "law", f"under {TITLE}, nobody has confirmed",
    ),
    "law by which people answer otherwise": (
        lambda it: it.does(depart, Departing(ENTRY, "question", "final", "defer", "Others may apply"), live), "law",
        f"under {TITLE}, nobody has confirmed that they read regulation 18(3) in the published law",
    ),
    "written before": (
        departs_later, "written",
        "the text is older than a departure: read it, change what no longer holds, and keep it as a new version",
    ),
    "nothing written": (
        lambda it: it.does(write, {"law": ""}), "written", "the section “The law” is empty: write it",
    ),
    "an interest": (
        lambda it: it.does(declare, True, "A cousin", by=it.at.reviewer), "interests",
        f"{WHO} declared an interest and had a part in it: somebody else has to do that part",
    ),
    "a comment": (
        lambda it: it.does(comment, "", "Is that so?", by=it.at.reviewer), "comments",
        f"a comment of {WHO} has no answer: answer it",
    ),
    "sent back": (sent_back, "reviewed", f"{WHO} sent it back: mend it, and have it reviewed again"),
    "changed after its review": (
        lambda it: it.does(write, {"reasons": "Otherwise."}), "reviewed",
        f"it was changed since {WHO} approved it: have it reviewed again",
    ),
    "reviewed by an author": (
        wrote_a_part, "reviewed", f"{WHO} wrote a part of it: have somebody else review it",
    ),
    "reviewed by who decided": (
        called_as_a_member, "reviewed", "r.  ADEYEMI decided it, or sits on the case: have somebody else review it",
    ),
    "reviewed by who sits": (
        sits_too, "reviewed", f"{WHO} decided it, or sits on the case: have somebody else review it",
    ),
    "not reached": (
        unreachable, "parties",
        "how East Larkshire Integrated Care Board is reached is not recorded: add an address, so that they can be told",
    ),
    "not named": (
        lambda it: it.does(party_leaves, it.party("appellant").id), "parties", "no appellant is named: add each",
    ),
    "no applicant": (
        appealed_by_others, "parties",
        "the applicant, whose application somebody else’s appeal is about, is not named: add them",
    ),
}  # fmt: skip
# What breaks other lines too. A draft that is changed is reviewed no more, so every other may break that line.
WITH_OTHERS = {"not concluded", "law by which people answer otherwise", "no applicant"}
