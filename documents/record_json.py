"""A record as canonical JSON, and back: strict, so that what is read is what was written, byte for byte."""

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints

import rfc8785

from documents.record import FORMATS, Record


class RecordRefused(ValueError):
    """JSON that is no record. ``pointer`` says where."""

    def __init__(self, pointer: str, told: str) -> None:
        self.pointer, self.told = pointer, told
        super().__init__(f"{pointer or 'the whole'}: {told}")


def as_json(record: Any) -> dict[str, Any]:
    """A record as JSON: every field under its name, days as ISO dates."""
    return cast("dict[str, Any]", _written(record))


def canonical(record: Record) -> bytes:
    """The bytes that stand for a record (RFC 8785)."""
    return rfc8785.dumps(as_json(record))


def read_record(held: bytes | str | Mapping[str, Any]) -> Record:
    """A record from its JSON. Raises RecordRefused, which says where it is none."""
    try:
        said = json.loads(held) if isinstance(held, bytes | str) else held
    except ValueError as wrong:
        raise RecordRefused("", f"it is not JSON ({wrong})") from None
    if not isinstance(said, Mapping):
        raise RecordRefused("", "a record is a JSON object")
    kind = FORMATS.get(str(said.get("format")))
    if kind is None:
        raise RecordRefused("/format", f"it is one of {', '.join(FORMATS)}, not {said.get('format')!r}")
    return cast("Record", _read(kind, said, ""))


def _written(thing: Any) -> Any:
    if is_dataclass(thing):
        return {each.name: _written(getattr(thing, each.name)) for each in fields(thing)}
    if isinstance(thing, tuple):
        return [_written(each) for each in thing]
    return thing.isoformat() if isinstance(thing, date) else thing


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _read(kind: Any, said: Any, where: str) -> Any:
    if kind is Any:
        return said
    if is_dataclass(kind):
        return _object(cast("type", kind), said, where)
    origin, within = get_origin(kind), get_args(kind)
    if origin is tuple:
        if not isinstance(said, list):
            raise RecordRefused(where, "a list stands here")
        return tuple(_read(within[0], each, f"{where}/{place}") for place, each in enumerate(said))
    if origin in (Union, UnionType):
        return None if said is None else _read(next(each for each in within if each is not NoneType), said, where)
    if origin is Literal:
        if said not in within:
            raise RecordRefused(where, f"it is one of {', '.join(map(str, within))}, not {said!r}")
        return said
    return _plain(kind, said, where)


def _plain(kind: Any, said: Any, where: str) -> Any:
    if kind is date:
        try:
            return date.fromisoformat(said)
        except (TypeError, ValueError):
            raise RecordRefused(where, f"a day is written as 2026-11-26, not {said!r}") from None
    if type(said) is not kind:
        raise RecordRefused(where, f"{_NAMES[kind]} stands here, not {said!r}")
    return said


_NAMES = {str: "a text", int: "a whole number", bool: "true or false"}


def _object(kind: type, said: Any, where: str) -> Any:
    if not isinstance(said, Mapping):
        raise RecordRefused(where, "an object stands here")
    hints = _hints(kind)
    for name in said:
        if name not in hints:
            raise RecordRefused(f"{where}/{name}", f"a {kind.__name__} has no such field")
    lacking = [
        each.name
        for each in fields(kind)
        if each.name not in said and each.default is MISSING and each.default_factory is MISSING
    ]
    if lacking:
        raise RecordRefused(where, f"a {kind.__name__} lacks {', '.join(lacking)}")
    return kind(**{name: _read(hints[name], held, f"{where}/{name}") for name, held in said.items()})
