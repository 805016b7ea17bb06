"""Word documents and Excel workbooks: every text of every part is searched, and what acts or fetches is refused."""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping

from evidence import MOST_BYTES, ZIP, bare
from keeping.evidence_refused import EvidenceRefused, refuse_nhs_numbers
from keeping.office_text import Cells, Paragraphs, shared_texts
from keeping.package import EMBEDDED, Package, read_xml
from keeping.pictures import places_in

_INSIDE = (
    "this file holds another one inside it that cannot be searched. Send that one by itself, and a copy of this one "
    "without it"
)
_MARKED_UP = (".xml", ".rels", ".vml")
_PICTURES = re.compile(r"\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|wdp|webp)$")
_MOST_INSIDE = 20


def look_at_office(package: Package) -> bool:
    """Whether all of it could be searched: not where there are pictures, whatever text is beside them.

    Raises EvidenceRefused.
    """
    inside = _inside(package)
    found: list[str] = []
    every = (("", package), *inside)
    for where, each in every:
        each.refuse_links()
        found += _Looked(each, where).places()
    refuse_nhs_numbers(found)
    return not any(_PICTURES.search(name) for _, each in every for name in each)


def _inside(package: Package) -> list[tuple[str, Package]]:
    """Workbooks and documents within this one, such as those behind its charts: one level of them, within its size."""
    names = [name for name in package if EMBEDDED.search(name)]
    if len(names) > _MOST_INSIDE:
        raise EvidenceRefused(_INSIDE)
    found: list[tuple[str, Package]] = []
    size = 0
    for name in names:
        data = package.read(name)
        if not data.startswith(ZIP):
            raise EvidenceRefused(_INSIDE)
        each = Package(data)
        size += each.size
        if not each.media_type or any(EMBEDDED.search(part) for part in each) or size > MOST_BYTES:
            raise EvidenceRefused(_INSIDE)
        found.append((f"{posixpath.basename(name)}, ", each))
    return found


class _Looked:
    """One document, searched."""

    def __init__(self, package: Package, where: str) -> None:
        self._package, self._where = package, where

    def places(self) -> Iterator[str]:
        """Where NHS numbers stand: a sheet and a cell, a paragraph, a picture, or a part."""
        shared = [name for name in self._package if self._is(name, "sharedstrings+xml")]
        texts = [text for name in shared for text in shared_texts(self._package.read(name))]
        sheets = self._sheets()
        in_cells = False
        for name in self._package:
            if _PICTURES.search(name):
                yield from (f"{self._where}{posixpath.basename(name)}, {place}" for place in self._beside(name))
            if not name.endswith(_MARKED_UP):
                continue
            if self._is(name, "worksheet+xml"):
                cells = Cells(sheets.get(name, posixpath.basename(name)), texts)
                self._read(name, cells)
                in_cells = in_cells or bool(cells.found)
                yield from (self._where + place for place in cells.found)
            elif name not in shared:
                paragraphs = Paragraphs("" if self._is(name, "document.main+xml") else _label(name))
                self._read(name, paragraphs)
                yield from (self._where + place for place in paragraphs.found)
        if not in_cells:
            yield from self._unused(shared)

    def _beside(self, name: str) -> Iterable[str]:
        return places_in(self._package.read(name))

    def _unused(self, shared: list[str]) -> Iterator[str]:
        """What once stood in a cell may still be in the file."""
        for name in shared:
            left = Paragraphs("the texts of cells that are no longer there")
            self._read(name, left)
            if left.found:
                yield f"{self._where}the texts of cells that are no longer there"

    def _read(self, name: str, reader: "Cells | Paragraphs") -> None:
        read_xml(self._package.read(name), reader.start, reader.end, reader.text)
        if reader.acts:
            raise EvidenceRefused(
                "this file holds a field that fetches from another file or starts a program. Take it out "
                f"({self._where}{reader.acts}), save it, and send that"
            )

    def _is(self, name: str, kind: str) -> bool:
        types = self._package.types
        return types.get(name, types.get(posixpath.splitext(name)[1], "")).endswith(kind)

    def _sheets(self) -> Mapping[str, str]:
        """The name of each sheet, by its part."""
        names: dict[str, str] = {}
        parts: dict[str, str] = {}

        def start(name: str, attributes: Mapping[str, str]) -> None:
            said = {bare(each): value for each, value in attributes.items()}
            if bare(name) == "sheet":
                names[said.get("id", "")] = said.get("name", "")
            elif bare(name) == "Relationship":
                target = posixpath.normpath(posixpath.join("/xl", said.get("Target", "").replace("\\", "/")))
                parts[said.get("Id", "")] = target.removeprefix("/").lower()

        for each in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
            if each in self._package:
                read_xml(self._package.read(each), start)
        return {part: names[id] for id, part in parts.items() if id in names}


def _label(name: str) -> str:
    return posixpath.basename(name)
