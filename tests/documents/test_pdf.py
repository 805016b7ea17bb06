"""PDFs, read back: tagged, in their language, with their fonts in them, whole, and the same bytes each time."""

import io
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from documents import decision, pdf
from documents.prose import plain
from tests.documents.making import DECISION, DISSENT, DRAFT, REASONS, typed
from tests.machine import need, pango

ROOT = Path(__file__).parents[2]
HTML = decision(DECISION)


@pytest.fixture(scope="module")
def made() -> bytes:
    need(pango())
    return pdf(HTML)


@pytest.fixture(scope="module")
def read(made: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(made))


def text_of(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def tags(node: Any) -> Iterator[str]:
    """The tag of each element of the structure tree, from the top."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if not isinstance(node, dict):
        return
    if "/S" in node:
        yield str(node["/S"])
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        yield from tags(kid)


def test_the_same_page_gives_the_same_bytes(made: bytes) -> None:
    assert pdf(HTML) == made


def test_it_is_tagged_with_headings_paragraphs_lists_and_tables(read: PdfReader) -> None:
    root: Any = read.root_object
    found = Counter(tags(root["/StructTreeRoot"]))
    assert root["/MarkInfo"]["/Marked"] is True or str(root["/MarkInfo"]["/Marked"]).lower() == "true"
    assert found["/H1"] == 1
    assert found["/H2"] == HTML.count("<h2")
    assert found["/Table"] >= HTML.count("<table")
    for tag in ("/H3", "/H4", "/P", "/L", "/LI", "/LBody", "/TH", "/TD", "/Caption", "/BlockQuote", "/Link"):
        assert found[tag], tag


def test_it_says_its_language_and_shows_its_title(read: PdfReader) -> None:
    root: Any = read.root_object
    assert root["/Lang"] == "en-GB"
    assert str(root["/ViewerPreferences"]["/DisplayDocTitle"]).lower() == "true"
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_object().get_data()


def test_its_metadata_names_the_service_the_title_the_day_and_nobody(read: PdfReader) -> None:
    found = {name: str(value) for name, value in (read.metadata or {}).items()}
    assert found.pop("/Producer").startswith("WeasyPrint ")
    assert found == {
        "/Title": f"Decision SAMPLE/2026/7: {DECISION.title}",
        "/Author": "NHS Resolution, Primary Care Appeals",
        "/CreationDate": "D:20261126",
    }
    root: Any = read.root_object
    packet = re.sub("<[^>]*>", " ", root["/Metadata"].get_object().get_data().decode())
    assert packet.split() == f"{found['/Title']} {found['/Author']} 2026-11-26".split()


def test_a_draft_has_no_day() -> None:
    need(pango())
    found = PdfReader(io.BytesIO(pdf(decision(DRAFT))))
    assert "/CreationDate" not in (found.metadata or {})
    assert "Draft" in found.pages[0].extract_text().splitlines()[-1]


def test_its_fonts_are_in_it(read: PdfReader) -> None:
    fonts = [each.get_object() for page in read.pages for each in page["/Resources"]["/Font"].values()]  # type: ignore[index]  # a page has resources
    assert {re.sub(r"^/[A-Z]{6}\+", "", font["/BaseFont"]) for font in fonts} >= {"Paper", "Paper-Semi-Bold"}
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_every_word_is_in_it_and_every_page_says_what_it_is(read: PdfReader) -> None:
    text = text_of(read)
    assert not [word for said in (REASONS, DISSENT, *DECISION.next_steps) for word in typed(said) if word not in text]
    assert all(each.sha256 in text and each.revision in text for each in DECISION.rests_on)
    count = len(read.pages)
    for number, page in enumerate(read.pages, start=1):
        said = page.extract_text()
        assert "Sample: nobody’s real decision" in said
        assert f"Page {number} of {count}" in said
        assert number == 1 or "Decision SAMPLE/2026/7 (PHA/2024/0117)" in said


def test_letters_that_the_first_font_does_not_have_are_drawn_with_the_second() -> None:
    need(pango())
    found = PdfReader(io.BytesIO(pdf(f"<html lang=en-GB><title>t</title><p>{plain('Ἀθῆναι ⇒ سلام')}</p>")))
    names = {font.get_object()["/BaseFont"] for font in found.pages[0]["/Resources"]["/Font"].values()}  # type: ignore[index]  # a page has resources
    assert any("Paper-Other" in name for name in names)


def test_nothing_is_fetched_or_read_while_it_is_set(tmp_path: Path) -> None:
    need(pango())
    secret = tmp_path / "secret.css"
    secret.write_text("body::before { content: 'a secret' }")
    page = f'<html lang=en-GB><title>t</title><link rel=stylesheet href="{secret.as_uri()}"><p>All there is'
    assert text_of(PdfReader(io.BytesIO(pdf(page)))) == "All there is"


def test_without_pango_all_else_works_and_a_pdf_says_what_to_install(tmp_path: Path) -> None:
    stands_in = tmp_path / "weasyprint.py"
    stands_in.write_text("print('loud')\nraise OSError('cannot load library libpango-1.0-0')\n")
    asks = "import documents\ntry: documents.pdf('')\nexcept documents.PDFUnavailable as fault: print(fault)"
    run = subprocess.run(
        [sys.executable, "-c", asks], cwd=ROOT, env={"PYTHONPATH": f"{tmp_path}:{ROOT}"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert run.stdout == (
        "No PDF can be made on this machine, since it has no Pango, which sets the text: on Debian or Ubuntu, run "
        "'apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0'. "
        "HTML and DOCX can be made without it.\n"
    )
