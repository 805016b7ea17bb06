"""The JSON Schema by which an editor checks a rule file: valid, and of one mind with the loader."""

import json
from copy import deepcopy
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it publishes no types

from engine.shapes import FILES, fits, json_schema, load_shape, what_is_wrong
from engine.yaml_reader import read_yaml
from tests.engine.test_authoring import BAD, GOOD, said_of

ROOT = Path(__file__).parents[2]
TABLES = {f"{name}.yaml": name for name in ("ruleset", "facts", "figures", "coverage", "read")}
WRITTEN = sorted([*(ROOT / "rules").rglob("*.yaml"), *GOOD.rglob("*.yaml")])


def shape_of_file(name: str) -> str:
    return "tests" if name.endswith(".test.yaml") else TABLES.get(name, "provision")


def as_json(value: Any) -> Any:
    """What an editor's own YAML reader would have made of it."""
    if isinstance(value, dict):
        return {name: as_json(each) for name, each in value.items()}
    if isinstance(value, list):
        return [as_json(each) for each in value]
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else float(value)
    return value.isoformat() if isinstance(value, date) else value


@cache
def editor(shape: str) -> Any:
    """What checks a file as an editor would; made once for each shape, since making it takes longer than checking."""
    return Draft202012Validator(json_schema(shape), format_checker=Draft202012Validator.FORMAT_CHECKER)


def faults(shape: str, data: Any) -> list[str]:
    return [error.message for error in editor(shape).iter_errors(as_json(data))]


@pytest.mark.parametrize("shape", FILES)
def test_each_schema_is_one(shape: str) -> None:
    schema = json.loads(json.dumps(json_schema(shape)))
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: "/".join(path.parts[-3:]))
def test_every_rule_file_fits_its_schema(path: Path) -> None:
    shape = shape_of_file(path.name)
    data = read_yaml(path, path.name).data
    assert load_shape(shape, data) == {}
    assert faults(shape, data) == []


@pytest.mark.parametrize("bad", [bad for bad in BAD if bad.stem.startswith("shape-")], ids=lambda bad: bad.stem)
def test_what_the_loader_finds_ill_shaped_the_schema_does_too(bad: Path) -> None:
    shape = shape_of_file(said_of(bad)[0].rsplit("/", 1)[1])
    data = read_yaml(bad, bad.name).data
    assert load_shape(shape, data)
    assert faults(shape, data) or bad.stem in MORE_THAN_A_SCHEMA_SAYS


INSTEAD: tuple[Any, ...] = (
    *("", " ", "x", "a_name", "Two words", "Is it so?", "none", "all", "reg-31", "fact"),
    *(True, Fraction(3), Fraction(-1), Fraction(1, 2), date(2024, 5, 1)),
    *([], ["a", "b"], {}, {"fact": "a"}, {"fact": "a", "judgement": "b"}, {"add": ["a", "b"]}, {"days": "a"}),
)


@cache
def written(path: Path) -> Any:
    return read_yaml(path, path.name).data


def inside(data: Any) -> list[tuple[Any, Any]]:
    """Everything that stands in a file, as what holds it and its key or place there."""
    held = list(data) if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else []
    return [place for key in held for place in [(data, key), *inside(data[key])]]


def harm(data: Any, draw: st.DataObject) -> None:
    """Take something away, name it otherwise, put another thing in its place or beside it."""
    holder, key = draw.draw(st.sampled_from(inside(data)), "where")
    other = draw.draw(st.sampled_from(INSTEAD) | st.sampled_from(inside(data)).map(lambda at: at[0][at[1]]), "other")
    ways = ["take away", "replace", *(["rename", "add"] if isinstance(holder, dict) else [])]
    way, name = draw.draw(st.sampled_from(ways), "how"), draw.draw(st.sampled_from(KEYS), "name")
    if way == "add":
        holder[name] = deepcopy(other)
    elif way == "replace":
        holder[key] = deepcopy(other)
    else:
        taken = holder.pop(key)
        if way == "rename":
            holder[name] = taken


KEYS = sorted({key for shape in FILES for each in json_schema(shape)["$defs"].values() for key in each["properties"]})


@given(st.data())
def test_what_fits_at_a_glance_is_what_marshmallow_finds_nothing_wrong_with(draw: st.DataObject) -> None:
    path = draw.draw(st.sampled_from(WRITTEN), "file")
    shape, data = shape_of_file(path.name), deepcopy(written(path))
    assert fits(shape, data)
    assert what_is_wrong(shape, data) == {}
    for _ in range(draw.draw(st.integers(1, 3), "times")):
        if inside(data):
            harm(data, draw)
    assert fits(shape, data) is (what_is_wrong(shape, data) == {})


@pytest.mark.parametrize("value", [None, "x", [], {}, True, Fraction(1), [{}]])
@pytest.mark.parametrize("shape", FILES)
def test_a_file_that_holds_something_else_altogether_is_seen_alike(shape: str, value: Any) -> None:
    assert fits(shape, value) is (what_is_wrong(shape, value) == {})


def test_what_is_worked_out_may_be_said_of_a_share_in_percent() -> None:
    figure = {
        "charge": {
            "unit": "a share",
            "values": [{"from": "2001-01-01", "is": "90%", "cites": "x", "checked": {"how": "recalled"}}],
        }
    }
    assert faults("figures", figure) == []


# JSON knows dates as text, and so cannot say that one stands without quotes; nor can it say what a sentence is.
MORE_THAN_A_SCHEMA_SAYS = {"shape-day-in-quotes", "shape-test-name-no-sentence"}
