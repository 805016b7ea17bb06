"""What the README shows is what happens."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```\n(.*?)```", README, re.DOTALL)


def test_the_determination_is_printed_as_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (shown,) = [block for block in BLOCKS if block.startswith("$ ")]
    command, _, expected = shown.partition("\n")
    result = CliRunner().invoke(main, shlex.split(command.removeprefix("$ .venv/bin/rationale ")))
    assert result.exit_code == 0, result.output
    assert result.output.startswith(expected.strip())


@pytest.mark.parametrize("target", sorted(set(re.findall(r"(?:^|`)make ([a-z-]+)", README, re.MULTILINE))))
def test_every_make_target_named_is_there(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("command", sorted(set(re.findall(r"rationale ([a-z-]+)", README))))
def test_every_command_named_is_there(command: str) -> None:
    assert command in main.commands
