"""What is wrong with a file as the shape that it should have, and the same shapes for editors."""

from typing import Any

from marshmallow import ValidationError

from engine.grammar import SHAPES
from engine.grammar_fields import Many, Plain, Shape, Table
from engine.grammar_strict import Part, Strict

FILES = ("ruleset", "facts", "figures", "provision", "tests", "coverage", "read")  # the kinds of file


def load_shape(name: str, data: Any) -> dict[tuple[str | int, ...], str]:
    """What is wrong with ``data`` as the shape ``name``: a message for each path, and nothing where it fits."""
    return {} if fits(name, data) else what_is_wrong(name, data)


def fits(name: str, data: Any) -> bool:
    """Whether there is nothing wrong: seen some ten times sooner than what would be, and so it is asked first."""
    return _root(name).accepts(data)


def what_is_wrong(name: str, data: Any) -> dict[tuple[str | int, ...], str]:
    """What marshmallow says is wrong, for a person to read."""
    try:
        _root(name).deserialize(data)
    except ValidationError as error:
        return dict(_flat(error.messages, ()))
    return {}


def _root(name: str) -> Plain:
    if name == "figures":
        return Table(Part("figure"))
    return Many(Part("test")) if name == "tests" else Part(name)


def _flat(messages: Any, path: tuple[str | int, ...]) -> Any:
    if isinstance(messages, dict):
        for name, inner in messages.items():
            yield from _flat(inner, path if name == "_schema" else (*path, name))
    else:
        yield path, " ".join(str(message) for message in messages)


def json_schema(name: str) -> Shape:
    """The JSON Schema (2020-12) by which an editor completes and checks a rule file of the shape ``name``."""
    root: Shape = _root(name).json
    definitions = {each: _object(shape) for each, shape in SHAPES.items()}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **root, "$defs": definitions}


def _object(shape: type[Strict]) -> Shape:
    made = shape()
    names = {field.data_key or name: field for name, field in made.fields.items()}
    described: Shape = {
        "type": "object",
        "additionalProperties": False,
        "properties": {name: field.json for name, field in names.items() if isinstance(field, Plain)},
    }
    if required := sorted(name for name, field in names.items() if field.required):
        described["required"] = required
    if shape.one_of:
        described["oneOf"] = [{"required": [name]} for name in shape.one_of]
    return described
