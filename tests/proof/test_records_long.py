"""Two hundred thousand training records, as a large trust's system writes them: read by the command, and determined.

Processor time is counted, not the time on the wall, which the rest of the machine has a part in.
"""

import csv
import json
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.records import ASSESSED, WINDOW, YEAR_7, Row, make_rows
from cli import main
from engine import RuleSet, determine, load_rule_set, read_facts

pytestmark = [pytest.mark.proof, pytest.mark.alone]

RULES = Path(__file__).parents[2] / "rules"


@pytest.fixture(scope="module")
def year_7() -> RuleSet:
    return load_rule_set(RULES / YEAR_7)


def seconds(since: float) -> float:
    return time.process_time() - since


def test_two_hundred_thousand_rows_are_imported_in_less_than_twenty_seconds(tmp_path: Path, year_7: RuleSet) -> None:
    rows = make_rows(year_7, 200_000)
    with (tmp_path / "training.csv").open("w", newline="") as file:
        written = csv.DictWriter(file, ["staff", "group", "course", "attended_on", "excluded_because"])
        written.writeheader()
        written.writerows(rows)
    to, since = tmp_path / "facts.json", time.process_time()
    asked = ["import-records", YEAR_7, "training", str(tmp_path / "training.csv"), "--to", str(to)]
    result = CliRunner().invoke(main, asked)
    taken = seconds(since)
    assert result.exit_code == 0, result.output
    assert len(json.loads(to.read_text("utf-8"))["facts"]["training"]["rows"]) == len(rows)
    assert taken < 20


@pytest.mark.parametrize(("size", "most"), [(20_000, 1), (200_000, 5)])
def test_so_many_rows_are_determined_in_less_than(size: int, most: int, year_7: RuleSet) -> None:
    """The rows are facts already, as an import leaves them."""
    rows: list[Row] = make_rows(year_7, size)
    training = {"rows": rows, "complete": True, "by": "whoever made the case"}
    facts = read_facts(year_7, {"facts": {"training": training, "training_year_ended_on": WINDOW[1].isoformat()}})
    since = time.process_time()
    found = determine(year_7, facts, as_at=ASSESSED)
    taken = seconds(since)
    assert next(each.status for each in found.provisions if each.id == "sa8-a-fetal-monitoring") != "not_known"
    assert taken < most
