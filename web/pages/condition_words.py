"""What a single condition tests, in a few words: ``application class: routine or excepted``."""

from typing import Any

from web.pages import words

Leaf = Any  # the engine's own; see web/pages/reading.py


def tested(leaf: Leaf) -> str:
    """The test of a condition, to stand behind the name of what is tested."""
    test, kind = leaf.test, "share" if hasattr(leaf.source, "part") else leaf.kind
    match type(test).__name__:
        case "IsNone":
            return "there is none"
        case "Is":
            return _value(test.value, kind)
        case "IsOneOf":
            return " or ".join(sorted(words.value(each, kind) for each in test.values))
    if test.period:
        return f"in the period {words.plain(test.period)}"
    return " and ".join(_bounds(test, kind))


def _bounds(test: Any, kind: str) -> list[str]:
    dated = kind in ("date", "date_and_time")
    low, low_out, high, high_out = (
        ("on or after", "after", "on or before", "before")
        if dated
        else ("at least", "more than", "at most", "less than")
    )
    told = []
    if test.low is not None:
        told.append(f"{low_out if test.low_out else low} {_value(test.low, kind)}")
    if test.high is not None:
        told.append(f"{high_out if test.high_out else high} {_value(test.high, kind)}")
    return told


def _value(value: Any, kind: str) -> str:
    match type(value).__name__:
        case "Literally":
            return _literal(value.known, kind)
        case "FactValue" | "FigureValue":
            return f"the {words.plain(value.name)}"
        case "Shifted":
            count, side = _value(value.count, "number"), "after" if value.sign > 0 else "before"
            return f"{count} {words.plain(value.unit)} {side} {_value(value.base, kind)}"
    return "what is worked out"


def _literal(known: Any, kind: str) -> str:
    held = next(iter(known.options)) if hasattr(known, "options") else known.low
    if kind == "share":
        return f"{float(held) * 100:g}%"
    return words.value(held, kind)
