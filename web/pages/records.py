"""A file of records is read, counted and shown: what each share comes to, the rows that keep it down, those in doubt.

Nothing is stored: the file is read while the page is made, and then it is gone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage, MultiDict

from engine import Determination, FactError, Fault, Records, RuleSet, asked_beside, said_first, shares_of_rows
from evidence import Imported, ImportRefused, masked, read_table, state
from evidence.sheets import write_template
from web.pages import forms, grouping
from web.pages.setting import rule_set_or_404, rule_sets
from web.pages.typed_values import Typed

LARGEST_FILE = 20_000_000  # bytes
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN = 50  # rows named for one share; how many more there are is said


@dataclass
class _Shown:
    """What the page shows besides the form."""

    errors: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    more: int = 0
    determination: Determination | None = None
    read: Imported | None = None
    by: str = ""


def records_form(id: str, table: str) -> str:
    """The empty form for a file."""
    rule_set, records = _found(id, table)
    return _page(rule_set, records, MultiDict(), _Shown())


def counted(id: str, table: str) -> ResponseReturnValue:
    """What the rows of a file come to, or every fault in it."""
    request.max_content_length = LARGEST_FILE
    rule_set, records = _found(id, table)
    typed, file = request.form, request.files.get("file")
    called = masked(file.filename or "") if file else ""
    if file is None or not file.filename:
        return _page(rule_set, records, typed, _Shown({"file": "Choose a file: .csv or .xlsx"})), 422
    by = typed.get("complete_by", "").strip()
    try:
        read, statement = _read(rule_set, records, file, typed.get("sheet", "").strip(), by)
        determination = forms.determination_of(rule_set, _facts_of(typed), {records.name: statement})
    except ImportRefused as refused:
        told = {"file": f"Nothing was taken from {called}: {len(refused.faults) + refused.more} to mend"}
        faults = tuple(str(fault) for fault in refused.faults)
        return _page(rule_set, records, typed, _Shown(told, faults, refused.more)), 422
    except FactError as wrong:
        return _page(rule_set, records, typed, _Shown(_by_place(wrong.faults, rule_set))), 422
    return _page(rule_set, records, typed, _Shown(determination=determination, read=read, by=masked(by)))


def template(id: str, table: str) -> Response:
    """An empty workbook to fill in, with drop-downs and notes."""
    rule_set, records = _found(id, table)
    named = f"attachment; filename={records.name}.xlsx"
    data = write_template(rule_set.title, records, said_first(rule_sets(), rule_set.id))
    return Response(data, mimetype=XLSX, headers={"Content-Disposition": named})


def _found(id: str, table: str) -> tuple[RuleSet, Records]:
    rule_set = rule_set_or_404(id)
    if table not in rule_set.tables:
        abort(404, f"The rule set {rule_set.id} has no table called {table}.")
    return rule_set, rule_set.tables[table]


def _read(
    rule_set: RuleSet, records: Records, file: FileStorage, sheet: str, by: str
) -> tuple[Imported, dict[str, object]]:
    read = read_table(records, file.read(), file.filename or "", sheet or None)
    return read, state(rule_set, records.name, read, by)


def _facts_of(typed: Typed) -> Typed:
    """What was typed about facts, without what belongs to the file."""
    ours = {"sheet", "complete_by"}
    return MultiDict([(name, said) for name, said in typed.items(multi=True) if name not in ours])


def _by_place(faults: tuple[Fault, ...], rule_set: RuleSet) -> dict[str, str]:
    return forms.faults_by_place(faults, rule_set)


def _page(rule_set: RuleSet, records: Records, typed: Typed, shown: _Shown) -> str:
    found = shown.determination
    return render_template(
        "pages/records.html",
        rule_set=rule_set,
        records=records,
        typed=typed,
        beside=asked_beside(rule_set, records.name),
        errors=shown.errors,
        file_faults=shown.faults,
        more_faults=shown.more,
        determination=found,
        findings=grouping.by_provision(found) if found else {},
        shares=shares_of_rows(found.evaluation, records.name) if found else (),
        read=shown.read,
        by=shown.by,
        most=_SHOWN,
        largest=LARGEST_FILE // 1_000_000,
    )
