"""Facts and judgements as stated: history is kept, a correction says why, and the engine takes what stands."""

import json
import threading
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from engine import RuleSet, determine_case
from keeping.activity import entries
from keeping.judgements import Committee, DecidedBy, Member
from keeping.sayings import Saying, Stated, StatementRefused
from keeping.statements import Given, given, history, standing, state
from storage import Database, new_key, stated
from tests.keeping.cases import NOON, Made, a_case
from tests.ours import our_rule_sets

ROOT = Path(__file__).parents[2]
CANNOT = "this holds something that cannot be kept: give text, numbers, true, false and lists"
OFFICER = DecidedBy("It was received on the thirtieth day.", officer="A. Officer")
COMMITTEE = DecidedBy(
    "They are one site.",
    committee=Committee(
        "the Pharmacy Appeals Committee", (Member("A. Chair"), Member("B. Bell"), Member("C. Cole")), 3
    ),
)


@pytest.fixture
def made(database: Database) -> Made:
    return a_case(database)


@pytest.fixture(scope="module")
def rule_sets() -> Mapping[str, RuleSet]:
    return our_rule_sets()


def say(database: Database, made: Made, *sayings: Saying, later: int = 0) -> tuple[Stated, ...]:
    with database.writing() as connection:
        return state(connection, NOON + timedelta(minutes=later), made.by, made.id, sayings)


def fact(name: str, said: Any, source: str = "the form, page 1", **more: Any) -> Saying:
    return Saying("fact", name, said, source, **more)


def judgement(name: str, said: Any, decided_by: DecidedBy | None = OFFICER, **more: Any) -> Saying:
    return Saying("judgement", name, said, decided_by=decided_by, **more)


def refused(database: Database, made: Made, *sayings: Saying) -> list[str]:
    with pytest.raises(StatementRefused) as error:
        say(database, made, *sayings)
    return str(error.value).splitlines()


def stands(database: Database, made: Made) -> Given:
    with database.reading() as connection:
        return given(connection, made.id)


def acts(database: Database, made: Made) -> list[str]:
    with database.reading() as connection:
        return [each.act for each in entries(connection, made.id)]


def test_what_is_stated_stands_with_its_source_who_said_it_and_when(database: Database, made: Made) -> None:
    (one,) = say(database, made, fact("notice_received_on", "2025-12-09"))
    with database.reading() as connection:
        assert standing(connection, made.id) == (one,)
    assert (one.place, one.said, one.source, one.by, one.at) == (1, "2025-12-09", "the form, page 1", made.by, NOON)
    assert (one.correction, one.replaces, one.evidence) == ("", "", ())


def test_replacing_what_was_stated_is_a_correction_and_says_why(database: Database, made: Made) -> None:
    (first,) = say(database, made, fact("notice_received_on", "2025-12-09"))
    (told,) = refused(database, made, fact("notice_received_on", "2025-12-10"))
    assert told == (
        "/facts/notice_received_on/correction: this replaces what was stated before. Say why, under correction: the "
        "earlier words stay in the history beside it"
    )
    assert refused(database, made, fact("notice_received_on", "2025-12-10", correction=" … "))
    why = "The stamp was misread"
    (second,) = say(database, made, fact("notice_received_on", "2025-12-10", correction=why), later=5)
    assert (second.replaces, second.correction, second.place) == (first.id, why, 2)
    with database.reading() as connection:
        assert history(connection, made.id, "notice_received_on") == (first, second)
        assert standing(connection, made.id) == (second,)
    assert acts(database, made) == ["fact.stated", "fact.corrected"]


def test_another_source_or_another_who_is_a_correction_too(database: Database, made: Made) -> None:
    say(database, made, fact("is_consolidation", False), judgement("no_valid_grounds", False))
    assert refused(database, made, fact("is_consolidation", False, source="the reply"))
    assert refused(database, made, judgement("no_valid_grounds", False, COMMITTEE))


def test_taking_back_is_a_statement_of_nothing_with_reasons(database: Database, made: Made) -> None:
    (first,) = say(database, made, fact("is_consolidation", False))
    assert refused(database, made, Saying("fact", "is_consolidation", None))[0].endswith("in the history beside it")
    (taken,) = say(database, made, Saying("fact", "is_consolidation", None, correction="It was of another case"))
    assert (taken.said, taken.replaces) == (None, first.id)
    assert stands(database, made) == Given({}, {}, 2)
    with database.reading() as connection:
        assert history(connection, made.id, "is_consolidation") == (first, taken)
    say(database, made, fact("is_consolidation", True))
    assert acts(database, made) == ["fact.stated", "fact.taken_back", "fact.stated"]


