"""Training records beside polars: what is said to be compared is compared. polars itself is there for `make bench`."""

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

import pytest

from benchmarks.records import ASSESSED, RULES, WINDOW, YEAR_7, Row, check_alike, make_rows, shares_counted
from engine import RuleSet, determine, load_rule_set, read_facts

ROWS = 600


def counted_plainly(rows: list[Row]) -> Mapping[tuple[str, ...], Fraction]:
    """As polars counts them, one row after the other."""
    first, last = (day.isoformat() for day in WINDOW)
    whole, part = Counter[tuple[str, ...]](), Counter[tuple[str, ...]]()
    for row in rows:
        if "excluded_because" not in row:
            of = tuple(sorted((row["group"], row["course"])))
            whole[of] += 1
            part[of] += first <= row.get("attended_on", "") <= last
    return {of: Fraction(part[of], whole[of]) for of in whole}


@pytest.fixture(scope="module")
def year_7() -> RuleSet:
    return load_rule_set(RULES / YEAR_7)


@pytest.fixture(scope="module")
def theirs(year_7: RuleSet) -> Mapping[tuple[str, ...], Fraction]:
    return counted_plainly(make_rows(year_7, ROWS))


@pytest.fixture(scope="module")
def ours(year_7: RuleSet) -> dict[str, Fraction]:
    """The shares of some rows, as the rules count them."""
    table = {"rows": make_rows(year_7, ROWS), "complete": True, "by": "the benchmark"}
    facts = {"training": table, "training_year_ended_on": WINDOW[1].isoformat()}
    return shares_counted(determine(year_7, read_facts(year_7, {"facts": facts}), as_at=ASSESSED))


def test_every_share_that_the_rules_ask_for_is_compared(
    ours: dict[str, Fraction], theirs: Mapping[tuple[str, ...], Fraction]
) -> None:
    check_alike(ours, theirs)
    asked = Counter(condition.partition("[")[0] for condition in ours)
    assert asked == {"attended": 10, "all_attended": 6, "others_attended": 6}
    assert len(set(ours.values())) > 5, "the shares are not all the same, whatever is counted"


@pytest.mark.parametrize("condition", ["attended", "all_attended", "others_attended"])
def test_a_share_that_is_counted_otherwise_is_told(
    ours: dict[str, Fraction], theirs: Mapping[tuple[str, ...], Fraction], condition: str
) -> None:
    named = next(each for each in ours if each.startswith(f"{condition}["))
    group = named.partition("[")[2].partition(",")[0]
    planted = {of: share / 2 if group in of else share for of, share in theirs.items()}
    with pytest.raises(AssertionError, match=r"polars counts these otherwise: .*") as told:
        check_alike(ours, planted)
    assert named in str(told.value)


def test_where_no_share_is_counted_nothing_is_said_to_be_alike() -> None:
    with pytest.raises(AssertionError, match="no share was counted"):
        check_alike({}, {})
