"""The loader's own YAML: strict, guessing nothing, and remembering on which line everything stood.

Only ``true`` and ``false`` are booleans; whole numbers and decimals (exact fractions), ``N%`` and ISO dates are read.
Base 60, octal, underscores, yes/no/on/off, empty values, ``~``, anchors, merges, tags and duplicate keys are refused.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from engine.errors import Fault, RuleError
from engine.scalars import decimal_or_percent

Path_ = tuple[str | int, ...]
Scalar = str | bool | Fraction | date

_DEEPEST = 60
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBERLIKE = re.compile(r"[+-]?\.?\d[\d_:.,eExXoO+-]*%?|0[xX][0-9a-fA-F]+")
_BOOLEANLIKE = {"yes", "no", "on", "off", "y", "n", "true", "false"}
_QUOTE = "text inside {} or [] stands in double quotes, since a comma, a colon or a question mark in it would end it"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Document:
    """A file's content, and the line on which each path in it stands."""

    file: str
    data: Any
    lines: dict[Path_, int]

    def line(self, path: Path_) -> int:
        """The line of a path, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def fault(self, path: Path_, message: str) -> Fault:
        """A fault at a path of this file."""
        return Fault(key(path), message, self.file, self.line(path))


def key(path: Path_) -> str:
    """A path as an author reads it: ``versions[0].when.all[1].is_one_of``."""
    words = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return words.removeprefix(".")


def read_yaml(path: Path, shown_as: str) -> Document:
    """Read one file. Raises RuleError with file, line, key and what is allowed."""
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as wrong:
        raise RuleError([Fault("", f"this file is not UTF-8 text: {wrong.reason}", shown_as, 1)]) from None
    return _Reader(shown_as).read(text)


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[Path_, int] = {}
        self.next: Callable[[], Any]

    def read(self, text: str) -> Document:
        try:
            self.next = _LOADER(text).get_event
            data = self._document()
        except yaml.MarkedYAMLError as wrong:
            mark = wrong.problem_mark or wrong.context_mark
            raise self._wrong(mark, (), _slip(wrong.problem or "")) from None
        except yaml.YAMLError as wrong:
            raise RuleError([Fault("", f"this is not YAML: {wrong}", self.file, 1)]) from None
        return Document(self.file, data, self.lines)

    def _document(self) -> Any:
        event = self.next()
        while not isinstance(event, yaml.DocumentStartEvent | yaml.StreamEndEvent):
            event = self.next()
        if isinstance(event, yaml.StreamEndEvent):
            raise RuleError([Fault("", "this file is empty", self.file, 1)])
        root = self.next()
        self.lines[()] = root.start_mark.line + 1
        data = self._value(root, (), flow=False)
        self.next()
        if not isinstance(after := self.next(), yaml.StreamEndEvent):
            raise self._wrong(after.start_mark, (), "one file holds one document; take out the second '---'")
        return data

    def _value(self, event: Any, path: Path_, flow: bool) -> Any:
        """What stands at a path, whose line is known already."""
        if len(path) > _DEEPEST:
            raise self._wrong(event.start_mark, path[:4], f"nested deeper than {_DEEPEST} levels; split the provision")
        kind = type(event)
        if kind is yaml.AliasEvent or event.anchor:
            raise self._wrong(event.start_mark, path, "anchors and aliases are not used here; write it out")
        if event.tag and event.tag != "!":
            raise self._wrong(event.start_mark, path, f"the tag {event.tag} is not used here; leave it out")
        if kind is yaml.ScalarEvent:
            return self._scalar(event, path, flow)
        inside = self._mapping if kind is yaml.MappingStartEvent else self._sequence
        return inside(path, bool(event.flow_style))

    def _mapping(self, path: Path_, flow: bool) -> dict[str, Any]:
        data: dict[str, Any] = {}
        while type(event := self.next()) is not yaml.MappingEndEvent:
            name = self._key(event, path)
            inner = (*path, name)
            if name in data:
                first = self.lines[inner]
                raise self._wrong(event.start_mark, inner, f"this key stands twice; it stood on line {first} too")
            self.lines[inner] = event.start_mark.line + 1
            data[name] = self._value(self.next(), inner, flow)
        return data

    def _key(self, event: Any, path: Path_) -> str:
        if not isinstance(event, yaml.ScalarEvent) or not event.value:
            raise self._wrong(event.start_mark, path, f"a key is one word; {_QUOTE}")
        if event.value == "<<":
            raise self._wrong(event.start_mark, path, "merges are not used here; write it out")
        if event.value.lower() == "on":
            raise self._wrong(
                event.start_mark,
                path,
                "'on' is not a key: a date of checking is 'dated', a comparison 'is', 'on_or_after' or 'on_or_before'",
            )
        return str(event.value)

    def _sequence(self, path: Path_, flow: bool) -> list[Any]:
        data: list[Any] = []
        while type(event := self.next()) is not yaml.SequenceEndEvent:
            inner = (*path, len(data))
            self.lines[inner] = event.start_mark.line + 1
            data.append(self._value(event, inner, flow))
        return data

    def _scalar(self, event: Any, path: Path_, flow: bool) -> Scalar:
        word: str = event.value
        if event.style:  # the C parser says "" for an unquoted word, the Python one None
            return word
        if word == "":
            hint = f" ({_QUOTE})" if flow else ""
            raise self._wrong(event.start_mark, path, f"nothing stands here; write a value or leave the key out{hint}")
        try:
            return _plain(word)
        except ValueError as wrong:
            raise self._wrong(event.start_mark, path, str(wrong)) from None

    def _wrong(self, mark: Any, path: Path_, message: str) -> RuleError:
        return RuleError([Fault(key(path), message, self.file, mark.line + 1 if mark else 1)])


def _slip(problem: str) -> str:
    """What the parser stumbled over, in the words of the person who must mend it."""
    if "mapping values are not allowed" in problem:
        return "a colon stands in text without quotes, or a line is indented too far; put the text in double quotes"
    if "cannot start any token" in problem:
        return "a tab, or a sign such as @ or %, cannot stand first; indent with spaces, put text in double quotes"
    return f"this cannot be read ({problem}); look at indentation, brackets and quotes here and above; {_QUOTE}"


def _plain(word: str) -> Scalar:
    """What an unquoted word is."""
    if word in ("true", "false"):
        return word == "true"
    if word.lower() in _BOOLEANLIKE:
        raise ValueError(
            f"'{word}' is neither true nor false here; write true or false, or put the word in double quotes"
        )
    if word in ("~", "null", "Null", "NULL"):
        raise ValueError(f"'{word}' is not a value here; leave the key out, or write none where a fact may be none")
    if _DATE.fullmatch(word):
        try:
            return date.fromisoformat(word)
        except ValueError as wrong:
            raise ValueError(f"{word} is not a day: {wrong}") from None
    number = decimal_or_percent(word)
    if number is not None:
        return number
    if _NUMBERLIKE.fullmatch(word):
        raise ValueError(f"'{word}' is neither a number (12, 0.5, 90%) nor a date (2024-05-01); quote a time or a word")
    return word
