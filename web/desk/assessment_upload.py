"""Tables of an assessment: what is asked for and what stands; a file is looked into, its changes shown, then stored.

Until its sender confirms what was shown, nothing of a file is stored: it waits for that person alone.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment import AssessmentRefused
from assessment.kept import Held, NotFound, importing, saving
from engine import Fault, Records, capital
from evidence import Imported, ImportRefused, masked, read_table, state
from web import loaded, waiting_files
from web.desk import sending
from web.desk.addresses import Address
from web.desk.asked import Asked
from web.desk.assessment_asked import OfYear, at_code, code_at, of_year
from web.desk.assessment_frame import AT, find, looking, opening
from web.desk.assessment_rows import cells, changes, columns
from web.desk.case_frame import names_of
from web.desk.record_files import CHOOSE, LARGEST_FILE
from web.desk.sending import Places, typed
from web.desk.signed_in import actor
from web.ids import as_id
from web.office import now, office
from web.saved import to_be_saved

DONE = {
    "stored": "The table was stored.",
    "same": "This file says what stands already, so nothing was changed.",
}
GONE = "The file that was shown waited for an hour and is no longer here, so nothing was stored. Choose it again"
ROWS = 100  # of a table, on one page
_ONE = f"{AT}/upload/<at>/<table>"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A table that is asked for at one place, and the one that stands there, if any does."""

    records: Records
    rule_set: str
    at: str
    stands: importing.KeptTable | None


@dataclass(frozen=True, slots=True)
class Table:
    """One table at one place: what it is to hold, and all that were ever brought, the newest first."""

    asked: Asked
    records: Records
    at: str
    actions: tuple[str, ...]
    kept: tuple[importing.KeptTable, ...]
    names: Mapping[str, str]


def assessment_upload(id: str) -> str:
    """Every table that is asked for, of the trust and of each site, with what stands. That it was read is kept."""

    def look(connection: Any, held: Held) -> Any:
        stands, year = importing.standing(connection, held.id), of_year(held)
        return _wanted(held, year, stands), names_of(connection, (each.by for each in stands))

    opened, (wanted, names) = opening(id, "tables", look)
    return render_template("desk/assessment_upload.html", opened=opened, wanted=wanted, names=names, errors={})


def assessment_table(
    id: str, at: str, table: str, errors: Places | None = None, refused: ImportRefused | None = None
) -> str:
    """One table at one place: what it is to hold, what stands, what came before, and the form for a file."""
    opened, found = opening(id, "tables", lambda connection, held: _look(connection, held, at, table))
    faults, more = (_in_lines(refused), refused.more) if refused else ((), 0)
    many = len(faults) + more
    told = {"file": f"Nothing was taken from the file: {many} to mend. Each is listed below"} if many else {}
    return render_template(
        "desk/assessment_upload_table.html", opened=opened, found=found, place=opened.site(code_at(opened.held, at)),
        faults=faults, more=more,
        errors=errors or told, typed=request.form, largest=LARGEST_FILE // 1_000_000,
        done=DONE.get(request.args.get("done", "")),
    )  # fmt: skip


def preview_table(id: str, at: str, table: str) -> ResponseReturnValue:
    """What a file would change. Nothing of it is stored, and every fault in it is told at once."""
    find(id)
    file = request.files.get("file")
    if file is None or not file.filename:
        return assessment_table(id, at, table, {"file": CHOOSE}), 422
    return _shown(id, at, table, file.stream.read(), file.filename, {})


def store_table(id: str, at: str, table: str) -> ResponseReturnValue:
    """Store what was shown. The same rows twice change nothing."""
    held, expected, sha256 = find(id), sending.expected(), typed("sha256")

    def work() -> str:
        data = waiting_files.held(actor().id, sha256)
        if data is None:
            raise AssessmentRefused([Fault("/file", GONE)])
        _, brought = _read(held, at, table, data, typed("name"))
        with office().private.reading() as connection:
            shown, rule_sets = typed("preview"), loaded().rule_sets
            ready = importing.work_out(connection, actor(), id, brought, shown, rule_sets, expected)
        with office().private.writing() as connection:
            importing.keep(connection, now(), actor(), ready)
        waiting_files.let_go(actor().id, sha256)
        done = "same" if ready.same else "stored"
        return url_for("desk.assessment_table", id=id, at=at, table=table, done=done)

    def again(errors: Places) -> str:
        data = waiting_files.held(actor().id, sha256)
        if data is None:
            return assessment_table(id, at, table, errors)
        page = _shown(id, at, table, data, typed("name"), _at_form(errors))
        return page if isinstance(page, str) else page[0]

    return sending.sent_apart(work, again)


def table_rows(id: str, at: str, table: str, table_id: str) -> str:
    """The rows of a table that stands or stood, a page of them at a time. That they were read is kept."""

    def look(connection: Any, held: Held) -> Any:
        found = _look(connection, held, at, table)
        one = next((each for each in found.kept if each.id == as_id(table_id)), None)
        if one is None:
            raise NotFound
        return found, one, importing.content(connection, one)["rows"]

    opened, (found, one, rows) = opening(id, "tables", look)
    said = request.args.get("from", "1")
    first = min(int(said), max(len(rows), 1)) if said.isascii() and said.isdecimal() and 0 < len(said) < 8 else 1
    first = max(first, 1)
    shown = [
        (number, cells(found.records, row)) for number, row in enumerate(rows[first - 1 : first - 1 + ROWS], first)
    ]
    return render_template(
        "desk/assessment_upload_rows.html", opened=opened, found=found, one=one, shown=shown, first=first,
        columns=columns(found.records), place=opened.site(code_at(opened.held, at)), errors={},
        next=first + ROWS if first + ROWS <= len(rows) else 0, before=max(first - ROWS, 1) if first > 1 else 0,
    )  # fmt: skip


