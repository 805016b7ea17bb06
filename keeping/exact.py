"""Values as JSON keeps them exactly. A number is never rounded in silence: what JSON cannot keep is refused."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import rfc8785

_DIGITS = 15


_NO_TEXT = re.compile("[\0\ud800-\udfff]")


class Inexact(ValueError):
    """A value that would not come back as it was given."""


def exact(value: Any) -> Any:
    """The same value with int and float for decimals. Raises Inexact where it would not come back the same."""
    try:
        converted = _converted(value)
        rfc8785.dumps(converted)
    except (rfc8785.CanonicalizationError, AttributeError, TypeError, RecursionError):
        raise Inexact("this holds something that cannot be kept: give text, numbers, true, false and lists") from None
    return converted


def is_text(text: str) -> bool:
    """Whether a text can be kept: it holds neither the sign of number nought nor half a character."""
    return _NO_TEXT.search(text) is None


def canonical(value: Any) -> str:
    """Canonical JSON of a value that is exact."""
    return rfc8785.dumps(value).decode()


def _converted(value: Any) -> Any:
    if isinstance(value, (Decimal, int)) and not isinstance(value, bool):
        return _number(value)
    if isinstance(value, Mapping):
        return {key: _converted(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_converted(part) for part in value]
    return value


def _number(value: Decimal | int) -> int | float:
    exactly = Decimal(value)
    if exactly.is_finite() and exactly.adjusted() < _DIGITS:
        if exactly == int(exactly):
            return int(exactly)
        if Decimal(repr(float(exactly))) == exactly:
            return float(exactly)
    raise Inexact("this number has more digits than can be kept exactly: write at most 15")
