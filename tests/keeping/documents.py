"""Documents as people send them, small and whole, and what can be hidden in them."""

import io
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from keeping.evidence_refused import EvidenceRefused
from keeping.media_types import Looked, look_at
from tests.evidence.making import packed

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# Made up for these tests: the check digit is right, and 999 begins no number that is given out.
NHS_NUMBER = "9990000018"
SPACED = "999 000 0018"
DOCX_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{WORD}.document.main+xml"/></Types>'
)


def pdf(*pages: str) -> bytes:
    """A PDF with one line of text on each page; an empty line draws a square instead, as a scan would an image."""
    count = len(pages)
    kids = " ".join(f"{number} 0 R" for number in range(4, 4 + count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    objects += [
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {4 + count + number} 0 R "
        "/Resources << /Font << /F1 3 0 R >> >> >>"
        for number in range(count)
    ]
    for page in pages:
        drawn = f"BT /F1 12 Tf 72 720 Td ({page}) Tj ET" if page else "72 72 400 600 re f"
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    return _numbered(objects)


def _numbered(objects: list[str]) -> bytes:
    written = b"%PDF-1.7\n"
    places: list[int] = []
    for number, each in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n{each}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(written)}\n%%EOF\n"
    return written + start.encode() + end.encode()


def pdf_with(change: Callable[[PdfWriter], object], *pages: str) -> bytes:
    """A PDF to which something was done."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf(*(pages or ("A letter",)))))
    change(writer)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def annotated(**said: Any) -> Callable[[PdfWriter], object]:
    """Put a comment, a button or the like on the first page."""

    def change(writer: PdfWriter) -> None:
        held = {NameObject(f"/{key}"): value for key, value in said.items()}
        writer.add_annotation(0, DictionaryObject({NameObject("/Type"): NameObject("/Annot"), **held}))

    return change


def action(kind: str, **more: Any) -> DictionaryObject:
    held = {NameObject(f"/{key}"): value for key, value in more.items()}
    return DictionaryObject({NameObject("/S"): NameObject(kind), **held})


def text(words: str) -> TextStringObject:
    return TextStringObject(words)


def docx(*paragraphs: str, **parts: bytes) -> bytes:
    """A Word document with these paragraphs; ``parts`` are others beside it, with __ for / and _x_ for a point."""
    body = "".join(f"<w:p><w:r><w:t>{each}</w:t></w:r></w:p>" for each in paragraphs)
    return docx_of(f"<w:document {W}><w:body>{body}</w:body></w:document>", **parts)


def docx_of(document: str, **parts: bytes) -> bytes:
    """A Word document whose main part is this XML."""
    whole = {"[Content_Types].xml": DOCX_TYPES.encode(), "word/document.xml": document.encode()}
    named = {name.replace("__", "/").replace("_x_", "."): content for name, content in parts.items()}
    return packed({**whole, **named})


def related(kind: str, target: str, mode: str = "External") -> bytes:
    """The relations of a main part: one of them."""
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{RELATIONS}/{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'
    ).encode()


def png(*more: tuple[bytes, bytes]) -> bytes:
    """A picture of one point; ``more`` are chunks beside it."""
    head = b"\0\0\0\x01\0\0\0\x01\x08\0\0\0\0"
    chunks = [(b"IHDR", head), *more, (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4) for kind, data in chunks
    )


def jpeg(comment: bytes = b"") -> bytes:
    """A JPEG as it is built, though what it shows is nothing."""
    segments = [(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"), *([(0xFE, comment)] if comment else []), (0xDA, b"\x01\0")]
    built = b"".join(bytes([0xFF, kind]) + (len(data) + 2).to_bytes(2) + data for kind, data in segments)
    return b"\xff\xd8" + built + b"\x12\xff\x00\x34\xff\xd0\x56" + b"\xff\xd9"


def refused(name: str, data: bytes) -> str:
    """Why a file is not taken."""
    with pytest.raises(EvidenceRefused) as error:
        look_at(name, data)
    return str(error.value)


def taken(name: str, data: bytes) -> Looked:
    """What a file is that is taken."""
    return look_at(name, data)


def worded(value: object) -> str:
    """How a test is told apart from its like: by words, and never by the bytes of a file."""
    return value[:60] if isinstance(value, str) else ""
