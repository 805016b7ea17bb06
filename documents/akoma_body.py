"""The parts of a published page as sections of Akoma Ntoso 3.0: numbered paragraphs, lists, quotations and tables."""

from collections import Counter
from collections.abc import Callable, Mapping

from lxml import etree
from lxml import html as markup
from lxml.etree import _Element as Element
from lxml.html import HtmlElement

from documents.prose import plain
from documents.published_page import PublishedPart

NS = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"

_BLOCKS = ("p", "ul", "ol", "blockquote", "table", "h3", "h4")
_INLINE: Mapping[str, str] = {"strong": "b", "em": "i"}
_LAW = "https://www.legislation.gov.uk/"


def under(parent: Element, tag: str, text: str = "", **said: str | None) -> Element:
    """A new element at the end of another, with its text and its attributes; those that are none are left out."""
    held = {name.rstrip("_"): plain(each) for name, each in said.items() if each is not None}
    made = etree.SubElement(parent, f"{{{NS}}}{tag}", held)
    if text:
        made.text = plain(text)
    return made


class Body:
    """Writes the parts of one document, each element with an id that no other has."""

    def __init__(self) -> None:
        self._count: Counter[str] = Counter()

    def section(self, parent: Element, part: PublishedPart) -> None:
        """A part as a section with its heading. Its numbered paragraphs are ``paragraph`` with ids such as para_3."""
        made = under(parent, "section", eId=f"sec_{part.id}")
        under(made, "heading", part.title)
        blocks = markup.fragment_fromstring(str(part.html), create_parent="div")
        if part.kind == "part":
            self._paragraphs(made, blocks)
        else:
            self._blocks(under(made, "content", eId=f"sec_{part.id}__content"), blocks)

    def closing(self, parent: Element, part: PublishedPart) -> None:
        """A part behind the text, where Akoma Ntoso has no sections."""
        made = under(parent, "container", eId=f"container_{part.id}", name=part.id)
        under(made, "block", part.title, name="heading")
        self._blocks(made, markup.fragment_fromstring(str(part.html), create_parent="div"))

    def _id(self, of: str) -> str:
        self._count[of] += 1
        return f"{of}_{self._count[of]}"

    def _paragraphs(self, section: Element, blocks: HtmlElement) -> None:
        """A list, a quotation or a table belongs to the paragraph before it."""
        content: Element | None = None
        for block in blocks:
            mark = block.find("span[@class='number']") if block.tag == "p" else None
            if mark is not None:
                number = str(mark.text).strip()
                id = f"para_{number.rstrip('.')}"
                paragraph = under(section, "paragraph", eId=id)
                under(paragraph, "num", number)
                content = under(paragraph, "content", eId=f"{id}__content")
                mark.drop_tree()
            elif block.tag in ("h3", "h4"):
                self._text(under(section, "crossHeading", eId=self._id("crossHeading")), block)
                content = None
                continue
            elif content is None:
                beside = under(section, "hcontainer", eId=self._id("hcontainer"), name="unnumbered")
                content = under(beside, "content", eId=self._id("content"))
            _WRITERS[block.tag](self, content, block)

    def _blocks(self, parent: Element, blocks: HtmlElement) -> None:
        for block in blocks:
            _WRITERS[block.tag](self, parent, block)

    def paragraph(self, parent: Element, block: HtmlElement) -> None:
        """A paragraph that has no number, or what stands in one that has."""
        self._text(under(parent, "p"), block)

    def heading(self, parent: Element, block: HtmlElement) -> None:
        """A subheading among blocks."""
        self._text(under(parent, "block", name="subheading"), block)

    def quotation(self, parent: Element, block: HtmlElement) -> None:
        """A quotation, with the blocks that are in it."""
        made = under(parent, "blockContainer", eId=self._id("quotation"), class_="quotation")
        self._blocks(made, block)

    def items(self, parent: Element, block: HtmlElement) -> None:
        """A list, each item with its text and what is in it."""
        made = under(parent, block.tag, eId=self._id("list"))
        for item in block:
            self._item(under(made, "li", eId=self._id("item")), item)

    def table(self, parent: Element, block: HtmlElement) -> None:
        """A table, row by row: what heads the columns is in cells that head them."""
        made = under(parent, "table", eId=self._id("table"))
        caption = block.find("caption")
        if caption is not None:
            self._text(under(made, "caption"), caption)
        for row in block.iter("tr"):
            set_ = under(made, "tr", eId=row.get("id"))
            for cell in row:
                self._text(under(under(set_, cell.tag), "p"), cell)

    def _item(self, made: Element, element: HtmlElement) -> None:
        """An item holds text, paragraphs and lists, and nothing else: what else there is becomes paragraphs."""
        _add(made, element.text)
        for child in element:
            if child.tag in ("ul", "ol"):
                self.items(made, child)
            elif child.tag in ("p", "h3", "h4"):
                self._text(under(made, "p"), child)
            elif child.tag in _BLOCKS:
                self._flat(made, child)
            else:
                self._mark(made, child)
            _add(made, child.tail)
        _trim(made)

    def _flat(self, made: Element, block: HtmlElement) -> None:
        """A quotation or a table in an item, as paragraphs."""
        for line in block.iter("caption", "p", "li", "tr"):
            if line.find(".//p") is None:
                self._text(under(made, "p"), line)

    def _text(self, made: Element, element: HtmlElement) -> None:
        """The text of a block with its emphasis, links and ends of lines."""
        self._inline(made, element)
        _trim(made)

    def _inline(self, made: Element, element: HtmlElement) -> None:
        """What is in an element: where that has no counterpart, its text goes on where it stood."""
        _add(made, element.text)
        for child in element:
            self._mark(made, child)
            _add(made, child.tail)

    def _mark(self, made: Element, child: HtmlElement) -> None:
        if child.tag == "br":
            under(made, "eol")
        elif child.tag == "a":
            href = str(child.get("href"))
            law = href.startswith(_LAW)
            link = under(made, "ref" if law else "a", href=href, eId=self._id("ref") if law else None)
            self._inline(link, child)
        elif child.tag in _INLINE:
            self._inline(under(made, _INLINE[child.tag]), child)
        elif child.get("class"):
            self._inline(under(made, "span", class_=child.get("class")), child)
        else:
            self._inline(made, child)


_WRITERS: Mapping[str, Callable[[Body, Element, HtmlElement], None]] = {
    **dict.fromkeys(("h3", "h4"), Body.heading),
    **dict.fromkeys(("ul", "ol"), Body.items),
    "p": Body.paragraph,
    "blockquote": Body.quotation,
    "table": Body.table,
}


def _add(made: Element, text: str | None) -> None:
    """Text at the end of an element, behind what is in it already; the ends of the HTML's lines are spaces."""
    said = (text or "").replace("\n", " ")
    if len(made):
        made[-1].tail = (made[-1].tail or "") + said
    else:
        made.text = (made.text or "") + said


def _trim(made: Element) -> None:
    """No space at the beginning or the end."""
    made.text = (made.text or "").lstrip() or None
    if len(made):
        made[-1].tail = (made[-1].tail or "").rstrip() or None
    elif made.text:
        made.text = made.text.rstrip()
