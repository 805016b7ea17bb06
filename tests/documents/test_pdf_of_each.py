"""Every paper as PDF, not decisions alone: letters and slips are tagged, titled and as reticent about who made them."""

import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from lxml import html as markup
from pypdf import PdfReader

from documents import decision, letter, pdf, published_html, slip
from tests.documents.making import DECISION, DRAFT, LETTER, SLIP, typed
from tests.documents.published import ADDRESS
from tests.documents.published import DECISION as PUBLISHED
from tests.machine import need, pango

SERVICE = "NHS Resolution, Primary Care Appeals"
TITLE = "A new pharmacy for Larkmere Garden Village"
# Each paper, the title that its file has, and its day.
PAPERS: Mapping[str, tuple[str, str, date | None]] = {
    "decision": (decision(DECISION), f"Decision SAMPLE/2026/7: {TITLE}", date(2026, 11, 26)),
    "draft": (decision(DRAFT), f"Draft decision: {TITLE}", None),
    "letter": (
        letter(LETTER), f"Letter with decision SAMPLE/2026/7 to the applicant and appellant: {TITLE}",
        date(2026, 11, 27),
    ),
    "slip": (slip(SLIP), f"Correction 1 of decision SAMPLE/2026/7: {TITLE}", date(2026, 12, 3)),
    "published": (
        published_html(PUBLISHED, ADDRESS), f"Decision {PUBLISHED.reference}: {PUBLISHED.title}",
        date.fromisoformat(PUBLISHED.decided_on),
    ),
}  # fmt: skip
# Who stands in a paper, and is not to stand in what a file says of itself.
NAMED = ("Wrenlow", "Old Dairy", "Okafor", "Hughes", "Pell", "Shaw", "Fen Street", "East Larkshire")


# The others are read back in every run by test_pdf.py, and whole by the long tests.
DAILY = ("letter", "slip")


@pytest.fixture(
    scope="module",
    params=[pytest.param(each, marks=[] if each in DAILY else [pytest.mark.proof]) for each in PAPERS],
)
def name(request: pytest.FixtureRequest) -> str:
    """The name of a paper; all tests of one come together, so that each is made once."""
    said: str = request.param
    return said


@pytest.fixture(scope="module")
def made(name: str) -> PdfReader:
    need(pango())
    return PdfReader(io.BytesIO(pdf(PAPERS[name][0])))


def elements(node: Any) -> Iterator[dict[str, Any]]:
    """Each element of the structure tree, from the top."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, dict):
        if "/S" in node:
            yield node
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            yield from elements(kid)


def test_its_title_and_language_are_those_of_the_page(name: str, made: PdfReader) -> None:
    html, title, _ = PAPERS[name]
    root: Any = made.root_object
    assert markup.document_fromstring(html).findtext("head/title") == title
    assert made.metadata is not None
    assert made.metadata.title == title
    assert root["/Lang"] == "en-GB"
    assert str(root["/ViewerPreferences"]["/DisplayDocTitle"]).lower() == "true"
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_object().get_data()


def test_its_structure_tree_holds_what_the_page_has(name: str, made: PdfReader) -> None:
    root: Any = made.root_object
    found = Counter(str(each["/S"]) for each in elements(root["/StructTreeRoot"]))
    page = markup.document_fromstring(PAPERS[name][0])
    assert str(root["/MarkInfo"]["/Marked"]).lower() == "true"
    for tag, in_tree in (("h1", "/H1"), ("h2", "/H2"), ("caption", "/Caption"), ("th", "/TH"), ("td", "/TD")):
        assert found[in_tree] >= len(list(page.body.iter(tag))), tag
    assert found["/H1"] == 1
    assert found["/P"] >= 3
    assert bool(found["/Table"]) == bool(list(page.body.iter("table")))
    assert bool(found["/L"]) == bool(list(page.body.iter("ul", "ol")))


def test_every_cell_of_a_table_names_its_headers(name: str, made: PdfReader) -> None:
    root: Any = made.root_object
    every = list(elements(root["/StructTreeRoot"]))
    heads = {str(each["/ID"]) for each in every if each["/S"] == "/TH" and "/ID" in each}
    cells = [each for each in every if each["/S"] == "/TD"]
    page = markup.document_fromstring(PAPERS[name][0])
    assert len(cells) >= len(list(page.body.iter("td")))
    for cell in cells:
        named = [str(each) for each in cell["/A"]["/Headers"]]
        assert named
        assert set(named) <= heads


def test_what_the_file_says_of_itself_names_the_service_the_title_the_day_and_nobody(
    name: str, made: PdfReader
) -> None:
    _, title, on = PAPERS[name]
    found = {key: str(value) for key, value in (made.metadata or {}).items()}
    assert found.pop("/Producer").startswith("WeasyPrint ")
    assert found == {
        "/Title": title, "/Author": SERVICE, **({"/CreationDate": f"D:{on:%Y%m%d}"} if on else {}),
    }  # fmt: skip
    root: Any = made.root_object
    packet = root["/Metadata"].get_object().get_data().decode()
    said = re.sub("<[^>]*>", " ", packet).split()
    assert said == f"{title} {SERVICE} {on.isoformat() if on else ''}".split()
    assert not [word for word in NAMED if word in packet or word in str(found)]
    assert not root.get("/Names", {}).get("/EmbeddedFiles")


def test_every_word_of_it_is_there_and_every_page_says_that_it_is_a_sample(name: str, made: PdfReader) -> None:
    html = PAPERS[name][0]
    text = " ".join(" ".join(page.extract_text() for page in made.pages).split())
    words = typed(" ".join(markup.document_fromstring(html).body.itertext()))
    assert not [word for word in words if word not in text]
    marked = {"draft": "Draft"}.get(name, "Sample: nobody’s real decision")
    assert all(marked in page.extract_text() for page in made.pages)


@pytest.mark.proof
def test_a_draft_about_sample_data_says_both_on_every_page() -> None:
    need(pango())
    whole = PdfReader(io.BytesIO(pdf(decision(replace(DRAFT, sample=True)))))
    assert all("Draft, about sample data: nobody’s real decision" in page.extract_text() for page in whole.pages)