def test_what_does_not_stand_cannot_be_taken_back(database: Database, made: Made) -> None:
    told = ["/facts/is_consolidation: nothing stands here that could be taken back"]
    assert refused(database, made, Saying("fact", "is_consolidation", None, correction="so")) == told


def test_learning_what_nobody_knew_corrects_nothing(database: Database, made: Made) -> None:
    say(database, made, fact("a", {"state": "not_known"}), fact("b", {"state": "not_asked"}))
    learnt = say(database, made, fact("a", False), fact("b", 9))
    assert all(each.replaces for each in learnt)
    assert acts(database, made) == ["fact.stated"] * 4


def test_settling_a_dispute_and_narrowing_a_range_say_why(database: Database, made: Made) -> None:
    say(database, made, fact("a", {"state": "disputed"}), fact("b", {"from": 1, "to": 9}))
    assert len(refused(database, made, fact("a", True), fact("b", {"from": 2, "to": 9}))) == 2


def test_saying_the_same_again_stores_nothing(database: Database, made: Made) -> None:
    sayings = (fact("amount", Decimal("12.5")), judgement("no_valid_grounds", False, COMMITTEE))
    first = say(database, made, *sayings)
    assert say(database, made, *sayings, later=5) == first
    assert say(database, made, fact("amount", {"value": 12.5}, correction="as an object")) != first[:1]
    assert stands(database, made).to == 3
    say(database, made, fact("yes", True))
    assert refused(database, made, fact("yes", 1)), "true is not the number one"


def test_all_that_is_said_is_stored_or_nothing_and_every_fault_is_told(database: Database, made: Made) -> None:
    told = refused(
        database,
        made,
        fact("good", True),
        fact("twice", True),
        fact("twice", False),
        fact("Bad/Name", True),
        Saying("opinion", "x", True),
        fact("number", Decimal("0.1234567890123456789")),
        fact("huge", 10**30),
        fact("endless", Decimal("NaN")),
        fact("bytes", b"x"),
        fact("keys", {1: 2}),
        fact("half", "\ud800"),
        fact("text", True, source="a\0b"),
        fact("sources", {"value": True, "source": "the reply"}),
        fact("decided", True, decided_by=OFFICER),
        fact("evidenced", True, evidence=("f" * 32,)),
        judgement("by_nobody", True, None),
        judgement("written", True, DecidedBy("So \ud800 be it", officer="A. Officer")),
        judgement("within", {"answer": True, "by": "A. Officer"}),
    )
    assert told == [
        "/facts/twice: this is said twice at once: leave one of them out",
        "/facts/Bad~1Name: no rule has such a name: small letters, digits and underscores, and a letter first",
        "'opinion' is stated of nothing: say fact or judgement",
        "/facts/number: this number has more digits than can be kept exactly: write at most 15",
        "/facts/huge: this number has more digits than can be kept exactly: write at most 15",
        "/facts/endless: this number has more digits than can be kept exactly: write at most 15",
        f"/facts/bytes: {CANNOT}",
        f"/facts/keys: {CANNOT}",
        f"/facts/half: {CANNOT}",
        "/facts/text/source: this holds signs that no text has: write it again",
        "/facts/sources/source: two sources are given for one value: write both in one",
        "/facts/decided/decided_by: a fact is stated by its source and decided by nobody: leave this out",
        f"/facts/evidenced/evidence: the case has no such evidence item: {'f' * 32}. Add it to this case first",
        "/judgements/by_nobody/decided_by: who decided this, and why? Name an officer or a Committee, and the reasons",
        f"/judgements/written/decided_by: {CANNOT}",
        "/judgements/within: who decided and why stands in decided_by, not beside the answer",
    ]
    assert stands(database, made) == Given({}, {}, 0)
    assert acts(database, made) == []


def test_a_judgement_that_nobody_has_made_needs_nobody(database: Database, made: Made) -> None:
    say(database, made, judgement("no_valid_grounds", {"state": "not_asked"}, None))
    assert stands(database, made).judgements == {"no_valid_grounds": {"state": "not_asked"}}


