"""A blank Word document as ours begin: A4, British English, our styles, and nothing in it that names who made it."""

import io
import itertools
import zipfile
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

_FONT, _DARK, _GREY = "Arial", RGBColor(0x12, 0x43, 0x6D), RGBColor(0x4A, 0x55, 0x60)
_HEADINGS = {"Title": 20, "Heading 1": 14, "Heading 2": 12, "Heading 3": 11}
_BOXED = {"Outcome": ("12436D", "EEF3F8"), "Notice": ("7A5C00", "FFF6D9")}
_LANGUAGE = "en-GB"
_ROOM = 255  # characters in a property
# What Word's own empty document says of the computer on which it was made.
_NOT_OURS = ("/thumbnail", "/extended-properties")


@dataclass(frozen=True, slots=True)
class About:
    """What a document says of itself. ``on``: its day, or none while it is a draft."""

    title: str
    author: str
    on: datetime | None
    running: str
    notices: tuple[str, ...]


def blank(about: About) -> Document:
    """A document with its page, its styles, its header and footer, and no text."""
    made = docx.Document()
    _page(made, about)
    _styles(made)
    _properties(made, about)
    return made


def packed(document: Document) -> bytes:
    """The file: the same document gives the same bytes, whenever it is written."""
    written, whole = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as there, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as again:
        for name in there.namelist():
            again.writestr(zipfile.ZipInfo(name), there.read(name), zipfile.ZIP_DEFLATED)
    return whole.getvalue()


def _page(made: Document, about: About) -> None:
    page = made.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.4)
    page.top_margin = page.bottom_margin = Cm(2.4)
    page.header.paragraphs[0].add_run(about.running)
    footer = page.footer.paragraphs[0]
    footer.add_run("".join(f"{notice} " for notice in about.notices))
    footer.add_run("Page ")
    _field(footer, "PAGE")
    footer.add_run(" of ")
    _field(footer, "NUMPAGES")


def _field(paragraph: Paragraph, name: str) -> None:
    """A number that Word works out when the document is opened."""
    for kind, text in (("begin", ""), ("", name), ("separate", ""), ("end", "")):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = text
        paragraph.add_run()._r.append(part)


def _styles(made: Document) -> None:
    normal = _style(made, "Normal")
    _font(normal, 11)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(7), 1.15
    for name, size in _HEADINGS.items():
        heading = _style(made, name)
        _font(heading, size)
        heading.font.bold, heading.font.italic, heading.font.color.rgb = True, False, _DARK
        heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(14), Pt(5)
        heading.paragraph_format.keep_with_next = True
    _lined(_style(made, "Title"), {})
    _font(_style(made, "Caption"), 10)
    _style(made, "Caption").font.color.rgb = _GREY
    _style(made, "Caption").paragraph_format.keep_with_next = True
    for name in ("Header", "Footer"):
        _font(_style(made, name), 9)
        _style(made, name).font.color.rgb = _GREY
    _style(made, "Quote").paragraph_format.left_indent = Cm(1.6)
    subject, table = _added(made, "Subject"), _added(made, "Table Text")
    subject.font.size, subject.font.bold = Pt(13), True
    table.font.size, table.paragraph_format.space_after = Pt(10), Pt(3)
    _lists(made)
    numbered = _added(made, "Numbered Paragraph")
    numbered.paragraph_format.left_indent, numbered.paragraph_format.first_line_indent = Cm(1.1), Cm(-1.1)
    numbered.paragraph_format.tab_stops.add_tab_stop(Cm(1.1))
    for name, (line, fill) in _BOXED.items():
        _lined(_added(made, name), {"left": line}, fill)
    for language in made.styles.element.iter(qn("w:lang")):
        for attribute in ("w:val", "w:eastAsia"):
            language.set(qn(attribute), _LANGUAGE)


def _lists(made: Document) -> None:
    """Each list stands below the text of a numbered paragraph, and each in it further in."""
    for kind, depth in itertools.product(("Bullet", "Number", "Continue"), (1, 2, 3)):
        listed = _style(made, f"List {kind}{f' {depth}' if depth > 1 else ''}").paragraph_format
        listed.left_indent, listed.first_line_indent = Cm(1.1 + 0.6 * depth), Cm(0 if kind == "Continue" else -0.6)


def _style(made: Document, name: str) -> ParagraphStyle:
    found = made.styles[name]
    assert isinstance(found, ParagraphStyle)  # noqa: S101 - each of them is one in Word's own empty document
    return found


def _added(made: Document, name: str) -> ParagraphStyle:
    added = made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(added, ParagraphStyle)  # noqa: S101 - that is the type that was asked for
    added.base_style = made.styles["Normal"]
    return added


def _font(style: ParagraphStyle, size: float) -> None:
    """One font for every script, in the place of those of the theme."""
    style.font.name, style.font.size = _FONT, Pt(size)
    fonts = style.element.get_or_add_rPr().rFonts
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), _FONT)


def _lined(style: ParagraphStyle, sides: dict[str, str], fill: str = "") -> None:
    """Lines beside the paragraphs of a style, in the place of any that it had, and a colour behind them."""
    properties: Any = style.element.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)
    borders = OxmlElement("w:pBdr")
    for side, colour in sides.items():
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "36"), ("space", "8"), ("color", colour)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
    if fill:
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
            shade.set(qn(f"w:{name}"), value)
        properties.insert_element_before(shade, "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def _properties(made: Document, about: About) -> None:
    core = made.core_properties
    core.title, core.author, core.language = about.title[:_ROOM], about.author[:_ROOM], _LANGUAGE
    core.comments = core.last_modified_by = core.keywords = core.subject = core.category = ""
    if about.on:
        core.created = core.modified = about.on
    else:
        for name in ("dcterms:created", "dcterms:modified"):
            for element in core._element.findall(qn(name)):
                core._element.remove(element)
    relations = made.part.package.rels
    for id in [id for id, each in relations.items() if each.reltype.endswith(_NOT_OURS)]:
        relations.pop(id)
