"""The one base of every schema, and the fields that marshmallow would otherwise coerce."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from marshmallow import RAISE, Schema, ValidationError, fields

from engine import Fault, known_json, read_scalar


class Strict(Schema):
    """Refuses keys that it does not have, and says which it has.

    ``derived``: for dumping, how an attribute is had where the object itself does not have it in that form.
    """

    derived: ClassVar[Mapping[str, Callable[[Any], Any]]] = {}

    class Meta:
        unknown = RAISE

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        known = ", ".join(self.load_fields)
        self.error_messages = {
            **self.error_messages,
            "unknown": f"this is not a key here; the keys are {known}",
            "type": f"this is an object with the keys {known}",
        }

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """An attribute of what is dumped."""
        if derive := self.derived.get(attr):
            return derive(obj)
        return obj.get(attr, default) if isinstance(obj, dict) else getattr(obj, attr, default)


class Text(fields.String):
    """Text, and text only."""

    default_error_messages = {
        "invalid": "this is text: write it in double quotes",
        "null": "this is text, not null; leave it out if you mean nothing",
        "required": "this is missing",
    }


class SaidFirst(fields.List[str]):
    """What is said before anything of rules that are no law: how they were checked. It is not there of law."""

    def __init__(self, **options: Any) -> None:
        told = "Of rules that are no law: what is said before anything of them is used."
        super().__init__(Text(), metadata={"description": told}, **options)


class YesNo(fields.Boolean):
    """``true`` or ``false``: not 1, not "yes"."""

    default_error_messages = {
        "invalid": "this is true or false, without quotes",
        "null": "this is true or false, not null; leave it out for false",
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(truthy={True}, falsy={False}, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **options: Any) -> bool:
        if not isinstance(value, bool):  # 1 == True, so that a set of True holds 1
            raise self.make_error("invalid", input=value)
        return value


class Whole(fields.Integer):
    """A whole number: not 1.0, not "1", not true."""

    default_error_messages = {"invalid": "this is a whole number, without quotes"}

    def __init__(self, **options: Any) -> None:
        super().__init__(strict=True, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **options: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.make_error("invalid", input=value)
        return value


class Day(fields.Date):
    """A date as YYYY-MM-DD, within the years that the engine knows."""

    default_error_messages = {"null": "this is a date, not null; leave it out if you mean none"}

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **options: Any) -> date:
        try:
            day: date = read_scalar("date", value)
        except ValueError as wrong:
            raise ValidationError(str(wrong)) from None
        return day


class KnownValue(fields.Raw):
    """What is known of a fact, in the notation in which facts are stated; dumped only."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **options: Any) -> Any:
        return None if value is None else known_json(value)


def faults_of(error: ValidationError) -> tuple[Fault, ...]:
    """Every fault of a load that failed, each with a JSON pointer to its place."""
    return tuple(Fault(pointer, message) for pointer, message in _flat(error.messages, ""))


def _flat(messages: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            yield from _flat(inner, pointer if key == "_schema" else f"{pointer}/{escaped(key)}")
    elif isinstance(messages, list):
        for inner in messages:
            yield from _flat(inner, pointer)
    else:
        yield pointer, str(messages)


def escaped(key: object) -> str:
    """A key as a part of a JSON pointer (RFC 6901)."""
    return str(key).replace("~", "~0").replace("/", "~1")
