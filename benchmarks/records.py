"""Training records by the thousand: a determination from them, beside polars counting the same rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks.peers import load
from engine import Determination, RuleSet, determine, load_rule_set, read_facts, shares_of_rows

YEAR_7 = "maternity-incentive-scheme/year-7"
RULES = Path(__file__).parents[1] / "rules"
WINDOW = date(2024, 12, 1), date(2025, 11, 30)
ASSESSED = date(2025, 12, 20)
ROUNDS = 3
MANY = 100_000  # from so many rows on, once is enough

Row = dict[str, str]


@dataclass(frozen=True)
class Counted:
    """Seconds: reading the rows as facts, determining, and polars on a frame that it has read from CSV before."""

    rows: int
    reading: float
    determining: float
    polars: float


def measure(sizes: tuple[int, ...] = (20_000, 200_000)) -> list[Counted]:
    """Both on the same rows, and the same shares. Raises AssertionError where they differ."""
    rule_set = load_rule_set(RULES / YEAR_7)
    return [_measured(rule_set, rows) for rows in sizes]


def _measured(rule_set: RuleSet, size: int) -> Counted:
    rows = make_rows(rule_set, size)
    body = {
        "facts": {
            "training": {"rows": rows, "complete": True, "by": "the benchmark"},
            "training_year_ended_on": WINDOW[1].isoformat(),
        }
    }
    rounds = ROUNDS if size < MANY else 1
    reading, facts = _timed(rounds, lambda: read_facts(rule_set, body))
    determining, found = _timed(rounds, lambda: determine(rule_set, facts, as_at=ASSESSED))
    frame = _frame(rows)
    counting, theirs = _timed(ROUNDS, lambda: _by_polars(frame))
    check_alike(shares_counted(found), theirs)
    return Counted(size, reading, determining, counting)


def shares_counted(found: Determination) -> dict[str, Fraction]:
    """Every share that the rules ask for and that the rows make, by the id of its condition."""
    return {
        share.condition: Fraction(share.part.value, share.whole.value)
        for share in shares_of_rows(found.evaluation, "training")
        if share.part.exact and share.whole.exact and share.whole.value
    }


def check_alike(ours: Mapping[str, Fraction], theirs: Mapping[tuple[str, ...], Fraction]) -> None:
    """Raises AssertionError where a share of ours is another than theirs, or where there is none to compare."""
    if not ours:
        raise AssertionError("no share was counted, so nothing is compared")
    if otherwise := [each for each, share in ours.items() if theirs.get(_of_whom(each)) != share]:
        raise AssertionError(f"polars counts these otherwise: {', '.join(otherwise)}")


def _of_whom(condition: str) -> tuple[str, ...]:
    """The group and the course of a condition such as ``all_attended[midwives, emergencies_training]``, in order."""
    return tuple(sorted(condition.partition("[")[2].removesuffix("]").split(", ")))


def make_rows(rule_set: RuleSet, size: int, seed: int = 5) -> list[Row]:
    """So many rows, the same for the same seed; nobody joined on rotation."""
    rng, fields = Random(seed), rule_set.tables["training"].fields
    groups, courses = fields["group"].options, fields["course"].options
    reasons, days = fields["excluded_because"].options, (WINDOW[1] - WINDOW[0]).days
    made = []
    for number in range(size):
        row = {
            "staff": f"S-{number // len(courses)}",
            "group": groups[number // len(courses) % len(groups)],
            "course": courses[number % len(courses)],
        }
        if rng.random() < 0.92:
            row["attended_on"] = (WINDOW[0] + timedelta(days=rng.randrange(days))).isoformat()
        if rng.random() < 0.05:
            row["excluded_because"] = rng.choice(reasons)
        made.append(row)
    return made


def _timed(rounds: int, work: Callable[[], Any]) -> tuple[float, Any]:
    times, found = [], None
    for _ in range(rounds):
        start = perf_counter()
        found = work()
        times.append(perf_counter() - start)
    return median(times), found


def _frame(rows: list[Row]) -> Any:
    polars = load("polars", "polars")
    columns = ("group", "course", "attended_on", "excluded_because")
    return polars.DataFrame({name: [row.get(name) for row in rows] for name in columns})


def _by_polars(frame: Any) -> dict[tuple[str, ...], Fraction]:
    polars = load("polars", "polars")
    attended = polars.col("attended_on").is_between(*(polars.lit(day.isoformat()) for day in WINDOW))
    shares = (
        frame.filter(polars.col("excluded_because").is_null())
        .group_by("group", "course")
        .agg(polars.len().alias("whole"), attended.fill_null(value=False).sum().alias("part"))
    )
    return {
        tuple(sorted((row["group"], row["course"]))): Fraction(row["part"], row["whole"])
        for row in shares.iter_rows(named=True)
    }
