"""The definition is covered whole, every branch of it, by its own small tests."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.proof

ROOT = Path(__file__).parents[2]
EVALUATE = "tests/engine/test_evaluate.py"


def test_every_branch_of_the_definition_is_tested(tmp_path: Path) -> None:
    report = tmp_path / "coverage.json"
    environment = {**os.environ, "COVERAGE_FILE": str(tmp_path / ".coverage")}
    tests = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "--confcutdir=tests/engine", EVALUATE]
    for command in (
        ["run", "--branch", "--include=engine/evaluate.py", *tests],
        ["json", "-o", str(report)],
    ):
        coverage = [sys.executable, "-m", "coverage", *command]
        subprocess.run(coverage, cwd=ROOT, env=environment, check=True, capture_output=True)
    measured = json.loads(report.read_text("utf-8"))["files"]["engine/evaluate.py"]
    assert measured["summary"]["percent_covered"] == 100, measured["missing_lines"] or measured["missing_branches"]
