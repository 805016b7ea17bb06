"""The changes on a what-if board: as its address carries them, and one more as it is typed. Nothing is stored.

The address holds them as ``read_changes`` takes them, but for rows that are added: one row stands there with how many
``times`` it comes.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import request

from assessment import AssessmentRefused, ScratchChange, read_changes
from assessment.kept import Stands
from engine import Fact, FactError, Fault, Records, words
from evidence import read_cell
from web.desk.asked import Asked

KINDS = ("fill", "rows", "raise", "state")
MOST_ROWS = 50  # that one change adds
LONGEST = 3_000  # of the changes as they stand in an address, which servers cut off
UNREADABLE = "The changes on this board cannot be read. Begin a new board"
FULL = "That is as many changes as one board holds. Leave one out, or begin a new board"
NOTHING = "nothing"
_OF_A_SHEET = ", or format the cell as a date"  # there is no such cell on a page
_NONE_PUT = "Nothing would become anything else: fill in at least one of the cells under Becomes"
_NO_ROW = "Fill in at least one cell of the row"
_NUMBER = "Write a whole number, such as 3, or -1 for one fewer"
_TIMES = f"Write how many rows: a whole number from 1 to {MOST_ROWS}"
_ONE_KEY = "These would be rows with the same {}: leave that cell empty, and each row gets one of its own"

Change = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a change is about: which kind of change, at which place (a site's code, or empty), and of what."""

    kind: str
    site: str
    asked: Asked

    @property
    def records(self) -> Records:
        """The table, where rows change."""
        if self.asked.records is None:
            raise LookupError("this change is of a fact, and a table is asked for")
        return self.asked.records


def on_board(said: str) -> list[Change]:
    """The changes that an address carries. Raises AssessmentRefused where they are none of ours."""
    if not said:
        return []
    try:
        found = json.loads(said)
        ok = (
            len(quote(said)) <= LONGEST
            and isinstance(found, list)
            and all(isinstance(each, dict) and _sound(each) for each in found)
        )
    except (ValueError, RecursionError):
        ok = False
    if not ok:
        raise AssessmentRefused([Fault("", UNREADABLE)])
    changes: list[Change] = found
    return changes


def as_carried(changes: list[Change]) -> str:
    """Changes as an address carries them. Raises FactError where they are too many."""
    said = json.dumps(changes, separators=(",", ":"), ensure_ascii=False)
    if len(quote(said)) > LONGEST:
        raise FactError([Fault("/form", FULL)])
    return said


def as_made(changes: list[Change], asked: Mapping[str, Asked]) -> tuple[ScratchChange, ...]:
    """Changes as the scratch copy takes them. Raises AssessmentRefused with every fault."""
    return read_changes([_whole(each, number, asked) for number, each in enumerate(changes)])


def typed_change(subject: Subject, stands: Stands | None) -> Change:
    """The change that the form in hand says. Raises FactError with every fault, each at its field."""
    faults: list[Fault] = []
    made = {"fill": _fill, "rows": _rows, "raise": _raise, "state": _state}[subject.kind](subject, faults)
    if subject.site:
        made["site"] = subject.site
    if cells := cells_of(subject, stands):
        cell = cells.get(request.args.get("cell", ""))
        if cell is None:
            faults.append(Fault("/cell", "Choose which of the numbers"))
        made["cell"] = cell
    if faults:
        raise FactError(faults)
    return made


def cells_of(subject: Subject, stands: Stands | None) -> dict[str, Mapping[str, str]]:
    """Which numbers there are of a fact that is told apart by fields; to be raised, only those that are stated."""
    if not subject.asked.in_cells:
        return {}
    every = {fact.name: fact.cell for fact in subject.asked.facts}
    if subject.kind == "state":
        return every
    said = stands.stated.said if stands and isinstance(stands.stated.said, list) else []
    given = [{key: each.get(key) for key in subject.asked.facts[0].cell} for each in said]
    return {name: cell for name, cell in every.items() if dict(cell) in given}


