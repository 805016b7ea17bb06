"""CSV: UTF-8 with or without its mark, UTF-16 with one; commas, semicolons or tabs; line ends within quotes."""

import csv
import io
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from evidence.faults import ImportRefused, Place, SheetFault, refused
from evidence.formula_signs import unescaped
from evidence.sheet import MOST_CELLS, MOST_COLUMNS, Sheet, too_many_cells

_MARKS = ((BOM_UTF8, "utf-8"), (BOM_UTF16_LE, "utf-16-le"), (BOM_UTF16_BE, "utf-16-be"))
_SEPARATORS = ",;\t"
_SAVE_AS = "Save it as CSV UTF-8, or as .xlsx"


def read_delimited(data: bytes, most_cells: int = MOST_CELLS) -> Sheet:
    """The rows of a CSV file, each as text. Raises ImportRefused for what is no CSV, or has more cells."""
    text = _text(data)
    return Sheet("", _rows(text, _separator(text), most_cells))


def _text(data: bytes) -> str:
    mark, encoding = next((each for each in _MARKS if data.startswith(each[0])), (b"", "utf-8"))
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as wrong:
        line = data[: len(mark) + wrong.start].count(b"\n") + 1
        raise refused(f"this is neither a workbook nor text in UTF-8 (see line {line}). {_SAVE_AS}") from None
    if "\0" in text:
        raise refused(f"this is neither a workbook nor a CSV file: it holds bytes that no text has. {_SAVE_AS}")
    return text


def _separator(text: str) -> str:
    """The sign that parts the most headings: of commas, semicolons and tabs, outside quotes."""
    heading = next((line for line in io.StringIO(text) if line.strip(" \r\n,;\t")), "")
    outside = "".join(heading.split('"')[::2])
    return max(_SEPARATORS, key=outside.count)


def _rows(text: str, separator: str, most_cells: int) -> list[list[str]]:
    rows: list[list[str]] = []
    cells = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for row in reader:
            cells += len(row) or 1  # an empty line takes as long to read
            if len(row) > MOST_COLUMNS or cells > most_cells:
                raise refused(too_many_cells(most_cells))
            rows.append([unescaped(cell) if cell[:1] == "'" else cell for cell in row])
    except csv.Error as wrong:
        told = f"this row is not written as CSV has it ({wrong}): check its quotation marks. {_SAVE_AS}"
        raise ImportRefused([SheetFault(Place(row=len(rows) + 1), told)]) from None
    return rows
