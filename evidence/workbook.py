"""A sheet of an .xlsx workbook: calamine reads what was looked at before, and nothing else of the file."""

import io
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass

from python_calamine import CalamineError, CalamineWorkbook

from evidence.archive import Archive
from evidence.faults import refused
from evidence.sheet import Sheet, key
from evidence.sheet_xml import broken_cells
from evidence.xml_parts import bare, parse, text_lengths

_RELATIONS = "xl/_rels/workbook.xml.rels"
_ALWAYS = ("[content_types].xml", "_rels/.rels", "xl/workbook.xml", _RELATIONS)
_IF_THERE = ("xl/sharedstrings.xml", "xl/styles.xml")


def read_workbook(data: bytes, table: str, wanted: str | None) -> Sheet:
    """The sheet that is wanted; or the only one that is shown, or the one that bears the table's name.

    Raises ImportRefused where the file must not be opened, has no such sheet, or leaves open which one is meant.
    """
    archive = Archive(data)
    names = _sheets(archive)
    name = _chosen(names, table, wanted)
    part = names[name].part
    if part not in archive:
        raise refused("this sheet's cells are not where the workbook says. Open it and save it again as .xlsx", name)
    shared = _IF_THERE[0]
    lengths = text_lengths(archive.read(shared)) if shared in archive else ()
    broken = broken_cells(archive.read(part), lengths)
    wanted_parts = [each for each in (*_ALWAYS, *_IF_THERE, part) if each in archive]
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(archive.packed(wanted_parts))) as workbook:
            cells = workbook.get_sheet_by_name(name)
            top, left = cells.start or (0, 0)
            return Sheet(name, cells.to_python(), top + 1, left, broken)
    except CalamineError as wrong:
        raise refused(f"this sheet cannot be read ({wrong}). Open it and save it again as .xlsx", name) from None


@dataclass(frozen=True, slots=True)
class _Listed:
    part: str
    shown: bool


def _sheets(archive: Archive) -> dict[str, _Listed]:
    """The sheets by name, each with the part that the workbook's relations lead to."""
    sheets: list[tuple[str, str, bool]] = []
    leads: dict[str, str] = {}

    def start(name: str, attributes: Mapping[str, str]) -> None:
        said = {bare(each): value for each, value in attributes.items()}
        if bare(name) == "sheet":
            sheets.append((said["name"], said["id"], said.get("state", "visible") == "visible"))
        elif bare(name) == "Relationship":
            target = posixpath.join("/xl", said["Target"].replace("\\", "/"))
            leads[said["Id"]] = posixpath.normpath(target).removeprefix("/").lower()

    for each in ("xl/workbook.xml", _RELATIONS):
        parse(archive.read(each), start)
    return {name: _Listed(leads.get(id, ""), shown) for name, id, shown in sheets}


def _chosen(sheets: Mapping[str, _Listed], table: str, wanted: str | None) -> str:
    told = f"this workbook has the sheets {', '.join(sheets)}"
    if wanted is not None:
        if wanted not in sheets:
            raise refused(f'{told}, and no sheet "{wanted}"')
        return wanted
    shown = [name for name, each in sheets.items() if each.shown]
    named = [name for name in shown if key(name) == key(table)]
    if len(shown) == 1 or len(named) == 1:
        return (named or shown)[0]
    raise refused(f"{told}: say which of them holds the table")
