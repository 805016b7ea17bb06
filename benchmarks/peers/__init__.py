"""One module for each contender, each with `prepare(spec)`, which returns its ways of working as a list of Prepared."""

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.generate import Case, Statuses


class NotInstalledError(Exception):
    """The contender's package is missing; the message names it."""


@dataclass(frozen=True)
class Prepared:
    """A contender that has read the rules.

    `encode` turns cases into what the engine takes; its time is not counted, unless `name` says so. `run` is timed: it
    takes what `encode` returned for `per_call` cases and returns their statuses in the same order (none, where it does
    not decide). `how` says in a
    line how the contender knows a third value.
    """

    name: str
    how: str
    encode: Callable[[Sequence[Case]], Any]
    run: Callable[[Any], list[Statuses]]
    per_call: int = 1
    package: str = ""  # the distribution whose version is printed
    decides: bool = True


def load(module: str, distribution: str) -> Any:
    """An imported package. This is the one place where untyped code comes in.

    Raises NotInstalledError, naming the distribution to install.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as missing:
        if missing.name is None or missing.name.partition(".")[0] != module.partition(".")[0]:
            raise
        raise NotInstalledError(distribution) from missing
