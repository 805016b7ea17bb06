"""The evidence clock as a whole: everything has a day, the scheme's own days, and the table beside a year's rules."""

from dataclasses import replace
from datetime import date

import pytest
from icalendar import Calendar

from assessment import AssessmentRefused, clock_lines
from assessment.clock_calendar import clock_calendar
from assessment.clock_data import clock_data, years_with_a_clock
from engine import conditions_of, period_told, words
from tests.assessment.looking_ahead import clock_on, evidence, without_evidence
from tests.ours import our_rule_sets


def test_without_any_evidence_everything_has_a_day_up_to_the_declaration_and_nothing_was_missed() -> None:
    clock = without_evidence(date(2025, 12, 1))
    assert {each.number for each in clock.entries} == set(range(1, 11))
    assert {each.state for each in clock.entries} == {"due", "to_show"}
    assert max(each.day for each in clock.entries) <= clock.declaration.date()
    assert [each.day for each in clock.entries] == sorted(each.day for each in clock.entries)
    assert all(each.comes_from and each.says and each.cites for each in clock.entries)


def test_the_declaration_is_due_at_the_noon_that_the_scheme_conditions_name() -> None:
    conditions = our_rule_sets()["maternity-incentive-scheme/scheme-conditions"]
    (condition,) = conditions_of(conditions.provisions["c2-declaration-in-time"].versions[0])
    clock = without_evidence(date(2025, 12, 1))
    assert f"{clock.declaration:%H:%M on} {clock.declaration.day} {clock.declaration:%B %Y}" == "12:00 on 3 March 2026"
    assert condition.says.endswith("by noon on 3 March 2026")
    assert [(each.day.isoformat(), each.says) for each in clock.milestones] == [
        (
            "2025-11-30",
            "Last day of the period from 1 December 2024 to 30 November 2025, for safety actions 1, 8 and 10",
        ),
        (
            "2025-11-30",
            "Last day of the period from 2 April 2025 to 30 November 2025, for safety actions 2, 3, 4, 5, 6, 7 and 9",
        ),
        ("2026-03-03", "The declaration is due by 12:00, London time (scheme conditions, time)"),
    ]


@pytest.mark.parametrize("year", years_with_a_clock())
def test_every_provision_and_period_that_the_table_beside_the_rules_names_is_one_of_them(year: str) -> None:
    data, rules = clock_data(year), our_rule_sets()[f"maternity-incentive-scheme/{year}"]
    assert set(data.by_provision) <= set(rules.provisions)
    assert set(data.chosen) <= set(rules.facts)
    named = {data.otherwise, *(each.by for each in data.by_provision.values() if isinstance(each.by, str))}
    assert named <= {*rules.periods, "declaration"}
    assert all(each.why or each.by in rules.periods for each in data.by_provision.values())


def test_a_year_for_which_nothing_says_when_it_was_declared_has_no_clock() -> None:
    with pytest.raises(AssessmentRefused) as refused:
        clock_on(date(2025, 12, 1), replace(evidence(), year="year-1"))
    assert str(refused.value) == (
        "/year: nothing says when the declaration of year-1 was due, so it has no clock; "
        "there is one for year-5, year-6, year-7"
    )


@pytest.mark.parametrize("year", years_with_a_clock())
def test_no_period_that_the_rules_fix_is_called_by_the_name_that_they_give_it(year: str) -> None:
    rules = our_rule_sets()[f"maternity-incentive-scheme/{year}"]
    fixed = {words(name) for name in rules.periods if "period from" in period_told(rules, name)}
    assert fixed
    clock = clock_on(clock_data(year).declaration.date(), evidence(year=year))
    told = "\n".join((*clock_lines(clock), *(each.why for each in clock_data(year).by_provision.values())))
    events = Calendar.from_ical(clock_calendar(clock, ())).events
    told += "\n".join(f"{each['summary']} {each['description']}" for each in events)
    assert len(clock.entries) > 30
    assert not [name for name in fixed if name in told]
