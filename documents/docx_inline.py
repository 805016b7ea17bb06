"""What stands in a line, in Word: emphasis, breaks and links."""

import re
from dataclasses import dataclass, replace

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml.html import HtmlElement

_SPACES = re.compile(r"[ \t\r\n\f]+")  # not the space that keeps words together
_LINK = RGBColor(0x12, 0x43, 0x6D)
_ON_THE_WEB = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class _Look:
    bold: bool = False
    italic: bool = False
    small: bool = False
    link: str = ""


def add_paragraph(document: Document, style: str) -> Paragraph:
    """A new paragraph at the end, in a style that is there. Its id is its name without the spaces; python-docx would
    look through all of them for each paragraph.
    """
    made = document.add_paragraph()
    made._p.style = style.replace(" ", "")
    return made


def write_inline(paragraph: Paragraph, element: HtmlElement, *, bold: bool = False) -> None:
    """The text of an element in a paragraph, with the spaces that a browser would show."""
    _write(paragraph, element, _Look(bold=bold))


def _write(paragraph: Paragraph, element: HtmlElement, look: _Look) -> None:
    _text(paragraph, element.text, look)
    for child in element:
        if child.tag == "br":
            paragraph.add_run().add_break()
        elif child.get("class") == "number":
            paragraph.add_run(f"{child.text_content().strip()}\t")
        else:
            _write(paragraph, child, _looks(child, look))
        _text(paragraph, child.tail, look)


def _looks(element: HtmlElement, look: _Look) -> _Look:
    address = element.get("href") or ""
    return replace(
        look,
        bold=look.bold or element.tag in ("strong", "th"),
        italic=look.italic or element.tag == "em",
        small=look.small or element.get("class") == "hash",
        link=address if element.tag == "a" and address.startswith(_ON_THE_WEB) else look.link,
    )


def _text(paragraph: Paragraph, text: str | None, look: _Look) -> None:
    said = _SPACES.sub(" ", text or "")
    if not paragraph.text or paragraph.text[-1] in " \n\t":
        said = said.lstrip(" ")
    if not said:
        return
    run = paragraph.add_run(said)
    run.bold, run.italic = look.bold or None, look.italic or None
    run.font.size = Pt(8) if look.small else None
    if look.link:
        _linked(paragraph, run, look.link)


def _linked(paragraph: Paragraph, run: Run, address: str) -> None:
    """The run, within a link to an address on the web."""
    run.font.underline, run.font.color.rgb = True, _LINK
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    paragraph._p.append(link)
    link.append(run._r)
