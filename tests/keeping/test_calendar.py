"""What is due as a calendar: at a secret address that can be revoked, without names, and read back by a reader."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar, Event
from sqlalchemy import select, update

from keeping import deadlines
from keeping.calendar import as_calendar, feed, feed_made_at, new_feed, revoke_feed, whose_feed
from storage import Database, activity, calendar_feed, case, new_key, party, person
from tests.keeping.making import NOON, STAY, a_case, determine, of_case, rules_in, somebody

LATER = datetime(2024, 6, 4, 12, tzinfo=UTC)


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """The root of the rules."""
    return rules_in(tmp_path / "rules")


def sent(database: Database, *people: str, **more: Any) -> bytes:
    with database.reading() as connection:
        return feed(connection, people, **more)


def events(calendar: bytes) -> dict[str, Event]:
    """The events by what they say, as a calendar program reads them."""
    read = Calendar.from_ical(calendar)
    assert (read["version"], read["prodid"], read.errors) == ("2.0", "-//Rationale//What is due//EN", [])
    return {str(event["summary"]): event for event in read.events}


# -- what stands there


def test_each_thing_that_is_due_is_an_all_day_event_with_the_case_what_is_due_and_the_citation(
    database: Database, rules: Path
) -> None:
    held = a_case(database)
    determine(database, held, rules, **STAY)
    found = events(sent(database, held.by))
    assert list(found) == [
        "APP/2024/0001: The last day to appeal",
        "APP/2024/0001: The last day of a stay",
        "APP/2024/0001: The longest stay",
    ]
    stay = found["APP/2024/0001: The last day of a stay"]
    assert (stay.start, stay.end) == (date(2024, 6, 15), date(2024, 6, 16)), "the end of an all-day event is left out"
    assert (str(stay["description"]), str(stay["status"]), str(stay["class"])) == ("reg. 7(1)", "CONFIRMED", "PRIVATE")
    assert (stay.decoded("sequence"), stay.decoded("dtstamp")) == (0, NOON)
    assert b"DTSTART;VALUE=DATE:20240615\r\n" in sent(database, held.by)


def test_no_name_of_a_person_or_a_party_stands_in_it(database: Database, rules: Path) -> None:
    held = a_case(database, title="Quillfeather v Larkmere")
    with database.writing() as connection:
        connection.execute(update(person).values(name="Officer Ravensdale"))
        named = {"id": new_key(), "case_id": held.id, "place": 1, "role": "appellant", "name": "Quillfeather Limited"}
        connection.execute(
            party.insert().values(named | {"personal": False, "contact": "1 Mill Lane", "made_at": NOON})
        )
    source = {"source": "the letter of Dr Quillfeather"}
    determine(database, held, rules, **STAY | {"notified_on": {"value": "2024-05-01", **source}})
    found = of_case(database, held)["stay_ends"].id
    with database.writing() as connection:
        deadlines.extend(connection, NOON, held.by, found, date(2024, 6, 20), "Dr Quillfeather is ill")
    calendar = sent(database, held.by).decode()
    for name in ("Quillfeather", "Larkmere", "Ravensdale", "Mill Lane", "example.org", held.by, held.id):
        assert name not in calendar
    assert "APP/2024/0001" in calendar


def test_it_holds_the_cases_of_these_people_and_no_others(database: Database, rules: Path) -> None:
    mine, other = a_case(database), a_case(database, reference="APP/2024/0002")
    for each in (mine, other):
        determine(database, each, rules, notified_on="2024-05-01")
    assert list(events(sent(database, mine.by))) == ["APP/2024/0001: The last day to appeal"]
    assert len(events(sent(database, mine.by, other.by))) == 2
    assert events(sent(database)) == {}
    with database.writing() as connection:
        connection.execute(update(case).where(case.c.id == mine.id).values(state="closed"))
    assert list(events(sent(database, mine.by, other.by, but_not_in=["closed"]))) == [
        "APP/2024/0002: The last day to appeal"
    ]


def test_what_has_no_date_yet_and_what_was_met_stand_in_no_calendar(database: Database, rules: Path) -> None:
    held = a_case(database)
    determine(database, held, rules, **STAY | {"notified_on": {"from": "2024-05-01"}})
    assert "APP/2024/0001: The last day to appeal" not in events(sent(database, held.by))
    found = of_case(database, held)["stay_ends"].id
    with database.writing() as connection:
        deadlines.meet(connection, NOON, held.by, found, date(2024, 6, 3))
    assert list(events(sent(database, held.by))) == ["APP/2024/0001: The longest stay"]
    with database.reading() as connection:
        unknown = [each for each in deadlines.of_case(connection, held.id) if each.due_on is None]
    assert unknown
    assert events(as_calendar(unknown)) == {}


def test_what_is_due_on_the_last_day_that_there_can_be_does_not_break_the_calendar(
    database: Database, rules: Path
) -> None:
    held = a_case(database)
    determine(database, held, rules, **STAY)
    last = replace(of_case(database, held)["stay_ends"], due_on=date.max)
    (event,) = events(as_calendar([last])).values()
    assert event.start == date.max


# -- as it changes


def test_a_change_keeps_the_uid_and_raises_the_sequence(database: Database, rules: Path) -> None:
    held = a_case(database)
    determine(database, held, rules, **STAY)
    stay = "APP/2024/0001: The last day of a stay"

    def now() -> tuple[str, int, date, datetime, str]:
        event = events(sent(database, held.by))[stay]
        return (
            str(event["uid"]),
            event.decoded("sequence"),
            event.start,
            event.decoded("last-modified"),
            str(event["status"]),
        )

    uid, *first = now()
    assert first == [0, date(2024, 6, 15), NOON, "CONFIRMED"]
    determine(database, held, rules, now=LATER, **STAY)
    assert now() == (uid, *first), "another determination with the same date changes nothing"
    found = of_case(database, held)["stay_ends"].id
    with database.writing() as connection:
        deadlines.extend(connection, LATER, held.by, found, date(2024, 6, 20), "The site must be seen")
    assert now() == (uid, 1, date(2024, 6, 20), LATER, "CONFIRMED")
    determine(database, held, rules, now=LATER, **STAY | {"stayed_on": "2013-04-01"})
    assert now() == (uid, 2, date(2024, 6, 20), LATER, "CANCELLED")
    determine(database, held, rules, now=LATER, **STAY | {"stayed_on": "2024-06-08"})
    assert now() == (uid, 3, date(2024, 6, 22), LATER, "CONFIRMED")


def test_the_same_deadlines_give_the_same_bytes_and_each_has_a_uid_of_its_own(database: Database, rules: Path) -> None:
    held = a_case(database)
    determine(database, held, rules, **STAY)
    assert sent(database, held.by) == sent(database, held.by)
    assert len({str(event["uid"]) for event in events(sent(database, held.by)).values()}) == 3


def test_what_the_rules_say_is_escaped(database: Database, tmp_path: Path) -> None:
    says = "Día 1, “a; b”\\\\ EVENT: " + "x" * 100
    fact = f'last date says: "{says}", cites: "reg. 1; 2, 3", worked_out: {{fact: told_on, plus: {{days: 7}}}}'
    rules = {"rule": "when: <a> {fact: told_on, after: 2013-04-01}"}
    held = a_case(database)
    determine(
        database, held, rules_in(tmp_path, facts=f"told_on date\n{fact}", rules=rules, heads={}), told_on="2024-05-01"
    )
    calendar = sent(database, held.by)
    assert all(len(line) <= 75 for line in calendar.split(b"\r\n"))
    (only,) = events(calendar).values()
    assert str(only["summary"]) == "APP/2024/0001: Día 1, “a; b”\\ EVENT: " + "x" * 100
    assert str(only["description"]) == "reg. 1; 2, 3"


# -- the address


def test_the_address_is_secret_and_only_its_hash_is_kept(database: Database) -> None:
    with database.writing() as connection:
        mine, other = somebody(connection), somebody(connection)
        first, second = new_feed(connection, NOON, mine), new_feed(connection, NOON, other)
        assert (whose_feed(connection, first), whose_feed(connection, second)) == (mine, other)
        hashes = set(connection.scalars(select(calendar_feed.c.hash)))
        about = "".join(connection.scalars(select(activity.c.about)))
    assert len(first) >= 43, "256 bits"
    assert hashes == {hashlib.sha256(secret.encode()).hexdigest() for secret in (first, second)}
    assert not any(each in about for each in (first, second, *hashes))


def test_one_that_was_revoked_and_one_that_never_was_are_alike(database: Database) -> None:
    with database.writing() as connection:
        mine, admin = somebody(connection), somebody(connection)
        assert feed_made_at(connection, mine) is None
        secret = new_feed(connection, NOON, mine)
        assert feed_made_at(connection, mine) == NOON
        assert revoke_feed(connection, LATER, admin, mine)
        assert feed_made_at(connection, mine) is None
        assert not revoke_feed(connection, LATER, admin, mine), "there is none any more"
        for known_by_nobody in (secret, "x" * 43, "", "\udc80", hashlib.sha256(secret.encode()).hexdigest()):
            assert whose_feed(connection, known_by_nobody) is None
        acts = connection.execute(select(activity.c.act, activity.c.actor).order_by(activity.c.place)).all()
    assert [tuple(each) for each in acts] == [("calendar.made", mine), ("calendar.revoked", admin)]


def test_a_new_address_ends_the_one_before(database: Database) -> None:
    with database.writing() as connection:
        mine = somebody(connection)
        old, new = new_feed(connection, NOON, mine), new_feed(connection, LATER, mine)
        assert (whose_feed(connection, old), whose_feed(connection, new)) == (None, mine)


def test_whoever_has_left_has_no_calendar(database: Database) -> None:
    with database.writing() as connection:
        mine = somebody(connection)
        secret = new_feed(connection, NOON, mine)
        connection.execute(update(person).where(person.c.id == mine).values(left_at=LATER))
        assert whose_feed(connection, secret) is None
