"""Records from a spreadsheet: all of a sheet's rows as ``read_facts`` takes them, or every fault at once and no row."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine import Records
from evidence.archive import ZIP, refuse_old_office
from evidence.columns import Columns, match
from evidence.delimited import read_delimited
from evidence.faults import Found, Place, letter, refused
from evidence.privacy import holds_nhs_number
from evidence.rows import Row, Rows
from evidence.sheet import Sheet, blank, check_size
from evidence.workbook import read_workbook

_PROGRAMS = (".xlsm", ".xltm", ".xlam")


@dataclass(frozen=True, slots=True)
class Imported:
    """A table as it was read. ``numbers``: the row of the spreadsheet for each of ``rows``.

    ``columns`` are the headings that were read, each with its field; ``missing`` the fields without a column, whose
    empty cells mean none. ``open_rows``: the rows of the spreadsheet in which a cell is not known.
    """

    name: str
    sheet: str
    rows: Sequence[Row]
    numbers: Sequence[int]
    columns: Mapping[str, str]
    missing: tuple[str, ...]
    ignored: tuple[str, ...]
    open_rows: tuple[int, ...]


def read_table(
    records: Records, source: Path | bytes, name: str = "", sheet: str | None = None, ignore: Collection[str] = ()
) -> Imported:
    """The rows of a CSV file or an .xlsx workbook. ``name`` is the file's, and a path's own where it is left out.

    Raises ImportRefused with every fault; nothing is taken of a file in which there is one.
    """
    name = name or (source.name if isinstance(source, Path) else "")
    if name.lower().endswith(_PROGRAMS):
        raise refused("this workbook may hold macros, which are programs. Save it as an Excel workbook (.xlsx)")
    if holds_nhs_number(name):
        raise refused("the name of this file holds a valid NHS number: give the file another name")
    page = _sheet(_bytes(source), records, sheet)
    found = Found()
    at = next((at for at, cells in enumerate(page.rows) if not all(map(blank, cells))), None)
    if at is None:
        raise refused("there is nothing in this sheet: the first row that is not blank holds the headings", page.name)
    headings = page.rows[at]
    columns = match(records, page, page.first_row + at, headings, ignore, found)
    _tell_broken(page, columns, found)
    rows = Rows(records, page, columns, headings, found)
    for place in range(at + 1, len(page.rows)):
        rows.read(page.first_row + place, page.rows[place])
    rows.look_back()
    found.refuse_any()
    return Imported(
        name,
        page.name,
        rows.rows,
        rows.numbers,
        {each.heading: each.field.name for each in columns.read},
        columns.missing,
        tuple(columns.ignored.values()),
        tuple(rows.open_rows),
    )


def read_sheet(data: bytes, name: str) -> Sheet:
    """One sheet of an .xlsx workbook by its name, its cells as they are. ImportRefused where it must not be read."""
    check_size(len(data))
    refuse_old_office(data)
    if not data.startswith(ZIP):
        raise refused("this is not an Excel workbook (.xlsx). Open it and save it as one")
    return read_workbook(data, name, name)


def _bytes(source: Path | bytes) -> bytes:
    if isinstance(source, Path):
        check_size(source.stat().st_size)
        source = source.read_bytes()
    check_size(len(source))
    return source


def _sheet(data: bytes, records: Records, wanted: str | None) -> Sheet:
    refuse_old_office(data)
    if data.startswith(ZIP):
        return read_workbook(data, records.name, wanted)
    if wanted is not None:
        raise refused("a CSV file has no sheets: leave the sheet's name out")
    return read_delimited(data)


def _tell_broken(page: Sheet, columns: Columns, found: Found) -> None:
    """Cells that hold no value, in every column but those that are ignored."""
    ignored = {page.first_column + at for at in columns.ignored}
    headings = {page.first_column + each.at: each.heading for each in columns.read}
    for (row, column), told in sorted(page.broken.items()):
        if column not in ignored:
            found.add(Place(page.name, row, letter(column), headings.get(column, "")), told)
