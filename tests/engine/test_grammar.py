"""The JSON Schema by which an editor checks a rule file: valid, and of one mind with the loader."""

import json
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it publishes no types

from engine.shapes import FILES, json_schema, load_shape
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
