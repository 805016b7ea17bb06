"""Somebody who wrote none of it reviews a draft, without an interest in the case, and of what stands there now."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from casework import CaseRefused, NotAllowed, NotFound, Stale
from casework.deciding import (
    Concluding,
    Reviewing,
    conclude,
    confirm_law,
    declare,
    draft,
    interests,
    proposals,
    review,
    to_read,
    write,
)
from keeping import DecidedBy
from people import Role
from tests.casework.deciding import COMMITTEE, READ_IN, determined, live
from tests.casework.office import NOON, PHARMACY, at_once
from tests.casework.standing import Standing

Stands = Callable[[str], Standing]
ENTRY = PHARMACY[0]


def drafted(at: Standing) -> Standing:
    at.does(draft, live)
    return at


def test_a_review_is_of_what_stands_there_by_somebody_who_has_no_interest(here: Stands) -> None:
    at = drafted(here("disputed"))
    seen = at.decision.content
    assert at.refused(review, Reviewing(True, "", seen), by=at.reviewer) == [
        "declare first whether you have an interest in this case"
    ]
    at.does(declare, True, "The contractor is a friend", by=at.reviewer)
    assert at.refused(review, Reviewing(True, "", seen), by=at.reviewer) == [
        "you declared an interest in this case, so somebody else has to review it"
    ]
    told = "/said: you declared an interest in this case before: say why you have none now"
    assert at.refused(declare, False, "", by=at.reviewer) == [told], "no interest is undone by a word"
    at.does(declare, False, "It is another contractor of that name", by=at.reviewer)
    at.does(conclude, Concluding("dismiss", "none", DecidedBy("", committee=COMMITTEE)))
    assert at.refused(review, Reviewing(False, "", seen), by=at.reviewer) == [
        "/content: the draft is no longer the one that you looked at: read it again, then review it",
        "/said: this is empty: say it in words",
    ]
    made = at.does(review, Reviewing(False, "Say on which day", at.decision.content), by=at.reviewer)
    assert (made.state, made.reviews[-1].approved, made.reviews[-1].said) == ("draft", False, "Say on which day")
    at.does(write, {"reasons": "It was late, on 2 March."})
    made = at.does(review, Reviewing(True, "", at.decision.content), by=at.reviewer)
    assert (made.state, [each.approved for each in made.reviews]) == ("reviewed", [False, True])
    assert at.does(write, {"reasons": "It was late."}).state == "draft"


def test_nobody_reviews_what_they_wrote_a_part_of(here: Stands) -> None:
    at = drafted(here("disputed"))
    both = replace(at.reviewer, roles=frozenset({Role("reviewer"), Role("officer")}))
    at.does(declare, False, "", by=both)
    at.does(write, {"reasons": "It was late."}, by=both)
    told = "you wrote a part of this draft, so somebody else has to review it"
    assert at.refused(review, Reviewing(True, "", at.decision.content), by=both) == [told]
    with pytest.raises(NotAllowed, match="You may not review a decision"):
        at.does(review, Reviewing(True, "", at.decision.content))


def test_nobody_reviews_what_they_decided(here: Stands) -> None:
    at = drafted(here("disputed"))
    at.does(declare, False, "", by=at.reviewer)
    for name in ("a.  person", "A. PERSON"):
        at.does(conclude, Concluding("dismiss", "none", DecidedBy("", officer=name)))
        told = "you are one of those who decided this, or sit on the case, so somebody else has to review it"
        assert at.refused(review, Reviewing(True, "", at.decision.content), by=at.reviewer) == [told]
    withdrew = replace(COMMITTEE.members[0], name="A. Person", withdrew=True)
    committee = replace(COMMITTEE, members=(withdrew, *COMMITTEE.members[1:]))
    at.does(conclude, Concluding("dismiss", "none", DecidedBy("", committee=committee)))
    assert at.does(review, Reviewing(True, "", at.decision.content), by=at.reviewer).state == "reviewed"


def test_whoever_decided_a_judgement_reviews_nothing_that_rests_on_it(here: Stands) -> None:
    at = drafted(here("determined"))
    at.does(declare, False, "", by=at.reviewer)
    by = at.decision.adopted[1].given["judgements"]["dismissed_as_misconceived"]["by"]
    mine = replace(at.reviewer, name=f" {by.upper()} ")
    told = "you are one of those who decided this, or sit on the case, so somebody else has to review it"
    assert at.refused(review, Reviewing(True, "", at.decision.content), by=mine) == [told]


def test_of_two_who_review_at_once_one_is_stored_and_the_other_is_told(stands: Stands) -> None:
    at = drafted(stands("disputed"))
    other = at.office.actor("reviewer")
    for each in (at.reviewer, other):
        at.does(declare, False, "", by=each)
    content, version = at.decision.content, at.here.version

    def reviews(approved: bool, said: str, who: int) -> object:
        with at.office.database.writing() as connection:
            asked = Reviewing(approved, said, content)
            return review(connection, NOON, (at.reviewer, other)[who], at.id, asked, version)

    came = at_once([lambda: reviews(True, "", 0), lambda: reviews(False, "The days are wrong", 1)])
    assert [isinstance(each, Stale) for each in came].count(True) == 1, came
    assert len(at.decision.reviews) == 1
    assert at.here.version == version + 1


def test_what_somebody_declares_last_stands(here: Stands) -> None:
    at = here("disputed")
    at.does(declare, True, " A cousin works there ")
    assert at.refused(declare, True, "") == ["/said: this is empty: say it in words"]
    both = ["/said: you say that you have none and describe one: which is it?"]
    assert at.refused(declare, False, "A cousin", by=at.reviewer) == both
    with at.office.database.reading() as connection:
        declared = interests(connection, at.here)[at.officer.id]
    assert (declared.has_one, declared.said, declared.at) == (True, "A cousin works there", NOON)
    at.does(declare, False, "She left it")
    with at.office.database.reading() as connection:
        stands = interests(connection, at.here)[at.officer.id]
    assert (stands.has_one, stands.said) == (False, "She left it")
    with pytest.raises(NotAllowed, match="You may not declare an interest in a case"):
        at.does(declare, False, "", by=at.office.actor("auditor"))
    unknown = replace(at.reviewer, roles=frozenset({Role("admin")}))
    with pytest.raises(NotFound), at.office.database.writing() as connection:
        declare(connection, NOON, unknown, at.id, False, "", at.here.version)


def test_the_law_that_no_lawyer_reviewed_is_read_by_somebody_as_it_is_encoded(stands: Stands) -> None:
    at = drafted(stands("determined"))
    auditor, made = at.office.actor("auditor"), at.decision
    with at.office.database.writing() as connection:
        offered = to_read(connection, made, proposals(connection, made, live))
        assert not any(each.read for each in offered)
        first, *others = offered
        assert first.conditions
        limit = next(each for each in offered if each.provision.id == "thirty-days")
        assert ("received_in_time", "construed") in limit.conditions, "how days are counted is confirmed too"
        chosen = [(first.rule_set.id, first.provision.id, first.fingerprint)]
        with pytest.raises(NotAllowed, match="You may not confirm that the law is encoded rightly"):
            confirm_law(connection, NOON, auditor, chosen, READ_IN, offered)
        confirm_law(connection, NOON, at.reviewer, chosen, READ_IN, offered)
        now, *still = to_read(connection, made, proposals(connection, made, live))
    assert [each.read for each in still] == [()] * len(others)
    assert [(each.by, each.at, each.read_in) for each in now.read] == [(at.reviewer.id, NOON, READ_IN)]


def test_only_what_a_decision_rests_on_is_confirmed_and_as_it_was_read(here: Stands) -> None:
    at = drafted(here("determined"))
    with at.office.database.reading() as connection:
        offered = to_read(connection, at.decision, proposals(connection, at.decision, live))
        id = offered[0].provision.id
        for chosen, read_in, told in (
            ([], READ_IN, "/provisions: choose the provisions that you have read"),
            (
                [(ENTRY, "reg-99", "")], READ_IN,
                f"/provisions/0: the decision does not rest on reg-99 of {ENTRY}: choose from its list",
            ),
            (
                [(ENTRY, id, "0" * 64)], READ_IN,
                f"/provisions/0: {id} is encoded otherwise now than when you read it: read it again",
            ),
            ([(ENTRY, id, offered[0].fingerprint)], " ", "/read_in: this is empty: say it in words"),
        ):  # fmt: skip
            with pytest.raises(CaseRefused) as refused:
                confirm_law(connection, NOON, at.reviewer, chosen, read_in, offered)
            assert str(refused.value) == told


def test_what_was_read_once_stays_read_for_every_decision(here: Stands) -> None:
    at = here("issued")
    other = replace(at, id=determined(at.office, at.officer).id)
    other.does(draft, live)
    assert "law" not in other.lacking()
