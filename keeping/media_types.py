"""What kind of file it is: told by what is in it, and never by its name. A name that says otherwise is refused."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from evidence import OLD_OFFICE, ZIP, ImportRefused, letter, read_delimited
from keeping.evidence_refused import EvidenceRefused, refuse_nhs_numbers, two_in_one
from keeping.file_names import parted
from keeping.nhs_numbers import in_text
from keeping.office import look_at_office
from keeping.package import DOCX, XLSX, Package
from keeping.pdf import look_at_pdf
from keeping.pictures import JPEG, PNG, look_at_jpeg, look_at_png

LARGEST = 20 * 1024 * 1024
MOST_CELLS = 1_000_000  # of a CSV file or a workbook: each is searched for NHS numbers
TAKEN = "PDF (.pdf), Word (.docx), Excel (.xlsx), CSV (.csv), PNG (.png) and JPEG (.jpg)"


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file is, and whether all of it could be searched: what a scanned image shows cannot."""

    media_type: str
    searched: bool


@dataclass(frozen=True, slots=True)
class _Kind:
    called: str
    endings: tuple[str, ...]
    look: Callable[[bytes], bool]


def look_at(name: str, data: bytes) -> Looked:
    """What is in a file whose harmless name this is. Raises EvidenceRefused, which says why it is not taken."""
    if not data:
        raise EvidenceRefused("this file is empty: it has 0 bytes. Fetch it again")
    if len(data) > LARGEST:
        raise EvidenceRefused(
            f"this file has {len(data):,} bytes, and at most {LARGEST:,} (20 MB) are taken. Send it in parts, or scan "
            "it with fewer dots"
        )
    said = _said(parted(name)[1])
    media_type = _media_type(data, said)
    kind = _KINDS[media_type]
    if parted(name)[1] not in kind.endings:
        raise EvidenceRefused(
            f"{said}, and what is in it is {kind.called} ({kind.endings[0]}). If that is what you meant to send, end "
            f"its name in {kind.endings[0]}"
        )
    _refuse_two_in_one(media_type, kind, data)
    return Looked(media_type, kind.look(data))


def called(media_type: str) -> str:
    """What a file of a type is called, with its article: "a Word document"."""
    return _KINDS[media_type].called


def _media_type(data: bytes, said: str) -> str:
    """By what stands at the start, and for what is packed or text by the whole."""
    starts = ((b"%PDF-", "application/pdf"), (PNG, "image/png"), (JPEG, "image/jpeg"))
    if found := next((kind for start, kind in starts if data.startswith(start)), ""):
        return found
    if data.startswith(ZIP):
        if found := Package(data).media_type:
            return found
        raise _not_taken("a ZIP file", said)
    if b"%PDF-" in data[:1024]:
        raise two_in_one("a file of another kind", "a PDF within it")
    binary = b"\0" in data[:1024] and not data.startswith(_UTF_16)
    foreign = (
        called for start, called in (*_FOREIGN, *(_FOREIGN_AND_BINARY if binary else ())) if data.startswith(start)
    )
    if called := next(foreign, "of no kind that is known here" if binary else ""):
        raise _not_taken(called, said)
    if _CONTROL.search(_text(data, said)):
        raise _not_taken("of no kind that is known here", said)
    return "text/csv"


def _refuse_two_in_one(media_type: str, kind: _Kind, data: bytes) -> None:
    if media_type != "application/pdf" and b"%PDF-" in data[:1024]:
        raise two_in_one(kind.called, "a PDF within it")
    if not data.startswith(ZIP) and zipfile.is_zipfile(io.BytesIO(data)):
        raise two_in_one(kind.called, "a ZIP file within it")


def _look_at_package(data: bytes) -> bool:
    return look_at_office(Package(data))


def _look_at_csv(data: bytes) -> bool:
    refuse_nhs_numbers(
        f"row {row}, column {letter(column)}"
        for row, cells in enumerate(_rows(data, "its name says CSV"), 1)
        for column, cell in enumerate(cells)
        if in_text(cell)
    )
    return True


def _text(data: bytes, said: str) -> str:
    """Text that may be CSV; whether it is shows when its rows are read."""
    if data[:1024].replace(b"\0", b"").lstrip(_BEFORE_TEXT).startswith(b"<"):
        raise _not_taken("a web page or other marked-up text", said)
    try:
        return data.decode("utf-16" if data.startswith(_UTF_16) else "utf-8")
    except UnicodeDecodeError:
        return "\n".join(cell for row in _rows(data, said) for cell in row)  # which says what is wrong


def _rows(data: bytes, said: str) -> list[list[str]]:
    try:
        return [[str(cell) for cell in row] for row in read_delimited(data, MOST_CELLS).rows]
    except ImportRefused as refused:
        raise EvidenceRefused(
            f"{said}, and it cannot be read as text in CSV: {refused}. These are taken: {TAKEN}"
        ) from None


def _look_at_png(data: bytes) -> bool:
    look_at_png(data)
    return False


def _look_at_jpeg(data: bytes) -> bool:
    look_at_jpeg(data)
    return False


def _not_taken(called: str, said: str) -> EvidenceRefused:
    told = f"{said}, and what is in it is {called}. These are taken: {TAKEN}"
    return EvidenceRefused(f"{told}. Save it or print it as one of them")


def _said(ending: str) -> str:
    """What a name says, by its ending."""
    named = next((kind.called for kind in _KINDS.values() if ending in kind.endings), "")
    if named:
        return f"the name of this file says that it is {named} ({ending})"
    return f"the name of this file ends in {ending}" if ending else "the name of this file does not say what it is"


_KINDS: Mapping[str, _Kind] = {
    "application/pdf": _Kind("a PDF", (".pdf",), look_at_pdf),
    DOCX: _Kind("a Word document", (".docx",), _look_at_package),
    XLSX: _Kind("an Excel workbook", (".xlsx",), _look_at_package),
    "text/csv": _Kind("text in CSV", (".csv",), _look_at_csv),
    "image/png": _Kind("a PNG picture", (".png",), _look_at_png),
    "image/jpeg": _Kind("a JPEG picture", (".jpg", ".jpeg"), _look_at_jpeg),
}
_BEFORE_TEXT = b"\xef\xbb\xbf\xff\xfe\t\n\f\r "
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_FOREIGN = (
    (OLD_OFFICE, "an Office file of the old kind (.doc, .xls, .msg), or one locked with a password"),
    (b"PK\x05\x06", "an empty ZIP file"),
    (b"GIF8", "a GIF picture"),
    (b"{\\rtf", "an RTF document"),
    (b"#!", "a program"),
    (b"Rar!", "a RAR file"),
    (b"7z\xbc\xaf", "a 7z file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"%!PS", "a PostScript file"),
)
_FOREIGN_AND_BINARY = (  # words may begin so
    (b"BM", "a BMP picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"RIFF", "a WebP picture, sound or film"),
    (b"\0\0\0", "a picture or film of a telephone (.heic, .mp4)"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
)
