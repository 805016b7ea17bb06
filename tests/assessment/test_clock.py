"""The evidence clock: the last safe day of each thing that is still asked for, with where that day comes from."""

from datetime import date

from assessment import Entry
from engine import RuleSet
from tests.assessment.looking_ahead import clock_on, days, death, evidence, of, staff, table, without_evidence
from tests.ours import our_rule_sets

NOTIFIED, STARTED, PUBLISHED = "sa1-a-deaths-notified", "sa1-c-i-reviews-started", "sa1-c-ii-reviews-published"
COURSE = "emergencies_training"
EMERGENCIES, REPORTS, MEETINGS = "sa8-b-emergencies", "sa1-d-quarterly-reports", "sa9-d-leadership-meetings"


def year_7() -> RuleSet:
    return our_rule_sets()["maternity-incentive-scheme/year-7"]


# -- after each death


def test_a_death_is_to_be_notified_by_the_seventh_working_day_and_reviewed_by_the_two_and_six_month_marks() -> None:
    days_of_death = ("2025-07-14", "2025-08-20", "2025-04-16", "2024-12-31")
    on_the_day = {
        day: clock_on(date.fromisoformat(day), evidence(north={"deaths": table(death("D1", day))}))
        for day in days_of_death
    }
    notified = {day: each for day, clock in on_the_day.items() for each in of(clock, NOTIFIED)}
    assert {day: each.day.isoformat() for day, each in notified.items()} == {
        "2025-07-14": "2025-07-23",
        "2025-08-20": "2025-09-01",  # over the bank holiday of August
        "2025-04-16": "2025-04-29",  # over Easter
        "2024-12-31": "2025-01-10",  # over New Year
    }
    assert {each.comes_from for each in notified.values()} == {"7 working days after “died on”"}
    assert {(each.state, each.table, each.lacks) for each in notified.values()} == {
        ("due", "deaths", "needed for the share")
    }
    (started,) = of(on_the_day["2024-12-31"], STARTED)
    assert (started.day, started.comes_from) == (date(2025, 2, 28), "2 months after “died on”")
    published = {day: each for day, clock in on_the_day.items() for each in of(clock, PUBLISHED) if each.row}
    last = published["2024-12-31"]
    assert (last.day, last.comes_from) == (date(2025, 6, 30), "6 months after “died on”")
    assert set(published) == {"2025-04-16", "2024-12-31"}, "the six months of the others end after the window"


def test_on_its_last_day_it_is_due_the_day_after_it_is_missed_and_what_was_done_late_was_missed() -> None:
    in_time = death("D1", "2025-07-14", notified_on="2025-07-23")
    rows = table(in_time, death("D2", "2025-07-14"), death("D3", "2025-07-11", notified_on="2025-07-23"))
    found = evidence(north={"deaths": rows})
    last_day, day_after = (of(clock_on(date(2025, 7, day), found), NOTIFIED) for day in (23, 24))
    assert [(each.row, each.state) for each in last_day] == [(3, "missed"), (2, "due")]
    assert [(each.row, each.state, each.day.day) for each in day_after] == [(3, "missed", 22), (2, "missed", 23)]


def test_in_a_table_that_nobody_calls_complete_a_blank_is_to_be_shown_and_not_missed() -> None:
    found = evidence(north={"deaths": table(death("D1", "2025-07-14"), complete=False)})
    assert days(of(clock_on(date(2025, 8, 1), found), NOTIFIED)) == [("to_show", "2025-07-23")]


def test_a_review_that_a_share_is_reached_without_is_told_until_its_day_and_not_after() -> None:
    started = [death(f"D{number}", "2025-05-01", review_started_on="2025-05-20") for number in range(1, 21)]
    found = evidence(north={"deaths": table(*started, death("D21", "2025-06-02"))})
    (entry,) = of(clock_on(date(2025, 7, 1), found), STARTED)
    assert (entry.state, entry.day, entry.settled, entry.row) == ("due", date(2025, 8, 2), True, 21)
    assert entry.lacks == "the share is reached without it"
    assert of(clock_on(date(2025, 8, 3), found), STARTED) == []


def test_a_share_that_can_no_longer_be_reached_says_so() -> None:
    lost, still = death("D1", "2025-02-03"), death("D2", "2025-06-02")
    clock = clock_on(date(2025, 7, 1), evidence(north={"deaths": table(lost, still)}))
    assert [(each.state, each.lacks) for each in of(clock, STARTED)] == [
        ("missed", "the share can no longer be reached: 2 more needed, and 1 can still be in time"),
        ("due", "the share can no longer be reached: 2 more needed, and 1 can still be in time"),
    ]


def test_how_many_of_the_rows_that_can_still_be_in_time_a_share_needs() -> None:
    done = {"multi_professional": True, "review_published_on": "2025-06-02"}
    rows = [death("D1", "2025-05-01", **done), *(death(f"D{number}", "2025-05-01") for number in range(2, 5))]
    entries = of(clock_on(date(2025, 10, 1), evidence(north={"deaths": table(*rows)})), PUBLISHED)
    assert [(each.row, each.lacks) for each in entries] == [
        (row, "2 of the 3 that can still be in time needed") for row in (2, 3, 4)
    ]


