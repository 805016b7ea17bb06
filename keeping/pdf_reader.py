"""Reads a PDF in a process of its own, which has little time and memory: a PDF can be made to use up both for ever.

Run as a program it takes the file on its input and writes JSON: either ``refused``, why it must not be kept, or the
text of each page, the texts beside the pages, and whether there are pages that hold a picture, or show something and
have no text. It imports nothing of ours, so that it starts fast and holds no secrets.
"""

import io
import json
import logging
import re
import resource
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

SECONDS, MEMORY = 60, 1_500_000_000
MOST_TEXT = 50_000_000

_LOCKED = "it is locked with a password, or against copying. Print it to a new PDF without a password, and send that"
_BROKEN = "it is damaged and cannot be read. Open it, print it to a new PDF, and send that"
_TOO_MUCH = "it holds more text than any bundle of papers does. Send it in parts"
_RID = "Print it to a new PDF, which has none of this, and send that"
_SCRIPTS = f"it holds a program (JavaScript). {_RID}"
_STARTS = f"it holds an action that starts a program. {_RID}"
_FILES = f"it holds other files inside it. Send those one by one. {_RID}"
_FORM = f"it is a form of the kind XFA, which holds programs. {_RID}"
_SENDS = f"it holds an action that sends or fetches what is typed into it. {_RID}"
_MEDIA = f"it holds film, sound or a model. {_RID}"

_KEYS: Mapping[str, str] = {"/JS": _SCRIPTS, "/EF": _FILES, "/XFA": _FORM}
_KINDS: Mapping[str, str] = {
    "/JavaScript": _SCRIPTS,
    "/Launch": _STARTS,
    "/EmbeddedFile": _FILES,
    "/FileAttachment": _FILES,
    "/GoToE": _FILES,
    "/SubmitForm": _SENDS,
    "/ImportData": _SENDS,
    "/RichMedia": _MEDIA,
    "/3D": _MEDIA,
}
_IN_THE_OPEN = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFile|RichMedia)\b")
_DRAWN_INLINE = re.compile(rb"(?<!\S)BI\s+/[^()]{0,500}?\sID\s")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


class _Refused(Exception):
    """Why the file must not be kept."""


def read(data: bytes) -> dict[str, Any]:
    """What is in a PDF, or why it must not be kept."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)  # it would log words of the file
    try:
        return _read(data)
    except _Refused as refused:
        return {"refused": str(refused)}
    except Exception:  # noqa: BLE001  # pypdf says that broken files may raise anything, and names no list
        return {"refused": _BROKEN}


def _read(data: bytes) -> dict[str, Any]:
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        raise _Refused(_LOCKED)
    found = _IN_THE_OPEN.search(_ESCAPED.sub(lambda each: bytes([int(each[1], 16)]), data))
    if found:
        raise _Refused(_KINDS[found[0].decode()])
    beside = [text for each in _objects(reader) for text in _texts(each)]
    pages: list[str] = []
    unread = False
    for page in reader.pages:
        text = _text(page)
        unread = unread or (not _legible(text) and _shows(page)) or _has_picture(page)
        pages.append("\n".join([text, *_notes(page)]))
        if sum(map(len, pages)) + sum(map(len, beside)) > MOST_TEXT:
            raise _Refused(_TOO_MUCH)
    if not pages:
        raise _Refused(_BROKEN)
    return {"pages": pages, "beside": beside, "unread": unread}


def _objects(reader: PdfReader) -> Iterator[Any]:
    """Everything that the file lists, also what no page leads to."""
    listed = [(number, generation) for generation, numbers in reader.xref.items() for number in numbers]
    listed += [(number, 0) for number in reader.xref_objStm]
    yield reader.trailer
    for number, generation in dict.fromkeys(listed):
        if number:
            yield reader.get_object(IndirectObject(number, generation, reader))


def _texts(held: Any) -> Iterator[str]:
    """The texts within an object. Raises _Refused for what acts or carries."""
    waiting = [held]
    while waiting:
        each = waiting.pop()
        if isinstance(each, DictionaryObject):
            _refuse_what_acts(each)
            if isinstance(each, StreamObject) and each.get("/Type") == "/Metadata":
                yield each.get_data().decode("utf-8", "replace")
            waiting += [part for key, part in each.items() if key != "/ID"]
        elif isinstance(each, ArrayObject):
            waiting += each
        elif isinstance(each, str) and not each.startswith("/"):
            yield each


def _refuse_what_acts(held: DictionaryObject) -> None:
    for key, told in _KEYS.items():
        if key in held:
            raise _Refused(told)
    for key in ("/S", "/Type", "/Subtype"):
        kind = held.get(key)
        if isinstance(kind, str) and kind in _KINDS:
            raise _Refused(_KINDS[kind])


def _text(page: PageObject) -> str:
    try:
        return page.extract_text()
    except Exception:  # noqa: BLE001  # fonts go wrong in every way; the page then counts as one that cannot be read
        return ""


def _legible(text: str) -> bool:
    """Whether there are words, and every sign of them is known: fonts may hold no more than shapes."""
    return any(map(str.isalnum, text)) and "\ufffd" not in text


def _shows(page: PageObject) -> bool:
    return bool(_contents(page).strip())


def _has_picture(page: PageObject) -> bool:
    """Whether a picture may be drawn on a page, or within a form that is drawn there, whatever text is beside it."""
    waiting: list[DictionaryObject] = [page]
    seen = set[int]()
    while waiting:
        for drawn in _within(_within(waiting.pop(), "/Resources"), "/XObject").values():
            held = drawn.get_object()
            if isinstance(held, DictionaryObject) and id(held) not in seen:
                if held.get("/Subtype") == "/Image":
                    return True
                seen.add(id(held))
                waiting.append(held)
    return bool(_DRAWN_INLINE.search(_contents(page)))


def _within(held: DictionaryObject, key: str) -> DictionaryObject:
    """What stands under a key, where that is a dictionary; else an empty one."""
    found = held.get(key)
    inside = None if found is None else found.get_object()
    return inside if isinstance(inside, DictionaryObject) else DictionaryObject()


def _contents(page: PageObject) -> bytes:
    contents = page.get_contents()
    return b"" if contents is None else contents.get_data()


def _notes(page: PageObject) -> Iterator[str]:
    """What stands in comments and form fields of a page."""
    for each in page.get("/Annots") or ():
        note = each.get_object()
        if isinstance(note, DictionaryObject):
            parent = note.get("/Parent")
            for held in (note, parent.get_object() if parent is not None else {}):
                yield from (str(held[key]) for key in ("/Contents", "/V", "/RC", "/T", "/TU") if key in held)


def main() -> None:
    """Read the file that comes in, within limits, and write what was found."""
    for limit, most in ((resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(limit, (most, most))
    found = read(sys.stdin.buffer.read())
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
