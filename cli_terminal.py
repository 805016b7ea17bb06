"""What the commands share: where they speak, which rules they read, and how they end where there is a fault."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

import click
from rich.console import Console

from config import Config
from engine import (
    EngineDisagreement,
    FactError,
    RuleError,
    RuleSet,
    load_rule_set,
    load_rule_sets,
    rule_set_ids,
    said_first,
)

OUT = Console(highlight=False, soft_wrap=True)
ERR = Console(highlight=False, soft_wrap=True, stderr=True)
RULES = click.option(
    "--rules",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=None,
    help="Where the rules stand.",
)


def configured() -> Config:
    """The settings; ends with one sentence where one of them cannot be."""
    try:
        return Config.from_environment()
    except ValueError as wrong:
        raise click.ClickException(str(wrong)) from None


def every_rule_set(rules: Path | None) -> dict[str, RuleSet]:
    """Every rule set; ends with status 2 where one has a mistake."""
    try:
        return load_rule_sets(rules or configured().rules_dir)
    except RuleError as error:
        fail(error)


class RuleSetsAsAsked(Mapping[str, RuleSet]):
    """The rule sets by id, each read when it is asked for: who asks for one does not wait for all."""

    def __init__(self, rules: Path | None) -> None:
        self._root = rules or configured().rules_dir
        self._ids = rule_set_ids(self._root)
        self._read: dict[str, RuleSet] = {}

    def __getitem__(self, id: str) -> RuleSet:
        """The rule set of this id; ends with status 2 where it has a mistake."""
        if id not in self._ids:
            raise KeyError(id)
        if id not in self._read:
            try:
                self._read[id] = load_rule_set(self._root / id)
            except RuleError as error:
                fail(error)
        return self._read[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, id: object) -> bool:
        return id in self._ids


def named(known: Mapping[str, RuleSet], id: str) -> RuleSet:
    """The rule set of this name; ends with status 2 where there is none."""
    if id not in known:
        ERR.print(f"There is no rule set '{id}'. Known: {', '.join(known)}.", markup=False)
        raise SystemExit(2)
    return known[id]


def say_first(rule_sets: Mapping[str, RuleSet], *ids: str, to: Console = OUT) -> None:
    """Say what comes before anything of these rule sets: how much of them is recalled. Of law there is nothing."""
    if told := said_first(rule_sets, *ids):
        for line in told:
            to.print(line, style="bold", markup=False)
        to.print("")


def end_undetermined(error: EngineDisagreement) -> NoReturn:
    """The two readings differ, which is nobody's fault but ours: the status is one of its own."""
    ERR.print(f"Nothing is determined: {error}. This is a fault of ours: tell us of the case.", markup=False)
    raise SystemExit(3)


def fail(error: RuleError | FactError) -> NoReturn:
    """Say every fault, and end with status 2."""
    end_with([str(fault) for fault in error.faults], len(error.faults))


def end_with(faults: Sequence[str], count: int) -> NoReturn:
    """Say these faults and how many there are to mend, and end with status 2."""
    for fault in faults:
        ERR.print(fault, markup=False)
    ERR.print("1 thing to mend." if count == 1 else f"{count} things to mend.")
    raise SystemExit(2)