def save_rows(id: str, at: str, table: str, table_id: str) -> Response:
    """The rows of a table that stands or stood, as a CSV file that can be brought again. That they were read is kept.

    Raises AssessmentRefused where no cell says what a row holds.
    """

    def look(connection: Any, held: Held) -> Any:
        if as_id(table_id) not in {each.id for each in _look(connection, held, at, table).kept}:
            raise NotFound
        return saving.rows_saved(connection, held, as_id(table_id), loaded().rule_sets)

    _, (name, data) = opening(id, "tables", look)
    return to_be_saved(data, "text/csv; charset=utf-8", name)


def _shown(id: str, at: str, table: str, data: bytes, name: str, errors: Places) -> str | tuple[str, int]:
    """The page of what a file would change; or that of the table with what is to be mended."""
    opened, found = looking(id, lambda connection, held: _look(connection, held, at, table))
    try:
        read, brought = _read(opened.held, at, table, data, name)
        with office().private.reading() as connection:
            seen = importing.preview(connection, actor(), id, brought, loaded().rule_sets)
            before = importing.content(connection, found.kept[0])["rows"] if found.kept else []
    except ImportRefused as refused:
        return assessment_table(id, at, table, None, refused), 422
    except AssessmentRefused as refused:
        return assessment_table(id, at, table, {"file": ". ".join(each.message for each in refused.faults)}), 422
    lines = changes(found.records, seen, before, read.rows, read.numbers)
    return render_template(
        "desk/assessment_upload_preview.html", opened=opened, found=found, at=at, seen=seen, lines=lines, read=read,
        place=opened.site(brought.site), called=masked(name), errors=errors, typed=request.form,
        held={
            "sha256": waiting_files.hold(actor().id, data), "name": name, "preview": seen.sha256,
            "sheet": typed("sheet"), "ignore": typed("ignore"), "complete_by": typed("complete_by"),
        },
    )  # fmt: skip


def _in_lines(refused: ImportRefused) -> tuple[tuple[str, str], ...]:
    """Each fault of a file: where it is, and what is wrong and what to do, without any number of a patient."""
    return tuple(
        (capital(masked(str(each.place))) or "The file", capital(masked(each.message))) for each in refused.faults
    )


def _read(held: Held, at: str, table: str, data: bytes, name: str) -> tuple[Imported, importing.Brought]:
    """A file of records as the assessment takes it. Raises ImportRefused with every fault of it."""
    asked, records = _asked(of_year(held), held, at, table)
    ignored = [each.strip() for each in typed("ignore").split("\n") if each.strip()]
    read = read_table(records, data, name, typed("sheet") or None, ignored)
    said = state(asked.rule_set, table, read, typed("complete_by"))
    return read, importing.Brought(code_at(held, at), table, said, hashlib.sha256(data).hexdigest(), asked.rule_set.id)


def _look(connection: Any, held: Held, at: str, table: str) -> Table:
    year, code = of_year(held), code_at(held, at)
    asked, records = _asked(year, held, at, table)
    every = importing.tables(connection, held.id)
    kept = tuple(each for each in reversed(every) if (each.site, each.name) == (code, table))
    actions = tuple(year.asks(action) for action in year.actions_of(table))
    return Table(asked, records, at, actions, kept, names_of(connection, (each.by for each in kept)))


def _asked(year: OfYear, held: Held, at: str, table: str) -> tuple[Asked, Records]:
    """What is asked for as this table at this place. Raises NotFound where nothing is."""
    asked = year.one(table)
    if asked.records is None or year.at_trust(table) != (code_at(held, at) == ""):
        raise NotFound
    return asked, asked.records


def _wanted(held: Held, year: OfYear, stands: Iterable[importing.KeptTable]) -> dict[str, list[Wanted]]:
    """The tables that are asked for, under the trust and then under each site."""
    last = {(each.site, each.name): each for each in stands}
    found: dict[str, list[Wanted]] = {}
    for code, place in (("", "The trust as a whole"), *((site.code, site.name) for site in held.sites)):
        for asked in year.asked.values():
            if asked.records is not None and year.at_trust(asked.name) == (code == ""):
                stood = last.get((code, asked.name))
                wanted = Wanted(asked.records, asked.rule_set.id, at_code(code), stood)
                found.setdefault(place, []).append(wanted)
    return found


def _at_form(errors: Places) -> dict[str, str]:
    """On the page of a preview there is no field to mend anything in."""
    return {(place if place == "form" else f"form.{place}"): told for place, told in errors.items()}


ADDRESSES = (
    Address(f"{AT}/upload", assessment_upload, "assessment.read"),
    Address(_ONE, assessment_table, "assessment.read"),
    Address(_ONE, preview_table, "assessment.change", "POST", LARGEST_FILE + 1_000_000),
    Address(f"{_ONE}/stored", store_table, "assessment.change", "POST"),
    Address(f"{_ONE}/<table_id>", table_rows, "assessment.read"),
    Address(f"{_ONE}/<table_id>/rows.csv", save_rows, "assessment.read"),
)
