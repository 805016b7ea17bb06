"""Changes to a scratch copy as a file states them: read strictly, every fault told with its place."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from assessment.errors import AssessmentRefused
from assessment.scratch import AddRows, FillRows, RaiseNumber, ScratchChange, StateFact
from assessment.strict_json import read_json
from engine import Fault, nearest


def read_changes_file(path: Path) -> tuple[ScratchChange, ...]:
    """The changes that a JSON file states: ``{"changes": […]}``. AssessmentRefused with every fault."""
    try:
        said = read_json(path)
    except (OSError, ValueError) as wrong:
        raise AssessmentRefused([Fault(str(path), str(wrong))]) from None
    told = "nothing of this name stands here: changes stand under changes"
    if others := [Fault(f"/{key}", told) for key in said if key != "changes"]:
        raise AssessmentRefused(others)
    return read_changes(said.get("changes"))


def read_changes(said: Any) -> tuple[ScratchChange, ...]:
    """Changes as a file states them: a list of objects, each with what one kind of change needs.

    ``{"state": NAME, "value": …}``, ``{"raise": NAME, "more": 3}``, ``{"add_rows": TABLE, "rows": […]}``,
    ``{"fill_rows": TABLE, "where": {…}, "put": {…}, "count": 3}``; each with ``site`` where it is about a site, and the
    first two with ``cell`` where a number is told apart by fields. Raises AssessmentRefused with every fault.
    """
    if not isinstance(said, list) or not said:
        raise AssessmentRefused([Fault("/changes", 'this is a list of changes: [{"state": NAME, "value": …}, …]')])
    faults = [fault for number, each in enumerate(said) for fault in _misshapen(each, f"/changes/{number}")]
    if faults:
        raise AssessmentRefused(faults)
    return tuple(_read(each) for each in said)


_KINDS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {  # what each needs, and what it may have
    "state": (("value",), ("site", "cell")),
    "raise": (("more",), ("site", "cell")),
    "add_rows": (("rows",), ("site",)),
    "fill_rows": (("where", "put"), ("site", "count")),
}
_SHAPES: Mapping[str, tuple[type, str]] = {
    "more": (int, "a whole number"),
    "rows": (list, "a list of rows"),
    "where": (dict, "an object: {FIELD: what the rows hold}"),
    "put": (dict, "an object: {FIELD: what is put into it}"),
    "cell": (dict, "an object: {FIELD: OPTION}"),
    "site": (str, "the code of a site"),
    "count": (int, "a whole number"),
}


def _misshapen(each: Any, where: str) -> Iterator[Fault]:
    kinds = [kind for kind in _KINDS if isinstance(each, Mapping) and kind in each]
    if len(kinds) != 1:
        yield Fault(where, f"a change has exactly one of {', '.join(_KINDS)}")
        return
    needs, may = _KINDS[kinds[0]]
    if not isinstance(each[kinds[0]], str):
        yield Fault(f"{where}/{kinds[0]}", "this is a name")
    for key in needs:
        if key not in each:
            yield Fault(where, f"'{key}' is missing: {kinds[0]} goes with {', '.join(needs)}")
    for key, value in each.items():
        if key not in (kinds[0], *needs, *may):
            yield Fault(f"{where}/{key}", f"{kinds[0]} has no such key.{nearest(key, (*needs, *may))}")
        elif key in _SHAPES and (not isinstance(value, _SHAPES[key][0]) or isinstance(value, bool)):
            yield Fault(f"{where}/{key}", f"this is {_SHAPES[key][1]}")


def _read(each: Mapping[str, Any]) -> ScratchChange:
    site = each.get("site", "")
    if "state" in each:
        return StateFact(each["state"], each["value"], site, each.get("cell", {}))
    if "raise" in each:
        return RaiseNumber(each["raise"], each["more"], site, each.get("cell", {}))
    if "add_rows" in each:
        return AddRows(each["add_rows"], each["rows"], site)
    return FillRows(each["fill_rows"], each["where"], each["put"], site, each.get("count"))
