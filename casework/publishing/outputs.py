"""All that stands in each format of a publication, as whoever opens the file finds it: hidden layers and metadata."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

from documents import FORMATS_OF, Record
from keeping import pdf_reader

PDF = "pdf"  # the one format that takes long to make: it is read where somebody gives its bytes
BUNDLE = "bundle"  # which holds the determinations beside the record and the rules
_TEXT = "the text"
# Elements within a line: what they part is one word for whoever reads it.
_INLINES = "a abbr b bdi bdo cite code del dfn em i ins kbd mark q ref s samp small span strong sub sup u var wbr"
_INLINE = frozenset(_INLINES.split())
_OWN = ("script", "style", "template", "noscript")
_LONG = 10  # digits from which a number could be somebody's


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text of a format, and where it stands in it: a JSON pointer where the format is JSON, else in words."""

    format: str
    place: str
    text: str


def files_of(record: Record, address: str) -> Mapping[str, bytes]:
    """Every format of a record but the PDF, as it would be published at an address."""
    return {name: each.make(record, address) for name, each in FORMATS_OF.items() if name != PDF}


def pieces_of(name: str, data: bytes) -> tuple[Piece, ...]:
    """All text of a file of a format; of a format that nobody taught this module, the file as it is."""
    return tuple(_READERS.get(name, _plain)(name, data))


def pieces_of_determination(place: int, canonical: bytes) -> tuple[Piece, ...]:
    """All text of a determination as it lies in the bundle, the first of which is 1."""
    held = _json(BUNDLE, canonical)
    return tuple(Piece(BUNDLE, f"determination {place}, at {each.place}", each.text) for each in held)


def _plain(name: str, data: bytes) -> Iterator[Piece]:
    yield Piece(name, _TEXT, data.decode("utf-8", "replace"))


def _marked(name: str, data: bytes) -> Iterator[Piece]:
    reader = _Marked(name)
    reader.feed(data.decode("utf-8", "replace"))
    reader.close()
    yield Piece(name, _TEXT, "".join(reader.text))
    yield from reader.found


def _json(name: str, data: bytes) -> Iterator[Piece]:
    yield from (Piece(name, pointer, text) for pointer, text in _said(json.loads(data), ""))


def _said(here: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(here, Mapping):
        for key, each in here.items():
            yield f"{pointer}/{key}", key
            yield from _said(each, f"{pointer}/{key}")
    elif isinstance(here, list):
        for place, each in enumerate(here):
            yield from _said(each, f"{pointer}/{place}")
    elif isinstance(here, str) or (type(here) is int and len(str(here)) >= _LONG):
        yield pointer, str(here)


def _pdf(name: str, data: bytes) -> Iterator[Piece]:
    """Pages with their notes and fields; then whatever stands beside them: properties, XMP, bookmarks, tags."""
    found = pdf_reader.read(data)
    if "refused" in found:
        raise ValueError(f"the PDF cannot be read: {found['refused']}")
    for number, text in enumerate(found["pages"], 1):
        yield Piece(name, f"page {number}", text)
    yield from (Piece(name, "its properties, tags or bookmarks", text) for text in found["beside"])


_READERS: Mapping[str, Callable[[str, bytes], Iterator[Piece]]] = {
    "html": _marked,
    "xml": _marked,
    "json": _json,
    "jsonld": _json,
    PDF: _pdf,
}


class _Marked(HTMLParser):
    """HTML or XML: what is shown or hidden as text, and apart from that attributes, comments and instructions."""

    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self._name, self._own = name, ""
        self.text: list[str] = []
        self.found: list[Piece] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INLINE:
            self.text.append("\n")
        self._own = tag if tag in _OWN else ""
        for attribute, held in attrs:
            if held:
                self._find(f"the attribute {attribute} of <{tag}>", unquote(held))

    def handle_endtag(self, tag: str) -> None:
        self._own = ""
        if tag not in _INLINE:
            self.text.append("\n")

    def handle_data(self, data: str) -> None:
        if self._own:
            self._find(f"<{self._own}>", data)
        else:
            self.text.append(data)

    def handle_comment(self, data: str) -> None:
        self._find("a comment", data)

    def handle_pi(self, data: str) -> None:
        self._find("an instruction", data)

    def handle_decl(self, decl: str) -> None:
        self._find("a declaration", decl)

    def unknown_decl(self, data: str) -> None:
        self.text.append(data.removeprefix("CDATA["))

    def _find(self, place: str, text: str) -> None:
        self.found.append(Piece(self._name, place, text))
