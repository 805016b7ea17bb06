"""The evidence clock of years 5 and 6: their own windows, marks and declarations, and nothing that is not recalled."""

from datetime import date

import pytest

from assessment import clock_lines
from assessment.clock_data import clock_data
from engine import RuleSet
from tests.assessment.looking_ahead import clock_on, days, death, evidence, of, staff, table
from tests.ours import our_rule_sets

NOTIFIED, STARTED, PUBLISHED = "sa1-a-deaths-notified", "sa1-c-i-reviews-started", "sa1-c-ii-reviews-published"
SURVEILLANCE, DRAFTS, REPORTS = "sa1-a-surveillance", "sa1-c-drafts", "sa1-d-quarterly-reports"
COURSE = "emergencies_training"
LAST = {"year-5": date(2023, 12, 7), "year-6": date(2024, 11, 30)}
ALL_BUT_10 = "for safety actions 1, 2, 3, 4, 5, 6, 7, 8 and 9"
BEGAN = {"year-5": date(2023, 5, 31), "year-6": date(2024, 4, 2)}


def rules(year: str) -> RuleSet:
    return our_rule_sets()[f"maternity-incentive-scheme/{year}"]


def by(year: str, today: date, provision: str, *rows: dict[str, object]) -> dict[int | None, str]:
    """Until when each death is to be dealt with, by its row."""
    clock = clock_on(today, evidence(north={"deaths": table(*rows)}, year=year))
    return {each.row: each.day.isoformat() for each in of(clock, provision)}


@pytest.mark.parametrize("year", LAST)
def test_without_any_evidence_everything_has_a_day_up_to_the_declaration_and_nothing_was_missed(year: str) -> None:
    clock = clock_on(BEGAN[year], evidence(year=year))
    assert {each.number for each in clock.entries} == set(range(1, 11))
    assert {each.state for each in clock.entries} <= {"due", "to_show"}
    assert max(each.day for each in clock.entries) == clock.declaration.date()
    assert all(each.comes_from and each.says and each.cites for each in clock.entries)
    left = {id for id, each in rules(year).provisions.items() if id not in {entry.provision for entry in clock.entries}}
    assert left == set(), "each of the year's requirements is asked for"


@pytest.mark.parametrize("year", LAST)
def test_after_its_last_day_nothing_of_the_year_is_told_as_of_another_year(year: str) -> None:
    clock = clock_on(LAST[year], evidence(year=year))
    told = "\n".join((*clock_lines(clock), *(each.why for each in clock_data(year).by_provision.values())))
    others = {"year-5": ("2025", "2026", "July 2024"), "year-6": ("2026", "July 2023", "July 2025")}
    assert not [each for each in others[year] if each in told]


def test_the_milestones_of_each_year_are_the_ends_of_its_windows_and_its_declaration() -> None:
    told = {
        year: [(each.day.isoformat(), each.says) for each in clock_on(BEGAN[year], evidence(year=year)).milestones]
        for year in LAST
    }
    assert told["year-5"] == [
        ("2023-12-07", "Last day of the period from 6 December 2022 to 7 December 2023, for safety action 10"),
        ("2023-12-07", f"Last day of the period from 30 May 2023 to 7 December 2023, {ALL_BUT_10}"),
        ("2024-02-01", "The declaration is due by 12:00, London time (scheme conditions, time)"),
    ]
    assert told["year-6"] == [
        ("2024-11-30", "Last day of the period from 8 December 2023 to 30 November 2024, for safety actions 1 and 10"),
        ("2024-11-30", f"Last day of the period from 2 April 2024 to 30 November 2024, {ALL_BUT_10}"),
        ("2025-03-03", "The declaration is due by 12:00, London time (scheme conditions, time)"),
    ]


def test_in_year_5_a_death_has_five_marks_up_to_six_months() -> None:
    rows = [death("D1", "2023-05-30"), death("D2", "2023-08-25"), death("D3", "2023-07-31")]
    seen = {each: by("year-5", date(2023, 8, 25), each, *rows) for each in (NOTIFIED, SURVEILLANCE, STARTED)}
    assert seen == {
        NOTIFIED: {1: "2023-06-08", 2: "2023-09-06", 3: "2023-08-09"},  # the second over the holiday of August
        SURVEILLANCE: {1: "2023-06-30", 2: "2023-09-25", 3: "2023-08-31"},
        STARTED: {1: "2023-07-30", 2: "2023-10-25", 3: "2023-09-30"},
    }
    drafts = by("year-5", date(2023, 8, 25), DRAFTS, *rows)
    assert drafts == {1: "2023-09-30", 3: "2023-11-30"}, "the four months of the second end after 7 December"
    assert by("year-5", date(2023, 8, 25), PUBLISHED, *rows) == {1: "2023-11-30"}
    assert DRAFTS not in rules("year-6").provisions
    assert SURVEILLANCE not in rules("year-6").provisions


