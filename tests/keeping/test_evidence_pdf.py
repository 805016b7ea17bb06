"""PDF: what acts, carries files or is locked is not taken, every page is searched, and none can stop us."""

import logging
import time
from collections.abc import Callable
from typing import Any

import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, StreamObject

from keeping.evidence_refused import EvidenceRefused
from keeping.pdf import look_at_pdf, read_apart
from keeping.pdf_reader import read
from tests.keeping.documents import NHS_NUMBER, SPACED, action, annotated, pdf, pdf_with, refused, taken, text

RID = "Print it to a new PDF, which has none of this, and send that"
Change = Callable[[PdfWriter], object]


def opening(act: DictionaryObject) -> Change:
    """Do this when the file is opened."""

    def change(writer: PdfWriter) -> None:
        writer.root_object[NameObject("/OpenAction")] = act

    return change


def rooted(key: str, value: Any) -> Change:
    def change(writer: PdfWriter) -> None:
        writer.root_object[NameObject(key)] = value

    return change


def unreachable(writer: PdfWriter) -> None:
    """An object to which nothing leads, packed into a stream as newer files have it."""
    writer._add_object(action("/JavaScript", JS=text("app.alert(1)")))


def locked(writer: PdfWriter) -> None:
    writer.encrypt("secret", algorithm="AES-256")


def locked_against_copying(writer: PdfWriter) -> None:
    writer.encrypt("", "owner", algorithm="RC4-128")


def metadata(writer: PdfWriter) -> None:
    stream = DecodedStreamObject()
    stream.set_data(f"<x:xmpmeta>{SPACED}</x:xmpmeta>".encode())
    stream[NameObject("/Type")] = NameObject("/Metadata")
    stream[NameObject("/Subtype")] = NameObject("/XML")
    writer.root_object[NameObject("/Metadata")] = writer._add_object(stream)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (opening(action("/JavaScript", JS=text("app.alert(1)"))), f"it holds a program (JavaScript). {RID}"),
        (unreachable, "it holds a program (JavaScript)."),
        (opening(action("/Launch", F=text("cmd.exe"))), f"it holds an action that starts a program. {RID}"),
        (annotated(Subtype=NameObject("/Link"), A=action("/Launch", F=text("a"))), "an action that starts a program."),
        (
            lambda writer: writer.add_attachment("a.exe", b"MZ"),
            f"it holds other files inside it. Send those one by one. {RID}",
        ),
        (annotated(Subtype=NameObject("/FileAttachment")), "it holds other files inside it."),
        (opening(action("/GoToE")), "it holds other files inside it."),
        (annotated(Subtype=NameObject("/RichMedia")), f"it holds film, sound or a model. {RID}"),
        (opening(action("/SubmitForm", F=text("http://a"))), "it holds an action that sends or fetches what is typed"),
        (
            rooted("/AcroForm", DictionaryObject({NameObject("/XFA"): ArrayObject()})),
            f"it is a form of the kind XFA, which holds programs. {RID}",
        ),
        (locked, "it is locked with a password, or against copying. Print it to a new PDF without a password"),
        (locked_against_copying, "it is locked with a password, or against copying."),
    ],
)
def test_a_pdf_that_acts_or_carries_files_or_is_locked_is_refused(change: Change, told: str) -> None:
    found = read(pdf_with(change))
    assert told in found["refused"]


def test_what_acts_is_found_where_the_file_hides_how_it_is_written() -> None:
    hidden = pdf("x").replace(b"/Type /Catalog", b"/OpenAction << /S /J#61vaScript /J#53 (a) >> /Type /Catalog")
    assert "(JavaScript)" in read(hidden)["refused"]
    commented = pdf("x").replace(b"startxref", b"% << /S /L#61unch >>\nstartxref")
    assert "an action that starts a program" in read(commented)["refused"]


@pytest.mark.parametrize("data", [b"%PDF-1.7\n%%EOF", b"%PDF-1.7\nnothing\n%%EOF\n", pdf()])
def test_a_pdf_that_is_broken_or_empty_is_refused(data: bytes) -> None:
    assert refused("a.pdf", data) == (
        "this PDF cannot be taken: it is damaged and cannot be read. Open it, print it to a new PDF, and send that"
    )


def test_a_pdf_that_was_cut_off_is_refused() -> None:
    assert refused("a.pdf", pdf("x")[:-8]) == (
        "this PDF cannot be taken: its end is missing, as when a download stops half-way. Fetch it again"
    )


def test_what_is_refused_in_the_process_of_its_own_is_told() -> None:
    told = refused("a.pdf", pdf_with(locked))
    assert told.startswith("this PDF cannot be taken: it is locked with a password")


