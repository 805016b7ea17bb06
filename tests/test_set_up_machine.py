"""What a new machine lacks for the tests is installed: seen with an apt-get that only writes down what it is asked."""

import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "scripts" / "install_for_tests.sh"
TOOLS = ("sh", "cat", "grep", "ls", "mktemp", "rm", "sed", "tail")
ALL = ("chromium-headless-shell", "postgresql", "libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder of programs, with a root and an apt-get, and nothing of what the tests need."""
    for tool in TOOLS:
        (tmp_path / tool).symlink_to(shutil.which(tool) or "")
    program(tmp_path, "id", "echo 0")
    program(tmp_path, "ldconfig", "")
    program(tmp_path, "apt-cache", "")
    program(tmp_path, "apt-get", f'echo "$@" >> {tmp_path}/asked')
    program(tmp_path, "ls", "exit 1")  # of Debian's folders of PostgreSQL
    return tmp_path


def program(machine: Path, name: str, does: str) -> None:
    path = machine / name
    path.unlink(missing_ok=True)
    path.write_text(f"#!/bin/sh\n{does}\n")
    path.chmod(0o755)


def asked(machine: Path, *arguments: str) -> list[str]:
    """The packages that apt-get was asked for."""
    command = [str(machine / "sh"), str(SCRIPT), *arguments]
    subprocess.run(command, env={"PATH": str(machine), "TMPDIR": str(machine)}, check=True, capture_output=True)
    lines = (machine / "asked").read_text().splitlines() if (machine / "asked").exists() else []
    return [word for line in lines if line.startswith("install ") for word in line.split()[1:] if word[0] != "-"]


def test_a_new_machine_gets_all_that_the_tests_need(machine: Path) -> None:
    assert asked(machine) == [*ALL]


def test_the_proof_opens_documents_too_and_stands_behind_proxies(machine: Path) -> None:
    more = ("libreoffice-writer-nogui", "libreoffice-calc-nogui", "nginx", "caddy", "systemd")
    assert asked(machine, "proof") == [*ALL, *more]


@pytest.mark.parametrize("browser", ["chromium-headless-shell", "chromium", "google-chrome"])
def test_a_machine_with_a_browser_gets_no_other(machine: Path, browser: str) -> None:
    program(machine, browser, "")
    assert asked(machine) == [*ALL[1:]]


def test_without_a_browser_that_has_no_window_debian_gives_the_one_that_has(machine: Path) -> None:
    program(machine, "apt-cache", "exit 100")
    assert asked(machine)[0] == "chromium"


def test_who_is_not_root_is_asked_nothing(machine: Path) -> None:
    program(machine, "id", "echo 1000")
    assert asked(machine) == []
