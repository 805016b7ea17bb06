"""A published record as plain text, 72 columns wide: the words of its page, in the same order."""

import re
from collections.abc import Iterable, Iterator
from textwrap import TextWrapper

from lxml import html as markup
from lxml.html import HtmlElement

from documents.published_page import published_html
from documents.record import Record

_WIDTH = 72
_RULES = {"h1": "=", "h2": "-"}
_BLOCKS = {"p", "ul", "ol", "blockquote", "table", "h1", "h2", "h3", "h4"}


def published_text(record: Record, address: str) -> str:
    """The text of the page of a record. A word longer than a line, such as an address, has a line of its own."""
    page = markup.document_fromstring(published_html(record, address))
    return "\n".join([*_lines(page.body, "")]).strip() + "\n"


def _lines(parent: HtmlElement, margin: str) -> Iterator[str]:
    """The lines of each block below an element, with an empty one behind it."""
    for element in parent:
        if element.tag in _RULES or element.tag in ("h3", "h4"):
            yield from _heading(element, margin)
        elif element.tag == "p":
            yield from (*_paragraph(element, margin), margin.rstrip())
        elif element.tag in ("ul", "ol"):
            yield from (*_list(element, margin), margin.rstrip())
        elif element.tag == "blockquote":
            yield from (*_without_end(_lines(element, f"{margin}> ")), margin.rstrip())
        elif element.tag == "table":
            yield from _table(element, margin)
        else:
            yield from _lines(element, margin)


def _heading(element: HtmlElement, margin: str) -> Iterator[str]:
    held = list(_wrapped(_said(element), margin))
    rule = _RULES.get(element.tag)
    yield margin.rstrip()
    yield from held
    if rule:
        yield rule * min(_WIDTH, max(map(len, held), default=0))
    yield margin.rstrip()


def _paragraph(element: HtmlElement, margin: str) -> Iterator[str]:
    """A paragraph, each of its lines on its own; what has a number hangs on it."""
    number = element.find("span[@class='number']")
    hang = "" if number is None else " " * len(number.text or "")
    for place, line in enumerate(_said(element).split("\n")):
        yield from _wrapped(line, margin + (hang if place else ""), margin + hang)


def _list(element: HtmlElement, margin: str) -> Iterator[str]:
    """Each item with its mark; what else is in it stands below, in line with it."""
    start = int(element.get("start") or 1)
    for place, item in enumerate(element, start):
        mark = f"{place}. " if element.tag == "ol" else "- "
        inside = " " * len(mark)
        own = _said(item, blocks=False)
        beside = (line for said in filter(None, own.split("\n")) for line in _wrapped(said, margin + inside))
        held = _without_end([*beside, *_lines(item, margin + inside)])
        yield (margin + mark + (held[0][len(margin + inside) :] if held else "")).rstrip()
        yield from held[1:]


def _without_end(lines: Iterable[str]) -> list[str]:
    """Lines without the empty ones at their end."""
    held = list(lines)
    while held and not held[-1].strip("> "):
        held.pop()
    return held


def _table(element: HtmlElement, margin: str) -> Iterator[str]:
    """Its caption, then row by row: what heads the row, and below it each cell behind what heads its column."""
    caption = element.find("caption")
    if caption is not None:
        yield from _wrapped(f"{_said(caption)}:", margin)
    rows = [list(row) for row in element.iter("tr")]
    heads = [_said(cell) for cell in rows[0]] if rows else []
    for row in rows[1:]:
        yield margin.rstrip()
        yield from _cell(f"{heads[0]}: {_said(row[0])}", margin)
        for head, cell in zip(heads[1:], row[1:], strict=False):
            yield from _cell(f"{head}: {_said(cell)}", f"{margin}  ")
    yield margin.rstrip()


def _cell(text: str, margin: str) -> Iterator[str]:
    """What a cell says: all but its first line stands further in."""
    further = f"{margin}    "
    for place, line in enumerate(filter(None, text.split("\n"))):
        yield from _wrapped(line, further if place else margin, further)


def _wrapped(text: str, first: str, rest: str | None = None) -> Iterator[str]:
    made = TextWrapper(
        _WIDTH, initial_indent=first, subsequent_indent=first if rest is None else rest,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    yield from (line.rstrip() for line in made.wrap(text) or [first])


def _said(element: HtmlElement, *, blocks: bool = True) -> str:
    """What an element says on one line, or on several where it breaks them; links with where they lead."""
    whole = "".join(_pieces(element, blocks=blocks))
    return "\n".join(" ".join(line.split()) for line in re.split("\x1f", whole)).strip("\n ")


def _pieces(element: HtmlElement, *, blocks: bool) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == "br":
            yield "\x1f"
        elif blocks or child.tag not in _BLOCKS:
            yield from _pieces(child, blocks=blocks)
            yield from _leads(child)
        yield child.tail or ""


def _leads(element: HtmlElement) -> Iterator[str]:
    """Where a link leads, unless that is what it says, or it is a place of the same text."""
    href = element.get("href") if element.tag == "a" else None
    if href and not href.startswith("#") and href != (element.text_content() or "").strip():
        yield f" <{href}>"