def test_what_is_enough_so_far_says_so_while_more_rows_may_come() -> None:
    asked = {"parents_asked_on": "2025-05-02"}
    started = [death(f"D{number}", "2025-05-01", review_started_on="2025-05-20", **asked) for number in range(1, 21)]
    rows = table(*started, death("D21", "2025-06-02", **asked), complete=False)
    clock = clock_on(date(2025, 7, 1), evidence(north={"deaths": rows}))
    (entry,) = of(clock, STARTED)
    assert (entry.row, entry.lacks) == (21, "enough so far, if no more rows come")
    (parents,) = of(clock, "sa1-b-parents-asked")
    assert (parents.day, parents.lacks) == (date(2026, 3, 3), "enough so far: 21 of 21 deaths")


# -- people still to train


def emergencies_on(today: date, north: dict[str, object]) -> dict[str, Entry]:
    """What is asked of each staff group in emergencies training."""
    entries = of(clock_on(today, evidence(north=north)), EMERGENCIES)
    return {each.condition.partition("[")[2].partition(",")[0]: each for each in entries if each.way in {"", "1 of 2"}}


def test_each_staff_group_tells_how_many_are_still_to_be_trained_by_the_end_of_november() -> None:
    rows = [
        *staff("midwives", COURSE, 40, 8),  # 43 of 48 would be 89.58%
        *staff("maternity_support_workers", COURSE, 17, 3),
        *staff("obstetric_consultants", COURSE, 0, 1),
        *staff("obstetric_anaesthetic_consultants", COURSE, 18, 2),  # 90% exactly
    ]
    found = emergencies_on(date(2025, 10, 1), {"training": table(*rows)})
    assert {group: (each.state, each.lacks) for group, each in found.items()} == {
        "midwives": ("due", "4 more needed: 40 of 48 people so far"),
        "maternity_support_workers": ("due", "1 more needed: 17 of 20 people so far"),
        "obstetric_consultants": ("due", "1 more needed: 0 of 1 people so far"),
    }
    midwives = found["midwives"]
    assert (midwives.day, midwives.comes_from) == (date(2025, 11, 30), "the end of the training year")
    assert midwives.cites == "safety action 8(b)"
    after = emergencies_on(date(2025, 12, 1), {"training": table(*rows)})
    assert {each.state for each in after.values()} == {"missed"}


def test_counts_tell_the_same_as_records() -> None:
    counts = {
        "midwives": (2498, 2247),  # 89.95%
        "maternity_support_workers": (20, 17),
        "obstetric_consultants": (20, 18),
        "obstetric_anaesthetic_consultants": (0, 0),
    }

    def cells(place: int) -> list[dict[str, object]]:
        return [{"group": group, "course": COURSE, "is": each[place]} for group, each in counts.items()]

    found = emergencies_on(date(2025, 10, 1), {"in_scope": cells(0), "attended": cells(1)})
    assert {group: each.lacks for group, each in found.items() if group in counts} == {
        "midwives": "2 more needed: 2,247 of 2,498 people so far",
        "maternity_support_workers": "1 more needed: 17 of 20 people so far",
    }


def test_twelve_months_that_are_over_give_way_to_those_that_still_run_unless_they_carry() -> None:
    group, course = "midwives", COURSE
    rows = [*staff(group, course, 19, 0, "2024-10-01"), {"staff": "late", "group": group, "course": course}]
    stated = {"training_year_ended_on": "2025-09-15"}

    def midwives(*rows: dict[str, str]) -> list[str]:
        clock = clock_on(date(2025, 10, 1), evidence(stated, {"training": table(*rows)}))
        return [each.lacks for each in of(clock, EMERGENCIES) if "midwives" in each.condition]

    assert midwives(*rows) == [], "95% within the twelve months to 15 September, as the trust chose them"
    others = [{"staff": f"new {number}", "group": group, "course": course} for number in range(3)]
    assert midwives(*rows[:17], *others) == ["18 more needed: 0 of 20 people so far"]


def test_one_of_several_ways_is_told_as_such_with_what_the_others_ask() -> None:
    rows = staff("other_obstetric_doctors", COURSE, 8, 2)
    clock = clock_on(date(2025, 10, 1), evidence(north={"training": table(*rows)}))
    entries = [each for each in clock.entries if each.action == "sa8" and each.way]
    told = {(each.condition.partition("[")[0], each.way) for each in entries if "other_obstetric" in each.condition}
    assert {("all_attended", "1 of 2"), ("others_attended", "2 of 2")} <= told
    plans = [each for each in clock.entries if each.provision == "sa8-rotating-doctors"]
    assert {each.condition for each in plans} == {"board_approved", "reaches_90_in_time"}
    assert {(each.way, each.day) for each in plans} == {("2 of 2", date(2025, 11, 30))}