def test_the_activity_knows_which_statement_and_no_value(database: Database, made: Made) -> None:
    (one,) = say(database, made, fact("applicant_name", "Quillfeather"))
    with database.reading() as connection:
        (entry,) = entries(connection, made.id)
    about = json.loads(entry.about)
    assert (about["stated_id"], about["name"], about["place"]) == (one.id, "applicant_name", 1)
    assert len(about["said_hash"]) == 64
    assert "Quillfeather" not in entry.about


def test_there_is_no_stating_in_a_case_that_is_not_there(database: Database, made: Made) -> None:
    with pytest.raises(LookupError, match="there is no such case"):
        say(database, Made(new_key(), made.by), fact("a", True))


def test_statements_of_two_officers_at_once_are_all_kept_in_one_order(database: Database, made: Made) -> None:
    def work(which: int) -> None:
        for number in range(5):
            say(database, made, fact(f"fact_{which}_{number}", number))

    threads = [threading.Thread(target=work, args=(which,)) for which in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as connection:
        assert [each.place for each in standing(connection, made.id)] == list(range(1, 21))


def test_where_the_time_of_values_is_over_they_do_not_stand_and_are_not_taken_back(
    database: Database, made: Made
) -> None:
    say(database, made, fact("a", True), judgement("b", True))
    with database.writing() as connection:
        connection.execute(update(stated).values(said=None, source=None, decided_by=None, correction=None))
    with database.reading() as connection:
        assert standing(connection, made.id) == ()
        (gone,) = history(connection, made.id, "b")
    assert (gone.said, gone.source, gone.correction, gone.decided_by) == (None, "", "", None)


GIVEN: tuple[tuple[Saying, Any], ...] = (
    (fact("a", True), {"value": True, "source": "the form, page 1"}),
    (fact("b", True, source=""), {"value": True}),
    (fact("c", {"value": 2, "source": "the reply"}, source=""), {"value": 2, "source": "the reply"}),
    (fact("d", {"from": 1, "may_be_none": True}), {"from": 1, "may_be_none": True, "source": "the form, page 1"}),
    (fact("e", {"state": "disputed"}, source=""), {"state": "disputed"}),
    (
        fact("f", [{"group": "midwife", "is": 10}, {"group": "doctor", "is": 1, "source": "the rota"}]),
        [
            {"group": "midwife", "is": 10, "source": "the form, page 1"},
            {"group": "doctor", "is": 1, "source": "the rota"},
        ],
    ),
    (fact("g", [1]), [1]),
    (fact("h", Decimal("0.5"), source=""), {"value": 0.5}),
    (judgement("i", True), {"answer": True, "by": "A. Officer", "reasons": OFFICER.reasons}),
    (
        judgement("j", {"one_of": ["x", "y"]}, COMMITTEE, source="the minutes"),
        {
            "one_of": ["x", "y"],
            "by": "the Pharmacy Appeals Committee",
            "reasons": "They are one site.",
            "source": "the minutes",
        },
    ),
)


def test_what_stands_is_given_as_the_engine_reads_it(database: Database, made: Made) -> None:
    say(database, made, *(saying for saying, _ in GIVEN))
    found = stands(database, made)
    assert found.facts == {saying.name: taken for saying, taken in GIVEN if saying.sort == "fact"}
    assert found.judgements == {saying.name: taken for saying, taken in GIVEN if saying.sort == "judgement"}
    assert found.to == len(GIVEN)


@pytest.mark.parametrize("appeal", ["invented/mirefold-same-service", "published/reported-2019-leicester"])
def test_a_sample_appeal_that_was_stated_is_determined_as_before(
    database: Database, made: Made, rule_sets: Mapping[str, RuleSet], appeal: str
) -> None:
    case = json.loads((ROOT / "fixtures" / "appeals" / f"{appeal}.json").read_text(encoding="utf-8"))
    sayings = [Saying("fact", name, said) for name, said in case["facts"].items()]
    sayings += [
        judgement(name, said["answer"], DecidedBy(said["reasons"], officer=said["by"]))
        for name, said in case["judgements"].items()
    ]
    say(database, made, *sayings)
    found = stands(database, made)
    assert (found.facts, found.judgements) == (case["facts"], case["judgements"])
    kept = {**case, "facts": found.facts, "judgements": found.judgements}
    before, after = determine_case(rule_sets, case), determine_case(rule_sets, kept)
    assert [each.canonical for each in before] == [each.canonical for each in after]
    assert found.to == len(sayings)
