"""Shares of a table that may grow; the rows behind each share; and how many are reached of those that are asked for."""

from pathlib import Path

import pytest

from engine import RuleSet, shares_of_rows
from tests.engine.building import build, put, status
from tests.engine.test_tables import CELLS, HELPERS, PERIOD, TRAINING, people, table

MANY = (
    'when: {for_each: {course: emergencies, group: midwife}, id: many, says: "Three of {group} attended {course}", '
    "cites: SA8(a), fact: attended, at_least: 3}"
)
EVERYBODY = CELLS.replace("90%, when", "100%, when")
OWN = CELLS.removeprefix("when: ")
# A share of one group that a plan may stand in for, beside those of two groups that reach theirs or do not.
ALONE = OWN.replace("for_each: {course: emergencies, group: [midwife, support_worker]}, id: trained", "id: all_trained")
PLANNED = (
    f"when: {{all: [{OWN}, {{for_each: {{course: emergencies, group: anaesthetist}}, id: planned, cites: SA8(b), "
    f'says: "{{group}} attended {{course}}, or are planned for", any: [{ALONE}, <plan> {{fact: plan, is: true}}]}}]}}'
)


@pytest.fixture
def trained(tmp_path: Path) -> RuleSet:
    return build(tmp_path, TRAINING, {"rule": CELLS}, more=PERIOD)


@pytest.fixture
def planned(tmp_path: Path) -> RuleSet:
    return build(tmp_path, f"{TRAINING}plan yes_no\n", {"rule": PLANNED}, more=PERIOD)


@pytest.mark.parametrize(("condition", "decided", "by"), [(EVERYBODY, "not_met", 6), (MANY, "met", 3)])
def test_adding_rows_to_a_table_that_may_grow_never_turns_an_answer(
    tmp_path: Path, condition: str, decided: str, by: int
) -> None:
    """One who missed it decides, or three who came; and no row that comes after them can turn that."""
    rules = build(tmp_path, TRAINING, {"rule": condition}, more=PERIOD)
    rows = [*people(5, 1, excluded="none"), *people(9, 1, "support_worker", excluded="none")]
    found = [status(put(rules, table(rows[:number], complete=False))) for number in range(len(rows) + 1)]
    assert found == ["not_known"] * by + [decided] * (len(rows) + 1 - by)


def test_the_rows_that_keep_a_share_down_and_those_in_doubt_are_told_apart(trained: RuleSet) -> None:
    rows = [*people(2, 1), *HELPERS, {"staff": "X", "course": "emergencies", "attended_on": "none"}]
    midwives, helpers = shares_of_rows(put(trained, table(rows)).evaluation, "training")
    assert (midwives.condition, midwives.status.word) == ("trained[emergencies, midwife]", "not_met")
    assert (midwives.counted, midwives.failed, midwives.doubtful) == ((0, 1), (2,), (13,))
    assert (helpers.counted, helpers.failed, helpers.doubtful) == (tuple(range(3, 12)), (12,), (13,))
    assert (midwives.stands, midwives.within) == (midwives.status, "")


@pytest.mark.parametrize(("plan", "stands"), [(True, "met"), (False, "not_met"), (None, "not_known")])
def test_a_share_that_may_be_planned_for_stands_as_share_and_plan_do_together(
    planned: RuleSet, plan: bool | None, stands: str
) -> None:
    given = table([*people(9, 1), *HELPERS, *people(8, 2, "anaesthetist")])
    found = put(planned, given if plan is None else given | {"plan": plan})
    *_, share = shares_of_rows(found.evaluation, "training")
    assert (share.condition, share.status.word) == ("all_trained[emergencies, anaesthetist]", "not_met")
    assert (share.stands.word, share.within) == (stands, "anaesthetist attended emergencies, or are planned for")


def test_the_explanation_counts_the_shares_that_are_reached(tmp_path: Path) -> None:
    three = CELLS.replace("[midwife, support_worker]", "[midwife, support_worker, anaesthetist]")
    rules = build(tmp_path, TRAINING, {"rule": three}, more=PERIOD)
    found = put(rules, table([*people(43, 5), *HELPERS, *people(3, 0, "anaesthetist")]))
    assert "Of the 3 shares that are asked for, 2 are reached." in " ".join(found.explanation)


@pytest.mark.parametrize(
    ("attended", "plan", "told"),
    [
        (9, False, "2 are reached."),
        (8, True, "1 is reached and 1 is met in another way."),
        (8, False, "1 is reached."),
        (8, None, "1 is reached and 1 is not yet known."),
    ],
)
def test_every_share_that_is_asked_for_is_counted_whatever_it_is_called(
    planned: RuleSet, attended: int, plan: bool | None, told: str
) -> None:
    given = table([*people(43, 5), *HELPERS, *people(attended, 10 - attended, "anaesthetist")])
    found = put(planned, given if plan is None else given | {"plan": plan})
    assert f"Of the 3 shares that are asked for, {told}" in " ".join(found.explanation)