# -- reports and meetings


def test_the_next_quarterly_report_is_due_by_the_end_of_its_quarter() -> None:
    had = {"tells_of_deaths_and_actions": True, "discussed_with_champions": True}
    rows = [{"board_had_it_on": day, **had} for day in ("2025-01-14", "2025-04-08")]
    found = evidence({"mortality_reports": table(*rows)}, south={})
    entries = of(clock_on(date(2025, 6, 10), found), REPORTS)
    assert days(entries) == [("due", "2025-08-31"), ("due", "2025-11-30")]
    assert [each.lacks for each in entries] == ["1 more needed: 0 reports so far"] * 2
    assert [each.site for each in entries] == [None, None], "it is about the trust, and told once for its two sites"
    assert days(of(clock_on(date(2025, 9, 1), found), REPORTS)) == [("missed", "2025-08-31"), ("due", "2025-11-30")]


def test_a_quarter_that_has_passed_without_any_word_of_it_is_to_be_shown() -> None:
    entries = of(without_evidence(date(2025, 6, 10)), REPORTS)
    assert days(entries) == [
        ("to_show", "2025-02-28"),
        ("to_show", "2025-05-31"),
        ("due", "2025-08-31"),
        ("due", "2025-11-30"),
    ]


def meetings(*held: str, complete: bool = True) -> dict[str, object]:
    rows = [{"kind": "champions_with_leadership", "held_on": day} for day in held]
    return {"oversight_meetings": table(*rows, complete=complete)}


def told_of_meetings(today: date, stated: dict[str, object]) -> list[tuple[str, str, str]]:
    about_trust = year_7().tables["oversight_meetings"].about == "trust"
    found = evidence(stated) if about_trust else evidence(north=stated)
    entries = [each for each in of(clock_on(today, found), MEETINGS) if each.condition == "meetings"]
    return [(each.state, each.day.isoformat(), each.comes_from) for each in entries]


def test_the_next_meeting_is_due_two_months_after_the_last_one() -> None:
    stated = meetings("2025-05-20", "2025-07-10")
    assert told_of_meetings(date(2025, 7, 11), stated) == [
        ("due", "2025-09-10", "2 months after the last one, 10 July 2025")
    ]
    assert told_of_meetings(date(2025, 9, 11), stated)[0][:2] == ("missed", "2025-09-10")


def test_a_stretch_that_was_too_long_is_missed_and_the_next_meeting_is_due_all_the_same() -> None:
    stated = meetings("2025-05-20", "2025-08-10")
    assert [each[:2] for each in told_of_meetings(date(2025, 8, 11), stated)] == [
        ("missed", "2025-07-20"),
        ("due", "2025-10-10"),
    ]


def test_the_first_meeting_is_due_two_months_after_the_window_opens_and_none_after_its_last_two_months() -> None:
    assert told_of_meetings(date(2025, 4, 2), meetings()) == [
        ("due", "2025-06-02", "2 months after the start of the period, 2 April 2025")
    ]
    every = meetings("2025-06-02", "2025-08-02", "2025-10-02", "2025-11-29")
    assert told_of_meetings(date(2025, 11, 29), every) == []


# -- days that the rules do not carry


def test_what_a_rule_asks_without_a_day_has_to_stand_by_the_end_of_the_window_it_looks_at() -> None:
    clock = without_evidence(date(2025, 9, 1))
    (named,) = [each for each in clock.entries if each.condition == "non_executive_named"]
    assert (named.state, named.day) == ("due", date(2025, 11, 30))
    assert named.comes_from == "the end of the period from 2 April 2025 to 30 November 2025: the rule names no day"


def test_a_date_that_a_rule_bounds_is_due_on_the_bound() -> None:
    clock = without_evidence(date(2025, 9, 1))
    (registered,) = [each for each in clock.entries if each.condition == "registered_in_time"]
    assert (registered.state, registered.day) == ("due", date(2025, 10, 2))
    late = without_evidence(date(2025, 10, 3))
    (registered,) = [each for each in late.entries if each.condition == "registered_in_time"]
    assert registered.state == "to_show", "nobody has said that there was no project"


def test_a_report_to_nhs_resolution_has_thirty_days_and_then_is_to_be_made_at_once() -> None:
    case = {"case": "C1", "happened_on": "2025-09-01", "qualifies_for_mnsi": False}
    rows = table({**case, "qualifies_for_early_notification": True, "duty_of_candour_applies": False})
    found, provision = evidence(north={"reportable_cases": rows}), "sa10-b-reported-to-early-notification"
    (entry,) = of(clock_on(date(2025, 10, 1), found), provision)
    assert (entry.state, entry.day, entry.row) == ("due", date(2025, 10, 1), 1)
    (entry,) = of(clock_on(date(2025, 10, 2), found), provision)
    assert (entry.state, entry.day) == ("due", date(2026, 3, 3))
    assert "ended on 1 October 2025: act at once" in entry.comes_from
