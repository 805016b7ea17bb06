"""Files as people send them, and what is said of one that is refused."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from openpyxl import Workbook

from engine import Records
from evidence import ImportRefused, read_table

HEADINGS = ("Staff", "Group", "Course", "Attended on")
SHEET = "xl/worksheets/sheet1.xml"


def lines(*rows: str, headings: str = "staff,group,course,attended_on") -> bytes:
    """A CSV file of these rows."""
    return "".join(f"{row}\n" for row in (headings, *rows)).encode()


def workbook(*rows: Sequence[Any], headings: Sequence[Any] = HEADINGS, **sheets: Sequence[Sequence[Any]]) -> bytes:
    """A workbook of one sheet, shifts, with these rows; and of others, by name."""
    made = Workbook()
    made.worksheets[0].title = "shifts"
    for row in (headings, *rows):
        made.worksheets[0].append(list(row))
    for name, others in sheets.items():
        page = made.create_sheet(name)
        for row in others:
            page.append(list(row))
    return kept(made)


def kept(made: Workbook) -> bytes:
    """A workbook's bytes."""
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A ZIP of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """A workbook with one part put in its place, or added."""
    return packed({**parts_of(data), name: content})


def changed(data: bytes, old: bytes, new: bytes, part: str = SHEET) -> bytes:
    """A workbook in whose sheet some bytes are others."""
    content = parts_of(data)[part]
    assert old in content
    return with_part(data, part, content.replace(old, new))


def refused(records: Records, data: bytes, **more: Any) -> list[str]:
    """What is said of a file that is refused, a line for each fault."""
    with pytest.raises(ImportRefused) as error:
        read_table(records, data, **more)
    return str(error.value).splitlines()
