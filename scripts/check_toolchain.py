"""Says in one sentence what this machine lacks to set Rationale up, or says nothing and exits 0.

Standard library only, and plain enough for an old Python to run: it is the first thing that `make serve` and
`make test` start, with the Python found on the machine.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

LOWEST, TOO_HIGH = (3, 11), (3, 13)


def main() -> int:
    """Exit status 0 when everything is there, 1 after one sentence on standard error."""
    options = _options()
    running = tuple(int(part) for part in options.version.split("."))[:2]
    if not LOWEST <= running < TOO_HIGH:
        print(_wrong_version(options.version), file=sys.stderr)
        return 1
    missing = _missing(options.version, Path(options.include))
    if missing:
        print(_sentence(missing), file=sys.stderr)
        return 1
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Check that this machine can set Rationale up.")
    parser.add_argument("--version", default="{}.{}".format(*sys.version_info[:2]), help="take this Python version")
    parser.add_argument("--include", default=sysconfig.get_path("include"), help="look for Python.h here")
    return parser.parse_args()


def _wrong_version(version: str) -> str:
    return (
        f"Rationale needs Python 3.11 or 3.12, and this is Python {version}: on Debian or Ubuntu, "
        "run 'apt-get install python3.11 python3.11-venv python3.11-dev', or name one with 'make PYTHON=... serve'."
    )


def _missing(version: str, include: Path) -> dict[str, str]:
    """What is not there, each with the Debian package that brings it."""
    compiler = _compiler()
    missing = {}
    if not _can_make_environments():
        missing["Python's venv module"] = f"python{version}-venv"
    if compiler is None:
        missing["a C compiler"] = "gcc libc6-dev"
    elif not _compiles(compiler):
        missing["the C library's headers"] = "libc6-dev"
    if not (include / "Python.h").is_file():
        missing["Python's C headers (Python.h)"] = f"python{version}-dev"
    return missing


def _can_make_environments() -> bool:
    # Debian splits ensurepip off, so venv itself imports where it cannot work.
    try:
        __import__("ensurepip")
        __import__("venv")
    except ImportError:
        return False
    return True


def _compiler() -> str | None:
    named = os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc"
    return shutil.which(str(named).split()[0])


def _compiles(compiler: str) -> bool:
    command = [compiler, "-x", "c", "-fsyntax-only", "-"]
    return subprocess.run(command, input=b"#include <stdio.h>\n", capture_output=True, check=False).returncode == 0


def _sentence(missing: dict[str, str]) -> str:
    lacks = " and ".join(missing)
    packages = " ".join(missing.values())
    return (
        f"Rationale cannot be set up until this machine has {lacks} (durable-rules is built from source): "
        f"on Debian or Ubuntu, run 'apt-get install {packages}'."
    )


if __name__ == "__main__":
    sys.exit(main())
