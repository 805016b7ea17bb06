"""What every shape of a rule file has in common: unknown keys are refused, and of some keys exactly one stands.

Shapes hold one another by name. That a value fits is seen at once (``accepts``); what is wrong with one that does not,
marshmallow says.
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, validates_schema

from engine.errors import nearest
from engine.grammar_fields import Plain, Scalar, Shape


class Strict(Schema):
    """Unknown keys are refused with the nearest known; ``one_of`` names keys of which exactly one stands."""

    one_of: tuple[str, ...] = ()
    parts: Mapping[str, Plain] = {}
    required: frozenset[str] = frozenset()

    class Meta:
        unknown = RAISE

    @classmethod
    def accepts(cls, value: Mapping[str, Any]) -> bool:
        """Whether ``load`` would find nothing wrong: asked of every part of every file."""
        parts = cls.parts
        for name, said in value.items():
            if (part := parts.get(name)) is None or not part.accepts(said):
                return False
        return cls.required <= value.keys() and (not cls.one_of or sum(name in value for name in cls.one_of) == 1)

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def _exactly_one(self, data: Any, original: Any, **kwargs: Any) -> None:
        found = [name for name in self.one_of if isinstance(original, dict) and name in original]
        if self.one_of and len(found) != 1:
            stands = f"found {' and '.join(found)}" if found else "found none"
            raise ValidationError(f"exactly one of these keys stands here: {', '.join(self.one_of)}; {stands}")

    def handle_error(self, error: ValidationError, data: Any, *, many: bool, **kwargs: Any) -> None:
        """Say of an unknown key which known one is nearest."""
        messages = error.messages
        if isinstance(messages, dict):
            for name in [name for name, said in messages.items() if said == ["Unknown field."]]:
                near = nearest(str(name), self.parts) or f" Allowed: {', '.join(self.parts)}."
                messages[name] = [f"'{name}' is not a key here.{near}"]
            for name in [name for name, said in messages.items() if said == ["Missing data for required field."]]:
                messages[name] = [f"the key '{name}' is missing; write it here"]


def shape_of(name: str, one_of: tuple[str, ...] = (), /, **parts: Plain) -> type[Strict]:
    """A strict shape by its parts. A trailing underscore keeps Python's own words free (``from_``, ``not_``)."""
    for word, part in parts.items():
        part.data_key = word.rstrip("_")
    named = {word.rstrip("_"): part for word, part in parts.items()}
    required = frozenset(word for word, part in named.items() if part.required)
    made: dict[str, Any] = {**parts, "one_of": one_of, "parts": named, "required": required}
    return type(name.title().replace("_", ""), (Strict,), made)


REGISTRY: dict[str, type[Strict]] = {}  # filled by grammar.py: the shapes refer to one another by name


class Part(Plain):
    """Another shape of this grammar, by name; its name keeps recursion finite."""

    wants = "keys with their values, indented below or in {}"

    def __init__(self, shape: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.of = shape

    @property
    def json(self) -> Shape:  # type: ignore[override]  # the one shape that is a reference, known only by its name
        return {"$ref": f"#/$defs/{self.of}"}

    def accepts(self, value: Any) -> bool:
        return isinstance(value, dict) and REGISTRY[self.of].accepts(value)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        if not isinstance(value, dict):
            raise ValidationError(f"this should be {self.wants}")
        return _shape(self.of).load(value)


@lru_cache(maxsize=100)
def _shape(name: str) -> Schema:
    """A shape, made once: making takes longer than reading with it, and reading leaves nothing in it."""
    return REGISTRY[name]()


class ValuePart(Part):
    """A VALUE: a single value, or a shape that says how it is worked out."""

    wants = "a single value, or {fact: …}, {figure: …}, or one of the ways of working it out"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("value", **kwargs)

    @property
    def json(self) -> Shape:  # type: ignore[override]  # as above
        return {"anyOf": [Scalar.json, {"$ref": "#/$defs/value"}]}

    def accepts(self, value: Any) -> bool:
        return super().accepts(value) if isinstance(value, dict) else isinstance(value, str | bool | Fraction | date)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        single = not isinstance(value, dict) and self.accepts(value)
        return value if single else super()._deserialize(value, attr, data, **kwargs)
