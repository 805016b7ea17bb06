"""What the register covers: how many publications, from when, year by year, and what is not in it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, case, func, select

from storage import publication, search_entry

_OF = search_entry.c


@dataclass(frozen=True, slots=True)
class Coverage:
    """What can be found, and what cannot. ``first`` and ``last`` are ISO dates, or empty where no day is known.

    ``by_year``: decisions by the year, the latest first. ``missing``: sentences for readers.
    """

    decisions: int
    scheme_results: int
    elsewhere: int
    samples: int
    withdrawn: int
    undated: int
    first: str
    last: str
    by_year: tuple[tuple[int, int], ...]
    missing: tuple[str, ...]


def statement(connection: Connection) -> Coverage:
    """What the register covers now: one reading of all that is found, whatever is asked of it."""
    rows = connection.execute(_COUNTED).all()
    decisions = [row for row in rows if row.sort == "decision"]
    many = Counter[str]()
    for row in rows:
        many[row.sort] += row.docs
        many["samples"] += row.samples
    elsewhere, undated = (sum(getattr(row, name) for row in decisions) for name in ("elsewhere", "undated"))
    gone = connection.execute(select(func.count()).where(publication.c.state == "withdrawn")).scalar_one()
    by_year = tuple(sorted(((row.year, row.docs) for row in decisions if row.year), reverse=True))
    return Coverage(
        decisions=many["decision"],
        scheme_results=many["scheme_result"],
        elsewhere=elsewhere,
        samples=many["samples"],
        withdrawn=gone,
        undated=undated,
        first=min((row.first for row in decisions if row.first), default=""),
        last=max((row.last for row in decisions), default=""),
        by_year=by_year,
        missing=tuple(_missing(by_year, elsewhere, undated, gone)),
    )


def _sum_of(holds: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((holds, 1), else_=0))


_COUNTED = select(
    _OF.sort,
    _OF.year,
    func.count().label("docs"),
    _sum_of(_OF.determined == "elsewhere").label("elsewhere"),
    _sum_of(_OF.decided_on == "").label("undated"),
    _sum_of(_OF.sample.is_(True)).label("samples"),
    func.min(func.nullif(_OF.decided_on, "")).label("first"),
    func.max(_OF.decided_on).label("last"),
).group_by(_OF.sort, _OF.year)


def _missing(by_year: tuple[tuple[int, int], ...], elsewhere: int, undated: int, gone: int) -> Iterator[str]:
    yield "Decisions that were made before this register began are here only where somebody brought them in."
    held = {year for year, _ in by_year}
    empty = [str(year) for year in range(min(held), max(held))] if held else []
    empty = [year for year in empty if int(year) not in held]
    if empty:
        yield f"It holds no decision of {_listed(empty)}."
    if elsewhere:
        yield f"{_decisions(elsewhere)} from elsewhere, and only what the source tells is known of them."
    if undated:
        yield f"{_decisions(undated)} of a day that is not known."
    if gone:
        yield f"{gone:,} {'publication was' if gone == 1 else 'publications were'} withdrawn; each says why."


def _decisions(many: int) -> str:
    return f"{many:,} {'decision is' if many == 1 else 'decisions are'}"


def _listed(years: list[str]) -> str:
    return years[0] if len(years) == 1 else f"{', '.join(years[:-1])} and {years[-1]}"
