"""The project on the newest Python that it supports, where this machine has one."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.machine import need, python312

pytestmark = pytest.mark.proof

ROOT = Path(__file__).parents[2]
VENV = ROOT / ".venv-3.12"  # not in a folder of pytest's: nobody else may look there, and some tests are nobody else
SAME_ON_EVERY_PYTHON = (
    "tests/browser", "tests/test_agreement.py", "tests/test_agreement_cases.py", "tests/test_agreement_tables.py",
    "tests/test_reference.py", "tests/test_reference_tables.py", "tests/test_reference_tables_counted.py",
    "tests/test_setup.py", "tests/test_sbom.py", "tests/test_readme.py", "tests/web/test_canaries.py",
    "tests/web/test_attacks.py", "tests/web/test_api_rights.py", "tests/web/test_desk_rights.py",
)  # fmt: skip


def test_the_test_lock_installs_on_python_3_12_and_the_tests_pass_there() -> None:
    """What `make test` asks of pytest, in an environment of its own; its last lines are the failure.

    Without what no newer Python changes: pages in a browser, PostgreSQL, random rules read twice and thrice, and who
    may reach which address.
    """
    python = need(python312(), in_ci_too=False)
    environment = {**os.environ, "PYTHONPATH": "", "PYTHONDONTWRITEBYTECODE": "1"}
    make = ["make", f"PYTHON={python}", f"VENV={VENV.name}", f"{VENV.name}/.test"]
    subprocess.run(make, cwd=ROOT, env=environment, check=True)

    pytest_there = [str(VENV / "bin" / "python"), "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    pytest_there += ["-n", "auto", "-k", "not postgresql", *(f"--ignore={each}" for each in SAME_ON_EVERY_PYTHON)]
    run = subprocess.run(pytest_there, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-2000:]
