"""A page of ours as a Word document: the same HTML, walked element by element, with Word's own styles."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from docx.document import Document
from lxml import html as markup
from lxml.html import HtmlElement

from documents.docx_inline import add_paragraph, write_inline
from documents.docx_lists import new_numbering, number
from documents.docx_sheet import About, blank, packed
from documents.docx_table import write_table

_HEADINGS: Mapping[str, str] = {"h1": "Title", "h2": "Heading 1", "h3": "Heading 2", "h4": "Heading 3"}
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class _Where:
    """What a block stands in: the style of its paragraphs, and the list that it is an item of."""

    style: str = "Normal"
    depth: int = 0


def docx(html: str) -> bytes:
    """The page as a Word document: the same text in the same order, and the same bytes for the same HTML."""
    page = markup.document_fromstring(html)
    document = blank(_about(page))
    _blocks(document, page.body, _Where())
    return packed(document)


def _about(page: HtmlElement) -> About:
    said = {each.get("name"): each.get("content") for each in page.iter("meta")}
    marks = (page.body.get("class") or "").split()
    notices = {"sample": "Sample: nobody’s real decision.", "draft": "Draft."}
    on = said.get("dcterms.created")
    return About(
        title=page.findtext("head/title", ""),
        author=said.get("author", ""),
        on=datetime.fromisoformat(on) if on else None,
        running=page.body.get("data-running", ""),
        notices=tuple(words for mark, words in notices.items() if mark in marks),
    )


def _blocks(document: Document, parent: HtmlElement, where: _Where) -> None:
    for element in parent:
        _WRITERS.get(element.tag, _inside)(document, element, where)


def _inside(document: Document, element: HtmlElement, where: _Where) -> None:
    boxed = "outcome" in (element.get("class") or "").split()
    _blocks(document, element, replace(where, style="Outcome") if boxed else where)


def _heading(document: Document, element: HtmlElement, _where: _Where) -> None:
    style = "Subject" if element.get("class") == "subject" else _HEADINGS[element.tag]
    write_inline(add_paragraph(document, style), element)


def _paragraph(document: Document, element: HtmlElement, where: _Where) -> None:
    kinds = (element.get("class") or "").split()
    style = "Numbered Paragraph" if "para" in kinds else "Notice" if "notice" in kinds else where.style
    write_inline(add_paragraph(document, style), element)


def _quote(document: Document, element: HtmlElement, where: _Where) -> None:
    _blocks(document, element, replace(where, style="Quote"))


def _list(document: Document, element: HtmlElement, where: _Where) -> None:
    depth = min(where.depth + 1, _DEEPEST)
    deeper = "" if depth == 1 else f" {depth}"
    plain = "plain" in (element.get("class") or "").split()
    kind = "Number" if element.tag == "ol" else "Bullet"
    counted = new_numbering(document, f"List Number{deeper}", _start(element)) if element.tag == "ol" else None
    for item in element.iterchildren("li"):
        for place, block in enumerate(_item(item)):
            if block.tag in _WRITERS and block.tag != "p":
                _WRITERS[block.tag](document, block, _Where(f"List Continue{deeper}", depth))
                continue
            style = "Normal" if plain else f"List {kind}{deeper}" if place == 0 else f"List Continue{deeper}"
            written = add_paragraph(document, style)
            if counted is not None and place == 0:
                number(written, counted)
            write_inline(written, block)


def _start(element: HtmlElement) -> int:
    found = re.fullmatch(r"\d{1,9}", element.get("start") or "")
    return int(found[0]) if found else 1


def _item(item: HtmlElement) -> Iterator[HtmlElement]:
    """The blocks of a list item: what stands in it without a paragraph of its own is one."""
    loose = _loose(item, item.text)
    for child in list(item):
        if child.tag in _WRITERS:
            if loose.text_content():
                yield loose
            loose = _loose(item, child.tail)
            yield child
        else:
            child.tail = _ended(child.tail) if child.getnext() is None else child.tail
            loose.append(child)
    if loose.text_content():
        yield loose


def _loose(item: HtmlElement, text: str | None) -> HtmlElement:
    made = item.makeelement("p", {})
    made.text = _ended(text)
    return made


def _ended(text: str | None) -> str:
    """Text without a line's end after it: that is how the HTML is written, and no space."""
    return (text or "").rstrip("\n")


def _table(document: Document, element: HtmlElement, _where: _Where) -> None:
    write_table(document, element)


_WRITERS: Mapping[str, Callable[[Document, HtmlElement, _Where], None]] = {
    **dict.fromkeys(_HEADINGS, _heading),
    "p": _paragraph,
    "ul": _list,
    "ol": _list,
    "blockquote": _quote,
    "table": _table,
}
