"""What the reference says of tables against plain counting, and of growing knowledge against itself."""

from datetime import date
from fractions import Fraction
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.reference import Reading, read_rules
from tests.reference.decide import Case
from tests.reference.gaps import longest, within_reach
from tests.reference.knowledge import some_random
from tests.reference.making_tables import write_tables
from tests.reference.reading import read_case
from tests.reference.shares import Way, one_by_one, row_by_row, turning_points, with_further_rows
from tests.reference.table_knowledge import table_knowledge
from tests.reference.worth import between, only, within


def day(month: int, number: int) -> date:
    return date(2024, month, number)


def test_days_that_may_vary_lie_where_they_make_the_longest_gap_shortest() -> None:
    def best(windows: list[tuple[date, date]]) -> int:
        return next(months for months in range(13) if within_reach(windows, (day(1, 1), day(12, 31)), months))

    rng = some_random(3)
    for _ in range(40):
        firsts = [day(rng.randint(1, 12), 1) for _ in range(3)]
        windows = [(first, date(2024, min(first.month + rng.randint(0, 4), 12), 28)) for first in firsts]
        choices = product(*([one for one in _fortnights() if low <= one <= high] for low, high in windows))
        tried = min(longest(list(days), (day(1, 1), day(12, 31))) for days in choices)
        assert best(windows) in (tried, tried - 1)  # fortnights may miss the best day
        assert best([(one, one) for one, _ in windows]) == longest(firsts, (day(1, 1), day(12, 31)))


def _fortnights() -> list[date]:
    return [day(month, number) for month in range(1, 13) for number in (1, 15, 28)]


def _random_ways(rng: Random, size: int) -> list[set[Way]]:
    kinds: list[set[Way]] = [{(1, 0)}, {(0, 1)}, {(0, 0), (1, 0)}, {(0, 1), (1, 0)}, {(0, 0), (0, 1)}]
    return [rng.choice([*kinds, {(0, 0), (0, 1), (1, 0)}]) for _ in range(size)]


def test_going_row_by_row_finds_what_every_combination_does() -> None:
    rng = some_random(1)
    for _ in range(200):
        rows = _random_ways(rng, rng.randint(0, 7))
        assert row_by_row(rows) == one_by_one(rows)


def test_few_further_rows_show_every_truth_that_many_do() -> None:
    rng = some_random(2)
    limits = [between(0, 10**30, whole=True), between(3, 10**30, whole=True), between(1, 6), only([2, 5]), only([0])]
    for _ in range(300):
        ways = one_by_one(_random_ways(rng, rng.randint(0, 3)))
        stated = rng.choice(limits), rng.choice([*limits, between(2, 14, whole=True)])
        bound, decimals = Fraction(rng.choice([0, 20, 25, 50, 67, 90, 100]), 100), rng.choice([None, None, 1])
        strict = rng.random() < 0.5

        def test(part: int, whole: int, bound: Fraction = bound, strict: bool = strict, to: Any = decimals) -> bool:
            share = Fraction(part, whole) if whole else Fraction(0)
            share = share if to is None else Fraction(int(share * 10 + Fraction(1, 2)), 10)
            return share > bound if strict else share >= bound

        many = {(p + a, p + q + a + b) for p, q in ways for a in range(45) for b in range(45)}
        plain = {test(*one) for one in many if within(one[0], stated[0]) and within(one[1], stated[1])}
        few = {test(*one) for one in with_further_rows(ways, stated, turning_points([bound], decimals))}
        assert few == plain


RULES = {
    "facts": """
facts:
  dated: {type: date}
  training:
    type: records
    fields:
      group: {type: choice, options: [midwife, support_worker]}
      course: {type: choice, options: [monitoring, emergencies]}
      attended_on: {type: date, may_be_none: true, empty: none}
  in_scope: {type: number, by: [group, course], counted_from: {records: training}}
  went:
    {type: number, by: [group, course], counted_from: {among: in_scope, where: {field: attended_on, in_period: year}}}
""",
    "ruleset": """
covers: {from: 2013-04-01}
as_at: dated
periods: {year: {from: 2024-01-01, to: 2024-12-31}}
questions: []
""",
    "p": """
versions:
  - effective: {from: 2013-04-01}
    when:
      for_each: {group: midwife, course: emergencies}
      share: went
      of: in_scope
      at_least: 60%
      when_none: met
""",
}
IN, OUT = date(2024, 5, 1), date(2023, 5, 1)
CELLS: dict[str, list[Any]] = {
    "group": ["midwife", "support_worker"],
    "course": ["emergencies", "monitoring"],
    "attended_on": [IN, OUT, "none"],
}


def test_shares_are_what_all_completions_of_the_cells_agree_on(tmp_path: Path) -> None:
    rng, decided = some_random(4), 0
    for name, text in RULES.items():
        (tmp_path / f"{name}.yaml").write_text(text)
    rules = read_rules(tmp_path)
    for _ in range(150):
        rows = [
            {name: rng.choice([*some, *some, "?"]) for name, some in CELLS.items()} for _ in range(rng.randint(1, 5))
        ]
        given = [{name: one if one != "?" else {"state": "not_known"} for name, one in row.items()} for row in rows]
        case = {"dated": date(2024, 6, 1), "training": {"complete": True, "rows": given}}
        status = read_case(Case(rules, case, None)).provisions["p"]
        truths = {_sixty_percent(completion) for completion in product(*map(_completions, rows))}
        assert status == ("not_known" if len(truths) == 2 else "met" if truths.pop() else "not_met")
        decided += status != "not_known" and any("?" in row.values() for row in rows)
    assert decided > 20


def _completions(row: dict[str, Any]) -> list[dict[str, Any]]:
    options = [CELLS[name] if one == "?" else [one] for name, one in row.items()]
    return [dict(zip(row, each, strict=True)) for each in product(*options)]


def _sixty_percent(rows: tuple[dict[str, Any], ...]) -> bool:
    there = [row for row in rows if (row["group"], row["course"]) == ("midwife", "emergencies")]
    went = [row for row in there if row["attended_on"] == IN]
    return not there or Fraction(len(went), len(there)) >= Fraction(60, 100)


def _decided(read: Reading) -> dict[str, Any]:
    answers = {name: status for name, status in read.provisions.items() if status != "not_known"}
    return answers | {name: answer for name, answer in read.questions.items() if answer[0] == "determined"}


@pytest.mark.proof
@pytest.mark.parametrize("batch", range(4))
def test_learning_more_of_tables_never_flips_what_was_decided(tmp_path: Path, batch: int) -> None:
    decided_early = 0
    for seed in range(batch * 15, batch * 15 + 15):
        rng = some_random(seed)
        rules = read_rules(write_tables(tmp_path / f"area-{seed}", "set", rng))
        before: dict[str, Any] = {}
        for given in table_knowledge(rules, rng):
            read = read_case(Case(rules, given, None))
            assert _decided(read).items() >= before.items(), f"seed {seed}"
            before = _decided(read)
            decided_early += len(read.needs) > 0 and len(before) > 0
        assert not read.needs, f"seed {seed}: everything is known"
    assert decided_early > 10
