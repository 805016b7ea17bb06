"""What decisions add up to: outcomes by provision, commissioner, route, kind, year, and where reasons did not stand.

A route has a rule set of its own, and a decision stands under each that was applied in it.

A number from 1 to 4 is not shown, and neither is what it could be worked out from: other numbers of its line and its
column, even for whoever knows all totals, as from another figure, and the total of its line. That is for figures that
are passed on. The decisions are published, and can be counted in the search.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, select

from register.sheets import as_csv
from register.suppressing import LEAST, suppressed
from storage import search_applied, search_entry, search_facet

_NOT_TOLD = "Not told"
_STOOD: Mapping[str, str] = {
    "same": "Quashed, and decided afresh with the same result",
    "other": "Quashed, and decided afresh with another result",
    "rest": "Disposed of in another way",
}
_OF = search_entry.c
_AFRESH = _OF.disposal_id == "quash_and_redetermine"
_REASONING = case((_AFRESH & (_OF.final_id == _OF.under_appeal), "same"), (_AFRESH, "other"), else_="rest")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a figure: a number for each column, or none where it is not shown; so with the total."""

    label: str
    numbers: tuple[int | None, ...]
    total: int | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its data: what the first column names, the other columns, and the lines."""

    id: str
    title: str
    first: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    note: str

    @property
    def csv(self) -> str:
        """It as CSV. What is not shown is empty."""
        rows = [(line.label, *line.numbers, line.total) for line in self.lines]
        return as_csv([(self.first, *self.columns, "All"), *rows])


@dataclass(frozen=True, slots=True)
class _Asked:
    """How a figure is asked for: what its lines are of, and its columns."""

    title: str
    first: str
    line: ColumnElement[Any]
    column: ColumnElement[Any] = _OF.final_id


_PROVISION = search_applied.c.rule_set + "/" + search_applied.c.provision
_ROUTE = search_applied.c.rule_set
_FIGURES: Mapping[str, _Asked] = {
    "outcomes-by-provision": _Asked("Outcomes by provision applied", "Provision", _PROVISION),
    "outcomes-by-commissioner": _Asked("Outcomes by commissioner", "Commissioner", _OF.commissioner),
    "outcomes-by-route": _Asked("Outcomes by route: the rule sets applied", "Rule set", _ROUTE),
    "outcomes-by-kind": _Asked("Outcomes by kind of appeal", "Kind of appeal", _OF.kind),
    "outcomes-by-year": _Asked("Outcomes by year", "Year", _OF.year),
    "reasoning-by-commissioner": _Asked(
        "Where a commissioner’s reasoning did not stand, though the result did",
        "Commissioner",
        _OF.commissioner,
        _REASONING,
    ),
}
FIGURES: tuple[str, ...] = tuple(_FIGURES)


def figures(connection: Connection) -> tuple[Figure, ...]:
    """Every figure."""
    return tuple(_figure(connection, id) for id in FIGURES)


def figure(connection: Connection, id: str) -> Figure | None:
    """A figure by its id; None where there is none such."""
    return _figure(connection, id) if id in _FIGURES else None


def _figure(connection: Connection, id: str) -> Figure:
    asked = _FIGURES[id]
    counts = _counts(connection, asked)
    reasoning = asked.column is _REASONING
    says = _STOOD if reasoning else _says(connection, "outcome")
    there = {column for each in counts.values() for column in each}
    columns = [each for each in says if each in there] + sorted(there - set(says))
    labels = sorted(counts, reverse=asked.line is _OF.year)
    labels.sort(key=lambda label: label == _NOT_TOLD)
    named = _says(connection, "provision") if asked.line is _PROVISION else {}
    numbers = [[counts[each].get(column, 0) for column in columns] for each in labels]
    lines = tuple(_lines([f"{named[each]} ({each})" if each in named else each for each in labels], numbers))
    titles = tuple(says.get(each, each) if each else _NOT_TOLD for each in columns)
    return Figure(id, asked.title, asked.first, titles, lines, _note(lines))


def _counts(connection: Connection, asked: _Asked) -> dict[str, dict[str, int]]:
    each_once = func.count(_OF.docid.distinct())  # a decision applies several provisions of one rule set
    wanted = select(asked.line.label("line"), asked.column.label("part"), each_once).select_from(search_entry)
    if asked.line is _PROVISION or asked.line is _ROUTE:
        wanted = wanted.join(search_applied, search_applied.c.docid == _OF.docid)
    if asked.column is _REASONING:
        wanted = wanted.where(_OF.under_appeal != "", _OF.disposal_id != "")
    wanted = wanted.where(_OF.sort == "decision").group_by("line", "part")
    found: dict[str, dict[str, int]] = {}
    for line, part, many in connection.execute(wanted):
        found.setdefault(str(line) if line else _NOT_TOLD, {})[part] = many
    return found


def _says(connection: Connection, facet: str) -> Mapping[str, str]:
    """What the values of a facet mean, the commonest first."""
    of = search_facet.c
    wanted = select(of.value, of.says).where(of.facet == facet).order_by(of.docs.desc(), of.value)
    return {row.value: row.says for row in connection.execute(wanted)}


def _lines(labels: Iterable[str], numbers: Sequence[Sequence[int]]) -> Iterator[Line]:
    for label, whole, shown in zip(labels, numbers, suppressed(numbers), strict=True):
        yield Line(label, tuple(shown), None if None in shown else sum(whole))


def _note(lines: Iterable[Line]) -> str:
    if all(line.total is not None for line in lines):
        return "Every number is shown."
    return (
        f"Numbers from 1 to {LEAST - 1} are not shown, and neither are those beside them that would give them away. "
        "A line that leaves a number out has no total."
    )
