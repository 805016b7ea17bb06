"""Values as people say them."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pytest

from engine.model import Fact
from engine.plain import day, listed, number, percent, pounds, said, words
from engine.values import NEVER, YES, YES_OR_NO, Kind, Known, Options, Span, exactly


def fact(kind: Kind, unit: str = "") -> Fact:
    return Fact("it", kind, Span(), unit=unit)


def choice(*options: str) -> Fact:
    return Fact("it", "choice", Options(frozenset(options)), options=options)


def span(low: Any = None, high: Any = None, none: bool = False) -> Span:
    first, last = (Fraction(end) if isinstance(end, int) else end for end in (low, high))
    return Span(first, last, none)


MAY, JUNE = date(2024, 5, 1), date(2024, 6, 30)


@pytest.mark.parametrize(
    ("known", "of", "words_"),
    [
        (YES, fact("yes_no"), "yes"),
        (YES_OR_NO, fact("yes_no"), "yes or no"),
        (Options(frozenset({True}), none=True), fact("yes_no"), "yes or none"),
        (Options(frozenset({"quash_and_remit"})), fact("choice"), "quash and remit"),
        (Options(frozenset({"c", "b", "a"})), fact("choice"), "a, b or c"),
        (Options(frozenset({"a", "b_c", "d"})), choice("d", "x", "b_c", "a"), "d, b c or a"),
        (Options(frozenset({Fraction(10), Fraction(9), Fraction(1)})), fact("number"), "1, 9 or 10"),
        (NEVER, fact("date"), "none"),
        (span(), fact("number", "people"), "not known"),
        (span(none=True), fact("money"), "not known"),
        (span(88, 91), fact("number", "people"), "between 88 and 91 people"),
        (span(88), fact("number", "people"), "at least 88 people"),
        (span(None, 91), fact("number", "people"), "at most 91 people"),
        (span(9, 9), fact("number", "people"), "9 people"),
        (span(9, 9), None, "9"),
        (span(1500000, 3000000), fact("money"), "between £15,000 and £30,000"),
        (span(173418, None, none=True), fact("money"), "at least £1,734.18 or none"),
        (exactly(MAY), fact("date"), "1 May 2024"),
        (span(MAY, MAY, none=True), fact("date"), "1 May 2024 or none"),
        (span(MAY, JUNE), fact("date"), "between 1 May 2024 and 30 June 2024"),
        (span(MAY), fact("date"), "1 May 2024 or later"),
        (span(None, JUNE), fact("date"), "30 June 2024 or earlier"),
        (exactly(datetime(2026, 3, 3, 9, 5)), fact("date_and_time"), "09:05 on 3 March 2026"),
        (exactly("reg_18 as it was"), fact("text"), "reg_18 as it was"),
        (exactly("reg_18 as it was"), None, "reg_18 as it was"),
        (span(MAY), None, "1 May 2024 or later"),
    ],
)
def test_what_is_known_is_said_as_a_person_says_it(known: Known, of: Fact | None, words_: str) -> None:
    assert said(known, of) == words_


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(1250), "1,250"),
        (Fraction(1, 2), "0.5"),
        (Fraction(-5, 4), "-1.25"),
        (Fraction(-1, 100), "-0.01"),
        (Fraction(7, 3), "7/3"),
        (Fraction(12345678901123456789, 10**9), "12,345,678,901.123456789"),
    ],
)
def test_a_number_is_shown_exactly(value: Fraction, shown: str) -> None:
    assert number(value) == shown


@pytest.mark.parametrize(
    ("pence", "shown"),
    [(1250, "£12.50"), (100000, "£1,000"), (5, "£0.05"), (0, "£0"), (-1250, "-£12.50"), (-100, "-£1")],
)
def test_pence_are_shown_as_pounds(pence: int, shown: str) -> None:
    assert pounds(Fraction(pence)) == shown


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (Fraction(9, 10), "90%"),
        (Fraction(43, 48), "89.58%"),
        (Fraction(1, 8), "12.50%"),
        (Fraction(2, 3), "66.67%"),
        (Fraction(89999, 100000), "just under 90%"),
        (Fraction(90001, 100000), "just over 90%"),
        (Fraction(0), "0%"),
        (Fraction(1), "100%"),
    ],
)
def test_a_share_that_only_rounds_to_a_threshold_is_never_shown_as_reaching_it(share: Fraction, shown: str) -> None:
    assert percent(share) == shown


def test_lists_days_and_names() -> None:
    assert [listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"], "or")] == [
        "",
        "a",
        "a and b",
        "a, b or c",
    ]
    assert day(date(2024, 2, 29)) == "29 February 2024"
    assert words("not_in_force") == "not in force"


@pytest.mark.parametrize(
    ("name", "said_as"),
    [
        ("quash_and_remit", "quash and remit"),
        ("secretary_of_state", "Secretary of State"),
        ("first_tier_tribunal", "First-tier Tribunal"),
    ],
)
def test_a_name_is_said_as_words_and_whom_everybody_writes_large_is_written_large(name: str, said_as: str) -> None:
    assert words(name) == said_as
