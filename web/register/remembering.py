"""What is made of the whole register, remembered until the log has grown: each publication and withdrawal is a leaf."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app

from register import Coverage, size, statement

Made = TypeVar("Made")
_KEPT = "rationale.register.made"


def remembered(connection: Any, name: str, make: Callable[[], Made]) -> Made:
    """What ``make`` gives, made once for each state of the register by each process."""
    kept: dict[str, tuple[int, Any]] = current_app.extensions.setdefault(_KEPT, {})
    now = size(connection)
    if name not in kept or kept[name][0] != now:
        kept[name] = (now, make())
    made: Made = kept[name][1]
    return made


def covered(connection: Any) -> Coverage:
    """What the register covers now."""
    return remembered(connection, "coverage", lambda: statement(connection))
