"""What is stated, as the cells of a sheet, and back: in words where they say exactly the same, else as JSON.

A cell is only written in words where reading it gives the same value again, as the engine compares values.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from assessment.errors import AssessmentRefused
from assessment.evidence_index import plain
from engine import Fact, Fault, read_scalar, words
from evidence import read_cell

MOST = 32_767  # characters in a cell
_LOST = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")  # what a workbook does not keep
_STATES: Mapping[str, str] = {"not_known": "not known", "disputed": "disputed"}

Value = str | int | float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the sheet of facts. ``where`` is a site's code, or empty for the trust; ``json`` has all else."""

    what: str
    where: str
    name: str
    asked: str = ""
    stated: Value = ""
    source: str = ""
    by: str = ""
    reasons: str = ""
    json: str = ""


def line_of(fact: Fact, where: str, asked: str, stated: Any) -> Line:
    """One fact as it was stated."""
    parts = _parts(stated)
    if parts is not None:
        value, source, by, reasons = parts
        cell = as_cell(fact, value)
        if cell is not None and all(map(survives, (source, by, reasons))):
            return Line("fact", where, fact.name, asked, cell, source, by, reasons)
    return Line("fact", where, fact.name, asked, json=as_json(stated, where, fact.name))


def as_cell(fact: Fact, value: Any) -> Value | None:
    """A value as a cell has it; None where no cell says exactly this."""
    cell = _worded(fact, value)
    if cell is None or (isinstance(cell, str) and not (cell and survives(cell))):
        return None
    try:
        return cell if _same(fact, read_cell(fact, cell), value) else None
    except ValueError:
        return None


def as_json(stated: Any, where: str, name: str) -> str:
    """What was stated, in a form that no spreadsheet changes. Raises AssessmentRefused where a cell cannot hold it."""
    text = json.dumps(stated, sort_keys=True, default=plain).replace("_x", "\\u005fx")
    if len(text) > MOST:
        told = f"this is too long for a cell of a workbook, which holds {MOST:,} characters: shorten its reasons"
        raise AssessmentRefused([Fault(f"/sites/{where}/{name}" if where else f"/trust/{name}", told)])
    return text


def survives(text: str) -> bool:
    """Whether a cell gives this text back as it was."""
    return text == text.strip() and len(text) <= MOST and not _LOST.search(text)


def shown(text: str) -> str:
    """Text for a cell that is read by people alone, without what no cell can hold."""
    return _LOST.sub(" ", text)[:MOST]


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text of ours, each for a row of its own."""
    return tuple(filter(None, re.split(r"(?<=\.) (?=[A-Z])", text)))


def _parts(stated: Any) -> tuple[Any, str, str, str] | None:
    """A statement's value or state, source, who says it and why; None where it has another shape."""
    if not isinstance(stated, Mapping):
        return stated, "", "", ""
    rest = {key: each for key, each in stated.items() if key not in ("value", "answer", "state")}
    ways = [key for key in ("value", "answer", "state") if key in stated]
    if len(ways) != 1 or not rest.keys() <= {"source", "by", "reasons"} or not all(map(_text, rest.values())):
        return None
    value = {"state": stated["state"]} if ways == ["state"] else stated[ways[0]]
    return value, rest.get("source", ""), rest.get("by", ""), rest.get("reasons", "")


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _worded(fact: Fact, value: Any) -> Value | None:
    if isinstance(value, Mapping):
        return _STATES.get(str(value.get("state"))) if value.keys() == {"state"} else None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime | date):
        return str(plain(value))
    if isinstance(value, Decimal):
        value = int(value) if value == int(value) else float(value)
    if isinstance(value, int | float):
        return value / 100 if fact.kind == "money" else value
    if isinstance(value, str):
        return words(value) if fact.kind == "choice" else value
    return None


def _same(fact: Fact, read: Any, value: Any) -> bool:
    if isinstance(read, Mapping) or isinstance(value, Mapping) or "none" in (read, value) or fact.kind == "choice":
        return type(read) is type(value) and bool(read == value)
    return bool(read_scalar(fact.kind, read) == read_scalar(fact.kind, value))


def rows_of(fact_of: Mapping[str, Fact], rows: list[Any]) -> Iterator[tuple[list[Value], bool]]:
    """The cells of each row in the order of the fields, and whether they say all of it.

    A cell that cannot be written in words says not known, and so does the first of a row in which nothing stands.
    """
    known: dict[tuple[str, type, Any], Value | None] = {}
    for row in rows:
        cells: list[Value] = []
        whole = bool(row)
        for name, field in fact_of.items():
            if name not in row:
                cells.append("")
                continue
            cell = _once(known, name, field, row[name])
            whole = whole and cell is not None
            cells.append(_STATES["not_known"] if cell is None else cell)
        if not any(cell != "" for cell in cells):
            cells[0] = _STATES["not_known"]
        yield cells, whole


def _once(known: dict[tuple[str, type, Any], Value | None], name: str, field: Fact, value: Any) -> Value | None:
    """The cell of a value, worked out once for all rows that have it."""
    if isinstance(value, Mapping):
        return as_cell(field, value)
    key = (name, type(value), value)
    if key not in known:
        known[key] = as_cell(field, value)
    return known[key]
