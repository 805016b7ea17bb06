"""Which column of a sheet is which field: by its name or its words; what matches nothing, or is missing, is a fault."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from engine import Fact, Records, nearest
from evidence.cells import as_text
from evidence.faults import Found, Place, letter
from evidence.privacy import NHS_NUMBER, WHAT_TO_DO, holds_nhs_number, masked, private_heading
from evidence.sheet import Cell, Sheet, blank, key


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is read: where it stands in the rows, counted from 0, and for which field."""

    at: int
    letter: str
    heading: str
    field: Fact


@dataclass(frozen=True, slots=True)
class Columns:
    """What the headings come to. ``others``: columns that are not read, by their place in the rows.

    ``ignored`` are those of them that are to be ignored; ``missing``: fields without a column, whose empty cells mean
    none.
    """

    read: tuple[Column, ...]
    others: Mapping[int, str]
    ignored: Mapping[int, str]
    missing: tuple[str, ...]


def match(
    records: Records, page: Sheet, row: int, headings: Sequence[Cell], ignore: Collection[str], found: Found
) -> Columns:
    """The columns of a sheet by its headings, which stand in ``row``; faults are added to ``found``."""
    fields = {name: field for field in records.fields.values() for name in _names(field)}
    ignored, unseen = {key(each) for each in ignore}, {key(each): each for each in ignore}
    read: dict[str, Column] = {}
    others: dict[int, str] = {}
    for at, cell in enumerate(headings):
        heading = "" if blank(cell) else masked(as_text(cell).strip() or str(cell))
        place = Place(page.name, row, letter(page.first_column + at), heading)
        if holds_nhs_number(as_text(cell)):
            found.add(place, NHS_NUMBER)
        unseen.pop(key(heading), None)
        field = None if key(heading) in ignored else fields.get(key(heading))
        if field is None:
            others[at] = heading
            if told := _unread(records, heading, key(heading) in ignored):
                found.add(place, told)
        elif field.name in read:
            first = read[field.name]
            found.add(place, f"column {first.letter} ({first.heading}) is {field.name} already: keep one of the two")
        elif field.worked_out is not None:
            found.add(place, f"{field.name} is worked out and not read: delete the column, or ignore it")
        else:
            read[field.name] = Column(at, place.column, heading, field)
    for each in unseen.values():
        known = nearest(each, [name for name in others.values() if name])
        found.add(Place(page.name, row), f'there is no column "{each}" to ignore.{known}')
    missing = tuple(name for name, field in records.fields.items() if name not in read and field.worked_out is None)
    for name in missing:
        if name not in records.blank:
            told = f"there is no column for {name}, so that every cell of it would be not known: add the column"
            found.add(Place(page.name, row), told)
    passed = {at: heading for at, heading in others.items() if key(heading) in ignored}
    return Columns(tuple(read.values()), others, passed, missing)


def _names(field: Fact) -> set[str]:
    """A field's name, and its name with what it is measured in: ``hours``, ``time (hours)``, ``cost (£)``."""
    unit = "£" if field.kind == "money" else field.unit
    return {key(field.name), key(f"{field.name} {unit}")}


def _unread(records: Records, heading: str, ignored: bool) -> str:
    """What is wrong with a column that is no field's; empty where it may stand there."""
    if what := private_heading(heading):
        return f"this column looks like {what}. {WHAT_TO_DO}"
    if not heading or ignored:
        return ""
    near = nearest(re.sub(r"\W+", "_", heading.casefold()), records.fields, 1)
    return f"{records.name} has no field of this name.{near} Name it as the field, or say that it is to be ignored"
