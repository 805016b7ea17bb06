"""What a caller states of a case: nothing is coerced, nothing is guessed, and every fault is told at its place."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from engine import FactError, RuleSet, read_facts, read_given
from engine.scalars import decimal_or_percent, read_scalar
from engine.values import NEVER, Known, Options, Span, exactly
from tests.engine.building import build

FACTS = """
open yes_no
class choice options: [routine, excepted, notification]
left_for choice options: [illness, other], may_be_none: true
people number whole: true, at_least: 0, at_most: 200, unit: people
hours number at_least: 0
weight number
fee money
sent_on date
died_on date may_be_none: true
heard_at date_and_time
remarks text
second_name text may_be_none: true
twice number worked_out: {multiply: [2, {fact: people}]}
satisfied judgement
"""
RULE = {"rule": "when: <a> {fact: open, is: true}\ngives: {total: {type: money, says: Total, cites: (2), fact: fee}}"}


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> RuleSet:
    return build(tmp_path_factory.mktemp("rules"), FACTS, RULE)


def faults(rules: RuleSet, raw: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(FactError) as error:
        read_facts(rules, raw)
    return {fault.where: fault.message for fault in error.value.faults}


@pytest.mark.parametrize(
    ("name", "said", "known"),
    [
        ("open", True, exactly(True)),
        ("open", {"one_of": [True, False]}, Options(frozenset({True, False}))),
        ("class", "routine", Options(frozenset({"routine"}))),
        ("class", {"one_of": ["routine", "excepted"]}, Options(frozenset({"routine", "excepted"}))),
        ("left_for", "none", Options(frozenset(), none=True)),
        ("left_for", {"one_of": ["illness", "none"]}, Options(frozenset({"illness"}), none=True)),
        ("left_for", {"one_of": ["none", "illness"]}, Options(frozenset({"illness"}), none=True)),
        ("left_for", {"value": "illness", "may_be_none": True}, Options(frozenset({"illness"}), none=True)),
        ("people", 9, exactly(Fraction(9))),
        ("people", 9.0, exactly(Fraction(9))),
        ("people", {"from": 88, "to": 91}, Span(Fraction(88), Fraction(91))),
        ("people", {"from": 88}, Span(Fraction(88), Fraction(200))),
        ("people", {"to": 91}, Span(Fraction(0), Fraction(91))),
        ("hours", 0.1, exactly(Fraction(1, 10))),
        ("hours", Decimal("0.10"), exactly(Fraction(1, 10))),
        ("hours", Fraction(1, 3), exactly(Fraction(1, 3))),
        ("fee", 1250, exactly(Fraction(1250))),
        ("sent_on", "2024-02-29", exactly(date(2024, 2, 29))),
        ("sent_on", date(2024, 2, 29), exactly(date(2024, 2, 29))),
        ("died_on", "none", NEVER),
        (
            "died_on",
            {"from": "2024-02-01", "to": "2024-03-01", "may_be_none": True},
            Span(date(2024, 2, 1), date(2024, 3, 1), none=True),
        ),
        ("heard_at", "2026-03-03 12:00", exactly(datetime(2026, 3, 3, 12))),
        ("heard_at", datetime(2026, 3, 3, 12), exactly(datetime(2026, 3, 3, 12))),
        ("remarks", "By the church", exactly("By the church")),
        ("second_name", "none", NEVER),
    ],
)
def test_what_may_be_said_of_a_fact(rules: RuleSet, name: str, said: Any, known: Known) -> None:
    statement = read_facts(rules, {"facts": {name: said}})[name]
    assert (statement.known, statement.state) == (known, "stated")


A_NUMBER = "this is a number: write it without quotes, such as 9 or 0.5"
A_DATE = "this is a date: write it as YYYY-MM-DD, such as 2024-02-29"
A_MOMENT = 'this is a date and time in London: write it as "2026-03-03 12:00"'
YES_NO = "this is yes or no: write true or false, without quotes"
DIGITS = "a number of a case has at most 15 digits before the point, and as many after it"
ONE_WAY = "give exactly one of: value (answer for a judgement); from and/or to; one_of; state"


@pytest.mark.parametrize(
    ("name", "said", "where", "message"),
    [
        # types are never coerced
        ("people", "9", "", f'{A_NUMBER} (not "9")'),
        ("people", True, "", f"{A_NUMBER} (not true)"),
        ("people", [9], "", f"{A_NUMBER} (not a list)"),
        ("people", None, "", f"{A_NUMBER} (not nothing)"),
        ("people", {"value": {"is": 9}}, "/value", f"{A_NUMBER} (not a group of values)"),
        ("weight", float("nan"), "", "this is a number, and NaN or infinity is none"),
        ("weight", float("inf"), "", "this is a number, and NaN or infinity is none"),
        ("weight", 10**15, "", DIGITS),
        ("weight", 1e300, "", DIGITS),
        ("weight", Decimal("1e999999999"), "", DIGITS),
        ("weight", Decimal("1e-16"), "", DIGITS),
        ("fee", 12.5, "", "money is in whole pence: write 1250 for £12.50"),
        ("open", 1, "", f"{YES_NO} (not 1)"),
        ("open", "true", "", f'{YES_NO} (not "true")'),
        ("open", "yes", "", f'{YES_NO} (not "yes")'),
        ("sent_on", "2024-02-30", "", "2024-02-30 is not a day: day is out of range for month"),
        ("sent_on", "01/02/2024", "", f'{A_DATE} (not "01/02/2024")'),
        ("sent_on", "2024-1-2", "", f'{A_DATE} (not "2024-1-2")'),
        ("sent_on", "٢٠٢٤-٠١-٠٢", "", f'{A_DATE} (not "٢٠٢٤-٠١-٠٢")'),
        ("sent_on", 20240102, "", f"{A_DATE} (not 20240102)"),
        ("sent_on", datetime(2024, 1, 2, 12), "", f"{A_DATE} (not 2024-01-02 12:00:00)"),
        ("sent_on", "1899-12-31", "", "dates run from 1900-01-01 to 2199-12-31"),
        ("heard_at", "2026-03-03", "", f'{A_MOMENT} (not "2026-03-03")'),
        ("heard_at", "2026-03-03 25:00", "", "2026-03-03 25:00 is not a day and time"),
        ("heard_at", "1800-03-03 12:00", "", "dates run from 1900-01-01 to 2199-12-31"),
        ("heard_at", datetime(1800, 3, 3, 12), "", "dates run from 1900-01-01 to 2199-12-31"),
        ("heard_at", datetime(2026, 3, 3, 12, 0, 30), "", f"{A_MOMENT} (not 2026-03-03 12:00:30)"),
        ("heard_at", datetime(2026, 3, 3, tzinfo=UTC), "", f"{A_MOMENT} (not 2026-03-03 00:00:00+00:00)"),
        ("remarks", 3, "", "this is text (not 3)"),
        ("remarks", "", "", 'this is text (not "")'),
        # options
        (
            "class",
            "routin",
            "",
            "'routin' is not an option; the options are routine, excepted, notification. Did you mean routine?",
        ),
        ("class", 3, "", "3 is not an option; the options are routine, excepted, notification."),
        ("class", True, "", "true is not an option; the options are routine, excepted, notification."),
        ("class", {"one_of": []}, "/one_of", "one_of is a list of the options that are still possible"),
        ("class", {"one_of": "routine"}, "/one_of", "one_of is a list of the options that are still possible"),
        ("people", {"one_of": [1, 2]}, "/one_of", "a number has no options; give from and to"),
        ("remarks", {"one_of": ["a"]}, "/one_of", "a text has no options; give value"),
        # ranges
        ("class", {"from": "routine"}, "/from", "a choice has no from and to; give value or one_of"),
        ("open", {"from": True}, "/from", "a yes or no has no from and to; give value"),
        (
            "people",
            {"from": 91, "to": 88},
            "/from",
            "the range is upside down: from 91 to 88; put the lower end first",
        ),
        ("died_on", {"from": "none"}, "/from", "an end of a range is a value, not none; say may_be_none beside it"),
        ("died_on", {"to": "none"}, "/to", "an end of a range is a value, not none; say may_be_none beside it"),
        ("people", {"from": 0.5}, "/from", "0.5 is not a whole number of people"),
        # the domain
        ("people", -1, "", "this lies outside what it may be: at least 0 and at most 200"),
        ("people", 201, "", "this lies outside what it may be: at least 0 and at most 200"),
        ("people", {"from": 300}, "/from", "this lies outside what it may be: at least 0 and at most 200"),
        ("people", {"from": 1, "to": 300}, "/to", "this lies outside what it may be: at least 0 and at most 200"),
        ("hours", -0.5, "", "this lies outside what it may be: at least 0"),
        ("people", 2.5, "", "2.5 is not a whole number of people"),
        ("sent_on", "none", "", "this fact always has a value, so it cannot be none"),
        (
            "sent_on",
            {"from": "2024-01-01", "may_be_none": True},
            "/may_be_none",
            "may_be_none is true or left out, and only a fact that may be none has it",
        ),
        (
            "died_on",
            {"from": "2024-01-01", "may_be_none": 1},
            "/may_be_none",
            "may_be_none is true or left out, and only a fact that may be none has it",
        ),
        # the form
        ("people", {"value": 1, "state": "not_known"}, "", ONE_WAY),
        ("people", {}, "", ONE_WAY),
        ("people", {"source": "the form"}, "", ONE_WAY),
        (
            "people",
            {"state": "stated"},
            "/state",
            "state is not_asked, not_known or disputed; a stated fact has a value instead",
        ),
        (
            "died_on",
            {"state": "not_known", "may_be_none": True},
            "/may_be_none",
            "a state leaves everything open, none too where it may be; leave this out",
        ),
        ("people", {"value": 1, "source": 3}, "/source", "source is text: who says so, and where it stands"),
        ("people", {"valeu": 1}, "/valeu", "'valeu' is not a key here. Did you mean value?"),
        ("people", {"value": 1, "by": "me"}, "/by", None),
        # the place
        ("peeple", 1, "", "pharmacy/entry has no such fact. Did you mean people?"),
        ("satisfied", True, "", "this is a judgement; put it under judgements, with who reached it"),
        ("twice", 4, "", "this is worked out from other facts and is not asked for; state those instead"),
        ("total", 4, "", "this is worked out by the provision that gives it and cannot be stated"),
    ],
)  # fmt: skip
def test_what_is_refused_and_what_is_said_of_it(
    rules: RuleSet, name: str, said: Any, where: str, message: str | None
) -> None:
    found = faults(rules, {"facts": {name: said}})
    assert list(found) == [f"/facts/{name}{where}"]
    assert message is None or found[f"/facts/{name}{where}"] == message


@pytest.mark.parametrize(
    ("name", "said", "where", "message"),
    [
        ("open", True, "/open", "this is a fact, not a judgement; put it under facts"),
        ("satisfied", "yes", "/satisfied", f'{YES_NO} (not "yes")'),
        ("satisfied", {"answer": "yes"}, "/satisfied/answer", f'{YES_NO} (not "yes")'),
        ("satisfied", {"answer": True, "by": 3}, "/satisfied/by", "by is text: who says so, and where it stands"),
        ("satisfied", {"value": True, "answer": False}, "/satisfied/value", None),
        ("satisfied", {"by": "A. Chair"}, "/satisfied", ONE_WAY),
    ],
)
def test_a_judgement_is_told_as_strictly(rules: RuleSet, name: str, said: Any, where: str, message: str | None) -> None:
    found = faults(rules, {"judgements": {name: said}})
    assert list(found) == [f"/judgements{where}"]
    assert message is None or found[f"/judgements{where}"] == message


def test_a_judgement_says_who_reached_it_and_why(rules: RuleSet) -> None:
    told = {"answer": True, "by": "A. Chair", "reasons": "The sites share a door.", "source": "minutes"}
    statement = read_facts(rules, {"judgements": {"satisfied": told}})["satisfied"]
    assert (statement.known, statement.by) == (exactly(True), "A. Chair")
    assert (statement.reasons, statement.source) == ("The sites share a door.", "minutes")
    assert read_facts(rules, {"judgements": {"satisfied": False}})["satisfied"].known == exactly(False)


@pytest.mark.parametrize("state", ["not_asked", "not_known", "disputed"])
def test_a_state_leaves_the_whole_domain(rules: RuleSet, state: str) -> None:
    statement = read_facts(rules, {"facts": {"people": {"state": state, "source": "letter of 3 May"}}})["people"]
    assert (statement.known, statement.state) == (Span(Fraction(0), Fraction(200)), state)
    assert statement.source == "letter of 3 May"


def test_every_fault_is_told_at_once_and_names_are_escaped_in_pointers(rules: RuleSet) -> None:
    raw = {"facts": {"people": "9", "a/b~c": 1, "sent_on": "soon"}, "judgements": {"satisfied": 1}}
    assert list(faults(rules, raw)) == ["/facts/people", "/facts/a~1b~0c", "/facts/sent_on", "/judgements/satisfied"]


def test_facts_and_judgements_hold_names(rules: RuleSet) -> None:
    said = "this holds names, each with what is said of it"
    assert faults(rules, {"facts": ["open"], "judgements": True}) == {"/facts": said, "/judgements": said}
    assert read_facts(rules, {}) == {}


def test_facts_and_judgements_may_be_given_together_as_tests_of_rules_do(rules: RuleSet) -> None:
    read = read_given(rules, {"open": True, "satisfied": False})
    assert {name: statement.known for name, statement in read.items()} == {
        "open": exactly(True),
        "satisfied": exactly(False),
    }
    with pytest.raises(FactError, match=r"/facts/opne: pharmacy/entry has no such fact\. Did you mean open"):
        read_given(rules, {"opne": True})


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("12", Fraction(12)),
        ("-0.5", Fraction(-1, 2)),
        ("0.005", Fraction(1, 200)),
        ("90%", Fraction(9, 10)),
        ("12.5%", Fraction(1, 8)),
        ("010", None),
        ("1_000", None),
        ("1e3", None),
        ("12:00", None),
        (".5", None),
        ("٣", None),
        ("", None),
    ],
)
def test_numbers_of_rule_files_are_decimals_or_percentages_and_nothing_else(word: str, number: Fraction | None) -> None:
    assert decimal_or_percent(word) == number


def test_a_float_is_read_as_it_is_written() -> None:
    assert read_scalar("number", 0.1) == Fraction(1, 10)
    assert read_scalar("number", -2.5e-3) == Fraction(-1, 400)
