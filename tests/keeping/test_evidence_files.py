"""What kind of file it is, by what is in it; pictures, CSV, and names. What is two things at once is not taken."""

import io
import struct
import zipfile
import zlib

import pytest

from keeping.file_names import harmless
from keeping.media_types import LARGEST, MOST_CELLS
from keeping.nhs_numbers import in_text
from keeping.package import DOCX, XLSX
from tests.evidence.making import lines, packed, workbook
from tests.keeping.documents import NHS_NUMBER, SPACED, docx, jpeg, pdf, png, refused, taken, worded

ZIP_OF_A_PROGRAM = packed({"run.exe": b"MZ"})
THESE = "These are taken: PDF (.pdf), Word (.docx), Excel (.xlsx), CSV (.csv), PNG (.png) and JPEG (.jpg)"


@pytest.mark.parametrize(
    ("name", "data", "media_type", "searched"),
    [
        ("notice of appeal.pdf", pdf("We appeal"), "application/pdf", True),
        ("LETTER.DOCX", docx("Dear Sir"), DOCX, True),
        ("rota.xlsx", workbook(["S-1", "midwife"]), XLSX, True),
        ("rota.csv", lines("S-1,midwife,emergencies,"), "text/csv", True),
        ("rota.csv", "BMI;MZ\n1;2\n".encode("utf-16"), "text/csv", True),
        ("bmi.csv", b"BMI,RIFF\n1,2\n", "text/csv", True),
        ("plan.png", png(), "image/png", False),
        ("scan.jpg", jpeg(), "image/jpeg", False),
        ("scan.jpeg", jpeg(b"a scanner") + b"\0\0" + jpeg(), "image/jpeg", False),
    ],
    ids=worded,
)
def test_a_file_is_what_is_in_it_and_pictures_cannot_be_searched(
    name: str, data: bytes, media_type: str, searched: bool
) -> None:
    found = taken(name, data)
    assert (found.media_type, found.searched) == (media_type, searched)


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        (
            "letter.docx",
            pdf("x"),
            "says that it is a Word document (.docx), and what is in it is a PDF (.pdf). If that is what you meant to",
        ),
        ("letter.pdf", docx("x"), "says that it is a PDF (.pdf), and what is in it is a Word document (.docx)"),
        ("scan.png", jpeg(), "says that it is a PNG picture (.png), and what is in it is a JPEG picture (.jpg)"),
        ("rota.csv", workbook(), "says that it is text in CSV (.csv), and what is in it is an Excel workbook (.xlsx)"),
        ("rota.txt", b"a,b\n", "the name of this file ends in .txt, and what is in it is text in CSV (.csv)"),
        ("letter", pdf("x"), "the name of this file does not say what it is, and what is in it is a PDF (.pdf)"),
        ("a.pdf", ZIP_OF_A_PROGRAM, f"says that it is a PDF (.pdf), and what is in it is a ZIP file. {THESE}"),
        ("a.docx", packed({}), "and what is in it is an empty ZIP file."),
        ("a.pdf", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is an Office file of the old kind (.doc, .xls"),
        ("a.png", b"GIF89a", "is a GIF picture"),
        ("a.jpg", b"\0\0\0\x18ftypheic", "is a picture or film of a telephone (.heic, .mp4)"),
        ("a.pdf", b"MZ\x90\0\x03", "is a program"),
        ("a.csv", b"#!/bin/sh\n", "is a program"),
        ("a.csv", b"\xef\xbb\xbf\n<html><script>", "is a web page or other marked-up text"),
        ("a.csv", b"<?xml version='1.0'?><svg/>", "is a web page or other marked-up text"),
        ("a.csv", "<svg/>".encode("utf-16"), "is a web page or other marked-up text"),
        ("a.png", bytes(range(256)), "is of no kind that is known here"),
        ("a.csv", b"a,\x1b[2J\n", "is of no kind that is known here"),
        ("a.pdf", "géo".encode("cp1252"), "and it cannot be read as text in CSV: this is neither a workbook nor"),
        ("a.csv", b"\r\n %PDF-1.7\n", "this is a file of another kind, and there is a PDF within it"),
    ],
    ids=worded,
)  # fmt: skip
def test_a_wrong_ending_is_told_with_what_the_file_is(name: str, data: bytes, told: str) -> None:
    assert told in refused(name, data)