def _sound(each: Change) -> bool:
    times = each.get("times", 1)
    return isinstance(times, int) and 0 < times <= MOST_ROWS and isinstance(each.get("rows", []), list)


def _whole(each: Change, number: int, asked: Mapping[str, Asked]) -> Change:
    """A change with all its rows, each with a code of its own where the table tells rows apart by one."""
    times = each.get("times", 1)
    rest = {key: value for key, value in each.items() if key != "times"}
    found = asked.get(str(each.get("add_rows")))
    if "add_rows" not in each or found is None or found.records is None:
        return rest
    keys = [name for name in found.records.one_row_per if found.records.fields[name].kind == "text"]
    rows = [
        {**dict.fromkeys(keys, f"what-if-{number + 1}-{at}"), **row}
        for row in each.get("rows", [])
        if isinstance(row, dict)
        for at in range(1, times + 1)
    ]
    return {**rest, "rows": rows}


def _fill(subject: Subject, faults: list[Fault]) -> Change:
    where: dict[str, Any] = {}
    put: dict[str, Any] = {}
    for name, field in _given(subject.records):
        held = request.args.get(f"where.{name}", "")
        if held == NOTHING:
            where[name] = None
        elif held:
            where[name] = _read(field, held, f"/where/{name}", faults)
        if (said := request.args.get(f"put.{name}", "").strip()) != "":
            put[name] = _read(field, said, f"/put/{name}", faults)
    if not put:
        faults.append(Fault("/put", _NONE_PUT))
    made = {"fill_rows": subject.asked.name, "where": where, "put": put}
    count = request.args.get("count", "").strip()
    return {**made, "count": _whole_number(count, "/count", faults, 1)} if count else made


def _rows(subject: Subject, faults: list[Fault]) -> Change:
    row = {
        name: _read(field, said, f"/row/{name}", faults)
        for name, field in _given(subject.records)
        if (said := request.args.get(f"row.{name}", "").strip()) != ""
    }
    if not row:
        faults.append(Fault("/row", _NO_ROW))
    said = request.args.get("times", "1").strip()
    times = _whole_number(said, "/times", faults, 1, MOST_ROWS, _TIMES)
    told_apart = [each for each in subject.records.one_row_per if subject.records.fields[each].kind == "text"]
    given = [each for each in told_apart if each in row]
    if times > 1 and (given or not told_apart) and subject.records.one_row_per:
        key = (given or subject.records.one_row_per)[0]
        faults.append(Fault(f"/row/{key}", _ONE_KEY.format(words(key))))
    return {"add_rows": subject.asked.name, "rows": [row], "times": times}


def _raise(subject: Subject, faults: list[Fault]) -> Change:
    more = _whole_number(request.args.get("more", "").strip(), "/more", faults)
    return {"raise": subject.asked.name, "more": more}


def _state(subject: Subject, faults: list[Fault]) -> Change:
    said = request.args.get("value", "").strip()
    if not said:
        faults.append(Fault("/value", "Say what it becomes"))
        return {}
    return {"state": subject.asked.name, "value": _read(subject.asked.fact, said, "/value", faults)}


def _given(records: Records) -> Iterator[tuple[str, Fact]]:
    return ((name, field) for name, field in records.fields.items() if field.worked_out is None)


def _read(field: Fact, said: str, where: str, faults: list[Fault]) -> Any:
    """What is typed into a cell, as a spreadsheet would be read."""
    try:
        return read_cell(field, said)
    except ValueError as wrong:
        faults.append(Fault(where, str(wrong).replace(_OF_A_SHEET, "")))
        return None


def _whole_number(
    said: str, where: str, faults: list[Fault], least: int = -999_999, most: int = 999_999, told: str = _NUMBER
) -> int:
    digits = said.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 7) or not least <= int(said) <= most:
        faults.append(Fault(where, told))
        return 1
    return int(said)