def test_in_year_6_a_death_of_before_april_is_not_asked_for_where_the_rules_leave_it_out() -> None:
    rows = [death("D1", "2024-04-01"), death("D2", "2024-04-02"), death("D3", "2024-08-23")]
    seen = {each: by("year-6", date(2024, 8, 23), each, *rows) for each in (NOTIFIED, STARTED, PUBLISHED)}
    assert seen == {
        NOTIFIED: {2: "2024-04-11", 3: "2024-09-04"},
        STARTED: {2: "2024-06-02", 3: "2024-10-23"},
        PUBLISHED: {1: "2024-10-01", 2: "2024-10-02"},
    }


def test_on_its_last_day_a_death_is_due_and_the_day_after_it_is_missed() -> None:
    found = evidence(north={"deaths": table(death("D1", "2023-07-31"))}, year="year-5")
    assert days(of(clock_on(date(2023, 8, 9), found), NOTIFIED)) == [("due", "2023-08-09")]
    assert days(of(clock_on(date(2023, 8, 10), found), NOTIFIED)) == [("missed", "2023-08-09")]


@pytest.mark.parametrize("year", LAST)
def test_each_staff_group_tells_how_many_are_still_to_be_trained_by_the_last_day_of_its_year(year: str) -> None:
    rows = staff("midwives", COURSE, 40, 8, on=date(LAST[year].year, 7, 3).isoformat())
    clock = clock_on(LAST[year], evidence(north={"training": table(*rows)}, year=year))
    asked = [each for each in of(clock, "sa8-b-emergencies") if "midwives" in each.says and "90%" in each.says]
    assert [(each.state, each.day, each.lacks) for each in asked] == [
        ("due", LAST[year], "4 more needed: 40 of 48 people so far")
    ]
    assert clock_data(year).chosen == {"training_year_ended_on": LAST[year]}


@pytest.mark.parametrize(
    ("year", "quarters"),
    [
        ("year-5", ["2023-08-31", "2023-12-07"]),
        ("year-6", ["2024-02-29", "2024-05-31", "2024-08-31", "2024-11-30"]),
    ],
)
def test_each_quarterly_report_is_due_at_the_end_of_its_quarter(year: str, quarters: list[str]) -> None:
    clock = clock_on(BEGAN[year], evidence(year=year))
    assert [each.day.isoformat() for each in of(clock, REPORTS)] == quarters


def test_the_data_of_july_have_the_deadline_that_is_recalled_and_none_where_none_is() -> None:
    of_5, of_6 = (clock_on(BEGAN[year], evidence(year=year)) for year in ("year-5", "year-6"))
    data = [each for each in of_5.entries if each.action == "sa2" and each.provision != "sa2-f-registered-submitters"]
    assert {each.day for each in data} == {date(2023, 8, 31)}
    (submitters,) = of(of_5, "sa2-f-registered-submitters")
    assert submitters.day == date(2024, 2, 1)
    assert submitters.comes_from.startswith("by which day two people must be registered is not recalled")
    data = [each for each in of_6.entries if each.action == "sa2"]
    assert {(each.day, each.comes_from) for each in data} == {
        (
            LAST["year-6"],
            "no deadline for the data of July 2024 is recalled, only that year 6 ends on this day: submit them at once",
        )
    }


def test_a_case_is_reported_within_thirty_days_of_the_incident() -> None:
    case = {"case": "C1", "happened_on": "2023-06-30", "qualifies_for_early_notification": True}
    found = evidence(north={"reportable_cases": table(case)}, year="year-5")
    (entry,) = of(clock_on(date(2023, 7, 3), found), "sa10-b-reported-to-early-notification")
    assert (entry.day, entry.row) == (date(2023, 7, 30), 1)
    assert entry.comes_from == "30 days after the incident (time limits of Early Notification)"
