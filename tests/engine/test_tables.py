"""Tables: counts from records with gaps, in cells, and shares decided row by row."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from engine import RuleSet
from engine.values import NEVER, Span, exactly
from tests.engine.building import build, needs, put, refused, status

TRAINING = """
training records ask: "Who was in scope, for which course, and when did they attend?", shown_by: trust, \
one_row_per: [staff, course], fields: {staff: {type: text}, \
group: {type: choice, options: [midwife, support_worker, anaesthetist]}, \
course: {type: choice, options: [emergencies, life_support]}, \
attended_on: {type: date, may_be_none: true, empty: none}, \
excluded: {type: choice, may_be_none: true, empty: none, options: [maternity_leave, long_term_sick]}}
in_scope number unit: people, by: [group, course], ask: "How many {group} were in scope for {course}?", \
counted_from: {records: training, where: {field: excluded, is: none}}
attended number unit: people, by: [group, course], ask: "How many {group} attended {course}?", \
counted_from: {among: in_scope, where: {field: attended_on, in_period: scheme}}
"""
PERIOD = "periods: {scheme: {from: 2024-12-01, to: 2025-11-30}}"
CELLS = (
    "when: {for_each: {course: emergencies, group: [midwife, support_worker]}, id: trained, "
    'says: "At least 90% of {group} attended {course}", cites: SA8(a), '
    "share: attended, of: in_scope, at_least: 90%, when_none: met}"
)


@pytest.fixture
def trained(tmp_path: Path) -> RuleSet:
    return build(tmp_path, TRAINING, {"rule": CELLS}, more=PERIOD)


def people(attended: int, missed: int, group: str = "midwife", **more: Any) -> list[dict[str, Any]]:
    """So many who attended in the year, and so many who did not."""
    came: list[dict[str, Any]] = [{"attended_on": "2025-03-03"}] * attended
    rows: list[dict[str, Any]] = [*came, *([{"attended_on": "none"}] * missed)]
    return [
        {"staff": f"{group} {number}", "group": group, "course": "emergencies", **each, **more}
        for number, each in enumerate(rows)
    ]


def table(rows: Sequence[Mapping[str, Any]], *, complete: bool = True) -> dict[str, Any]:
    return {"training": {"rows": list(rows), **({"complete": True, "by": "A. Matron"} if complete else {})}}


HELPERS = people(9, 1, "support_worker")


def test_a_share_is_counted_from_the_rows(trained: RuleSet) -> None:
    found = put(trained, table([*people(43, 5), *HELPERS]))
    assert status(found) == "not_met", "43 of 48 is 89.58%"
    assert found.amounts["attended[midwife, emergencies]"] == exactly(Fraction(43))
    assert found.amounts["in_scope[midwife, emergencies]"] == exactly(Fraction(48))
    assert status(put(trained, table([*people(44, 4), *HELPERS]))) == "met"


def test_the_explanation_says_how_many_more(trained: RuleSet) -> None:
    told = " ".join(put(trained, table([*people(43, 5), *HELPERS])).explanation)
    assert "43 of 48 people, 89.58%. 1 more would be enough: 44 of 48, 91.67%." in told
    assert "90% of midwife attended emergencies" in told


def test_row_6_an_upload_that_has_not_happened_is_never_every_one_of_them(trained: RuleSet) -> None:
    nothing = put(trained)
    assert (status(nothing), needs(nothing)["training"]) == ("not_known", "rows")
    assert status(put(trained, table([*people(48, 0), *HELPERS], complete=False))) == "not_known"
    assert status(put(trained, table([], complete=True))) == "met", "nobody was in scope, which somebody has said"


def test_on_a_table_that_may_grow_one_failure_decides_only_what_wants_everyone(tmp_path: Path) -> None:
    every = CELLS.replace("90%, when", "100%, when")
    rules = build(tmp_path, TRAINING, {"rule": every}, more=PERIOD)
    blank = table(people(5, 1), complete=False)
    assert status(put(rules, blank)) == "not_known", "an empty cell does not say yet that nobody was excluded"
    assert status(put(rules, table(people(5, 1, excluded="none"), complete=False))) == "not_met"
    assert status(put(rules, table(people(6, 0, excluded="none"), complete=False))) == "not_known"


def test_row_10_a_blank_group_is_in_or_out_of_both_counts_at_once(trained: RuleSet) -> None:
    """9 of 10, or 10 of 11: met either way, though 9 or 10 of 10 or 11 would leave it open."""
    blank = {"staff": "X", "course": "emergencies", "attended_on": "2025-03-03"}
    blank["group"] = {"one_of": ["midwife", "anaesthetist"]}  # type: ignore[assignment]  # a range of options
    found = put(trained, table([*people(9, 1), *HELPERS, blank]))
    assert found.amounts["attended[midwife, emergencies]"] == Span(Fraction(9), Fraction(10))
    assert found.amounts["in_scope[midwife, emergencies]"] == Span(Fraction(10), Fraction(11))
    assert status(found) == "met"


def test_row_7_a_blank_cell_means_what_its_field_says(trained: RuleSet) -> None:
    rows = [{key: each[key] for key in each if key != "attended_on"} for each in people(0, 1)]
    assert status(put(trained, table([*rows, *HELPERS]))) == "not_met", "nobody wrote a date, so nobody attended"
    blank_group = [{"staff": "X", "course": "emergencies", "attended_on": "none"}, *people(9, 0), *HELPERS]
    found = put(trained, table(blank_group))
    assert (status(found), needs(found)["training"]) == ("not_known", "rows"), "9 of 10 midwives, or 9 of 11 helpers"


def test_excluded_people_are_in_neither_count(trained: RuleSet) -> None:
    away = people(0, 3, excluded="maternity_leave")
    for number, each in enumerate(away):
        each["staff"] = f"away {number}"
    assert status(put(trained, table([*people(9, 1), *away, *HELPERS]))) == "met"


def test_counts_may_be_stated_and_counted_and_must_have_a_value_in_common(trained: RuleSet) -> None:
    stated = {
        "in_scope": [{"group": "midwife", "course": "emergencies", "is": 10}],
        "attended": [{"group": "midwife", "course": "emergencies", "from": 9, "to": 10}],
    }
    others = {
        "in_scope": [*stated["in_scope"], {"group": "support_worker", "course": "emergencies", "is": 0}],
        "attended": [*stated["attended"], {"group": "support_worker", "course": "emergencies", "is": 0}],
    }
    assert status(put(trained, others)) == "met"
    assert status(put(trained, others | table(people(9, 1)))) == "met"
    told = refused(trained, others | table(people(9, 2)))
    assert "two sources disagree" in told["/facts/in_scope"]


def test_counts_of_millions_are_answered_at_once(trained: RuleSet) -> None:
    """Stated in a table that may grow, a whole may have as many sizes as its range is wide."""
    cell = {"group": "midwife", "course": "emergencies"}
    others = {"group": "support_worker", "course": "emergencies", "is": 0}
    exact = {"in_scope": [cell | {"is": 10**9}, others], "attended": [cell | {"is": 10**9}, others]}
    assert status(put(trained, exact)) == "met"
    wide = {
        "in_scope": [cell | {"from": 0, "to": 10**9}, others],
        "attended": [cell | {"from": 0, "to": 10**9}, others],
    }
    assert status(put(trained, wide)) == "not_known"


def test_two_rows_about_the_same_person_and_course_are_refused(trained: RuleSet) -> None:
    twice = [*people(1, 0), *people(1, 0)]
    assert refused(trained, table(twice)) == {
        "/facts/training/rows/1": "rows 1 and 2 are about the same staff, course; keep one of them"
    }


VISITS = """
visits records ask: "Which visits were there?", shown_by: trust, fields: {seen_on: {type: date}, hours: {type: number, \
at_least: 0, may_be_none: true}, kind: {type: choice, options: [planned, other]}, \
due_on: {type: date, worked_out: {field: seen_on, plus: {months: 2}}}}
hours number unit: hours, sum_of: {records: visits, field: hours, where: {field: kind, is: planned}}
first date earliest_of: {records: visits, field: seen_on}
last date latest_of: {records: visits, field: seen_on, where: {field: kind, is: planned}}
gap number unit: months, longest_gap: {records: visits, field: seen_on, in_period: scheme}
late number unit: visits, counted_from: {records: visits, where: {field: due_on, after: {fact: decided_on}}}
"""


@pytest.fixture
def visits(tmp_path: Path) -> RuleSet:
    rule = (
        "when: {all: [<enough> {fact: hours, at_least: 3}, <recent> {fact: last, on_or_after: 2025-01-01}, "
        "<prompt> {fact: late, is: 0}]}"
    )
    return build(tmp_path, VISITS, {"rule": rule}, more=PERIOD)


def seen(rows: Sequence[Mapping[str, Any]], *, complete: bool = True) -> dict[str, Any]:
    return {"visits": {"rows": list(rows), **({"complete": True, "by": "B. Ward"} if complete else {})}}


FIRST, SECOND = (
    {"seen_on": "2025-01-10", "hours": 2, "kind": "planned"},
    {"seen_on": "2025-03-10", "hours": 4, "kind": "other"},
)


def test_sums_first_and_last_dates_and_gaps(visits: RuleSet) -> None:
    amounts = put(visits, seen([FIRST, SECOND]) | {"decided_on": "2025-04-30"}).amounts
    assert amounts["hours"] == exactly(Fraction(2))
    assert amounts["first"] == amounts["last"] == exactly(date(2025, 1, 10))
    assert amounts["gap"] == exactly(Fraction(9)), "from 10 March to the end of November"
    assert amounts["late"] == exactly(Fraction(1)), "two months from 10 March is after 30 April"


def test_a_worked_out_field_is_rounded_as_it_says(tmp_path: Path) -> None:
    facts = (
        'fees records ask: "Which fees?", shown_by: trust, fields: {fee: {type: money}, half: {type: money, '
        "worked_out: {divide: [{field: fee}, 2], rounded: down}}}\n"
        "halves money sum_of: {records: fees, field: half}"
    )
    rules = build(tmp_path, facts, {"rule": "when: <enough> {fact: halves, at_least: 1}"})
    rows = [{"fee": 305}, {"fee": 1}]
    assert put(rules, {"fees": {"rows": rows, "complete": True, "by": "A"}}).amounts["halves"] == exactly(Fraction(152))


def test_a_misspelt_table_or_cell_is_told_the_nearest(trained: RuleSet) -> None:
    told = refused(trained, {"trainin": {"rows": []}, "in_scop": []})
    assert told["/facts/trainin"].endswith("Did you mean training?")
    assert told["/facts/in_scop"].endswith("Did you mean in_scope?")


def test_nothing_in_a_complete_table_is_nothing_and_no_date(visits: RuleSet) -> None:
    amounts = put(visits, seen([])).amounts
    assert (amounts["hours"], amounts["first"], amounts["last"]) == (exactly(Fraction(0)), NEVER, NEVER)
    assert amounts["gap"] == exactly(Fraction(12))


def test_a_table_that_may_grow_has_open_ends(visits: RuleSet) -> None:
    amounts = put(visits, seen([FIRST, SECOND], complete=False)).amounts
    assert amounts["hours"] == Span(Fraction(2), None)
    assert amounts["first"] == Span(None, date(2025, 1, 10))
    assert amounts["last"] == Span(date(2025, 1, 10), None)
    assert amounts["gap"] == Span(Fraction(0), Fraction(9))
    assert put(visits).amounts["last"] == Span(none=True)


def test_a_row_that_perhaps_counts_widens_what_is_known(visits: RuleSet) -> None:
    perhaps = {"seen_on": "2025-05-01", "hours": {"from": 1, "to": 3}}
    amounts = put(visits, seen([FIRST, perhaps])).amounts
    assert amounts["hours"] == Span(Fraction(2), Fraction(5))
    assert amounts["last"] == Span(date(2025, 1, 10), date(2025, 5, 1))
    only = put(visits, seen([perhaps])).amounts
    assert only["last"] == Span(date(2025, 5, 1), date(2025, 5, 1), none=True)


def test_days_that_are_not_known_close_a_gap_as_well_as_they_may_and_no_better(visits: RuleSet) -> None:
    someday: dict[str, Any] = {"hours": 1, "kind": "other"}
    one = put(visits, seen([someday])).amounts["gap"]
    assert one == Span(Fraction(6), Fraction(12)), "one visit halves the year at best"
    spring = someday | {"seen_on": {"from": "2025-03-01", "to": "2025-03-31"}}
    assert put(visits, seen([spring, someday])).amounts["gap"] == Span(Fraction(4), Fraction(12))
    outside = someday | {"seen_on": {"from": "2024-01-01", "to": "2024-11-30"}}
    assert put(visits, seen([outside])).amounts["gap"] == exactly(Fraction(12)), "a day before it closes nothing"


def test_row_18_what_is_needed_is_the_table_and_never_the_count(visits: RuleSet) -> None:
    unsorted = FIRST | {"hours": 4, "kind": {"state": "not_known"}}
    assert needs(put(visits, seen([unsorted]) | {"decided_on": "2025-04-30"})) == {"visits": "rows"}
    assert needs(put(visits)) == {"visits": "rows", "decided_on": "ask"}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ([], {"/facts/visits": "this is a table:"}),
        ({"rows": [3]}, {"/facts/visits/rows/0": "a row is an object"}),
        (
            {"rows": [{"seen": "2025-01-01"}]},
            {"/facts/visits/rows/0/seen": "visits has no field 'seen'. Did"},
        ),
        ({"rows": [{"hours": "2"}]}, {"/facts/visits/rows/0/hours": "this is a number"}),
        ({"rows": [{"due_on": "2025-01-01"}]}, {"/facts/visits/rows/0/due_on": "this field is worked out"}),
        ({"rows": [], "complete": True}, {"/facts/visits/by": "who says that these are all the rows?"}),
        ({"rows": [], "complete": "yes"}, {"/facts/visits/complete": "complete is true where somebody says"}),
        ({"rows": [], "whole": True}, {"/facts/visits/whole": "'whole' is not a key here"}),
    ],
)
def test_every_fault_of_a_table_has_its_place(visits: RuleSet, said: Any, told: dict[str, str]) -> None:
    found = refused(visits, {"visits": said})
    assert found.keys() == told.keys()
    assert all(found[place].startswith(words) for place, words in told.items())


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (9, "this is a list, one item for each group and course: {group: …, course: …, is: 10}"),
        ([{"group": "midwife", "is": 9}], "this is a list, one item for each group and course"),
        ([{"group": "midwives", "course": "emergencies", "is": 9}], "in_scope[midwives, emergencies] is no cell here"),
        ([{"group": "midwife", "course": "emergencies", "is": "9"}], "this is a number"),
    ],
)
def test_every_fault_of_a_cell_has_its_place(trained: RuleSet, said: Any, told: str) -> None:
    (message,) = refused(trained, {"in_scope": said}).values()
    assert message.startswith(told)
