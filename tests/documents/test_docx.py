"""Word documents, opened again: Word's own styles, real links and tables, and nothing that names who made them."""

import io
import re
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx as word
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from lxml import html as markup

from documents import Part, decision, docx, letter, slip
from tests.documents.making import DECISION, DRAFT, LETTER, SLIP, typed
from tests.machine import libreoffice, need

HTML = decision(DECISION)
FILE = docx(HTML)


def opened(file: bytes) -> Document:
    return word.Document(io.BytesIO(file))


@pytest.fixture(scope="module")
def document() -> Document:
    return opened(FILE)


def styled(document: Document, style: str) -> list[str]:
    return [each.text for each in document.paragraphs if each.style is not None and each.style.name == style]


def words_in(element: Any) -> str:
    """All text in a part of a document, with that of tables and links."""
    return "".join(each.text for each in element.iter(qn("w:t")))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_the_same_page_gives_the_same_bytes() -> None:
    assert docx(HTML) == FILE


@pytest.mark.parametrize(
    "html", [HTML, decision(DRAFT), letter(LETTER), slip(SLIP)], ids=["decision", "draft", "letter", "slip"]
)
def test_all_of_the_page_is_in_it_in_the_same_order(html: str) -> None:
    assert squeezed(words_in(opened(docx(html)).element.body)) == squeezed(
        markup.document_fromstring(html).body.text_content()
    )


def test_headings_quotations_and_numbered_paragraphs_have_their_styles(document: Document) -> None:
    assert styled(document, "Title") == [DECISION.title]
    assert styled(document, "Heading 1")[:2] == ["What is decided", "The parties"]
    assert "Is regulation 31 in the way?" in styled(document, "Heading 2")
    assert styled(document, "Heading 3") == ["How far people travel"]
    (quoted,) = styled(document, "Quote")
    assert quoted.startswith("The needs assessment of October 2022 identifies no gap in Larkmere. It was written")
    assert styled(document, "Numbered Paragraph")[0].startswith("1.\tThis is an appeal")
    assert "Decided on 26 November 2026." in styled(document, "Outcome")


def test_lists_are_word_lists_and_each_begins_at_its_own_number() -> None:
    lists = "1. a\n2. b\n\nThen:\n\n4. c\n   - d\n\n     more\n   - > e\n"
    made = opened(docx(decision(replace(DECISION, parts=(Part("law", "The law", lists),)))))
    assert styled(made, "List Number") == ["a", "b", "c"]
    assert styled(made, "List Bullet 2") == ["d"]
    assert styled(made, "List Continue 2") == ["more"]
    body: Any = made.element.body
    used = [each.numId.val for each in body.iter(qn("w:numPr"))]
    starts = [each.val for each in made.part.numbering_part.element.iter(qn("w:startOverride"))]
    assert used[0] == used[1] != used[2]
    assert starts[-2:] == [1, 4]


def test_tables_have_a_caption_and_a_header_that_comes_again(document: Document) -> None:
    assert len(document.tables) == HTML.count("<table")
    assert styled(document, "Caption")[0] == "Table 1"
    for table in document.tables:
        whole: Any = table._tbl
        assert [len(list(row.iter(qn("w:tblHeader")))) for row in whole.tr_lst] == [1] + [0] * (len(table.rows) - 1)
        assert whole.tblPr.find(qn("w:tblCaption")) is not None


def test_links_are_links(document: Document) -> None:
    linked = [words_in(each) for each in document.element.body.iter(qn("w:hyperlink"))]
    assert linked == ["letter of refusal", "regulation 18(1)", "regulation 22(1)", "regulation 31"]
    assert any("Its letter of refusal says:" in each for each in styled(document, "Numbered Paragraph"))
    there = [each.target_ref for each in document.part.rels.values() if each.is_external]
    assert "https://www.legislation.gov.uk/uksi/2013/349/regulation/31" in there


def test_every_page_says_what_it_is(document: Document) -> None:
    page = document.sections[0]
    assert page.header.paragraphs[0].text == "Decision SAMPLE/2026/7 (PHA/2024/0117)"
    assert page.footer.paragraphs[0].text.startswith("Sample: nobody’s real decision. Page ")
    draft = opened(docx(decision(DRAFT))).sections[0]
    assert draft.footer.paragraphs[0].text.startswith("Draft. Page ")


def test_its_properties_name_the_service_the_title_the_day_and_nobody(document: Document) -> None:
    core = document.core_properties
    assert (core.title, core.author, core.language) == (
        f"Decision SAMPLE/2026/7: {DECISION.title}", "NHS Resolution, Primary Care Appeals", "en-GB",
    )  # fmt: skip
    assert (core.comments, core.last_modified_by, core.keywords, core.subject) == ("", "", "", "")
    assert core.created == core.modified
    assert core.created is not None
    assert core.created.date() == DECISION.decided_on
    assert opened(docx(decision(DRAFT))).core_properties.created is None
    with zipfile.ZipFile(io.BytesIO(FILE)) as whole:
        assert [name for name in whole.namelist() if name.startswith("docProps/")] == ["docProps/core.xml"]
        assert {each.date_time for each in whole.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {b"python-docx" in whole.read(name) for name in whole.namelist()} == {False}
        assert set(re.findall(rb'w:lang [^>]*w:val="([^"]*)"', whole.read("word/styles.xml"))) == {b"en-GB"}


def test_a_title_that_word_has_no_room_for_is_cut_in_the_properties_alone() -> None:
    long = "A very long title " * 20
    made = opened(docx(HTML.replace(DECISION.title, long)))
    assert len(made.core_properties.title) == 255
    assert squeezed(styled(made, "Title")[0]) == squeezed(long)


PAPERS = {"decision": HTML, "draft": decision(DRAFT), "letter": letter(LETTER), "slip": slip(SLIP)}
DAYS = {"decision": DECISION.decided_on, "draft": None, "letter": LETTER.dated, "slip": SLIP.correction.on}


@pytest.mark.parametrize("name", PAPERS)
def test_what_the_file_of_each_paper_says_of_itself_names_nobody(name: str) -> None:
    file = docx(PAPERS[name])
    core = opened(file).core_properties
    title = markup.document_fromstring(PAPERS[name]).findtext("head/title")
    assert (core.title, core.author, core.language) == (title, "NHS Resolution, Primary Care Appeals", "en-GB")
    said = (core.comments, core.last_modified_by, core.keywords, core.subject, core.category)
    assert said == ("", "", "", "", "")
    assert (core.created and core.created.date()) == DAYS[name]
    with zipfile.ZipFile(io.BytesIO(file)) as whole:
        about = b" ".join(whole.read(each) for each in whole.namelist() if each.startswith("docProps/")).decode()
    assert not [each for each in ("Wrenlow", "Old Dairy", "Okafor", "Hughes", "Fen Street") if each in about]


@pytest.mark.proof
def test_libreoffice_opens_each_paper_and_reads_every_word(tmp_path: Path) -> None:
    office = need(libreoffice())
    files = [tmp_path / f"{name}.docx" for name in PAPERS]
    for file in files:
        file.write_bytes(docx(PAPERS[file.stem]))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    asked = [str(office), home, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path)]
    subprocess.run([*asked, *map(str, files)], check=True, capture_output=True, timeout=300)
    for name, html in PAPERS.items():
        said = (tmp_path / f"{name}.txt").read_text(encoding="utf-8-sig")
        words = typed(" ".join(markup.document_fromstring(html).body.itertext()))
        assert len(words) > (400 if name == "decision" else 40), name
        assert not [word for word in words if word not in said], name
