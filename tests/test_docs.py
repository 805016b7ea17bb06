"""What the pages name is there: commands with their options, make's targets, settings, metrics, kinds of refusal."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from cli import main
from schemas.problems import KINDS
from web.api.health import SIGNED
from web.api.metrics import Metrics

ROOT = Path(__file__).parents[1]
PLACES = ("*.md", "docs/*.md", "docs/running/*.md", "*/README.md")
PAGES = sorted(path for place in PLACES for path in ROOT.glob(place) if path.name != "CHANGELOG.md")
WORDS = {page: page.read_text("utf-8") for page in PAGES}
EVERYWHERE = "\n".join(WORDS.values())
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")

CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"(?:^|[`\s]|bin/)rationale ([a-z][a-z-]*)((?: [^ `\n|#)]+)*)", re.MULTILINE)
TARGET = re.compile(r"(?:^|`|&& )make ([a-z.][\w./-]*)", re.MULTILINE)
METRIC = re.compile(r"\brationale_[a-z_]+?(?=(?:_(?:total|bucket|count|sum))?\b)")
SETTING = re.compile(r"(?<![\w$-])([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\b|(?<![\w$?&-])([A-Z][A-Z0-9]*)(?==)")
NO_SETTINGS = {"AF_INET", "AF_INET6", "AF_UNIX", "PIP_INDEX_URL", "RULE_SET", "TRUST_FOLDER", "UV_DEFAULT_INDEX"}


def code(text: str) -> Iterator[str]:
    """What stands in a page as code, block by block and word by word."""
    return (found[0] for found in CODE.finditer(text))


def commands() -> Iterator[tuple[str, str, str]]:
    """The page, the command and what follows it, wherever one is named."""
    for page, text in WORDS.items():
        for each in code(text):
            for found in COMMAND.finditer(each):
                yield page.name, found[1], found[2]


def faults(named: str, rest: str) -> Iterator[str]:
    """What a command has not that a page names: itself, a subcommand, an option."""
    command, said = main.get_command(click.Context(main), named), rest.split()
    if isinstance(command, click.Group) and said and said[0] in command.commands:
        command = command.commands[said.pop(0)]
    elif isinstance(command, click.Group) and said:
        yield f"{named} {said[0]}"
    if command is None:
        yield named
        return
    known = {option for each in command.params for option in (*each.opts, *each.secondary_opts)} | {"--help"}
    yield from (f"{named} {word}" for word in said if word.startswith("--") and word.split("=")[0] not in known)


def test_every_command_and_option_that_a_page_names_is_there() -> None:
    named = list(commands())
    assert len(named) > 50
    assert [f"{page}: {fault}" for page, command, rest in named for fault in faults(command, rest)] == []


def test_every_command_is_told_of() -> None:
    told = {command for _, command, _ in commands()} | set(TARGET.findall(EVERYWHERE))
    assert sorted(set(main.list_commands(click.Context(main))) - told) == []


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("serv", "serv"),
        ("user ad", "user ad"),
        ("user add --role x --rol y", "user --rol"),
        ("backup D --keys", "backup --keys"),
    ],
)
def test_a_command_that_is_not_there_is_noticed(said: str, fault: str) -> None:
    named, _, rest = said.partition(" ")
    assert list(faults(named, rest)) == [fault]


def test_every_make_target_that_a_page_names_is_there_and_every_one_for_people_is_told_of() -> None:
    named = {found for each in code(EVERYWHERE) for found in TARGET.findall(each)}
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE)) | {".venv/.run"}
    assert "$(VENV)/.run:" in MAKEFILE
    assert sorted(named - targets) == []
    assert sorted(set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.MULTILINE)) - named) == []


def settings_read() -> set[str]:
    """What the program reads from the environment, and make."""
    read = re.findall(r'environment(?:\.get\(|, )"([A-Z][A-Z0-9_]+)"', (ROOT / "config.py").read_text("utf-8"))
    return {*read, *re.findall(r"^([A-Z][A-Z0-9_]*) \?=", MAKEFILE, re.MULTILINE)}


def settings_of_tests() -> set[str]:
    """What says where the tests find things, and what make hands on."""
    read = re.findall(r'environ(?:\.get\(|\[)"([A-Z][A-Z0-9_]+)"', (ROOT / "tests" / "machine.py").read_text("utf-8"))
    return {*read, *re.findall(r"\$\(([A-Z]+)\)", MAKEFILE), *re.findall(r"\bexport ([A-Z]+) :=", MAKEFILE)}


def test_every_setting_that_a_page_names_is_read_and_every_one_that_is_read_is_told_of() -> None:
    named = {first or second for each in code(EVERYWHERE) for first, second in SETTING.findall(each)}
    assert sorted(named - settings_read() - settings_of_tests() - NO_SETTINGS) == []
    rows = set(re.findall(r"^\| `([A-Z0-9_]+)` \|", EVERYWHERE, re.MULTILINE))
    assert sorted(rows ^ settings_read()) == []


def test_every_metric_that_a_page_names_is_counted_and_every_one_is_told_of() -> None:
    counted = {*(each.name for each in Metrics().registry.collect()), SIGNED}
    named = set(METRIC.findall(EVERYWHERE))
    assert named == counted


def test_every_kind_of_refusal_that_an_alert_names_is_there() -> None:
    named = [kind for said in re.findall(r'kind=~?"([^"]+)"', EVERYWHERE) for kind in said.split("|")]
    assert named
    assert [kind for kind in named if kind not in KINDS] == []


def test_every_file_that_a_page_names_as_keeping_a_promise_is_there() -> None:
    named = {found for each in code(EVERYWHERE) for found in re.findall(r"`((?:[a-z_]+/)+\w+\.(?:py|lock|yaml))", each)}
    assert len(named) > 40
    assert sorted(each for each in named if not (ROOT / each).is_file()) == []
