"""A deadline is extended only under a power that the rules hold, that is there in the case, and as far as it goes."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from keeping import deadlines
from keeping.deadlines import Deadline, DeadlineRefused, PowerToExtend
from storage import Database, activity, case, case_rule_set
from tests.engine.building import write_rules
from tests.keeping.making import HEADS, NOON, RULES, STAY, InHand, a_case, determine, due, of_case, rules_in


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """The root of the rules."""
    return rules_in(tmp_path / "rules")


def extend(database: Database, held: InHand, to: date, name: str = "stay_ends", now: datetime = NOON) -> Deadline:
    found = of_case(database, held)[name]
    with database.writing() as connection:
        return deadlines.extend(connection, now, held.by, found.id, to, "The site must be seen twice")


def refused(database: Database, held: InHand, to: date, name: str = "stay_ends", now: datetime = NOON) -> str:
    with pytest.raises(DeadlineRefused) as error:
        extend(database, held, to, name, now)
    return str(error.value)


def test_a_deadline_is_extended_under_a_power_that_is_there(database: Database, rules: Path) -> None:
    held = a_case(database)
    determine(database, held, rules, **STAY)
    before = of_case(database, held)["stay_ends"]
    assert before.powers == (PowerToExtend("longer-stay", "A provision", "regulation 1", "met", date(2024, 6, 29)),)
    longer = extend(database, held, date(2024, 6, 20))
    assert (longer.due_on, longer.given_on, longer.extended_to) == (
        date(2024, 6, 20),
        date(2024, 6, 15),
        date(2024, 6, 20),
    )
    assert longer.sequence == before.sequence + 1
    assert extend(database, held, date(2024, 6, 29)).due_on == date(2024, 6, 29)
    with database.reading() as connection:
        told = deadlines.extensions_of(connection, before.id)
        acts = connection.execute(select(activity.c.act, activity.c.about)).all()
    assert [(each.due_on, each.power, each.why, each.by) for each in told] == [
        (day, "longer-stay", "The site must be seen twice", held.by) for day in (date(2024, 6, 20), date(2024, 6, 29))
    ]
    assert [json.loads(about) for act, about in acts if act == "deadline.extended"] == [
        {"deadline_id": before.id, "extension_id": each.id} for each in told
    ]
    assert ("stay_ends", date(2024, 6, 29)) in due(database, until=date(2024, 6, 29))
    assert "stay_ends" not in dict(due(database, until=date(2024, 6, 28)))


def test_an_extension_never_brings_a_deadline_forward(database: Database, rules: Path) -> None:
    held = a_case(database)
    determine(database, held, rules, **STAY)
    extend(database, held, date(2024, 6, 20))
    determine(database, held, rules, **STAY | {"stayed_on": "2024-06-10"})
    assert of_case(database, held)["stay_ends"].due_on == date(2024, 6, 24), "the rules give more than was extended to"
    determine(database, held, rules, **STAY | {"stayed_on": {"from": "2024-06-01", "to": "2024-06-03"}})
    unknown = of_case(database, held)["stay_ends"]
    assert (unknown.due_on, unknown.earliest, unknown.latest) == (None, date(2024, 6, 20), date(2024, 6, 20))


def test_where_the_rules_hold_no_power_nothing_is_extended(database: Database, rules: Path) -> None:
    held = a_case(database)
    determine(database, held, rules, **STAY)
    assert refused(database, held, date(2024, 7, 1), "last_day_to_appeal") == (
        "No power to extend “The last day to appeal” (para 36(1)) is encoded in pharmacy/appeal, so it cannot be "
        "extended. Nothing was changed. Where the law gives such a power, the rule set must have it: a provision with "
        "effect: may that says which date it extends."
    )


NOT_MET = "“The last day of a stay” (reg. 7(1)) may not be extended in this case: regulation 1 is not met."
NOT_KNOWN = (
    "Whether “The last day of a stay” (reg. 7(1)) may be extended under regulation 1, and to which day, is not known "
    "yet. State what the provision asks for, and determine the case again."
)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            {"complex": False},
            NOT_MET,
        ),
        (
            {"complex": {"state": "disputed"}},
            NOT_KNOWN,
        ),
        (
            {"stayed_on": {"from": "2024-06-01"}},
            NOT_KNOWN,
        ),
    ],
)
def test_a_power_that_is_not_there_in_this_case_extends_nothing(
    database: Database, rules: Path, said: dict[str, Any], told: str
) -> None:
    held = a_case(database)
    determine(database, held, rules, **STAY | said)
    assert refused(database, held, date(2024, 6, 20)) == told


def test_it_is_extended_only_to_a_later_day_that_is_not_past_and_that_the_power_reaches(
    database: Database, rules: Path
) -> None:
    held = a_case(database)
    determine(database, held, rules, **STAY)
    for day in (date(2024, 6, 14), date(2024, 6, 15)):
        assert refused(database, held, day) == (
            "“The last day of a stay” (reg. 7(1)) is due on 15 June 2024 already. It can be extended only to a later "
            "day than that."
        )
    assert refused(database, held, date(2024, 6, 30)) == (
        "“The last day of a stay” (reg. 7(1)) may be extended to 29 June 2024 at the latest (regulation 1). Give no "
        "later day."
    )
    in_july = datetime(2024, 6, 30, 23, 30, tzinfo=UTC)
    assert refused(database, held, date(2024, 6, 29), now=in_july) == (
        "29 June 2024 is past. Extend “The last day of a stay” (reg. 7(1)) to today or to a day to come."
    )
    extend(database, held, date(2024, 6, 20))
    assert "is due on 20 June 2024 already" in refused(database, held, date(2024, 6, 18))


def test_of_two_powers_the_one_that_goes_further_is_used(database: Database, tmp_path: Path) -> None:
    without_end = {**RULES, "any-time": "when: <deferred> {fact: deferred, is: true}"}
    heads = {**HEADS, "any-time": "effect: may\nextends: [{date: stay_ends}]"}
    held, root = a_case(database), rules_in(tmp_path, rules=without_end, heads=heads)
    determine(database, held, root, **STAY)
    assert "may be extended to 29 June 2024 at the latest" in refused(database, held, date(2024, 6, 30))
    determine(database, held, root, **STAY | {"deferred": True, "began_on": "2024-06-01"})
    found = extend(database, held, date(2024, 6, 30))
    with database.reading() as connection:
        assert [each.power for each in deadlines.extensions_of(connection, found.id)] == ["any-time"]


def test_without_reasons_nothing_is_extended(database: Database, rules: Path) -> None:
    held = a_case(database)
    determine(database, held, rules, **STAY)
    found = of_case(database, held)["stay_ends"]
    with (
        database.writing() as connection,
        pytest.raises(DeadlineRefused, match=r"Say why .* the reasons are kept with it") as error,
    ):
        deadlines.extend(connection, NOON, held.by, found.id, date(2024, 6, 20), " ")
    assert error.value.where == "/why"
    assert of_case(database, held)["stay_ends"] == found


def test_what_rests_on_old_facts_is_not_extended(database: Database, rules: Path) -> None:
    held = a_case(database)
    determine(database, held, rules, **STAY)
    with database.writing() as connection:
        connection.execute(update(case).values(record_closed=True))
    assert refused(database, held, date(2024, 6, 20)) == (
        "Something was stated, or the record closed or opened, since “The last day of a stay” (reg. 7(1)) was worked "
        "out. Determine the case again, then extend it."
    )


def test_what_is_not_due_is_not_extended(database: Database, tmp_path: Path) -> None:
    power = {"more-time": "when: <a> {fact: complex, is: true}"}
    facts = "complex yes_no\ntold_on date\nlast date cites: reg. 3, worked_out: {fact: told_on, plus: {days: 7}}\n"
    heads = {"more-time": "effect: may\nextends: [{date: last}]"}
    root = rules_in(
        tmp_path, facts=facts, rules=power, questions={"x": ["a: {fact: complex, is: true}", "b"]}, heads=heads
    )
    held = a_case(database)
    determine(database, held, root, complex=True)
    assert refused(database, held, date(2024, 7, 1), "last") == (
        "The day on which “last” (reg. 3) is due is not known yet, so it cannot be extended. First settle the day."
    )
    determine(database, held, root, complex=True, told_on="2024-06-01")
    assert extend(database, held, date(2094, 7, 1), "last").due_on == date(2094, 7, 1), "the law names no last day"
    with database.writing() as connection:
        connection.execute(delete(case_rule_set))
        write_rules(root, "late yes_no", {"rule": "when: <a> {fact: late, is: false}"}, id="pharmacy/other")
    determine(database, held, root, ("pharmacy/other",), late=True)
    assert "is withdrawn, so it is not extended" in refused(database, held, date(2094, 8, 1), "last")
    found = of_case(database, held)["last"]
    with database.writing() as connection, pytest.raises(DeadlineRefused, match="is withdrawn, so it cannot be met"):
        deadlines.meet(connection, NOON, held.by, found.id, date(2024, 6, 3))


def test_the_appeal_rules_give_no_power_to_extend_the_thirty_days(database: Database) -> None:
    held, real = a_case(database, "pharmacy/appeal-procedure"), Path(__file__).parents[2] / "rules"
    determine(database, held, real, ("pharmacy/appeal-procedure",), appellant_notified_on="2024-05-01")
    assert of_case(database, held)["last_day_to_appeal"].due_on == date(2024, 5, 31)
    assert "is encoded in pharmacy/appeal-procedure" in refused(database, held, date(2024, 7, 1), "last_day_to_appeal")
