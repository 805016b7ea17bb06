"""The project on the newest Python that it supports, where this machine has one."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.machine import need, python312
from tests.proof.test_rerun_long import leicester, made_again

pytestmark = [pytest.mark.proof, pytest.mark.alone]

ROOT = Path(__file__).parents[2]
VENV = ROOT / ".venv-3.12"  # not in a folder of pytest's: nobody else may look there, and some tests are nobody else
HERE = (
    "tests/engine", "tests/evidence", "tests/storage", "tests/keeping/test_backup.py", "tests/schemas",
    "tests/documents", "tests/test_cli.py", "tests/web/test_api_decisions.py", "tests/register/test_bundles.py",
)  # fmt: skip


ENVIRONMENT = {**os.environ, "PYTHONPATH": "", "PYTHONDONTWRITEBYTECODE": "1"}


def installed_there() -> str:
    """Python 3.12 with the test lock installed."""
    python = need(python312(), in_ci_too=False)
    make = ["make", f"PYTHON={python}", f"VENV={VENV.name}", f"{VENV.name}/.test"]
    subprocess.run(make, cwd=ROOT, env=ENVIRONMENT, check=True)
    return str(VENV / "bin" / "python")


def test_the_test_lock_installs_on_python_3_12_and_the_tests_pass_there() -> None:
    """Tests of the rooms that stand on the language and its library, and of what stands on those a test of each kind.

    Its last lines are the failure.

    Without what no newer Python changes: pages in a browser, PostgreSQL, random rules read twice and thrice, and who
    may reach which address.
    """
    pytest_there = [installed_there(), "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    pytest_there += ["-n", "auto", "--assert=plain", "-k", "not postgresql and not both", *HERE]
    run = subprocess.run(pytest_there, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-2000:]


def test_a_bundle_of_this_python_is_made_again_byte_for_byte_by_python_3_12(
    empty_register: Path, tmp_path: Path
) -> None:
    told = made_again(installed_there(), leicester(empty_register, tmp_path), tmp_path)
    assert [line.endswith("): Every byte is the same as published.") for line in told[2:-1]] == [True] * 3
    assert told[-1] == "Determinations: 3. The same as published: 3. Those of the decision itself: 3."
