"""A table that was read, as a statement among the facts of a case; the engine's faults at the spreadsheet's rows."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from engine import FactError, RuleSet, read_facts
from evidence.faults import ImportRefused, Place, SheetFault
from evidence.reading import Imported


@dataclass(frozen=True, slots=True)
class Stated:
    """The facts of a case with the table among them, and what to tell of the table that stood there before."""

    case: dict[str, Any]
    told: str = ""


@dataclass(frozen=True, slots=True)
class NoLongerComplete:
    """Who had said of the rows of a table that they are all, and when; other rows have taken their place since.

    ``name`` is as they were named in the table, ``at`` when it was stated, ``told`` the same in a sentence.
    """

    name: str
    at: datetime
    told: str


def state(rule_set: RuleSet, table: str, read: Imported, complete_by: str = "") -> dict[str, Any]:
    """What ``read_facts`` takes under the table's name, of rows that ``read_table`` read for that table.

    ``complete_by`` has said that these are all the rows. Raises ImportRefused with what the engine has against the
    table as a whole; of its rows it has nothing, since each value was put to the engine as it was read.
    """
    said: dict[str, Any] = {"rows": [], "complete": bool(complete_by)}
    if complete_by:
        said["by"] = complete_by
    said["source"] = read.name
    try:
        read_facts(rule_set, {"facts": {table: said}})
    except FactError as error:
        raise ImportRefused([SheetFault(Place(read.sheet), fault.message) for fault in error.faults]) from None
    return {**said, "rows": list(read.rows)}


def in_place_of(before: Any, said: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """What is said of a table in the place of what was said before, and what to tell of who had called that complete.

    Who said of the earlier table that it is complete has said so of its rows. With the same rows it still holds;
    with others it does not, and that person is named.
    """
    if not _complete(before) or said.get("complete"):
        return dict(said), ""
    by = str(before.get("by", "somebody"))
    if _same(before.get("rows"), said["rows"]):
        told = f"The rows are those of before, of which {by} has said that they are all."
        return {**said, "complete": True, "by": by}, told
    return dict(said), gone(by)


def gone(by: str) -> str:
    """What is told where other rows have taken the place of those that ``by`` had called complete."""
    return f"{by} had said that the rows were all there are. They have changed, so nobody says so now."


def no_longer_complete(before: Any, at: datetime, said: Any) -> NoLongerComplete | None:
    """Whose word went with a table that was stated ``at`` some time, where another was stated in its place.

    Nobody's, where the table that stands now is called complete too, or is taken back.
    """
    if not _complete(before) or not isinstance(said, Mapping) or "rows" not in said or _complete(said):
        return None
    by = str(before.get("by", "somebody"))
    kept = f"{by} had said that the rows were all there are. The rows are the same, but this does not say so any more."
    return NoLongerComplete(by, at, kept if _same(before.get("rows"), said["rows"]) else gone(by))


def _complete(said: Any) -> bool:
    return isinstance(said, Mapping) and said.get("complete") is True


def put_among(case: Mapping[str, Any], table: str, said: Mapping[str, Any]) -> Stated:
    """A case with the table in place of the one that it held, as ``in_place_of`` has it; all else stays."""
    facts = dict(case.get("facts", {}))
    facts[table], told = in_place_of(facts.get(table), said)
    return Stated({**case, "facts": facts}, told)


def _same(one: Any, other: Any) -> bool:
    """Whether two tables have the same rows, in whatever order."""
    return isinstance(one, list) and isinstance(other, list) and sorted(map(_row, one)) == sorted(map(_row, other))


def _row(row: Any) -> str:
    return json.dumps(row, sort_keys=True, default=_compared)


def _compared(value: object) -> float | str:
    try:
        return _number(value)
    except ValueError:  # so many digits are told apart as they are written
        return str(value)


def as_json(case: Mapping[str, Any]) -> str:
    """A case as it is kept in a file. ValueError where a number of it cannot be kept exactly."""
    return json.dumps(case, indent=2, ensure_ascii=False, default=_number) + "\n"


def _number(value: object) -> float:
    """A decimal of a case that was read exactly, as JSON writes it."""
    if isinstance(value, Decimal) and Decimal(repr(float(value))) == value:
        return float(value)
    raise ValueError(f"{value} has more digits than can be written again exactly")
