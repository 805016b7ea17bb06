"""Tables of invented trusts as files: CSV, or the template workbook filled as a person would fill it."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from openpyxl import load_workbook

from engine import Records, words
from evidence import escaped
from evidence.sheets import put_text, saved, write_template

Row = Mapping[str, Any]


def as_csv(records: Records, rows: Sequence[Row]) -> bytes:
    """The rows under the words of every field that is filled in."""
    fields = _filled_in(records)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([escaped(words(name)) for name in fields])
    writer.writerows([[escaped(_said(row.get(name, ""))) for name in fields] for row in rows])
    return text.getvalue().encode()


def as_workbook(title: str, records: Records, rows: Sequence[Row]) -> bytes:
    """The template with the rows on its first sheet; ``title`` stands in its notes."""
    workbook = load_workbook(io.BytesIO(write_template(title, records)))
    page = workbook.worksheets[0]
    for number, row in enumerate(rows, 2):
        for column, name in enumerate(_filled_in(records), 1):
            cell, value = page.cell(number, column), row.get(name)
            if isinstance(value, date):
                cell.value, cell.number_format = value, "dd/mm/yyyy"
            elif value is not None:
                put_text(cell, _said(value))
    return saved(workbook)


def _filled_in(records: Records) -> list[str]:
    return [name for name, each in records.fields.items() if each.worked_out is None]


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else words(str(value))