def test_an_empty_file_and_one_that_is_too_large_are_refused() -> None:
    assert refused("a.pdf", b"") == "this file is empty: it has 0 bytes. Fetch it again"
    assert refused("a.pdf", b"%PDF-1.7" + bytes(21_000_000)) == (
        "this file has 21,000,008 bytes, and at most 20,971,520 (20 MB) are taken. Send it in parts, or scan it with "
        "fewer dots"
    )
    assert taken("a.csv", (b"a" * 99_999 + b"\n") * (LARGEST // 100_000)).searched


TWO = "as in files that are made to do harm. Open it, save it or print it to a new file, and send that"


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.png", png() + b"<script>alert(1)</script>", "this is a PNG picture, and there is something behind"),
        ("a.jpg", jpeg() + b"<script>alert(1)</script>", "this is a JPEG picture, and there is something behind the"),
        ("a.jpg", jpeg() + ZIP_OF_A_PROGRAM, "this is a JPEG picture, and there is a ZIP file within it"),
        ("a.png", png() + ZIP_OF_A_PROGRAM, "this is a PNG picture, and there is a ZIP file within it"),
        ("a.png", png((b"tEXt", b"%PDF-1.7")), "this is a PNG picture, and there is a PDF within it"),
        ("a.pdf", pdf("x") + ZIP_OF_A_PROGRAM, "this is a PDF, and there is a ZIP file within it"),
        ("a.pdf", pdf("x") + b"<html>", "this is a PDF, and there is something behind its end"),
        ("a.docx", docx("x") + b"<html>", "this is a ZIP file, and there is something before or behind it"),
        ("a.docx", docx("x") + packed({"b": b""}), "this is a ZIP file, and there is something before or behind it"),
    ],
    ids=worded,
)  # fmt: skip
def test_what_is_two_kinds_of_file_at_once_is_refused(name: str, data: bytes, told: str) -> None:
    assert told in (found := refused(name, data))
    assert found.endswith(TWO)


def test_a_word_document_that_readers_of_pdf_open_too_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made, zipfile.ZipFile(io.BytesIO(docx("x"))) as whole:
        made.writestr("a.xml", b"%PDF-1.7 and so on")
        for name in whole.namelist():
            made.writestr(name, whole.read(name))
    assert "this is a Word document, and there is a PDF within it" in refused("a.docx", file.getvalue())


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", png()[:-1]),
        ("a.png", png()[:20] + b"\xff" + png()[21:]),
        ("a.png", png()[:8] + png()[33:]),
        ("a.png", png()[:8] + struct.pack(">I", 2**31) + b"IHDR"),
        ("a.png", png((b"IHDR", b""))),
        ("a.jpg", jpeg()[:-1]),
        ("a.jpg", jpeg()[:-2]),
        ("a.jpg", b"\xff\xd8\xff\xe0\0\x01"),
        ("a.jpg", b"\xff\xd8\xff\xe0\xff\xff"),
        ("a.jpg", b"\xff\xd8\xff\xd0x"),
    ],
    ids=worded,
)
def test_a_picture_that_is_damaged_or_cut_off_is_refused(name: str, data: bytes) -> None:
    assert refused(name, data) == (
        "this picture is damaged or cut off. Open it, save it again as PNG or JPEG, and send that"
    )


def test_the_words_stored_with_a_picture_are_searched() -> None:
    told = "the words stored with the picture: here the file holds a valid NHS number"
    assert refused("a.jpg", jpeg(f"scan of {NHS_NUMBER}".encode())).startswith(told)
    assert refused("a.png", png((b"tEXt", f"Comment\0{SPACED}".encode()))).startswith(told)
    assert refused("a.png", png((b"tEXt", f"Comment\0{SPACED}".encode()))).endswith("send the copy")
    assert taken("a.png", png((b"zzZz", zlib.compress(b"x")))).searched is False
    pressed = zlib.compress(SPACED.encode())
    for chunk in (
        (b"zTXt", b"Comment\0\0" + pressed),
        (b"iTXt", b"Comment\0\1\0en\0Bemerkung\0" + pressed),
        (b"iTXt", f"{SPACED}\0\1\0en\0Bemerkung\0".encode() + zlib.compress(b"x")),
        (b"iTXt", f"Comment\0\0\0en\0\0{SPACED}".encode()),
    ):
        assert refused("a.png", png(chunk)).startswith(told), chunk
    for before in (b"UNICODE\0", b"x"):
        for written in ("utf-16-le", "utf-16-be"):
            assert refused("a.jpg", jpeg(before + SPACED.encode(written))).startswith(told), (before, written)
    assert refused("a.jpg", jpeg("999\u00a0000\u00a00018".encode())).startswith(told)


