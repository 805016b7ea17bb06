"""Tables in Word: a caption before each, and a first row that is marked as its header and comes again on each page."""

from collections.abc import Sequence
from itertools import zip_longest

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.table import Table
from lxml.html import HtmlElement

from documents.docx_inline import add_paragraph, write_inline

_PAGE = 16.2  # centimetres between the margins
_NARROWEST, _WIDEST = 24, 60  # characters
_ASKED = {"number": 10, "place": 20, "middling": 24, "remarks": 36, "wide": 60}  # what a column of that class asks for


def write_table(document: Document, element: HtmlElement) -> None:
    """The table, with its caption, and a little room after it."""
    rows = list(element.iter("tr"))
    caption = element.find("caption")
    if caption is not None:
        write_inline(add_paragraph(document, "Caption"), caption)
    made = document.add_table(len(rows), max(len(row) for row in rows), "Table Grid")
    if caption is not None:
        _described(made, caption.text_content())
    for row, cells in zip(made.rows, rows, strict=True):
        _whole(row._tr, heads=cells.getparent().tag == "thead")
        for cell, said in zip(row.cells, cells, strict=False):
            cell.paragraphs[0]._p.style = "TableText"
            write_inline(cell.paragraphs[0], said, bold=said.tag == "th")
    _widths(made, rows, [each.get("class") or "" for each in element.iter("col")])
    add_paragraph(document, "Normal")


def _widths(table: Table, rows: Sequence[HtmlElement], kinds: Sequence[str]) -> None:
    """Each column as wide as its class or what it holds asks for, within reason, in what the page has."""
    columns = zip_longest(*([len(cell.text_content()) for cell in row] for row in rows), fillvalue=0)
    asked = [min(max(*held, _NARROWEST), _WIDEST) for held in columns]
    if kinds:
        asked = [_ASKED.get(kind, width) for kind, width in zip(kinds, asked, strict=True)]
    for column, wanted in zip(table.columns, asked, strict=True):
        column.width = Cm(_PAGE * wanted / sum(asked))  # LibreOffice reads this, and Word that of each cell
        for cell in column.cells:
            cell.width = column.width


def _described(table: Table, words: str) -> None:
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), words)
    table._tbl.tblPr.append(caption)


def _whole(row: object, *, heads: bool) -> None:
    """A row is not split between pages; one that heads the others comes again on each."""
    properties = row.get_or_add_trPr()  # type: ignore[attr-defined]  # python-docx types no rows
    for name in ("w:cantSplit", *(["w:tblHeader"] if heads else [])):
        properties.append(OxmlElement(name))
