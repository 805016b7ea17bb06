"""What the register covers: how many publications, from when, year by year, and what is not in it."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, select

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
    """What the register covers now."""
    of_sort = select(_OF.sort, func.count()).group_by(_OF.sort)
    sorts = {row[0]: row[1] for row in connection.execute(of_sort)}
    decision = _OF.sort == "decision"
    days = connection.execute(
        select(func.min(_OF.decided_on), func.max(_OF.decided_on)).where(decision, _OF.decided_on != "")
    ).one()
    years = connection.execute(
        select(_OF.year, func.count()).where(decision).group_by(_OF.year).order_by(_OF.year.desc())
    ).all()
    gone = connection.execute(select(func.count()).where(publication.c.state == "withdrawn")).scalar_one()
    elsewhere = _many(connection, decision, _OF.determined == "elsewhere")
    undated = _many(connection, decision, _OF.decided_on == "")
    by_year = tuple((row[0], row[1]) for row in years if row[0])
    return Coverage(
        decisions=sorts.get("decision", 0),
        scheme_results=sorts.get("scheme_result", 0),
        elsewhere=elsewhere,
        samples=_many(connection, _OF.sample.is_(True)),
        withdrawn=gone,
        undated=undated,
        first=days[0] or "",
        last=days[1] or "",
        by_year=by_year,
        missing=tuple(_missing(by_year, elsewhere, undated, gone)),
    )


def _many(connection: Connection, *which: ColumnElement[bool]) -> int:
    wanted = select(func.count()).select_from(search_entry).where(*which)
    return connection.execute(wanted).scalar_one()


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
