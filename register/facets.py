"""Facets beside a list of publications: their values, what each means in words, and of how many publications it is."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, select

from register.entries import FACETS
from register.folding import facet_token
from storage import search_facet

MOST_VALUES = 50  # of a facet, the commonest


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value: of how many publications of those found it is, or none where they were too many to count."""

    value: str
    says: str
    count: int | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class FacetShown:
    """A facet and its values, the commonest first; years, the latest first. ``more`` says that there are others."""

    name: str
    label: str
    values: tuple[FacetValue, ...]
    more: bool = False


def kept(connection: Connection, chosen: Mapping[str, str], *, counts: bool) -> tuple[FacetShown, ...]:
    """Every value that there is, with the counts kept of the whole register where these are wished for."""
    rows = connection.execute(select(search_facet)).all()
    return tuple(_shown(rows, {row.token: row.docs for row in rows}, chosen, counts=counts))


def counted(connection: Connection, found: Iterable[str], chosen: Mapping[str, str]) -> tuple[FacetShown, ...]:
    """The values of publications that were found, from the tokens of each."""
    counts: Counter[str] = Counter()
    for each in found:
        counts.update(each.split())
    wanted = select(search_facet).where(search_facet.c.token.in_(list(counts)))
    rows = connection.execute(wanted).all() if counts else ()
    return tuple(_shown(rows, counts, chosen, counts=True))


def docs_of(connection: Connection, facet: str, value: str) -> int:
    """Of how many publications of the whole register this is a value."""
    token = facet_token(facet, value)
    return connection.scalar(select(search_facet.c.docs).where(search_facet.c.token == token)) or 0


def everything(connection: Connection) -> int:
    """How many publications there are to be found: each of them was determined somewhere."""
    wanted = select(func.coalesce(func.sum(search_facet.c.docs), 0)).where(search_facet.c.facet == "determined")
    return int(connection.execute(wanted).scalar_one())


def _shown(
    rows: Iterable[Row[Any]], docs: Mapping[str, int], chosen: Mapping[str, str], *, counts: bool
) -> Iterator[FacetShown]:
    by_facet: dict[str, list[FacetValue]] = {name: [] for name in FACETS}
    numbers: dict[FacetValue, int] = {}
    for row in rows:
        is_chosen = chosen.get(row.facet) == row.value
        made = FacetValue(row.value, row.says, docs[row.token] if counts else None, is_chosen)
        numbers[made] = docs[row.token]
        by_facet.setdefault(row.facet, []).append(made)
    for name, label in FACETS.items():
        values = by_facet[name]
        if name in chosen and not any(each.chosen for each in values):
            values.append(FacetValue(chosen[name], chosen[name], 0, True))
        if name == "year":
            values.sort(key=lambda each: each.value, reverse=True)
        else:
            values.sort(key=lambda each: (not each.chosen, -numbers.get(each, 0), each.says, each.value))
        if values:
            yield FacetShown(name, label, tuple(values[:MOST_VALUES]), len(values) > MOST_VALUES)
