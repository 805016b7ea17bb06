"""What only some machines have, found in one place: a browser, a database server, Pango, proxies, a second Python.

A test that needs one calls `need(chromium())` and gets its path. Where there is none the test is skipped by name with
the reason, which pytest prints in its summary; in CI and in `make proof` it fails instead, so that nothing is left out
unseen.
"""

import ctypes
import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

PANGO = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
PANGO_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
# The first has no window, and draws none.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Sought:
    """The path of something on this machine, or why there is none."""

    path: Path | None
    reason: str = ""


def need(sought: Sought, *, in_ci_too: bool = True) -> Path:
    """The path. Without one the test ends here: skipped, or failed in CI and in `make proof`, which must have it."""
    if sought.path is not None:
        return sought.path
    if in_ci_too and in_ci():
        pytest.fail(f"CI must not skip this test: {sought.reason}", pytrace=False)
    if in_ci_too and in_proof():
        told = "make proof must not skip this test (make proof PROOF= skips it by name)"
        pytest.fail(f"{told}: {sought.reason}", pytrace=False)
    pytest.skip(sought.reason)


def in_ci() -> bool:
    """Whether this run is continuous integration, which sets CI."""
    return os.environ.get("CI", "").lower() not in {"", "0", "false"}


def in_proof() -> bool:
    """Whether `make proof` runs this, which sets PROOF: CI would have random cases no longer be random."""
    return os.environ.get("PROOF", "") not in {"", "0"}


@cache
def chromium() -> Sought:
    """A Chromium: the path in CHROMIUM, else the first on the PATH. As root it must be started with --no-sandbox."""
    named = os.environ.get("CHROMIUM")
    if named:
        return Sought(Path(named)) if Path(named).is_file() else Sought(None, f"CHROMIUM names no file: {named}")
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found:
        return Sought(Path(found))
    return Sought(None, "no Chromium on this machine: install Debian's package chromium, or set CHROMIUM to its path")


@cache
def postgresql() -> Sought:
    """The folder with PostgreSQL's programs: POSTGRESQL_BIN, the PATH's, or the newest of Debian's packages."""
    named = os.environ.get("POSTGRESQL_BIN")
    on_path = shutil.which("initdb")
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    for found in (named, on_path and Path(on_path).resolve().parent, *(path.parent for path in reversed(packaged))):
        if found and (Path(found) / "initdb").is_file():
            return Sought(Path(found))
    return Sought(None, "no PostgreSQL: install Debian's package postgresql, or set POSTGRESQL_BIN to its programs")


@cache
def pango() -> Sought:
    """Pango's library, which sets the text of the PDFs."""
    try:
        for library in PANGO:
            ctypes.CDLL(library)
    except OSError as fault:
        return Sought(None, f"no Pango: install Debian's {' '.join(PANGO_PACKAGES)} ({fault})")
    return Sought(Path(PANGO[0]))


@cache
def libreoffice() -> Sought:
    """LibreOffice's program, where it is on the PATH."""
    found = shutil.which("soffice")
    return Sought(Path(found)) if found else Sought(None, "no LibreOffice: install Debian's libreoffice-writer-nogui")


@cache
def calc() -> Sought:
    """The same program, where it opens spreadsheets too."""
    found = libreoffice()
    if found.path is not None and (found.path.resolve().parent / "libsclo.so").is_file():
        return found
    return Sought(None, "no LibreOffice Calc: install Debian's libreoffice-calc-nogui")


@cache
def program(name: str, package: str) -> Sought:
    """A program of Debian's, which keeps what only administrators run where others do not look."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    return Sought(Path(found)) if found else Sought(None, f"no {name}: install Debian's package {package}")


@cache
def disk_of_its_own() -> Sought:
    """The program that gives a process disks of its own, where one may use it: a small one is soon full."""
    found = shutil.which("unshare")
    tried = [str(found), "-Urm", "sh", "-c", "mount -t tmpfs -o size=1m tmpfs /mnt"]
    if found and subprocess.run(tried, capture_output=True, check=False).returncode == 0:
        return Sought(Path(found))
    return Sought(None, "no disk of its own for a process on this machine: unshare -Urm may not mount a tmpfs")


@cache
def python312() -> Sought:
    """A Python 3.12 that runs: the path in PYTHON312, one on the PATH, or one that pyenv keeps."""
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    candidates = [os.environ.get("PYTHON312"), shutil.which("python3.12"), *map(str, kept.glob("3.12*/bin/python3.12"))]
    for candidate in filter(None, candidates):
        if _answers(candidate, "3.12"):
            return Sought(Path(candidate))
    return Sought(None, "no Python 3.12 on this machine: put python3.12 on the PATH, or set PYTHON312 to its path")


def _answers(python: str, version: str) -> bool:
    # A pyenv shim is on the PATH for versions that are not switched on, and then only complains.
    command = [python, "-c", "import sys; print('{}.{}'.format(*sys.version_info))"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip() == version
    except OSError:
        return False
