"""What we write into spreadsheets: never a formula, and the same bytes for the same content on any day."""

import io
import re
import textwrap
import zipfile
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from evidence.formula_signs import FORMULA_SIGNS

_WRITTEN = datetime(2000, 1, 1)  # what a workbook says of when it was made; the true day is nobody's business here
_LINE, _HIGHEST = 15, 409  # points: a line of text, and the highest row that Excel takes
_A4 = 9  # Excel's number for it
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(<)")


def put_text(cell: Cell | MergedCell, text: str) -> None:
    """Text, and only text: what begins like a formula is neither worked out nor becomes one when it is edited."""
    if isinstance(cell, MergedCell):
        raise TypeError("a merged cell holds nothing, and nothing here merges cells")
    cell.value = text
    cell.data_type = "s"
    if text.startswith(FORMULA_SIGNS):
        cell.quotePrefix = True


def high_enough(page: Worksheet) -> None:
    """Rows as high as the text that is wrapped in them: not every program works that out when it opens a file."""
    for number, row in enumerate(page.iter_rows(), 1):
        wrapped = [cell for cell in row if cell.value is not None and cell.alignment.wrap_text]
        lines = max((_lines(page, cell.column, str(cell.value)) for cell in wrapped), default=1)
        if lines > 1:
            page.row_dimensions[number].height = min(lines * _LINE, _HIGHEST)


def _lines(page: Worksheet, column: int, text: str) -> int:
    """How many lines a text takes in its column, whose width is told in characters."""
    width = int(page.column_dimensions[get_column_letter(column)].width)
    return sum(max(1, len(textwrap.wrap(part, width))) for part in text.splitlines())


def as_wide_as_paper(page: Worksheet) -> None:
    """Every column of a sheet on the same page of A4 across when it is printed, on as many pages as it takes."""
    page.page_setup.orientation, page.page_setup.paperSize, page.page_setup.fitToHeight = "landscape", _A4, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def saved(workbook: Workbook) -> bytes:
    """The workbook as a file that does not say when it was made."""
    workbook.properties.created = _WRITTEN
    first, second = io.BytesIO(), io.BytesIO()
    workbook.save(first)
    with zipfile.ZipFile(first) as made, zipfile.ZipFile(second, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in made.namelist():
            content = made.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z\g<2>", content)
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(entry, content)
    return second.getvalue()
