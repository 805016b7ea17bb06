"""The clock told to people: line by line, and as a calendar that names nobody."""

from datetime import date

from icalendar import Calendar, Event

from assessment import clock_lines, says_first
from assessment.paper import clock_calendar
from tests.assessment.looking_ahead import clock_on, death, evidence, staff, table
from tests.ours import our_rule_sets

SUMMER = date(2025, 7, 20)


def first() -> tuple[str, ...]:
    return says_first(our_rule_sets(), "year-7")


def story() -> dict[str, object]:
    """A death that is to be notified, one that was missed, and two midwives still to be trained."""
    rows = staff("midwives", "emergencies_training", 16, 4)
    deaths = table(death("Baby Larkmere", "2025-07-14"), death("D2", "2025-02-03", parents_asked_on="2025-02-10"))
    return {"training": table(*rows), "deaths": deaths}


def events(calendar: bytes) -> list[Event]:
    read = Calendar.from_ical(calendar)
    assert (read["version"], read.errors) == ("2.0", [])
    return list(read.events)


def test_each_entry_is_told_with_its_day_where_that_comes_from_and_how_many_more() -> None:
    lines = list(clock_lines(clock_on(SUMMER, evidence(north=story()))))
    assert lines[0] == "As on 20 July 2025, looking ahead to the declaration of 3 March 2026."
    assert lines[1] == (
        "30 November 2025: Last day of the period from 1 December 2024 to 30 November 2025, "
        "for safety actions 1, 8 and 10."
    )
    notify = lines.index("23 July 2025:")
    assert lines[notify + 1] == (
        "- North site, safety action 1(a): Every eligible death from 1 December 2024 to 30 November 2025 was notified "
        "within seven working days (row 1 of deaths). The share can no longer be reached: 2 more needed, and 1 can "
        "still be in time. Why that day: 7 working days after “died on”."
    )
    trained = (
        "- North site, safety action 8(b): At least 90% of midwives attended emergencies training. 2 more needed: "
        "16 of 20 people so far. Why that day: the end of the training year."
    )
    assert lines.index(trained) > lines.index("30 November 2025:") > notify
    assert any(line.startswith("Missed: ") for line in lines)


def test_the_calendar_holds_what_is_due_by_day_site_and_action_and_what_the_rules_rest_on_first() -> None:
    clock = clock_on(SUMMER, evidence(north=story(), south={}))
    found = events(clock_calendar(clock, first()))
    (notify,) = (event for event in found if event.start == date(2025, 7, 23))
    assert str(notify["summary"]) == "RXX year 7: last day for 1 thing of safety action 1, North site"
    assert notify.end == date(2025, 7, 24)
    assert str(notify["description"]).startswith(first()[0])
    assert "7 working days after “died on”" in str(notify["description"])
    assert str(notify["class"]) == "PRIVATE"
    declared = [str(event["summary"]) for event in found if event.start == date(2026, 3, 3)]
    assert "RXX year 7: The declaration is due by 12:00, London time (scheme conditions, time)" in declared
    assert not any(event.start < SUMMER for event in found), "what was missed stands in no calendar"


def test_no_code_of_a_death_or_of_a_person_stands_in_it_and_the_same_clock_gives_the_same_bytes() -> None:
    clock = clock_on(SUMMER, evidence(north=story()))
    calendar = clock_calendar(clock, first())
    assert b"Larkmere" not in calendar.replace(b"\r\n ", b"")
    assert b"midwives 1" not in calendar.replace(b"\r\n ", b"")
    assert calendar == clock_calendar(clock_on(SUMMER, evidence(north=story())), first())


def test_an_entry_is_known_again_while_its_day_its_place_and_its_action_stay() -> None:
    before, after = (
        clock_calendar(clock_on(day, evidence(north=story())), first()) for day in (SUMMER, date(2025, 7, 21))
    )
    uids = [{str(event["uid"]) for event in events(calendar)} for calendar in (before, after)]
    assert uids[0] == uids[1]
    assert len(uids[0]) == len(events(before)), "each has its own"
