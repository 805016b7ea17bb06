"""Setting up: a machine's lack gets one sentence, the locks are whole, the vendored assets are the manifest's."""

import hashlib
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.machine import Sought, need

ROOT = Path(__file__).parents[1]
CHECK = ROOT / "scripts" / "check_toolchain.py"
VENDORED = ROOT / "web" / "static" / "vendor"
LOCKS = ("run", "test", "bench")


def check(*arguments: str, path: Path, compiler: str = "", modules: Path | None = None) -> tuple[int, str]:
    """The check's exit status and what it says, with `path` as the PATH and `modules` before Python's own."""
    environment = {"PATH": str(path), "CC": compiler, "PYTHONPATH": str(modules or "")}
    command = [sys.executable, str(CHECK), *arguments]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return run.returncode, run.stderr.strip()


@pytest.fixture
def whole(tmp_path: Path) -> dict[str, Path]:
    """A machine that lacks nothing: folders with a compiler that accepts everything, and a Python.h."""
    tools, include = tmp_path / "tools", tmp_path / "include"
    tools.mkdir()
    include.mkdir()
    (tools / "cc").write_text(f"#!{sys.executable}\n")
    (tools / "cc").chmod(0o755)
    (include / "Python.h").touch()
    return {"tools": tools, "include": include}


def test_a_machine_that_has_everything_is_told_nothing(whole: dict[str, Path]) -> None:
    assert check("--include", str(whole["include"]), path=whole["tools"], compiler="cc") == (0, "")


def test_a_missing_compiler_gets_one_sentence_with_the_package(whole: dict[str, Path], tmp_path: Path) -> None:
    status, said = check("--include", str(whole["include"]), "--version", "3.11", path=tmp_path / "empty")
    assert status == 1
    assert said == (
        "Rationale cannot be set up until this machine has a C compiler (durable-rules is built from source): "
        "on Debian or Ubuntu, run 'apt-get install gcc libc6-dev'."
    )


def test_missing_python_headers_get_one_sentence_with_the_package(whole: dict[str, Path], tmp_path: Path) -> None:
    status, said = check("--include", str(tmp_path), "--version", "3.11", path=whole["tools"], compiler="cc")
    assert status == 1
    assert "Python's C headers (Python.h)" in said
    assert said.endswith("run 'apt-get install python3.11-dev'.")


def test_missing_c_library_headers_get_one_sentence_with_the_package(whole: dict[str, Path]) -> None:
    (whole["tools"] / "cc").write_text(f"#!{sys.executable}\nraise SystemExit(1)\n")
    status, said = check("--include", str(whole["include"]), path=whole["tools"], compiler="cc")
    assert status == 1
    assert said.endswith("run 'apt-get install libc6-dev'.")


def test_a_missing_venv_module_gets_one_sentence_with_the_package(whole: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "ensurepip.py").write_text("raise ImportError('split off')\n")
    arguments = ("--include", str(whole["include"]), "--version", "3.12")
    status, said = check(*arguments, path=whole["tools"], compiler="cc", modules=tmp_path)
    assert status == 1
    assert "Python's venv module" in said
    assert said.endswith("run 'apt-get install python3.12-venv'.")


def test_all_that_is_missing_is_said_at_once(tmp_path: Path) -> None:
    status, said = check("--include", str(tmp_path), "--version", "3.11", path=tmp_path)
    assert status == 1
    assert said.endswith("run 'apt-get install gcc libc6-dev python3.11-dev'.")
    assert "\n" not in said


@pytest.mark.parametrize("version", ["3.9", "3.10", "3.13"])
def test_another_python_gets_one_sentence(version: str, tmp_path: Path) -> None:
    status, said = check("--version", version, path=tmp_path)
    assert status == 1
    assert said.startswith(f"Rationale needs Python 3.11 or 3.12, and this is Python {version}:")
    assert "\n" not in said


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    # These tests may themselves be started by make, whose flags would otherwise reach this one.
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MAKE") and name != "MFLAGS"}
    return subprocess.run(["make", *arguments], cwd=ROOT, env=clean, capture_output=True, text=True, check=False)


def test_make_says_what_it_can_do() -> None:
    said = make("help").stdout
    assert [
        target for target in ("serve", "test", "lint", "proof", "bench", "new-rule") if f"make {target} " not in said
    ] == []


