"""Sentences of the account of a case that must be true of it, whatever the rules look like."""

from pathlib import Path

import pytest

from engine import Determination
from tests.engine.building import DECIDED, YES_NO, A, build, put

COUNTS = """
few number whole: true, at_least: 0, may_be_none: true
many number whole: true, at_least: 0
"""
GIVES = 'gives: {{cap: {{type: money, says: "The {} cap", cites: para {}, fact: cost}}}}'
NESTED = """
unless: [{id: outer, says: "It is a consolidation", cites: para 2, when: {fact: b, is: true}, \
unless: [{id: inner, says: "It is a late one", cites: para 3, when: {fact: c, is: true}}]}]
"""


def told(found: Determination) -> str:
    return " ".join(found.account.paragraphs)


@pytest.mark.parametrize(
    ("test", "few", "more"),
    [
        ("more_than: 50%", 4, "2 more would be enough: 6 of 10, 60%."),
        ("at_least: 50%", 4, "1 more would be enough: 5 of 10, 50%."),
        ("more_than: 55%", 4, "2 more would be enough: 6 of 10, 60%."),
        ("more_than: 100%", 9, ""),
        ("at_least: 50%, at_most: 52%", 4, ""),
    ],
)
def test_as_many_more_as_are_told_would_be_enough(tmp_path: Path, test: str, few: int, more: str) -> None:
    rules = build(tmp_path, COUNTS, {"rule": f"when: <x> {{share: few, of: many, {test}, when_none: met}}"})
    said = told(put(rules, {"few": few, "many": 10}))
    assert more in said
    assert ("would be enough" in said) == bool(more)


def test_a_count_that_is_none_is_told_as_none_and_not_as_a_share(tmp_path: Path) -> None:
    rules = build(tmp_path, COUNTS, {"rule": "when: <x> {share: few, of: many, at_least: 50%, when_none: met}"})
    assert "What of few? None. What of many? 10." in told(put(rules, {"few": "none", "many": 10}))


def test_a_result_is_told_in_the_words_of_the_version_that_gives_it(tmp_path: Path) -> None:
    versions = [
        f"effective: {{from: 2020-01-01}}\nwhen: {A}\n{GIVES.format('new', 2)}",
        f"effective: {{from: 2013-04-01, to: 2019-12-31}}\nwhen: {A}\n{GIVES.format('old', 1)}",
    ]
    rules = build(tmp_path, f"{YES_NO}cost money\n", {"rule": versions})
    given = {"a": True, "cost": 500}
    assert "The new cap: £5 (para 2)." in told(put(rules, given))
    assert "The old cap: £5 (para 1)." in told(put(rules, given, as_at=DECIDED.replace(year=2015)))


def test_a_question_may_turn_on_a_result_or_on_what_is_worked_out(tmp_path: Path) -> None:
    lines = {
        "final": ["grant: {fact: cap, at_least: 100}", "refuse"],
        "next": ["grant: {fact: twice, at_least: 100}", "refuse"],
    }
    facts = f"{YES_NO}cost money\ntwice money worked_out: {{multiply: [{{fact: cost}}, 2]}}\n"
    rules = build(tmp_path, facts, {"rule": f"when: {A}\n{GIVES.format('only', 1)}"}, lines)
    said = told(put(rules, {"a": True, "cost": 500}))
    assert "The only cap: £5 (para 1)." in said
    assert "Twice: £10." in said


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"b": True, "c": True}, "An exception to the exception that it is a consolidation applies: it is a late one"),
        ({"b": True, "c": False}, "The exception to the exception that it is a consolidation does not apply."),
        ({"b": False, "c": True}, "The exception does not apply. What of b? No (para 2)."),
    ],
)
def test_an_exception_to_an_exception_is_told_as_that(tmp_path: Path, given: dict[str, bool], words: str) -> None:
    rules = build(tmp_path, YES_NO, {"rule": f"when: {A}{NESTED}"})
    said = told(put(rules, {"a": True} | given))
    assert words in said
    assert ("An exception applies" in said) == (given == {"b": True, "c": False})


