"""The loader's own YAML: what it reads, and what it refuses to guess. More of what is refused: test_authoring.py."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from engine import RuleError
from engine.scalars import read_scalar
from engine.yaml_reader import Document, key, read_yaml

NOT_UTF8 = "x.yaml:1: this file is not UTF-8 text: invalid start byte"
CONTROL = "x.yaml:1: this is not YAML: unacceptable character #x0007"
NOT_FROM_YAML = {
    ("number", float("nan")): "this is a number, and NaN or infinity is none",
    ("number", Decimal("Infinity")): "this is a number, and NaN or infinity is none",
    (
        "number",
        Decimal("1e999999999"),
    ): "a number of a case has at most 15 digits before the point, and as many after it",
    ("number", None): "this is a number: write it without quotes, such as 9 or 0.5 (not nothing)",
    ("text", 7): "this is text (not 7)",
    ("text", ""): 'this is text (not "")',
}
A_GROUP = "this is yes or no: write true or false, without quotes (not a group of values)"
TOLD = (NOT_UTF8, CONTROL, A_GROUP, *NOT_FROM_YAML.values())


def read(tmp_path: Path, text: str) -> Document:
    path = tmp_path / "x.yaml"
    path.write_text(text, "utf-8")
    return read_yaml(path, "x.yaml")


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("true", True),
        ("false", False),
        ("12", Fraction(12)),
        ("-3", Fraction(-3)),
        ("0", Fraction(0)),
        ("0.005", Fraction(1, 200)),
        ("90%", Fraction(9, 10)),
        ("33.3%", Fraction(333, 1000)),
        ("2024-02-29", date(2024, 2, 29)),
        ('"2026-03-03 12:00"', "2026-03-03 12:00"),
        ('"true"', "true"),
        ("'12'", "12"),
        ('""', ""),
        ("none", "none"),
        ("reg. 31(2)(a)", "reg. 31(2)(a)"),
        ("uksi/2013/349", "uksi/2013/349"),
        ("Infinity", "Infinity"),
    ],
)
def test_a_word_is_read_exactly_and_nothing_is_guessed(tmp_path: Path, word: str, value: Any) -> None:
    found = read(tmp_path, f"a: {word}\n").data["a"]
    assert (type(found), found) == (type(value), value)


@pytest.mark.parametrize(
    "word",
    ["yes", "No", "ON", "off", "y", "True", "FALSE", "~", "null", "NULL", "010", "0x1F", "1_000", "12:00", "1:30:00",
     "1e3", "+5", ".5", "5.", "2024-5-1", "2024-02-30"],
)  # fmt: skip
def test_what_could_be_read_in_two_ways_is_refused_where_it_stands(tmp_path: Path, word: str) -> None:
    with pytest.raises(RuleError) as refused:
        read(tmp_path, f"first: 1\na:\n  b: {word}\n")
    (fault,) = refused.value.faults
    assert (fault.file, fault.line, fault.where) == ("x.yaml", 3, "a.b")
    assert word in fault.message


def test_every_path_knows_its_line_and_what_is_missing_the_line_around_it(tmp_path: Path) -> None:
    doc = read(tmp_path, "# a comment\na:\n  - b: 1\n    c: 2\n  - {d: 3,\n     e: 4}\n")
    lines = {("a",): 2, ("a", 0, "b"): 3, ("a", 0, "c"): 4, ("a", 1, "d"): 5, ("a", 1, "e"): 6}
    assert {path: doc.line(path) for path in lines} == lines
    assert doc.line(("a", 0, "nowhere", "at all")) == 3
    assert doc.line(("nowhere",)) == 2


def test_a_key_is_shown_as_an_author_reads_it() -> None:
    assert key(("versions", 0, "when", "all", 1, "is_one_of")) == "versions[0].when.all[1].is_one_of"
    assert key(()) == ""


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"a: \xff\xfe\n")
    with pytest.raises(RuleError) as refused:
        read_yaml(path, "x.yaml")
    assert str(refused.value) == NOT_UTF8


def test_a_control_character_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError) as refused:
        read(tmp_path, "a: \x07\n")
    assert str(refused.value).startswith(CONTROL)


@pytest.mark.parametrize(("kind", "said"), NOT_FROM_YAML)
def test_what_no_file_can_hold_is_refused_of_a_caller(kind: str, said: Any) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 (the whole message is compared below)
        read_scalar(kind, said)
    assert str(refused.value) == NOT_FROM_YAML[kind, said]


def test_a_group_where_a_single_value_stands_is_called_so() -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 (the whole message is compared below)
        read_scalar("yes_no", {"value": True})
    assert str(refused.value) == A_GROUP