def test_make_without_any_python_says_which_package_to_install(tmp_path: Path) -> None:
    run = make("serve", "PYTHON=", f"VENV={tmp_path / 'venv'}")
    assert run.returncode != 0
    assert "apt-get install python3.11 python3.11-venv python3.11-dev" in run.stderr
    assert not (tmp_path / "venv").exists()


def test_a_new_rule_needs_a_name() -> None:
    run = make("--old-file=.venv/.run", "new-rule")
    assert run.returncode != 0
    assert "make new-rule NAME=" in run.stderr


def test_what_a_machine_lacks_is_skipped_by_name_outside_ci_and_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    for each in ("CI", "PROOF"):
        monkeypatch.delenv(each, raising=False)
    with pytest.raises(pytest.skip.Exception, match="no such thing here"):
        need(Sought(None, "no such thing here"))


def test_in_ci_what_a_machine_lacks_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no such thing here"):
        need(Sought(None, "no such thing here"))


def test_in_a_proof_what_a_machine_lacks_is_a_failure_that_says_how_to_leave_it_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("PROOF", "1")
    with pytest.raises(pytest.fail.Exception, match=r"\(make proof PROOF= skips it by name\): no such thing here"):
        need(Sought(None, "no such thing here"))
    with pytest.raises(pytest.skip.Exception, match="no such thing here"):
        need(Sought(None, "no such thing here"), in_ci_too=False)
    monkeypatch.setenv("PROOF", "")
    with pytest.raises(pytest.skip.Exception, match="no such thing here"):
        need(Sought(None, "no such thing here"))


def test_make_proof_sets_what_has_it_fail_and_make_test_does_not() -> None:
    said = (ROOT / "Makefile").read_text("utf-8")
    assert re.findall(r"^(.*): export PROOF := 1$", said, re.MULTILINE) == ["proof"]


def test_in_ci_what_only_some_machines_should_have_is_still_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.skip.Exception, match="no such thing here"):
        need(Sought(None, "no such thing here"), in_ci_too=False)


def requirements(lock: str) -> dict[str, list[str]]:
    """The entries of a lock by `name==version`, each with its hashes."""
    text = (ROOT / "requirements" / f"{lock}.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", re.sub(r"^ *#.*\n?", "", text, flags=re.MULTILINE).strip())
    return {entry.split()[0]: re.findall(r"--hash=sha256:([0-9a-f]{64})", entry) for entry in entries}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_is_pinned_and_hashed(lock: str) -> None:
    locked = requirements(lock)
    assert [
        name for name, hashes in locked.items() if not re.fullmatch(r"[a-z0-9-]+==[\w.]+", name) or not hashes
    ] == []
    assert any(name.startswith("setuptools==") for name in locked), "durable-rules is built with it"


@pytest.mark.parametrize("lock", ["test", "bench"])
def test_no_lock_differs_from_what_runs(lock: str) -> None:
    assert set(requirements("run")) <= set(requirements(lock))


def test_every_dependency_in_pyproject_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    declared = {
        "run": groups["build"] + project["project"]["dependencies"],
        "test": groups["test"],
        "bench": groups["bench"],
    }
    for lock, wanted in declared.items():
        locked = {name.split("==")[0] for name in requirements(lock)}
        assert {re.split(r"[\[<>=]", one)[0].lower() for one in wanted} <= locked, "make locks"


def test_vendored_files_are_those_of_their_manifest() -> None:
    folders = [path.parent for path in VENDORED.glob("*/manifest.json")]
    assert sorted(folders) == sorted(VENDORED.iterdir()), "everything vendored has a manifest"
    for folder in folders:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        files = [path for path in folder.rglob("*") if path.is_file() and path.name != "manifest.json"]
        found = {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
        assert found == manifest["sha256"], "make assets writes the files and the manifest together"
        assert "LICENSE" in found


def test_vendored_styles_ask_nothing_of_another_host() -> None:
    styles = sorted(VENDORED.rglob("*.css"))
    assert styles
    for path in styles:
        css = path.read_text(encoding="utf-8")
        asked = re.findall(r"url\(\s*[\"']?([^)\"']+)", css)
        assert not re.search(r"https?:|@import|@font-face|frutiger", css, re.IGNORECASE)
        assert [name for name in asked if not (path.parent / name).is_file()] == []