def test_an_exception_that_fails_on_what_was_stated_is_not_put_down_to_the_burden(tmp_path: Path) -> None:
    """The first fact falls for the second rule; the exception would fail without it."""
    facts = f"{YES_NO}late yes_no if_not_shown: false\n"
    unless = 'unless: [{id: outer, says: "It was late", cites: para 2, when: {all: [{fact: late, is: true}, %s]}}]'
    rules = build(
        tmp_path,
        facts,
        {"rule": f"when: {A}\n{unless % '{fact: b, is: true}'}", "next": "when: <x> {fact: late, is: true}"},
        {"final": ["grant: {provision: rule}", "refuse"], "other": ["grant: {provision: next}", "refuse"]},
    )
    fell = "The exception does not apply: the applicant did not show that it was late"
    assert fell in told(put(rules, {"a": True, "b": True}, record_closed=True))
    stated = told(put(rules, {"a": True, "b": False}, record_closed=True))
    assert fell not in stated
    assert "The exception does not apply: it is not the case that it was late" in stated


def test_a_fact_that_fell_is_told_where_only_what_is_worked_out_from_it_is_tested(tmp_path: Path) -> None:
    facts = "cost money if_not_shown: 500\ntwice money worked_out: {multiply: [{fact: cost}, 2]}"
    rules = build(tmp_path, facts, {"rule": "when: <x> {fact: twice, at_least: 100}"})
    found = put(rules, record_closed=True)
    assert "Twice: £10. What of cost? The applicant did not show it, so it counts as £5." in told(found)
    assert [(each.fact, each.fell) for each in found.findings[0].because] == [("twice", False), ("cost", True)]


def test_a_question_that_turns_on_a_share_tells_the_counts(tmp_path: Path) -> None:
    line = "grant: {share: few, of: many, at_least: 50%, when_none: met}"
    rules = build(tmp_path, COUNTS, {"rule": "when: <x> {fact: few, at_least: 3}"}, {"final": [line, "refuse"]})
    assert "4 of 10, 40%. 1 more would be enough: 5 of 10, 50%." in told(put(rules, {"few": 4, "many": 10}))


def test_each_paragraph_tells_of_which_question_it_is_and_numbered_they_are_the_account(tmp_path: Path) -> None:
    lines = {"first": ["grant: {provision: rule}", "refuse"], "second": ["a: {provision: other}", "b"]}
    rules = build(tmp_path, YES_NO, {"rule": f"when: {A}", "other": "when: <b> {fact: b, is: true}"}, lines)
    found = put(rules, {"a": True})
    account = found.account
    assert account.paragraphs == tuple(f"{number}. {each.text}" for number, each in enumerate(account.told, start=1))
    sorts = [(each.question, each.sort) for each in account.told]
    assert sorts[0] == ("first", "answer")
    asked = [question for question, _ in sorts]
    assert asked == sorted(asked, key=["first", "second", ""].index)
    assert {("first", "reason"), ("second", "answer"), ("second", "open")} <= set(sorts)
    assert ("first", "open") not in sorts
    assert {sort for question, sort in sorts if not question} == {"unchecked"}
    closed = put(rules, {"a": True, "b": False}, record_closed=True)
    assert all(each.question for each in closed.account.told if each.sort in ("answer", "open", "reason"))


def test_what_does_not_arise_is_told_once_after_all_that_does(tmp_path: Path) -> None:
    lines = {
        "first": ["does_not_arise: {fact: a, is: false}", "grant: {provision: rule}", "refuse"],
        "second": ["does_not_arise: {fact: b, is: false}", "allowed: {fact: c, is: true}", "barred"],
    }
    rules = build(tmp_path, YES_NO, {"rule": f"when: {A}"}, lines)
    found = put(rules, {"a": True, "b": False})
    assert [answer.id for answer in found.arising] == ["first"]
    assert found.account.headline.startswith("Grant.")
    assert "Does not arise." not in found.account.headline
    assert [(each.question, each.sort) for each in found.account.told][-2:] == [("", "aside"), ("", "unchecked")]
    assert not [each for each in found.account.told if each.question == "second"]
    assert [answer.id for answer in put(rules, {"a": False, "b": False}).arising] == ["first"]
