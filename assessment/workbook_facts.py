"""The sheets of a workbook from which an assessment can be made again: every fact, and the rows of every table.

They are in sight, as all the sheets are. ``workbook_in`` reads them.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.worksheet import Worksheet

from assessment.asked_for import AskedFor
from assessment.items_read import as_json as item_json
from assessment.model import Evidence, EvidenceItem
from assessment.stated import Line, as_json, line_of, rows_of, shown, survives
from engine import Fact, Records, words
from evidence.sheets import as_wide_as_paper, heading_of, high_enough, put_text

FACTS = "Facts"
NOTICE = "Draft aid, not the official form"
HEADINGS = ("What", "Where", "Name", "Asked", "Stated", "Source", "Said by", "Reasons", "As JSON")
TRUST, NAMED, YEAR, INVENTED, SITE, FACT, RECORDS, ROW, ITEM, SERVES = (
    "trust code", "trust name", "scheme year", "invented", "site", "fact", "records", "row", "item", "serves",
)  # fmt: skip
_WIDTHS = (14, 14, 34, 60, 28, 34, 24, 40, 40)
_TOLD = (
    f"{NOTICE.upper()}.",
    "This sheet and those of records hold all that was stated, with the items of evidence.",
    "A workbook that is read back gives the same assessment.",
    "“Where” is a site’s code, and blank for what is about the trust.",
    "“As JSON” is used where no plain cell says exactly the same.",
)
_ITEM_ASKED = "An item of evidence: its title, where its original is kept, and its days"
_SERVES_ASKED = "A requirement that an item supports, by the item’s number"
_BOLD, _WARNING = Font(bold=True), Font(bold=True, color="942514")


def write_facts(workbook: Workbook, asked: AskedFor, evidence: Evidence) -> None:
    """The sheet of facts, and behind it one sheet for the rows of each table."""
    page = workbook.create_sheet(FACTS)
    for row, told in enumerate(_TOLD, 1):
        put_text(page.cell(row, 1), told)
        page.cell(row, 1).font = _WARNING
    head = len(_TOLD) + 2
    for column, heading in enumerate(HEADINGS, 1):
        put_text(page.cell(head, column), heading)
        page.cell(head, column).font = _BOLD
        page.column_dimensions[get_column_letter(column)].width = _WIDTHS[column - 1]
    page.freeze_panes = f"A{head + 1}"
    printed(page, head)
    lines = [*_details(evidence)]
    stated = {"": evidence.of_trust, **{each.code: evidence.of_sites.get(each.code, {}) for each in evidence.sites}}
    for where, facts in stated.items():
        lines += [line for name, each in facts.items() for line in _lines(workbook, asked, where, name, each)]
    lines += [line for each in evidence.items for line in _item(each)]
    for row, line in enumerate(lines, head + 1):
        _write(page, row, line)
    high_enough(page)


def _details(evidence: Evidence) -> Iterator[Line]:
    yield _detail(TRUST, "", evidence.trust)
    yield _detail(NAMED, "", evidence.name)
    yield _detail(YEAR, "", evidence.year)
    yield _detail(INVENTED, "", "yes" if evidence.invented else "no")
    for site in evidence.sites:
        yield _detail(SITE, site.code, site.name)


def _detail(what: str, where: str, text: str) -> Line:
    return (
        Line(what, where, "", stated=text) if survives(text) else Line(what, where, "", json=as_json(text, where, what))
    )


def _item(item: EvidenceItem) -> Iterator[Line]:
    """An item of evidence: its title, where its original is kept, its days; and a line for each that it supports."""
    said, plain = item_json(item), {}
    serves = said.pop("serves")
    for key in ("title", "original"):
        plain[key] = said.pop(key) if survives(said[key]) else ""
    json = as_json(said, "", f"items/{item.place}") if said else ""
    yield Line(ITEM, "", str(item.place), _ITEM_ASKED, plain["title"], plain["original"], json=json)
    for each in serves:
        yield Line(SERVES, each["site"], each["requirement"], _SERVES_ASKED, item.place)


def _lines(workbook: Workbook, asked: AskedFor, where: str, name: str, stated: Any) -> Iterator[Line]:
    """The lines of what is stated under one name: one, or one for each number that is told apart by fields."""
    table, fact = asked.table(name), asked.fact(name)
    if table is not None:
        yield from _table(workbook, where, table, stated)
    elif fact is not None:
        yield line_of(fact, where, fact.ask, stated)
    else:
        yield from _cells(asked.cells(name), where, name, stated)


def _cells(cells: Mapping[str, Fact], where: str, name: str, stated: Sequence[Mapping[str, Any]]) -> Iterator[Line]:
    """A line for each number of several that are told apart by fields, in the order stated."""
    for item in stated:
        id = next((id for id, each in cells.items() if all(item.get(key) == of for key, of in each.cell.items())), name)
        said = {("value" if key == "is" else key): each for key, each in item.items() if key not in cells[id].cell}
        line = line_of(cells[id], where, cells[id].ask, said)
        yield line if not line.json else Line(FACT, where, id, line.asked, json=as_json(item, where, name))


def _table(workbook: Workbook, where: str, table: Records, stated: Mapping[str, Any]) -> Iterator[Line]:
    """A sheet for the rows, the line that names it, and a line for each row that its cells cannot say whole."""
    page = _records(workbook, table)
    source, by = str(stated.get("source", "")), str(stated.get("by", "")) if stated.get("complete") else ""
    if survives(source) and survives(by):
        yield Line(RECORDS, where, table.name, table.ask, page.title, source, by)
    else:
        kept = {key: each for key, each in stated.items() if key != "rows"}
        yield Line(RECORDS, where, table.name, table.ask, page.title, json=as_json(kept, where, table.name))
    for place, (cells, whole) in enumerate(rows_of(_fields(table), stated["rows"])):
        for column, said in enumerate(cells, 2):
            if isinstance(said, str) and said:
                put_text(page.cell(place + 2, column), said)
            elif said != "":
                page.cell(place + 2, column, said)
        if not whole:
            row = as_json(stated["rows"][place], where, table.name)
            yield Line(ROW, where, f"{table.name}/rows/{place}", f"Row {place + 2} of the sheet {page.title}", json=row)


def _records(workbook: Workbook, table: Records) -> Worksheet:
    """A new sheet for the rows of a table, with its headings: the first column says what the workbook is not."""
    number = sum(each.title.startswith("Records ") for each in workbook.worksheets) + 1
    page: Worksheet = workbook.create_sheet(f"Records {number} {words(table.name)}"[:31].rstrip())
    put_text(page.cell(1, 1), NOTICE)
    page.cell(1, 1).font = _WARNING
    page.column_dimensions["A"].width = 32
    for column, heading in enumerate(map(heading_of, _fields(table).values()), 2):
        put_text(page.cell(1, column), heading)
        page.cell(1, column).font = _BOLD
        page.column_dimensions[get_column_letter(column)].width = max(20, len(heading) + 4)
    page.freeze_panes = "B2"
    printed(page, 1)
    return page


def printed(page: Worksheet, head: int = 0) -> None:
    """How a sheet is printed: as wide as the paper, and on every page what it is not and its row of headings."""
    as_wide_as_paper(page)
    if head:
        page.print_title_rows = f"{head}:{head}"
    header = page.oddHeader or HeaderFooterItem()
    header.center.text = NOTICE
    page.oddHeader = header


def _fields(table: Records) -> dict[str, Fact]:
    return {name: field for name, field in table.fields.items() if field.worked_out is None}


def _write(page: Worksheet, row: int, line: Line) -> None:
    told = (
        line.what, line.where, line.name, shown(line.asked), line.stated, line.source, line.by, line.reasons, line.json,
    )  # fmt: skip
    for column, each in enumerate(told, 1):
        cell = page.cell(row, column)
        if not isinstance(each, str):
            cell.value = each
        elif each:
            put_text(cell, each)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
