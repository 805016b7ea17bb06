"""Every line of the table that must hold before a decision is issued fails once, and is told as the table says it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from casework import Move, NewParty, change_party, change_state, determine, party_leaves, put_to
from casework.deciding import (
    LINES,
    Concluding,
    Departing,
    Reviewing,
    adopt_anew,
    comment,
    conclude,
    declare,
    depart,
    draft,
    issue,
    review,
    write,
)
from keeping import DecidedBy, Kept, NotMadeAgain, Replayed
from keeping.sayings import Saying
from people import Role
from storage import new_key, stated
from tests.casework import deciding
from tests.casework.deciding import SERIES, live
from tests.casework.office import NOON, PHARMACY, RULES, TODAY, rules
from tests.casework.standing import Standing, Trying

ENTRY, PROCEDURE = PHARMACY
Stands = Callable[[str], Standing]


def corrected(it: Trying) -> None:
    it.says(Saying("fact", "notice_received_on", "2024-04-04", source="the stamp", correction="Misread"))


def determined_again(it: Trying) -> None:
    corrected(it)
    it.determines()


def no_longer(_connection: Connection, kept: Kept) -> Any:
    """Rules that no longer give what was kept."""
    raise NotMadeAgain(Replayed(kept.id, kept.rule_set, "differs", "The first difference is at /questions/0."))


def not_the_same_again(it: Trying) -> None:
    it.live = no_longer  # type: ignore[assignment]  # it never gives any


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


def unreachable(it: Trying) -> None:
    here = it.party("commissioner")
    it.does(change_party, here.id, NewParty("commissioner", here.name, False, here.organisation, " "))


WHO = "A. Person"
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
    "not made again": (not_the_same_again, "agreed", f"under {ENTRY}: The first difference is at /questions/0."),
    "left open": (left_open, "answered", "nothing is decided on the question “"),
    "not concluded": (left_open, "concluded", "what becomes of the application is not recorded: record it"),
    "concluded otherwise": (
        lambda it: it.does(conclude, Concluding("confirm", "grant", None)), "concluded",
        "the disposal recorded is “confirm”, and the answer decided is “quash and redetermine”: record that, or depart",
    ),
    "nobody": (
        lambda it: it.does(conclude, Concluding("quash_and_redetermine", "grant", None)), "decided_by",
        "who decided is not recorded: name the officer, or the Committee with its members and quorum",
    ),
    "no reasons": (
        lambda it: it.does(depart, Departing(ENTRY, "provision", "reg-19-6-benefits", "not_met", "…"), live),
        "reasoned", "no reasons are recorded for departing on reg-19-6-benefits: record them",
    ),
    "no reasons of a judgement": (without_reasons, "reasoned", "no reasons are recorded for the judgement “"),
    "law that nobody read": (
        left_open, "law", "under Pharmacy market entry: entry in the pharmaceutical list, nobody has confirmed",
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
    "not reached": (
        unreachable, "parties",
        "how East Larkshire Integrated Care Board is reached is not recorded: add an address, so that they can be told",
    ),
    "not named": (
        lambda it: it.does(party_leaves, it.party("appellant").id), "parties", "no appellant is named: add each",
    ),
}  # fmt: skip

# A line that whoever issues is told of before the table is looked at, with where and what they are told.
TOLD_BEFORE = {"state": ("", "APP/2026/0001 is stayed, and takes no draft of a decision. ")}


def test_every_line_of_the_table_is_broken_here() -> None:
    assert {line for _, line, _ in BREAKS.values()} == {line.id for line in LINES}


def test_each_line_fails_by_itself_and_the_decision_is_not_issued(stands: Stands) -> None:
    at = stands("reviewed")
    assert at.lacking() == {}
    with at.office.database.writing() as connection:
        for name, (breaks, line, told) in BREAKS.items():
            tried = connection.begin_nested()
            it = Trying(connection, at)
            breaks(it)
            lacking, refused = it.lacking(), it.refused()
            assert any(each.startswith(told) for each in lacking.get(line, ())), (name, lacking)
            where, says = TOLD_BEFORE.get(line, (f"/gate/{line}", f"{at.here.reference} cannot be issued yet: {told}"))
            assert any(each.startswith(says) for each in refused.get(where, ())), (name, refused)
            tried.rollback()
    assert at.lacking() == {}


def test_whatever_the_page_shows_as_lacking_is_told_to_whoever_issues(stands: Stands) -> None:
    at = stands("reviewed")
    with at.office.database.writing() as connection:
        it = Trying(connection, at)
        for breaks in (left_open, unreachable, wrote_a_part):
            breaks(it)
        lacking = it.lacking()
        assert set(lacking) == {"answered", "concluded", "law", "reviewed", "parties"}
        assert it.refused() == {
            f"/gate/{id}": [f"{at.here.reference} cannot be issued yet: {each}" for each in told]
            for id, told in lacking.items()
        }


def test_what_one_person_has_drafted_lacks_all_that_others_have_to_do(here: Stands) -> None:
    at = here("determined")
    at.does(draft, live)
    lacking = at.lacking()
    assert set(lacking) == {"decided_by", "law", "interests", "reviewed"}
    assert lacking["reviewed"] == ("nobody has reviewed it: have somebody review it who wrote none of it",)
    assert lacking["interests"] == (f"{WHO} has not declared whether they have an interest: ask them to",)
    entry, procedure = lacking["law"]
    title = rules()[ENTRY].title
    assert entry.startswith(f"under {title}, nobody has confirmed that they read ")
    assert entry.endswith(" and 23 more in the published law: read it, and confirm it")
    assert rules()[PROCEDURE].title in procedure
    deciding.reads_law(at.office, at.reviewer, at.here)
    assert "law" not in at.lacking()
    told = at.refused(issue, SERIES, live)
    assert [each.partition(":")[0] for each in told] == [
        f"/gate/{line.id}" for line in LINES for _ in lacking.get(line.id, ()) if line.id != "law"
    ]


def test_where_the_case_stands_elsewhere_nothing_is_issued(here: Stands) -> None:
    at = here("reviewed")
    at.does(change_state, Move("stayed", TODAY, "The Court is asked"))
    only = "a decision is issued only while its case stands at determined"
    assert at.lacking() == {"state": (f"{at.here.reference} is stayed, and {only}",)}
    told = f"{at.here.reference} is stayed, and takes no draft of a decision. "
    assert at.refused(issue, SERIES, live)[0].startswith(told)


def test_a_question_that_is_left_open_is_answered_by_people_with_reasons(here: Stands) -> None:
    at = here("reviewed")
    with at.office.database.writing() as connection:
        it = Trying(connection, at)
        left_open(it)
        (told,) = [each for each in it.lacking()["answered"] if rules()[ENTRY].questions[0].asks in each]
        assert told.endswith(", or decide it yourself, with reasons")
        assert "state what could settle it (" in told
        it.does(depart, Departing(ENTRY, "question", "final", "refuse", "Nobody would be served."), live)
        assert not [each for each in it.lacking().get("answered", ()) if rules()[ENTRY].questions[0].asks in each]


def test_an_appeal_stays_open_while_its_application_is_deferred(here: Stands) -> None:
    at = here("disputed")
    skerrow = deciding.determined(at.office, at.officer, name="skerrow-deferred")
    made = deciding.reviewed(at.office, at.officer, at.reviewer, skerrow)
    assert (made.conclusion.disposal, made.conclusion.final) == ("not_disposed_of", "defer")
    assert replace(at, id=skerrow.id).lacking() == {}


def test_a_draft_that_rests_on_other_rule_sets_than_the_case_is_adopted_anew(here: Stands) -> None:
    at = here("disputed")
    at = replace(at, id=deciding.determined(at.office, at.officer, name="dunmarrow-misconceived").id)
    at.does(draft, live)
    both = [rules()[id] for id in PHARMACY]
    at.does(put_to, both)
    told = f"it does not rest on a determination under {ENTRY}: determine the case, and adopt that"
    assert at.lacking()["current"] == (told,)
    at.does(determine, rules(), RULES)
    at.does(adopt_anew, live)
    assert "current" not in at.lacking()
    at.does(put_to, both[1:])
    assert at.lacking()["current"] == (f"the case is no longer put to {ENTRY}: adopt anew",)
    at.does(adopt_anew, live)
    assert [each.rule_set for each in at.decision.adopted] == [PROCEDURE]
    assert "current" not in at.lacking()


def test_a_dispute_that_no_rule_set_covers_lacks_only_what_people_do(here: Stands) -> None:
    at = here("disputed")
    at.does(draft, live)
    at.does(conclude, Concluding("dismiss", "none", DecidedBy("", officer="A. Officer")))
    assert set(at.lacking()) == {"written", "interests", "reviewed"}
