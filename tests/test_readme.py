"""What the README shows is what happens."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.readme import END, HERE, ON_POSTGRESQL, START, with_register, with_table
from cli import main
from tests.ours import our_rule_sets

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```\n(.*?)```", README, re.DOTALL)


def test_the_determination_is_printed_as_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (shown,) = [block for block in BLOCKS if block.startswith("$ ")]
    command, _, expected = shown.partition("\n")
    result = CliRunner().invoke(main, shlex.split(command.removeprefix("$ .venv/bin/rationale ")))
    assert result.exit_code == 0, result.output
    begins, _, ends = expected.strip().partition("\n…\n")
    assert result.output.startswith(begins)
    assert "both agree" in ends
    assert f"\n{ends}\n" in result.output


REPORT = {
    "machine": {"cores": 2, "processor": "x86_64", "python": "3.11.7"},
    "contenders": [
        {"name": "ours", "version": "", "a_second": {"by_processor": 70.4}},
        {"name": "theirs", "version": "1.2", "a_second": {"by_processor": 1408.0}},
        {"name": "disagrees", "version": "3", "a_second": None},
    ],
    "service": {
        "rule_sets": 4,
        "loading": 0.314,
        "clients": 4,
        "workers": 2,
        "waits": [{"rule_set": "area/set", "p50": 30.1, "p99": 49.6}, {"rule_set": "area/other", "p50": 1, "p99": 2}],
    },
}


def test_the_table_of_speeds_is_what_make_bench_wrote() -> None:
    table = README.partition(START)[2].partition(END)[0]
    first = table.strip().splitlines()[2]
    assert first.startswith("| rationale, both readings, compared | ")
    assert first.endswith(" | 1 |")
    assert "p99" in table
    assert f"All {len(our_rule_sets())} rule sets load in" in table
    assert with_table(README, REPORT).partition(START)[2].partition(END)[0].strip() == (
        "| | determinations a second | times the first |\n| --- | --: | --: |\n| ours | 70 | 1 |\n"
        "| theirs 1.2 | 1,408 | 20 |\n\nOn 2 cores, Python 3.11.7. All 4 rule sets load in 0.31 s. "
        "`POST /api/v1/determinations` with 4 clients and 2 workers on the same cores: "
        "on `area/set` p50 30 ms, p99 50 ms; on `area/other` p50 1 ms, p99 2 ms."
    )


def test_a_readme_without_a_place_for_the_table_is_left_alone() -> None:
    with pytest.raises(ValueError, match=r"^README.md has no place for the table: put <!-- from make bench --> and"):
        with_table("# Nothing here", REPORT)
    with pytest.raises(ValueError, match=r"^benchmarks/README.md has no place for the table: put <!-- from make"):
        with_register("# Nothing here", "| |")


@pytest.mark.parametrize("start", [START, ON_POSTGRESQL])
def test_the_tables_of_the_register_stand_in_the_readme_of_the_benchmarks(start: str) -> None:
    text = HERE.read_text("utf-8")
    assert f"{start}\n| a table |\n{END}\n" in with_register(text, "| a table |", start)
    sizes = [line.split(" | ")[0] for line in text.partition(start)[2].partition(END)[0].strip().splitlines()[2:]]
    assert sizes == ["| 1,000", "| 10,000", "| 100,000"], "what one run of make bench measured"
