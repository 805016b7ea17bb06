"""What is due: every date that the rules give, kept in step with the facts, and extended only under a power."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from engine import Need
from keeping import deadlines
from keeping.deadlines import DeadlineRefused, NoSuchDeadline
from keeping.sayings import Saying
from keeping.statements import state
from storage import Database, activity, case, case_rule_set
from tests.engine.building import write_rules
from tests.keeping.making import NOON, STAY, a_case, determine, due, of_case, rules_in, somebody

LATER = datetime(2024, 6, 4, 12, tzinfo=UTC)


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """The root of the rules."""
    return rules_in(tmp_path / "rules")


# -- which they are


def test_dates_that_are_given_and_dates_worked_out_under_the_law_are_deadlines_and_no_others(
    database: Database, rules: Path
) -> None:
    held = a_case(database)
    determine(database, held, rules, **STAY | {"deferred": True, "began_on": "2024-05-20"})
    found = of_case(database, held)
    assert [(each.name, each.due_on, each.says, each.cites, each.standing) for each in found.values()] == [
        ("last_day_to_appeal", date(2024, 5, 31), "The last day to appeal", "para 36(1)", "due"),
        ("stay_ends", date(2024, 6, 15), "The last day of a stay", "reg. 7(1)", "due"),
        ("longest_stay", date(2024, 6, 29), "The longest stay", "reg. 7(2)", "due"),
        ("deferral_ends", date(2024, 11, 20), "The last day of a deferral", "reg. 19(2)", "due"),
    ]
    assert {(each.reference, each.officer_id) for each in found.values()} == {(held.reference, held.by)}


def test_a_date_that_is_not_known_is_listed_with_what_it_waits_for(database: Database, rules: Path) -> None:
    held = a_case(database)
    determine(database, held, rules, notified_on={"from": "2024-05-01", "to": "2024-05-03"}, began_on="2024-05-20")
    found = of_case(database, held)
    appeal, deferral = found["last_day_to_appeal"], found["deferral_ends"]
    assert (appeal.standing, appeal.due_on) == ("not_yet_known", None)
    assert (appeal.earliest, appeal.latest) == (date(2024, 5, 31), date(2024, 6, 2))
    assert appeal.waits_for == (Need("ask", "notified_on", "What of notified_on?", "applicant"),)
    assert (deferral.standing, deferral.earliest) == ("not_yet_known", date(2024, 11, 20)), "nobody said it is deferred"
    assert [need.fact for need in deferral.waits_for] == ["deferred"]
    assert [need.fact for need in found["stay_ends"].waits_for] == ["stayed_on"]


def test_of_two_versions_of_the_law_a_deadline_speaks_with_the_one_that_applies(
    database: Database, tmp_path: Path
) -> None:
    gives = "gives: {{ends: {{type: date, says: {0}, cites: {0} cite, fact: began_on, plus: {{days: 1}}}}}}"
    when = "when: <a> {fact: deferred, is: true}"
    versions = [
        f"effective: {{from: 2024-05-02}}\n{when}\n{gives.format('new')}",
        f"effective: {{from: 2013-04-01, to: 2024-05-01}}\n{when}\n{gives.format('old')}",
    ]
    root = rules_in(tmp_path, facts="deferred yes_no\nbegan_on date", rules={"rule": versions}, heads={})
    held = a_case(database)
    for as_at, said in (("2024-05-01", "old"), ("2024-05-02", "new"), (None, "new")):
        determine(database, held, root, deferred=True, began_on="2024-05-20", as_at=as_at)
        assert (of_case(database, held)["ends"].says, of_case(database, held)["ends"].cites) == (said, f"{said} cite")


def test_a_deadline_to_the_minute_is_due_on_its_day(database: Database, tmp_path: Path) -> None:
    gives = "gives: {ends: {type: date_and_time, says: Noon, cites: reg. 1, fact: at, plus: {days: 1}}}"
    facts = {
        "facts": "at date_and_time",
        "rules": {"rule": f"when: <a> {{fact: at, after: '2013-04-01 00:00'}}\n{gives}"},
    }
    held = a_case(database)
    determine(database, held, rules_in(tmp_path, **facts, heads={}), at="2024-05-20 12:00")
    assert of_case(database, held)["ends"].due_on == date(2024, 5, 21)


# -- in step with the facts


def test_each_new_determination_brings_them_up_to_date(database: Database, rules: Path) -> None:
    held = a_case(database)
    determine(database, held, rules, notified_on={"from": "2024-05-01"})
    first = of_case(database, held)["last_day_to_appeal"]
    determine(database, held, rules, now=LATER, notified_on="2024-05-02")
    known = of_case(database, held)["last_day_to_appeal"]
    assert (known.id, known.due_on, known.waits_for) == (first.id, date(2024, 6, 1), ())
    assert (known.sequence, known.changed_at) == (first.sequence + 1, LATER)
    determine(database, held, rules, notified_on="2024-05-02", complex=True)
    same = of_case(database, held)["last_day_to_appeal"]
    assert (same.sequence, same.changed_at) == (known.sequence, LATER), "nothing changed that a calendar shows"
    assert same.determined_id != known.determined_id


def test_one_whose_provision_is_not_met_is_withdrawn_and_stays_what_it_was(database: Database, rules: Path) -> None:
    held = a_case(database)
    determine(database, held, rules, deferred=False)
    assert "deferral_ends" not in of_case(database, held), "what never was due is not listed"
    determine(database, held, rules, deferred=True, began_on="2024-05-20")
    determine(database, held, rules, now=LATER, deferred=False, began_on="2024-05-20")
    gone = of_case(database, held)["deferral_ends"]
    assert (gone.standing, gone.withdrawn_at, gone.due_on) == ("withdrawn", LATER, date(2024, 11, 20))
    assert "deferral_ends" not in dict(due(database))
    determine(database, held, rules, deferred=True, began_on="2024-05-21")
    again = of_case(database, held)["deferral_ends"]
    assert (again.id, again.standing, again.due_on) == (gone.id, "due", date(2024, 11, 21))
    assert again.sequence == gone.sequence + 1


def test_a_deadline_is_stale_when_something_was_stated_since(database: Database, rules: Path) -> None:
    held = a_case(database)
    determine(database, held, rules, notified_on="2024-05-02")
    assert not of_case(database, held)["last_day_to_appeal"].stale
    with database.writing() as connection:
        state(connection, NOON, held.by, held.id, [Saying("fact", "notified_on", "2024-05-03", "the notice")])
    assert of_case(database, held)["last_day_to_appeal"].stale


def test_when_a_case_is_put_to_other_rules_what_was_due_under_the_old_is_withdrawn(
    database: Database, tmp_path: Path
) -> None:
    root = rules_in(tmp_path)
    write_rules(root, "seen_on date\nlast date cites: reg. 3, worked_out: {fact: seen_on, plus: {days: 1}}",
                {"rule": "when: <a> {fact: seen_on, after: 2013-04-01}"}, id="pharmacy/visit")  # fmt: skip
    held = a_case(database)
    determine(database, held, root, notified_on="2024-05-02")
    with database.writing() as connection:
        connection.execute(update(case_rule_set).values(rule_set="pharmacy/visit"))
    determine(database, held, root, ("pharmacy/visit",), seen_on="2024-05-01")
    assert of_case(database, held)["last_day_to_appeal"].standing == "withdrawn"
    assert due(database) == [("last", date(2024, 5, 2))]
    assert of_case(database, held)["last"].says == "last", "a date without words of its own goes by its name"


def test_a_date_that_two_rule_sets_of_an_area_share_is_listed_once(database: Database, tmp_path: Path) -> None:
    both = ("pharmacy/one", "pharmacy/two")
    for id in both:
        write_rules(tmp_path, "late yes_no", {"rule": "when: <a> {fact: late, is: false}"}, id=id)
    shared = 'last: {type: date, says: "The last day", cites: reg. 3, worked_out: {fact: told_on, plus: {days: 7}}}'
    asked = 'told_on: {type: date, ask: "When?", shown_by: officer}'
    (tmp_path / "pharmacy/facts.yaml").write_text(f"facts:\n  {asked}\n  {shared}\n")
    held = a_case(database, *both)
    for told_on in ("2024-05-01", "2024-05-02"):
        determine(database, held, tmp_path, both, told_on=told_on)
        with database.reading() as connection:
            assert [each.rule_set for each in deadlines.of_case(connection, held.id)] == ["pharmacy/one"]
    with database.writing() as connection:
        connection.execute(delete(case_rule_set).where(case_rule_set.c.rule_set == "pharmacy/one"))
    determine(database, held, tmp_path, both[1:], told_on="2024-05-01")
    assert due(database) == [("last", date(2024, 5, 8))]


# -- one list


def test_one_list_has_what_is_due_by_date_and_by_person(database: Database, rules: Path) -> None:
    mine, other = a_case(database), a_case(database, reference="APP/2024/0002")
    determine(database, mine, rules, **STAY)
    determine(database, other, rules, deferred=True, began_on="2023-12-01", notified_on={"from": "2024-06-01"})
    stays = [("stay_ends", date(2024, 6, 15)), ("longest_stay", date(2024, 6, 29))]
    assert due(database, mine.by) == [("last_day_to_appeal", date(2024, 5, 31)), *stays]
    assert due(database, other.by)[:2] == [("deferral_ends", date(2024, 6, 1)), ("last_day_to_appeal", None)]
    everybody = due(database)
    assert everybody[:2] == [("last_day_to_appeal", date(2024, 5, 31)), ("deferral_ends", date(2024, 6, 1))]
    assert len(everybody) == len(due(database, mine.by, other.by)) == 7
    with database.reading() as connection:
        assert deadlines.due(connection, person_ids=[], until=None) == ()


def test_what_may_be_due_by_a_day_is_listed_with_what_is(database: Database, rules: Path) -> None:
    held = a_case(database)
    determine(database, held, rules, notified_on={"from": "2024-05-01", "to": "2024-05-31"}, deferred=False)
    open_ends = [("stay_ends", None), ("longest_stay", None)]
    assert due(database, until=date(2024, 5, 30)) == open_ends, "these may be any day"
    assert due(database, until=date(2024, 5, 31)) == [("last_day_to_appeal", None), *open_ends]


def test_nothing_is_due_in_cases_that_stand_where_nothing_is(database: Database, rules: Path) -> None:
    held = a_case(database)
    determine(database, held, rules, **STAY)
    with database.writing() as connection:
        connection.execute(update(case).values(state="withdrawn"))
    assert due(database, held.by, but_not_in=("closed", "withdrawn")) == []
    assert len(due(database, held.by, but_not_in=("closed",))) == 3


# -- met


def test_what_was_done_is_met_and_no_longer_due(database: Database, rules: Path) -> None:
    held = a_case(database)
    determine(database, held, rules, notified_on="2024-05-02", deferred=False)
    found = of_case(database, held)["last_day_to_appeal"]
    with database.writing() as connection:
        met = deadlines.meet(connection, NOON, held.by, found.id, date(2024, 6, 3))
    assert (met.standing, met.met_on, met.met_by) == ("met", date(2024, 6, 3), held.by)
    assert "last_day_to_appeal" not in dict(due(database))
    with database.writing() as connection, pytest.raises(DeadlineRefused, match="is met, so it cannot be met"):
        deadlines.meet(connection, NOON, held.by, found.id, date(2024, 6, 3))
    with database.writing() as connection, pytest.raises(DeadlineRefused, match="is met, so it is not extended"):
        deadlines.extend(connection, NOON, held.by, found.id, date(2024, 7, 1), "why")
    with database.writing() as connection:
        again = deadlines.reopen(connection, NOON, held.by, found.id)
    assert (again.standing, again.met_on, again.met_by, again.sequence) == ("due", None, None, found.sequence + 2)
    with database.writing() as connection, pytest.raises(DeadlineRefused, match="so there is nothing to take back"):
        deadlines.reopen(connection, NOON, held.by, found.id)
    with database.reading() as connection:
        done = select(activity.c.act, activity.c.actor, activity.c.case_id).order_by(activity.c.place)
        acts = [tuple(row) for row in connection.execute(done)]
    assert acts[-2:] == [("deadline.met", held.by, held.id), ("deadline.reopened", held.by, held.id)]


def test_nothing_is_met_tomorrow_and_today_is_londons(database: Database, rules: Path) -> None:
    held = a_case(database)
    determine(database, held, rules, notified_on="2024-05-02")
    found = of_case(database, held)["last_day_to_appeal"]
    with (
        database.writing() as connection,
        pytest.raises(DeadlineRefused, match="on 4 June 2024, which is still to come"),
    ):
        deadlines.meet(connection, NOON, held.by, found.id, date(2024, 6, 4))
    past_midnight_in_london = datetime(2024, 6, 3, 23, 30, tzinfo=UTC)
    with database.writing() as connection:
        assert deadlines.meet(connection, past_midnight_in_london, held.by, found.id, date(2024, 6, 4)).met_on


def test_a_deadline_that_is_not_there_is_said_to_be_none(database: Database) -> None:
    with database.reading() as connection:
        assert deadlines.by_id(connection, "0" * 32) is None
    with database.writing() as connection, pytest.raises(NoSuchDeadline, match=f"There is no deadline {'0' * 32}"):
        deadlines.meet(connection, NOON, somebody(connection), "0" * 32, date(2024, 6, 3))
    with database.writing() as connection, pytest.raises(NoSuchDeadline, match="Take the id from the list"):
        deadlines.extend(connection, NOON, somebody(connection), "0" * 32, date(2024, 6, 3), "why")
