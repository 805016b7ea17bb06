"""What people write, as safe HTML: a small Markdown in, and out of it nothing that a page could run, load or hide.

Raw HTML is shown as the text that it is. Whatever comes out has been through nh3 too, which knows an allow-list only.
"""

import re
from dataclasses import dataclass, replace

import nh3
from lxml import html as markup
from lxml.html import HtmlElement
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TAGS = {
    *_HEADINGS,
    "p", "br", "em", "strong", "a", "ul", "ol", "li", "blockquote", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES: dict[str, set[str]] = {"a": {"href"}, "ol": {"start"}, "*": set()}
_SCHEMES = {"http", "https"}
_KINDS = (
    "paragraph", "heading", "list", "blockquote", "table", "emphasis", "link", "autolink", "newline", "escape",
)  # fmt: skip
# What no XML may hold, so neither a PDF's metadata nor a DOCX.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Count:
    """How many paragraphs and tables of a document were numbered so far."""

    paragraphs: int = 0
    tables: int = 0


def plain(text: str) -> str:
    """The text without the characters that no document can hold, and that nobody sees."""
    return _UNSEEN.sub("", text)


def words(html: str) -> str:
    """All that somebody reads on a page, on one line."""
    body = markup.document_fromstring(html).find("body")
    return " ".join("".join(body.itertext()).split()) if body is not None else ""


def rendered(markdown: str) -> str:
    """Safe HTML of what people wrote: paragraphs, subheadings, lists, quotations, emphasis, links to the web, tables.

    The subheadings are of the levels 3 and 4, so it stands below an ``h2``.
    """
    return str(below(markdown, 2))


def below(markdown: str, level: int) -> Markup:
    """The same below a heading of ``level``, 1 or 2, so that none is left out between them."""
    return _set(markdown, level, Count(), numbered=False)[0]


def numbered(markdown: str, before: Count) -> tuple[Markup, Count]:
    """The same with a number at each paragraph, on from those that came before, and what was counted by its end.

    Lists, quotations and tables belong to the paragraph before them and have none.
    """
    return _set(markdown, 2, before, numbered=True)


def _set(markdown: str, level: int, count: Count, *, numbered: bool) -> tuple[Markup, Count]:
    whole = markup.fragment_fromstring(_safe(_MARKDOWN.render(plain(markdown))), create_parent="div")
    _head(whole, level)
    _link(whole)
    for block in whole if numbered else ():
        if block.tag == "p":
            count = replace(count, paragraphs=count.paragraphs + 1)
            _number(block, count.paragraphs)
    for table in whole.iter("table"):
        count = replace(count, tables=count.tables + 1)
        _caption(table, f"Table {count.tables}")
    set_ = "\n".join(markup.tostring(each, encoding="unicode", with_tail=False) for each in whole)
    return Markup(set_), count  # noqa: S704 - nh3 cleaned it, and lxml escapes what is text


def _safe(html: str) -> str:
    return nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="noopener noreferrer")


def _is_link(address: str) -> bool:
    """Whether it leads to the web, by nh3's own reading of it: what it would take out is shown as it was typed."""
    return address.lower().startswith(("https://", "http://")) and "href" in _safe(f'<a href="{escape(address)}"></a>')


def _link(whole: HtmlElement) -> None:
    """A link that leads nowhere is its text, and one without text says where it leads."""
    for link in list(whole.iter("a")):
        if not link.get("href"):
            link.drop_tag()
        elif not link.text_content().strip():
            link.text = link.get("href")


def _head(whole: HtmlElement, level: int) -> None:
    """Every subheading is one or two levels below ``level``, and none of the second comes first or is empty."""
    seen = False
    for heading in list(whole.iter(*_HEADINGS)):
        if not heading.text_content().strip():
            heading.drop_tree()
            continue
        heading.tag = f"h{level + 2 if seen and heading.tag == 'h4' else level + 1}"
        seen = True


def _number(paragraph: HtmlElement, number: int) -> None:
    paragraph.set("id", f"para-{number}")
    paragraph.set("class", "para")
    mark = paragraph.makeelement("span", {"class": "number"})
    mark.text = f"{number}. "
    mark.tail = paragraph.text
    paragraph.text = None
    paragraph.insert(0, mark)


def _caption(table: HtmlElement, words: str) -> None:
    """A caption, and in each cell of the first row that it heads its column."""
    for header in table.iter("th"):
        header.set("scope", "col")
    caption = table.makeelement("caption", {})
    caption.text = words
    table.insert(0, caption)


def _markdown() -> MarkdownIt:
    made = MarkdownIt("zero", {"html": False, "maxNesting": 20}).enable(list(_KINDS))
    made.validateLink = _is_link  # type: ignore[method-assign, assignment]  # its own way to say which links it takes
    return made


_MARKDOWN = _markdown()
