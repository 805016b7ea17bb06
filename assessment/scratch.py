"""Changes to evidence on a scratch copy: a fact stated, a number raised, rows added, cells of rows filled.

What was given is never touched: whatever changes is built anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn

from assessment.errors import AssessmentRefused
from assessment.model import Evidence
from engine import Fault, nearest, words

_NONE = (None, "none")


@dataclass(frozen=True, slots=True)
class StateFact:
    """A fact is stated; ``cell`` picks one number of those told apart by fields. ``site``: empty, the trust."""

    name: str
    value: Any
    site: str = ""
    cell: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RaiseNumber:
    """A number that is stated becomes so many more (fewer, where ``more`` is negative)."""

    name: str
    more: int
    site: str = ""
    cell: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AddRows:
    """Rows are added to a table."""

    table: str
    rows: Sequence[Mapping[str, Any]]
    site: str = ""


@dataclass(frozen=True, slots=True)
class FillRows:
    """Cells are filled in the rows that hold what ``where`` says (None: nothing); in the first ``count``, or in all."""

    table: str
    where: Mapping[str, Any]
    put: Mapping[str, Any]
    site: str = ""
    count: int | None = None


ScratchChange = StateFact | RaiseNumber | AddRows | FillRows


def changed(evidence: Evidence, changes: Sequence[ScratchChange]) -> tuple[Evidence, tuple[str, ...]]:
    """The evidence with these changes, in order, and what each did in words.

    Raises AssessmentRefused where one cannot be made, at ``/changes/NUMBER``, from 0. Whether the values are right, the
    assessment says.
    """
    told = []
    for number, change in enumerate(changes):
        stated = _stated(evidence, change.site, number)
        name = change.table if isinstance(change, AddRows | FillRows) else change.name
        said, what = _made(stated.get(name), change, number)
        evidence = _put(evidence, change.site, {**stated, name: said})
        told.append(f"{_where(evidence, change.site)}: {what}")
    return evidence, tuple(told)


def _stated(evidence: Evidence, site: str, number: int) -> Mapping[str, Any]:
    codes = [each.code for each in evidence.sites]
    if site and site not in codes:
        _refuse(number, "site", f"the trust has no site {site}; it has {', '.join(codes)}.{nearest(site, codes)}")
    return evidence.of_sites.get(site, {}) if site else evidence.of_trust


def _put(evidence: Evidence, site: str, stated: Mapping[str, Any]) -> Evidence:
    if not site:
        return replace(evidence, of_trust=stated)
    return replace(evidence, of_sites={**evidence.of_sites, site: stated})


def _where(evidence: Evidence, site: str) -> str:
    return next((each.name for each in evidence.sites if each.code == site), "The trust")


def _made(before: Any, change: ScratchChange, number: int) -> tuple[Any, str]:
    match change:
        case StateFact(name, value, _, cell):
            said = _with_cell(before, cell, value, number) if cell else value
            return said, f"{_named(name, cell)} is {_shown(value)}"
        case RaiseNumber(name, more, _, cell):
            now = _number(_in_cell(before, cell) if cell else before, name, number) + more
            said = _with_cell(before, cell, now, number) if cell else now
            return said, f"{_named(name, cell)} is {now}, which was {now - more}"
        case AddRows(table, rows):
            held = _rows(before, number) if before is not None else []
            count = "1 row is" if len(rows) == 1 else f"{len(rows)} rows are"
            return {**_table(before), "rows": [*held, *map(dict, rows)]}, f"{count} added to {words(table)}"
        case FillRows():
            return _filled(before, change, number)


# -- numbers that are told apart by fields


def _with_cell(before: Any, cell: Mapping[str, str], value: Any, number: int) -> list[dict[str, Any]]:
    """The list of cells with this one in its place, or at the end."""
    if before is not None and not isinstance(before, list):
        _refuse(number, "cell", "this is stated as one value, and not as a list of cells")
    others = [each for each in before or [] if not _is(each, cell)]
    return [*others, {**cell, "is": value}]


def _in_cell(before: Any, cell: Mapping[str, str]) -> Any:
    cells = before if isinstance(before, list) else []
    return next((each.get("is", each.get("value")) for each in cells if _is(each, cell)), None)


def _is(each: Any, cell: Mapping[str, str]) -> bool:
    return isinstance(each, Mapping) and all(each.get(key) == option for key, option in cell.items())


def _number(said: Any, name: str, number: int) -> int:
    value = _plain(said)
    if isinstance(value, bool) or not isinstance(value, int):
        told = f"{words(name)} is not stated as a whole number, so nothing can be added to it: state what it becomes"
        _refuse(number, "more", told)
    return int(value)


# -- rows


def _table(before: Any) -> Mapping[str, Any]:
    return before if isinstance(before, Mapping) else {}


def _rows(before: Any, number: int) -> list[Any]:
    rows = before.get("rows") if isinstance(before, Mapping) else None
    if not isinstance(rows, list):
        _refuse(number, "table", "this table has not been given here, so it has no rows to change")
    return rows


def _filled(before: Any, change: FillRows, number: int) -> tuple[Any, str]:
    rows = _rows(before, number)
    found = [place for place, row in enumerate(rows) if _holds(row, change.where)]
    wanted = found if change.count is None else found[: change.count]
    if not found or (change.count is not None and len(found) < change.count):
        held = _listed(change.where)
        told = f"{len(found)} rows of {words(change.table)} hold {held}, which is fewer than {change.count or 1}"
        _refuse(number, "count", told)
    made = [{**row, **change.put} if place in set(wanted) else row for place, row in enumerate(rows)]
    numbers = ", ".join(str(place + 1) for place in wanted)
    count = "row" if len(wanted) == 1 else "rows"
    return {**_table(before), "rows": made}, f"{_listed(change.put)} in {count} {numbers} of {words(change.table)}"


def _holds(row: Any, where: Mapping[str, Any]) -> bool:
    return isinstance(row, Mapping) and all(_same(row.get(name), value) for name, value in where.items())


def _same(cell: Any, wanted: Any) -> bool:
    held = _plain(cell)
    return held in _NONE if wanted in _NONE else held == wanted


def _plain(said: Any) -> Any:
    return said.get("value") if isinstance(said, Mapping) else said


# -- words


def _named(name: str, cell: Mapping[str, str]) -> str:
    return f"{words(name)} ({', '.join(map(words, cell.values()))})" if cell else words(name)


def _listed(held: Mapping[str, Any]) -> str:
    return ", ".join(f"{words(name)} {_shown(value)}" for name, value in held.items()) or "nothing"


def _shown(value: Any) -> str:
    plain = _plain(value)
    if plain in _NONE:
        return "none"
    return ("yes" if plain else "no") if isinstance(plain, bool) else words(str(plain))


def _refuse(number: int, key: str, message: str) -> NoReturn:
    raise AssessmentRefused([Fault(f"/changes/{number}/{key}", message)])
