"""Tables of invented trusts as files: CSV, or the template workbook filled as a person would fill it."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from engine import Records, RuleSet, rule_set_ids, said_first, words
from evidence import escaped
from evidence.sheets import put_text, saved, sheet_name, write_template

Row = Mapping[str, Any]
_RULES = Path(__file__).parents[1] / "rules"


def as_csv(records: Records, rows: Sequence[Row]) -> bytes:
    """The rows under the words of every field that is filled in."""
    fields = _filled_in(records)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([escaped(words(name)) for name in fields])
    writer.writerows([[escaped(_said(row.get(name, ""))) for name in fields] for row in rows])
    return text.getvalue().encode()


def as_workbook(title: str, rule_set: RuleSet, table: str, rows: Sequence[Row]) -> bytes:
    """The template of a table, with the rows on its sheet; its notes have what is said first, and then ``title``."""
    records = rule_set.tables[table]
    beside = dict.fromkeys(rule_set_ids(_RULES), rule_set)  # of those beside it nothing but their ids is asked
    workbook = load_workbook(io.BytesIO(write_template(title, records, said_first(beside, rule_set.id))))
    page = workbook[sheet_name(records)]
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
