"""What the shapes of rule files are made of: marshmallow fields that take what the YAML reader gave, or refuse it.

Each also describes itself as JSON Schema (``json``), so that what an editor checks is what the loader checks.
"""

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from marshmallow import ValidationError, fields

from engine.errors import meant

Shape = dict[str, Any]
_NAME = re.compile("[a-z][a-z0-9_]*")


class Plain(fields.Field[Any]):
    """A value taken as the YAML reader gave it, tested by ``accepts`` and described by ``shape``."""

    wants = "a value"
    json: Shape = {}

    def accepts(self, value: Any) -> bool:
        """Whether this is such a value, with all that is in it: the same that ``deserialize`` takes, and quicker."""
        return True

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        if not self.accepts(value):
            raise ValidationError(f"this should be {self.wants}")
        return value


class Text(Plain):
    """Prose or a name: never empty, never a number or a date that somebody forgot to quote."""

    wants = "text; put it in double quotes if it looks like a number, a date or a boolean"
    json: Shape = {"type": "string", "minLength": 1}

    def accepts(self, value: Any) -> bool:
        return isinstance(value, str) and bool(value.strip())


class Name(Plain):
    """A lower-case name of a fact, a condition, an outcome."""

    wants = "a name in lower case: letters, digits and underscores, a letter first"
    json: Shape = {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}

    def accepts(self, value: Any) -> bool:
        return isinstance(value, str) and bool(_NAME.fullmatch(value))


class PlaceName(Plain):
    """The name of a place in the law, as a coverage map has it."""

    wants = "the name of a place in the law, such as reg-31, sch-2-para-36, s-129 or art-4"
    json: Shape = {"type": "string", "pattern": "^(reg|art|s|sch-[0-9]+[A-Z]*-para)-[0-9]+[A-Z]*$"}

    def accepts(self, value: Any) -> bool:
        return isinstance(value, str) and bool(re.search(self.json["pattern"], value))


class Question(Text):
    """Text that ends in a question mark."""

    wants = "a question in double quotes that ends in a question mark"
    json: Shape = {"type": "string", "pattern": "\\?$"}

    def accepts(self, value: Any) -> bool:
        return super().accepts(value) and str(value).endswith("?")


class Sentence(Text):
    """The name of a test: a sentence that a lawyer would say."""

    wants = "a sentence that says what is shown, in words, with a capital letter first"

    def accepts(self, value: Any) -> bool:
        return super().accepts(value) and " " in str(value) and not str(value)[0].islower()


class Given(Plain):
    """Names with whatever is said of them, which is typed against the rule set later."""

    wants = "names, each with what is said of it"
    json: Shape = {"type": "object"}

    def accepts(self, value: Any) -> bool:
        return isinstance(value, dict)


class Flag(Plain):
    """true or false."""

    wants = "true or false"
    json: Shape = {"type": "boolean"}

    def accepts(self, value: Any) -> bool:
        return isinstance(value, bool)


class Day(Plain):
    """An ISO date."""

    wants = "a date, such as 2024-05-01, without quotes"
    json: Shape = {"type": "string", "format": "date"}

    def accepts(self, value: Any) -> bool:
        return isinstance(value, date)


class Number(Plain):
    """A number, exact."""

    wants = "a number, such as 12, 0.5 or 90%"
    json: Shape = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": "^-?[0-9.]+%$"}]}

    def accepts(self, value: Any) -> bool:
        return isinstance(value, Fraction)


class Whole(Number):
    """A whole number from 0."""

    wants = "a whole number"
    json: Shape = {"type": "integer", "minimum": 0}

    def accepts(self, value: Any) -> bool:
        return isinstance(value, Fraction) and value.denominator == 1 and value >= 0


class Scalar(Plain):
    """Any single value."""

    wants = "a single value"
    json: Shape = {"type": ["string", "number", "boolean"]}

    def accepts(self, value: Any) -> bool:
        return isinstance(value, str | bool | Fraction | date)


class OneOf(Plain):
    """One word of a closed list."""

    def __init__(self, *words: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.words = words
        self.json = {"enum": list(words)}

    def accepts(self, value: Any) -> bool:
        return value in self.words

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        if not self.accepts(value):
            raise ValidationError(f"this should be one of {', '.join(self.words)}.{meant(str(value), self.words)}")
        return value


class Bound(Plain):
    """Names, each bound to one option or to a list of them."""

    wants = "names, each with one option or a list of options"
    _some: Shape = {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}
    json: Shape = {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": {"anyOf": [_some, {"type": "array", "minItems": 1, "items": _some}]},
    }

    def accepts(self, value: Any) -> bool:
        return isinstance(value, dict) and bool(value) and all(map(self._options, value.values()))

    def _options(self, said: Any) -> bool:
        every = said if isinstance(said, list) else [said]
        return bool(every) and all(isinstance(each, str) and _NAME.fullmatch(each) for each in every)


class Many(Plain):
    """A list of one kind of thing."""

    def __init__(self, item: Plain, least: int = 1, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.item, self.least = item, least
        self.wants = (
            f"a list of at least {least}" if least > 1 else "a list with at least one item" if least else "a list"
        )
        self.json = {"type": "array", "minItems": least, "items": item.json}

    def accepts(self, value: Any) -> bool:
        return isinstance(value, list) and len(value) >= self.least and all(map(self.item.accepts, value))

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        if not isinstance(value, list) or len(value) < self.least:
            raise ValidationError(f"this should be {self.wants}")
        wrong: dict[int, Any] = {}
        for place, item in enumerate(value):
            try:
                self.item.deserialize(item)
            except ValidationError as error:
                wrong[place] = error.messages
        if wrong:
            raise ValidationError(wrong)
        return value


class Each(Plain):
    """Whatever has a name, each with one kind of thing: what it is a name of is seen later."""

    wants = "names, each with what belongs to it, indented below or in {}"
    names: Plain | None = None

    def __init__(self, item: Plain, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.item = item
        self.json = {"type": "object", "additionalProperties": item.json}
        if self.names:
            self.json["propertyNames"] = self.names.json

    def accepts(self, value: Any) -> bool:
        if not isinstance(value, dict) or (self.names and not all(map(self.names.accepts, value))):
            return False
        return all(map(self.item.accepts, value.values()))

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        if not isinstance(value, dict):
            raise ValidationError(f"this should be {self.wants}")
        wrong: dict[str, Any] = {}
        for name, item in value.items():
            try:
                if self.names:
                    self.names.deserialize(name)
                self.item.deserialize(item)
            except ValidationError as error:
                wrong[name] = error.messages
        if wrong:
            raise ValidationError(wrong)
        return value


class Table(Each):
    """Named things of one kind, whose names are new here."""

    names = Name()
