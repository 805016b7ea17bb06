"""Reading a JSON body: within limits, exact, and refusing what JSON readers usually pass over in silence.

Python's reader takes NaN, lets the last of two equal keys win, makes binary fractions of decimals and recurses as deep
as it is told to. None of that may happen to the facts of a case.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from flask import request

from engine import Fault
from schemas.base import Strict, escaped
from web.api.errors import refuse
from web.api.limits import whole_body

DEEPEST = 32
_LONGEST_NUMBER = 400
_STRING_OR_BRACKET = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\Z)|[\[{]|[\]}]', re.DOTALL)


def read(schema: type[Strict]) -> Any:
    """The body of the request in hand, loaded by a schema. Raises Refused or ValidationError, which say every fault."""
    return schema().load(read_json())


def read_nothing() -> None:
    """Where nothing of a body is read, none may come. Raises Refused."""
    if whole_body():
        raise refuse("request", "Nothing of a body is read here. Leave it out.")


def refuse_parameters() -> None:
    """Before a view: nothing here reads parameters, so that one in the address would be passed over in silence."""
    if request.args:
        first = next(iter(request.args))[:60]
        raise refuse("bad-parameter", f"'{first}' and any other parameter is read by nothing here. Leave it out.")


def read_json() -> dict[str, Any]:
    """The body of the request in hand as one JSON object; numbers are int or Decimal. Raises Refused."""
    _check_type()
    body = whole_body()
    if not body:
        raise refuse("not-json", "The body is empty. Send one JSON object.")
    return parse(body)


def parse(body: bytes) -> dict[str, Any]:
    """One JSON object from bytes. Raises Refused: not UTF-8, too deep, not JSON, keys twice, NaN, half characters."""
    text = _text(body)
    _check_depth(body)
    try:
        data = json.loads(
            text, parse_float=_decimal, parse_int=_whole, parse_constant=_Constant, object_pairs_hook=_object
        )
    except json.JSONDecodeError as wrong:
        raise refuse("not-json", f"Line {wrong.lineno}, column {wrong.colno}: {wrong.msg}.") from None
    faults = tuple(_faults(data, ""))
    if faults:
        raise refuse("not-json", f"The body has what JSON does not allow: {faults[0].message}", faults)
    if not isinstance(data, dict):
        raise refuse("not-json", "The body is JSON, but not an object. Send {…}.")
    return data


def _check_type() -> None:
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if request.mimetype != "application/json" or charset not in ("utf-8", "utf8"):
        raise refuse("media-type", "Send the body as UTF-8 JSON, with the header Content-Type: application/json.")
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise refuse("media-type", "Send the body as it is, not compressed.")


def _text(body: bytes) -> str:
    if body.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        raise refuse("not-json", "The body starts with a byte order mark. Send UTF-8 without one.")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as wrong:
        raise refuse("not-json", f"The body is not UTF-8: byte {wrong.start} cannot be read.") from None


def _check_depth(body: bytes) -> None:
    """Before the parser recurses: brackets outside strings, counted."""
    depth = 0
    for found in _STRING_OR_BRACKET.finditer(body):
        first = found[0][:1]
        depth += first in b"[{"
        depth -= first in b"]}"
        if depth > DEEPEST:
            raise refuse("not-json", f"The body is nested deeper than {DEEPEST} levels; a request needs four.")


@dataclass(frozen=True, slots=True)
class _Constant:
    """NaN or an infinity, which is not JSON."""

    name: str


@dataclass
class _Object:
    """An object in which keys stand twice: each such key with its values."""

    content: dict[str, Any]
    twice: dict[str, list[Any]] = field(default_factory=dict)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any] | _Object:
    content = dict(pairs)
    if len(content) == len(pairs):
        return content
    said: dict[str, list[Any]] = {}
    for key, value in pairs:
        said.setdefault(key, []).append(value)
    return _Object(content, {key: values for key, values in said.items() if len(values) > 1})


def _decimal(word: str) -> Decimal | _Constant:
    try:
        return Decimal(word)
    except InvalidOperation:  # an exponent beyond what a decimal can have
        return _Constant(f"{word[:20]}…")


def _whole(word: str) -> int | _Constant:
    return int(word) if len(word) <= _LONGEST_NUMBER else _Constant(f"a number of {len(word)} digits")


def _faults(data: Any, pointer: str) -> Iterator[Fault]:
    if isinstance(data, _Constant):
        yield Fault(pointer, f"{data.name} is not a number that a case can have.")
    elif isinstance(data, _Object):
        for key, values in data.twice.items():
            yield Fault(f"{pointer}/{escaped(key)}", _told_twice(values))
        yield from _faults(data.content, pointer)
    elif isinstance(data, dict):
        for key, value in data.items():
            place = f"{pointer}/{escaped(key)}"
            yield from _half_characters(key, pointer)
            yield from _faults(value, place)
    elif isinstance(data, list):
        for place_in, value in enumerate(data):
            yield from _faults(value, f"{pointer}/{place_in}")
    elif isinstance(data, str):
        yield from _half_characters(data, pointer)


def _told_twice(values: list[Any]) -> str:
    if all(value == values[0] for value in values):
        return "this is stated twice; state it once."
    return (
        "two statements of this disagree; state it once, as one_of or from and to, or as state: disputed where the "
        "parties differ."
    )


def _half_characters(text: str, pointer: str) -> Iterator[Fault]:
    if any("\ud800" <= character <= "\udfff" for character in text):
        yield Fault(pointer, "this text holds half of a character (a lone surrogate).")
