"""Whether a publication can be read by everybody: its page, and the PDF that is made of it."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from pypdf import PdfReader
from pypdf.generic import DictionaryObject

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(slots=True)
class _Table:
    caption: str = ""
    headers: int = 0
    unscoped: int = 0


class _Page(HTMLParser):
    """What a page says of itself to a program that reads it aloud."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.language, self.title = "", ""
        self.headings: list[tuple[int, str]] = []
        self.tables: list[_Table] = []
        self.unnamed = 0  # pictures without words
        self._within = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = held.get("lang", "")
        elif tag == "table":
            self.tables.append(_Table())
        elif tag == "th" and self.tables:
            self.tables[-1].headers += 1
            self.tables[-1].unscoped += held.get("scope") not in ("col", "row", "colgroup", "rowgroup")
        elif tag == "img":
            self.unnamed += "alt" not in held
        if tag in _HEADINGS:
            self.headings.append((int(tag[1]), ""))
        if tag in (*_HEADINGS, "title", "caption"):
            self._within = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._within:
            self._within = ""

    def handle_data(self, data: str) -> None:
        if self._within == "title":
            self.title += data
        elif self._within == "caption" and self.tables:
            self.tables[-1].caption += data
        elif self._within in _HEADINGS:
            level, said = self.headings[-1]
            self.headings[-1] = (level, said + data)


def page_faults(html: str) -> Iterator[str]:
    """What somebody could not read in a page, in words for whoever has to mend it."""
    page = _Page(html)
    if not page.language:
        yield "the page does not say its language"
    if not page.title.strip():
        yield "the page has no title: give the decision one, or redact less of it"
    yield from _heading_faults(page.headings)
    for number, table in enumerate(page.tables, 1):
        said = table.caption.strip() or f"number {number}"
        if not table.headers:
            yield f"the table {said} has no headings: give its first line headings, or write it as text"
        elif table.unscoped:
            yield f"the table {said} does not say what its headings are of"
    if page.unnamed:
        yield f"{page.unnamed} of its pictures have no words for those who cannot see them"


def _heading_faults(headings: list[tuple[int, str]]) -> Iterator[str]:
    if [level for level, _ in headings].count(1) != 1:
        yield "the page has not one heading of the first level"
    before = 0
    for level, said in headings:
        if not said.strip():
            yield f"a heading of level {level} is empty: write it, or take it away"
        if level > before + 1:
            yield f"the heading “{said.strip()}” leaves a level out: put the headings of the text in order"
        before = level


def pdf_faults(data: bytes) -> Iterator[str]:
    """What a PDF lacks that programs need to read it aloud."""
    root = PdfReader(io.BytesIO(data)).trailer["/Root"].get_object()
    assert isinstance(root, DictionaryObject)  # noqa: S101  # of every PDF
    marks = root.get("/MarkInfo")
    tagged = isinstance(marks, DictionaryObject) and bool(marks.get("/Marked")) and "/StructTreeRoot" in root
    if not tagged:
        yield "the PDF is not tagged, so that nobody can have it read aloud in order"
    if not root.get("/Lang"):
        yield "the PDF does not say its language"
