"""Word documents and Excel workbooks are ZIP files of XML parts: measured before they are unpacked, and never run.

What is fetched or started when the file is opened is refused: macros, controls, templates and pictures from elsewhere,
links to other workbooks. A link that a reader may follow, to a web page or an address, is not.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urlsplit

from evidence import MOST_BYTES, MOST_PARTS, MOST_PRESSED, ImportRefused, bare, parse
from keeping.evidence_refused import EvidenceRefused, two_in_one

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EMBEDDED = re.compile(r"/embeddings/", re.IGNORECASE)

_AGAIN = "Open it, save it again as .docx or .xlsx, and send that"
_DAMAGED = f"this file is damaged and cannot be unpacked. {_AGAIN}"
_UNREADABLE = f"this file is written in a way that cannot be read. {_AGAIN}"
_HUGE = "this file unpacks to far more than a document, as files do that are made to do harm. It was not opened"
_LONG = "this file holds more cells or paragraphs than any document has that a person reads. Send it in parts"
_MOST_TAGS = 5_000_000
_LOCKED = "this file is locked with a password. Open it, take the password off and save it again"
_MACROS = "this file holds macros or controls, which are programs. Save it without them, as .docx or .xlsx"
_FETCHES = (
    "this file fetches or links to something outside it ({what}). Break the links or put in what they lead to, save "
    "it, and send that"
)
_PROGRAMS = re.compile(r"vbaproject|vbadata|macrosheet|macroenabled|activex|dialogsheet", re.IGNORECASE)
_CONNECTED = re.compile(r"(?:^|/)(?:externallinks/|connections\.xml$|querytables/|webextensions/)")
_FOLLOWED = ("http", "https", "mailto", "tel")
_END = b"PK\x05\x06"
_END_LENGTH = 22


class Package:
    """The parts of a document by their names in small letters. Raises EvidenceRefused where it must not be opened."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, RuntimeError):
            raise EvidenceRefused(_DAMAGED) from None
        self._entries = {each.filename.lower(): each for each in self._zip.infolist()}
        self._refuse_what_is_hidden(data)
        self.size = sum(each.file_size for each in self._entries.values())
        if len(self._entries) > MOST_PARTS or self.size > min(MOST_BYTES, MOST_PRESSED * len(data)):
            raise EvidenceRefused(_HUGE)
        self._refuse_what_cannot_be_read()
        self._tags = 0
        self.types = self._types()
        self.media_type = _media_type(self.types)
        if any(_PROGRAMS.search(each) for each in (*self._entries, *self.types.values())):
            raise EvidenceRefused(_MACROS)

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str) -> bytes:
        """One part: never more bytes than the file says of it, which were counted."""
        try:
            data = self._zip.read(self._entries[name])
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
            raise EvidenceRefused(_DAMAGED) from None
        self._tags += data.count(b"<")
        if self._tags > _MOST_TAGS:
            raise EvidenceRefused(_LONG)
        return data

    def refuse_links(self) -> None:
        """Refuse what is fetched from outside when the document is opened."""
        for name in self:
            if _CONNECTED.search(name):
                raise EvidenceRefused(_FETCHES.format(what="data of another file"))
            if name.endswith(".rels"):
                read_xml(self.read(name), _refuse_link)

    def _refuse_what_is_hidden(self, data: bytes) -> None:
        """Something before, behind or beside the parts: another kind of file in the same bytes."""
        entries = self._zip.infolist()
        at_the_end = data.rfind(_END) == len(data) - _END_LENGTH and not self._zip.comment
        at_the_start = not entries or min(each.header_offset for each in entries) == 0
        if not (at_the_end and at_the_start):
            raise two_in_one("a ZIP file", "something before or behind it")
        if len(self._entries) < len(entries):
            raise EvidenceRefused(_DAMAGED)

    def _refuse_what_cannot_be_read(self) -> None:
        entries = self._entries.values()
        if any(each.flag_bits & 1 for each in entries):
            raise EvidenceRefused(_LOCKED)
        if any(each.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for each in entries):
            raise EvidenceRefused(_DAMAGED)

    def _types(self) -> Mapping[str, str]:
        """What each part is, by its name or its ending, in small letters. Nothing where this is no document."""
        types: dict[str, str] = {}

        def start(name: str, attributes: Mapping[str, str]) -> None:
            if bare(name) in ("Override", "Default"):
                part = attributes.get("PartName", f".{attributes.get('Extension', '')}")
                types[part.removeprefix("/").lower()] = attributes.get("ContentType", "").lower()

        if "[content_types].xml" in self:
            read_xml(self.read("[content_types].xml"), start)
        return types


def read_xml(
    xml: bytes,
    start: Callable[[str, Mapping[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Read XML, which may declare no entities. Raises EvidenceRefused for what is no plain XML."""
    try:
        parse(xml, start, end, text)
    except ImportRefused:
        raise EvidenceRefused(_UNREADABLE) from None


def _media_type(types: Mapping[str, str]) -> str:
    """What the main part makes of the whole; empty where it is no document, or two at once."""
    mains = ((DOCX, "wordprocessingml.document.main+xml"), (XLSX, "spreadsheetml.sheet.main+xml"))
    found = [kind for kind, main in mains if any(each.endswith(main) for each in types.values())]
    return found[0] if len(found) == 1 else ""


def _refuse_link(name: str, attributes: Mapping[str, str]) -> None:
    if bare(name) != "Relationship":
        return
    kind = attributes.get("Type", "").rpartition("/")[2]
    if kind.lower() == "afchunk":
        raise EvidenceRefused(_FETCHES.format(what="another document inside it"))
    if attributes.get("TargetMode", "").lower() != "external":
        return
    try:
        scheme = urlsplit(attributes.get("Target", "")).scheme.lower()
    except ValueError:
        scheme = "?"
    if kind != "hyperlink" or scheme not in _FOLLOWED:
        raise EvidenceRefused(_FETCHES.format(what=kind if kind.isalpha() else "a link"))