def test_an_nhs_number_in_a_pdf_is_refused_with_its_page_and_not_shown() -> None:
    told = refused("a.pdf", pdf("A letter", f"about {SPACED}", "and", f"once more {NHS_NUMBER}"))
    assert told.startswith("page 2, page 4: here the file holds a valid NHS number. Nothing here needs to know who a")
    assert "0018" not in told


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (annotated(Subtype=NameObject("/Text"), Contents=text(f"see {SPACED}")), "page 1: here the file"),
        (annotated(Subtype=NameObject("/Widget"), V=text(NHS_NUMBER)), "page 1: here the file"),
        (
            annotated(Subtype=NameObject("/Widget"), Parent=DictionaryObject({NameObject("/V"): text(NHS_NUMBER)})),
            "page 1: here the file",
        ),
        (
            lambda writer: writer.add_metadata({"/Title": f"Baby {NHS_NUMBER}"}),
            "the properties, bookmarks or form fields: here the file",
        ),
        (
            lambda writer: writer.add_outline_item(title=SPACED, page_number=0),
            "the properties, bookmarks or form fields: here",
        ),
        (metadata, "the properties, bookmarks or form fields: here"),
    ],
)
def test_comments_form_fields_and_properties_are_searched_too(change: Change, place: str) -> None:
    with pytest.raises(EvidenceRefused) as error:
        look_at_pdf(pdf_with(change))
    assert str(error.value).startswith(place)


def test_a_page_that_is_a_scanned_image_cannot_be_searched_and_the_item_says_so() -> None:
    assert taken("a.pdf", pdf("A letter", "and its second page")).searched
    assert read_apart(pdf("A letter"))["pages"] == ["A letter"]
    assert not taken("a.pdf", pdf("A letter", "")).searched


def pictured(within: bool) -> Change:
    """Puts a picture on the page, beside its text; or within a form that is drawn there."""

    def change(writer: PdfWriter) -> None:
        picture, form = DecodedStreamObject(), DecodedStreamObject()
        picture[NameObject("/Subtype")] = NameObject("/Image")
        form[NameObject("/Subtype")] = NameObject("/Form")
        _drawing(form, writer._add_object(picture))
        drawn = form if within else picture
        _drawing(writer.pages[0], writer._add_object(drawn))

    return change


def _drawing(held: DictionaryObject, drawn: Any) -> None:
    named = DictionaryObject({NameObject("/Im1"): drawn})
    held[NameObject("/Resources")] = DictionaryObject(
        {**held.get("/Resources", DictionaryObject()), NameObject("/XObject"): named}
    )


@pytest.mark.parametrize("within", [False, True])
def test_a_picture_beside_text_cannot_be_searched_and_the_item_says_so(within: bool) -> None:
    found = read(pdf_with(pictured(within)))
    assert (found["pages"], found["unread"]) == (["A letter"], True)


def test_a_picture_that_stands_among_what_a_page_draws_cannot_be_searched_either() -> None:
    def change(writer: PdfWriter) -> None:
        stream = DecodedStreamObject()
        stream.set_data(b"BT /F1 12 Tf 72 720 Td (A letter) Tj ET q BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q")
        writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)

    assert read(pdf_with(change))["unread"] is True
    assert read(pdf("BI and ID are words"))["unread"] is False


def test_a_blank_page_hides_nothing() -> None:
    assert read(pdf_with(lambda writer: writer.add_blank_page(100, 100)))["unread"] is False


@pytest.mark.parametrize(("old", "new"), [(b"/F1 3 0 R", b"/F2 3 0 R"), (b"(A letter) Tj", b"<A letter> Tj")])
def test_a_page_whose_signs_cannot_be_told_counts_as_one_that_cannot_be_searched(old: bytes, new: bytes) -> None:
    assert read(pdf("A letter").replace(old, new))["unread"] is True


def test_nothing_of_a_file_reaches_a_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        read(pdf("Quillfeather").replace(b"5 0 obj", b"7 0 obj").replace(b"/Size 6", b"/Size 5"))
    assert caplog.records == []


def test_a_pdf_that_unpacks_without_end_is_stopped() -> None:
    def swell(writer: PdfWriter) -> None:
        stream = StreamObject()
        stream.set_data(b"BT /F1 1 Tf (a) Tj ET\n" * 4_000_000)
        page = writer.pages[0]
        page[NameObject("/Contents")] = writer._add_object(stream.flate_encode(9))

    bomb = pdf_with(swell)
    assert len(bomb) < 1_000_000
    begun = time.monotonic()
    found = read_apart(bomb, patience=3)
    assert time.monotonic() - begun < 10
    assert "refused" in found or found["unread"]


def test_a_process_that_takes_too_long_is_ended_and_the_file_refused() -> None:
    assert read_apart(pdf("x"), patience=0.001)["refused"].startswith("it takes longer to read, or more memory, than")
