"""The API's description, flattened for the page that shows it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Described = Mapping[str, Any]
_METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Answer:
    """What an operation may answer: the status, what it means, and the shape's name where it has one."""

    status: str
    means: str
    shape: str


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation: ``POST /api/v1/determinations``, what it takes and what it answers.

    ``act``: what a token must be for; empty where no token is asked for. ``said``: names of headers and parameters.
    """

    id: str
    method: str
    path: str
    summary: str
    takes: str
    act: str
    said: tuple[str, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a shape. ``shape`` is the name of its own shape, or empty; ``type`` says the rest."""

    name: str
    type: str
    shape: str
    required: bool
    means: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A JSON object that is sent or answered."""

    name: str
    keys: tuple[Key, ...]


def operations(api: Described) -> Iterator[Operation]:
    """The operations, in the order in which they are described."""
    for path, item in api["paths"].items():
        for method in _METHODS:
            if method in item:
                yield _operation(method.upper(), path, item[method])


def shapes(api: Described) -> Iterator[Shape]:
    """The shapes, by name."""
    for name, schema in sorted(api["components"]["schemas"].items()):
        required = schema.get("required", ())
        keys = (_key(key, held, key in required) for key, held in schema["properties"].items())
        yield Shape(name, tuple(keys))


def _operation(method: str, path: str, operation: Described) -> Operation:
    answers = tuple(
        Answer("any other" if status == "default" else status, answer["description"], _shape_in(answer))
        for status, answer in sorted(operation["responses"].items())
    )
    takes = _shape_in(operation.get("requestBody", {}))
    said = tuple(each["name"] for each in operation.get("parameters", ()) if each["in"] in ("header", "query"))
    act = operation.get("x-act", "")
    return Operation(operation["operationId"], method, path, operation["summary"], takes, act, said, answers)


def _shape_in(holder: Described) -> str:
    """The name of the shape of a body."""
    contents = [_name(content["schema"]) for content in holder.get("content", {}).values()]
    return contents[0] if contents else ""


def _key(name: str, schema: Described, required: bool) -> Key:
    inner = schema.get("items") or next((each for each in schema.get("anyOf", ()) if "$ref" in each), schema)
    said = [_type(schema), schema.get("format", "")]
    if "enum" in schema:
        said = ["one of " + ", ".join("null" if value is None else value for value in schema["enum"])]
    return Key(name, " ".join(filter(None, said)), _name(inner), required, schema.get("description", ""))


def _type(schema: Described) -> str:
    if "anyOf" in schema:
        return "object or null"
    if schema.get("type") == "array":
        return "list of"
    kinds = schema.get("type", "any value" if "$ref" not in schema else "object")
    return kinds if isinstance(kinds, str) else " or ".join(kinds)


def _name(schema: Described) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]
