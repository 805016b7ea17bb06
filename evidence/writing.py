"""What we write into spreadsheets: never a formula, and the same bytes for the same content on any day."""

import io
import re
import zipfile
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell

from evidence.formula_signs import FORMULA_SIGNS

_WRITTEN = datetime(2000, 1, 1)  # what a workbook says of when it was made; the true day is nobody's business here
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(<)")


def put_text(cell: Cell | MergedCell, text: str) -> None:
    """Text, and only text: what begins like a formula is neither worked out nor becomes one when it is edited."""
    if isinstance(cell, MergedCell):
        raise TypeError("a merged cell holds nothing, and nothing here merges cells")
    cell.value = text
    cell.data_type = "s"
    if text.startswith(FORMULA_SIGNS):
        cell.quotePrefix = True


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
