"""An empty workbook for a table: a sheet that says what each column holds, then headings in words and drop-downs."""

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from engine import Fact, Records, Span, capital, words
from evidence.writing import as_wide_as_paper, high_enough, put_text, saved

NOTES, OPTIONS = "Notes", "Options"
_LAST_ROW = 1_048_576
_FORMATS = {"date": "dd/mm/yyyy", "date_and_time": "dd/mm/yyyy hh:mm", "text": "@", "money": "0.00"}
_HOLDS = {
    "yes_no": "yes or no",
    "choice": "one of the options",
    "number": "a number",
    "money": "an amount in pounds",
    "date": "a date, the day before the month",
    "date_and_time": "a date and time, the day before the month",
    "text": "text",
}
_PRIVACY = (
    "Never write an NHS number, a hospital number, the name, date of birth or postcode of a patient: a file that holds "
    "one is refused."
)


def write_template(rule_set_title: str, records: Records, first: Sequence[str] = ()) -> bytes:
    """A workbook that ``read_table`` reads once it is filled. The same table gives the same bytes.

    It opens at its notes. ``first``: the sentences with which they begin, such as that the rules are recalled.
    """
    workbook = Workbook()
    notes = workbook.worksheets[0]
    notes.title = NOTES
    page = workbook.create_sheet(sheet_name(records))
    fields = [field for field in records.fields.values() if field.worked_out is None]
    options = workbook.create_sheet(OPTIONS)
    for column, field in enumerate(fields, 1):
        _column(page, options, column, field)
    page.freeze_panes = "A2"
    _notes(notes, [*first, f"{rule_set_title}: {words(records.name)}"], records, fields)
    return saved(workbook)


def sheet_name(records: Records) -> str:
    """A table's name as a sheet may have it."""
    return capital(words(records.name))[:31]


def _column(page: Worksheet, options: Worksheet, column: int, field: Fact) -> None:
    letter = get_column_letter(column)
    heading = page.cell(1, column)
    put_text(heading, heading_of(field))
    heading.font = Font(bold=True)
    dimension = page.column_dimensions[letter]
    dimension.width = max(16, len(heading_of(field)) + 4)
    dimension.number_format = _FORMATS.get(field.kind, "General")
    if not (allowed := _allowed(field)):
        return
    for row, each in enumerate([heading_of(field), *allowed], 1):
        put_text(options.cell(row, column), each)
    listed = DataValidation(
        type="list",
        formula1=f"'{OPTIONS}'!${letter}$2:${letter}${len(allowed) + 1}",
        allow_blank=True,
        showErrorMessage=True,
        errorTitle=heading_of(field)[:32],
        error="Choose from the list. A cell may also be left empty.",
    )
    listed.add(f"{letter}2:{letter}{_LAST_ROW}")
    page.add_data_validation(listed)


def heading_of(field: Fact) -> str:
    """A field's name in words, with what it is measured in."""
    unit = "£" if field.kind == "money" else field.unit
    return capital(words(field.name)) + (f" ({unit})" if unit else "")


def _allowed(field: Fact) -> list[str]:
    """What the drop-down of a field offers; nothing where anything may be written."""
    if field.kind not in ("choice", "yes_no"):
        return []
    options = [words(option) for option in field.options] or ["yes", "no"]
    return [*options, *(["none"] if field.domain.none else []), "not known"]


def _notes(page: Worksheet, heading: list[str], records: Records, fields: list[Fact]) -> None:
    key = " and ".join(words(name) for name in records.one_row_per)
    about = [
        *heading,
        records.ask,
        records.help,
        records.evidence,
        f"One row for each {key}." if key else "",
        "Write “not known” where nobody knows, and “disputed” where people differ.",
        _PRIVACY,
    ]
    rows: list[tuple[str, ...]] = [(line,) for line in about if line]
    rows += [(), ("Column", "What it holds", "Options", "What an empty cell means")]
    rows += [(heading_of(field), _holds(field), ", ".join(_allowed(field)), _empty(records, field)) for field in fields]
    for number, texts in enumerate(rows, 1):
        for column, text in enumerate(texts, 1):
            cell = page.cell(number, column)
            put_text(cell, text)
            cell.alignment = Alignment(wrap_text=len(texts) > 1, vertical="top")
            if number <= len(heading) or texts[0] == "Column":
                cell.font = Font(bold=True)
    for letter, width in zip("ABCD", (28, 34, 60, 50), strict=True):
        page.column_dimensions[letter].width = width
    high_enough(page)
    as_wide_as_paper(page)


def _holds(field: Fact) -> str:
    told = "a whole number" if field.whole and field.kind == "number" else _HOLDS[field.kind]
    if isinstance(field.domain, Span):
        ends = (("at least", field.domain.low), ("at most", field.domain.high))
        unit = 100 if field.kind == "money" else 1  # pence are written as pounds
        told += "".join(f", {word} {float(end / unit):g}" for word, end in ends if end is not None)
    return f"{told}, or none" if field.domain.none else told


def _empty(records: Records, field: Fact) -> str:
    if field.name in records.blank:
        return "none, once somebody has said that these are all the rows; until then it is not known"
    return "not known"
