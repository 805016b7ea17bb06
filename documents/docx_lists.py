"""Numbered lists in Word: each begins at its own number, where Word would go on with the one before."""

from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph


def new_numbering(document: Document, style: str, start: int) -> int:
    """The id of a numbering like that of a list style, which begins at ``start``."""
    numberings = document.part.numbering_part.element
    like = document.styles[style].element.pPr.numPr.numId.val
    of = next(each.abstractNumId.val for each in numberings.findall(qn("w:num")) if each.numId == like)
    made = numberings.add_num(of)
    made.add_lvlOverride(ilvl=0).add_startOverride(start)
    return int(made.numId)


def number(paragraph: Paragraph, numbering: int) -> None:
    """Gives a paragraph the next number of a numbering."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = numbering
    if paragraph.style is not None:  # a numbering of its own would bring its indents too
        like, here = paragraph.style.paragraph_format, paragraph.paragraph_format
        here.left_indent, here.first_line_indent = like.left_indent, like.first_line_indent
