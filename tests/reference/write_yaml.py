"""The few shapes of YAML that a rule file needs, in block style, prose in double quotes."""

import json
from datetime import date
from fractions import Fraction
from typing import Any


class Prose(str):
    """Words that are written in double quotes."""

    __slots__ = ()


def _scalar(value: Any) -> str:
    if isinstance(value, Prose):
        return json.dumps(str(value))
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Fraction):
        return str(int(value)) if value.denominator == 1 else f"{float(value):.2f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _lines(node: Any, indent: str) -> list[str]:
    found: list[str] = []
    entries = (
        ((f"{key}:", part) for key, part in node.items()) if isinstance(node, dict) else (("-", part) for part in node)
    )
    for head, part in entries:
        if not isinstance(part, dict | list):
            found.append(f"{indent}{head} {_scalar(part)}")
        elif head == "-":
            inside = _lines(part, indent + "  ")
            found += [f"{indent}- {inside[0].lstrip()}", *inside[1:]]
        elif not part:
            found.append(f"{indent}{head} {'[]' if isinstance(part, list) else '{}'}")
        else:
            found += [f"{indent}{head}", *_lines(part, indent + "  ")]
    return found


def write(tree: Any) -> str:
    """The tree as YAML text."""
    return "\n".join(_lines(tree, "")) + "\n"
