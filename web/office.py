"""The office behind the screens: where cases are kept, the keys that seal, and what time it is."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from flask import current_app, has_app_context

from people import RULES, Issuer, SessionRules


class Kept(Protocol):
    """A database as the screens know it: one block reads a state, another is stored whole or not at all."""

    def reading(self) -> AbstractContextManager[Any]:
        """A connection to read with."""

    def writing(self) -> AbstractContextManager[Any]:
        """A connection whose work is stored when the block ends."""


def _this_moment() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Office:
    """What one application keeps cases with. Evidence is under ``data_dir``; ``keys`` seal, newest first.

    ``public_url``: the address under which people reach it, where the settings name one. ``issuer``: where people may
    sign in elsewhere, if anywhere. ``decision_series``: what the references of decisions begin with. ``clock``: the
    one that its screens go by.
    """

    private: Kept
    data_dir: Path
    rules_dir: Path
    keys: tuple[bytes, ...] = field(repr=False)
    session_rules: SessionRules = RULES
    public_url: str = ""
    issuer: Issuer | None = None
    decision_series: str = "SAMPLE"
    clock: Callable[[], datetime] = _this_moment


def office() -> Office:
    """The office of the application in hand."""
    found: Office = current_app.extensions["rationale.office"]
    return found


def now() -> datetime:
    """This moment. The one clock of the screens: everything behind them is told the time."""
    found: Office | None = current_app.extensions.get("rationale.office") if has_app_context() else None
    return found.clock() if found else _this_moment()
