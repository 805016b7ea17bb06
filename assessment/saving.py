"""A table that was brought, as a CSV file with the columns of its template: brought again, it changes nothing."""

import csv
import io
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from assessment.assessing import rule_set_of
from assessment.errors import AssessmentRefused
from assessment.held import Held
from assessment.importing import asking_for, content, tables
from assessment.refusing import NotFound
from assessment.stated import Value, rows_of
from engine import Fault, Records, RuleSet
from evidence import escaped
from evidence.sheets import heading_of

_GONE = "its time was over, so its rows are no longer kept and there is nothing to save"


def rows_saved(
    connection: Connection, held: Held, table_id: str, rule_sets: Mapping[str, RuleSet]
) -> tuple[str, bytes]:
    """The name of the file, and what stands in it: the rows of a table that stands or stood.

    Whoever asks has seen to the rights. Raises NotFound where the assessment has no such table; AssessmentRefused
    where its rows are gone, or no cell says what one of them holds.
    """
    one = next((each for each in tables(connection, held.id) if each.id == table_id), None)
    if one is None:
        raise NotFound
    if held.values_gone_at:
        raise AssessmentRefused([Fault("", _GONE)])
    rule_set = next(iter(asking_for(rule_sets, rule_set_of(rule_sets, held.year), one.name)), None)
    if rule_set is None:
        raise NotFound
    name = "-".join((held.organisation, held.year, one.site or "trust", one.name))
    return f"{name}.csv", as_csv(rule_set.tables[one.name], content(connection, one)["rows"])


def as_csv(records: Records, rows: list[Any]) -> bytes:
    """Rows as CSV (RFC 4180) that a spreadsheet takes for text in UTF-8, and of which it works nothing out.

    Raises AssessmentRefused where a row holds what no cell says exactly.
    """
    fields = {name: field for name, field in records.fields.items() if field.worked_out is None}
    written = io.StringIO()
    out = csv.writer(written, lineterminator="\r\n")
    out.writerow([escaped(heading_of(field)) for field in fields.values()])
    for number, (cells, whole) in enumerate(rows_of(fields, rows), 1):
        if not whole:
            told = (
                f"row {number} holds what no cell of a CSV file says exactly, so none was made. "
                "The declaration workbook, under Papers, holds these rows whole: save that"
            )
            raise AssessmentRefused([Fault(f"/{records.name}/rows/{number - 1}", told)])
        out.writerow([_text(each) for each in cells])
    return written.getvalue().encode("utf-8-sig")


def _text(cell: Value) -> str:
    """A cell as CSV has it; a number in plain digits."""
    return escaped(cell) if isinstance(cell, str) else f"{Decimal(repr(cell)):f}"
