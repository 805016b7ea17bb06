"""The parts of an .xlsx file, which is a ZIP: measured before they are unpacked. Only a plain workbook is opened."""

import io
import zipfile
import zlib

from evidence.faults import refused
from evidence.sheet import MOST_BYTES

MOST_PARTS = 2_000
MOST_PRESSED = 100  # how many times larger than the file what is in it may be; tables of records reach twenty
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS = "Open it and save it as an Excel workbook (.xlsx), or as CSV UTF-8"
_WITHOUT_MACROS = "this workbook holds macros, which are programs. Save it as an Excel workbook (.xlsx) without them"
_DAMAGED = f"this workbook is damaged and cannot be unpacked. {_SAVE_AS}"
_HUGE = "this file unpacks to far more than a table of records, as files do that are made to do harm. It was not opened"


class Archive:
    """The parts of a workbook by their names, in small letters. Raises ImportRefused where it must not be opened."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, RuntimeError):
            raise refused(_DAMAGED) from None
        entries = self._zip.infolist()
        self._entries = {_plain(each.filename): each for each in entries}
        size = sum(each.file_size for each in entries)
        if len(entries) > MOST_PARTS or size > min(MOST_BYTES, MOST_PRESSED * len(data)):
            raise refused(_HUGE)
        if len(self._entries) < len(entries):
            raise refused(_DAMAGED)
        self._refuse_other_kinds()

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str) -> bytes:
        """One part: never more bytes than the file says of it, which were counted."""
        try:
            return self._zip.read(self._entries[name])
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
            raise refused(_DAMAGED) from None

    def packed(self, names: list[str]) -> bytes:
        """A workbook of these parts alone, so that what is read is what was looked at."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as made:
            for name in names:
                made.writestr(self._entries[name].filename.replace("\\", "/"), self.read(name))
        return packed.getvalue()

    def _refuse_other_kinds(self) -> None:
        if any(each.flag_bits & 1 for each in self._entries.values()):
            raise refused("this file is locked with a password. Open it, take the password off and save it again")
        if any(each.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for each in self._entries.values()):
            raise refused(_DAMAGED)
        if any("vbaproject" in name or "/macrosheets/" in name for name in self._entries):
            raise refused(_WITHOUT_MACROS)
        if "xl/workbook.xml" not in self or "[content_types].xml" not in self:
            raise refused(f"this is not an Excel workbook (.xlsx). {_SAVE_AS}")
        if b"macroenabled" in self.read("[content_types].xml").lower():
            raise refused(_WITHOUT_MACROS)


def refuse_old_office(data: bytes) -> None:
    """Refuse what Excel wrote before 2007, and what it writes where there is a password."""
    if data.startswith(OLD_OFFICE):
        if _ENCRYPTED in data:
            raise refused("this file is locked with a password. Open it, take the password off and save it again")
        raise refused(f"this is an Excel file of the old kind (.xls). {_SAVE_AS}")


def _plain(name: str) -> str:
    return name.replace("\\", "/").removeprefix("/").lower()