def test_words_packed_into_a_picture_that_cannot_be_unpacked_or_without_end_are_refused() -> None:
    told = refused("a.png", png((b"zTXt", b"Comment\0\0" + zlib.compress(bytes(1_000_001)))))
    assert told == (
        "the words stored with this picture are longer than any caption. Save it again without them, and send that"
    )
    for pressed in (b"x", zlib.compress(b"cut off")[:-3]):
        assert refused("a.png", png((b"zTXt", b"Comment\0\0" + pressed))).startswith("this picture is damaged")


def test_an_nhs_number_in_csv_is_refused_with_its_row_and_column_and_not_shown() -> None:
    told = refused("rota.csv", lines(f'S-1,"born, {SPACED}",x,', f"S-2,midwife,{NHS_NUMBER},"))
    assert told == (
        "row 2, column B, row 3, column C: here the file holds a valid NHS number. Nothing here needs to know who a "
        "patient is: take the number out of a copy, so that it is gone and not only covered, and send the copy"
    )
    many = refused("rota.csv", lines(*(f"{NHS_NUMBER},,," for _ in range(12))))
    assert "row 11, column A and 2 more places: here the file holds" in many
    assert NHS_NUMBER not in told + many


@pytest.mark.parametrize(
    "text",
    [
        NHS_NUMBER, SPACED, "999-000-0018", "999 - 000 - 0018", "999\u2011000\u20110018", "999\u2013000\u20130018",
        "999\u00a0000\u00a00018", "999\u2009000\u20090018", "999\n000\n0018", "999  000  0018", "NHS:9990000018.",
        "9 9 9 0 0 0 0 0 1 8", "9|9|9|0|0|0|0|0|1|8", "９９９０００００１８", "999\u200b0000018", "A9990000018",
    ],
)  # fmt: skip
def test_an_nhs_number_is_found_however_it_is_written(text: str) -> None:
    assert in_text(f"Baby Bell, {text}, was born")


OTHERS = [
    "9990000017", "19990000018", f"a9990000018{'b' * 24}", "999 000 001", "020 7946 0018", "", "8",
    "9a037570-3241-a461-a7ee-ce16a4d19314",
]  # fmt: skip


@pytest.mark.parametrize("text", OTHERS)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert not in_text(text)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("notice of appeal.PDF", "notice of appeal.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        (r"C:\Users\bell\letter.pdf", "letter.pdf"),
        ("a\r\nSet-Cookie: b.pdf", "a Set-Cookie_ b.pdf"),
        ("a\0b\x1b[2J.pdf", "ab[2J.pdf"),
        ("invoice\u202efdp.exe.pdf", "invoicefdp.exe.pdf"),
        ('<img src="x">.png', "_img src=_x__.png"),
        ("  .hidden.pdf ", "hidden.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("lpt1.a.pdf", "_lpt1.a.pdf"),
        ("cafe\u0301.pdf", "caf\u00e9.pdf"),
        ("\ud800.pdf", "pdf"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        ("/", ""),
        ("\n\0", ""),
        ("..", ""),
    ],
)
def test_a_file_name_is_made_harmless(name: str, plain: str) -> None:
    assert harmless(name) == plain


def test_a_csv_file_of_more_cells_than_can_be_searched_in_time_is_refused() -> None:
    row = b",".join([b"1"] * 200) + b"\n"
    assert refused("rota.csv", row * (MOST_CELLS // 200 + 1)) == (
        "its name says CSV, and it cannot be read as text in CSV: this sheet is too large: at most 200 columns and "
        f"1,000,000 cells are read. Delete what lies outside the table, or send it in parts. {THESE}"
    )
