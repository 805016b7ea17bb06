"""Pictures, PNG and JPEG: walked from part to part, and never decoded. Nothing may stand behind their end.

What a picture shows cannot be read here, only the words that are stored with it.
"""

import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress

from keeping.evidence_refused import EvidenceRefused, refuse_nhs_numbers, two_in_one
from keeping.nhs_numbers import in_text

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_BROKEN = "this picture is damaged or cut off. Open it, save it again as PNG or JPEG, and send that"
_TOO_LONG = "the words stored with this picture are longer than any caption. Save it again without them, and send that"
_BEHIND = "something behind the picture's end"
_WORDS_BESIDE = "the words stored with the picture"
_PNG_TEXTS = (b"tEXt", b"zTXt", b"iTXt", b"eXIf")
_MOST_WORDS = 1_000_000  # bytes of one packed text: more is no caption
_TWO_BYTES = (re.compile(rb"(?:[^\0]\0){10,}"), re.compile(rb"(?:\0[^\0]){10,}"))  # plain signs in UTF-16
_ALONE = (0x01, *range(0xD0, 0xD8))  # markers that have no length
_SCAN, _END, _COMMENT = 0xDA, 0xD9, 0xFE
_NEXT_MARKER = re.compile(rb"\xff+[^\xff\x00\xd0-\xd7]")
_MOST_PICTURES = 20  # in one file: cameras put small ones behind the first


def look_at_png(data: bytes) -> None:
    """Raises EvidenceRefused for what is not a whole PNG and nothing else."""
    refuse_nhs_numbers(_WORDS_BESIDE for _ in filter(_names_somebody, _png_texts(data)))


def look_at_jpeg(data: bytes) -> None:
    """Raises EvidenceRefused for what is not a whole JPEG and nothing else."""
    texts: list[bytes] = []
    _read_jpeg(data, texts)
    refuse_nhs_numbers(_WORDS_BESIDE for _ in filter(_names_somebody, texts))


def places_in(data: bytes) -> Iterable[str]:
    """Where NHS numbers stand in a picture within a document, which need not be whole: what can be walked is read."""
    texts: list[bytes] = []
    with suppress(EvidenceRefused):
        if data.startswith(PNG):
            texts.extend(_png_texts(data))
        elif data.startswith(JPEG):
            _read_jpeg(data, texts)
    return (_WORDS_BESIDE for _ in filter(_names_somebody, texts))


def _names_somebody(text: bytes) -> bool:
    """Whether an NHS number stands in a text: nothing says whether a program wrote it in Latin-1, UTF-8 or UTF-16."""
    return any(map(in_text, _readings(text)))


def _readings(text: bytes) -> Iterator[str]:
    yield text.decode("latin-1")
    if not text.isascii():
        with suppress(UnicodeDecodeError):
            yield text.decode()
    yield from (run.replace(b"\0", b"").decode("latin-1") for each in _TWO_BYTES for run in each.findall(text))


def _read_jpeg(data: bytes, texts: list[bytes]) -> None:
    """Walks a picture, and those that a camera put behind it; their words are appended to ``texts``."""
    rest = data
    for _ in range(_MOST_PICTURES):
        rest = rest[_end_of_jpeg(rest, texts) :].lstrip(b"\0")
        if not rest.startswith(JPEG):
            break
    if rest:
        raise two_in_one("a JPEG picture", _BEHIND)


def _png_texts(data: bytes) -> Iterator[bytes]:
    """The chunks that hold words. Every chunk's checksum is compared."""
    at, first = len(PNG), True
    while True:
        length, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        end = at + 8 + length
        checksum = data[end : end + 4]
        if len(checksum) < 4 or zlib.crc32(data[at + 4 : end]) != int.from_bytes(checksum):
            raise EvidenceRefused(_BROKEN)
        if first != (kind == b"IHDR"):
            raise EvidenceRefused(_BROKEN)
        if kind in _PNG_TEXTS:
            yield _unpacked(kind, data[at + 8 : end])
        at, first = end + 4, False
        if kind == b"IEND":
            break
    if at < len(data):
        raise two_in_one("a PNG picture", _BEHIND)


def _unpacked(kind: bytes, chunk: bytes) -> bytes:
    """The words of a chunk, unpacked where they are packed, with what stands before them."""
    name, _, rest = chunk.partition(b"\0")
    if kind == b"zTXt":
        before, packed = name, rest[1:]
    elif kind == b"iTXt" and rest.startswith(b"\1"):
        language, _, more = rest[2:].partition(b"\0")
        translated, _, packed = more.partition(b"\0")
        before = b"\n".join((name, language, translated))
    else:
        return chunk
    unpacking = zlib.decompressobj()
    try:
        words = unpacking.decompress(packed, _MOST_WORDS)
    except zlib.error:
        raise EvidenceRefused(_BROKEN) from None
    if not unpacking.eof:
        raise EvidenceRefused(_TOO_LONG if len(words) == _MOST_WORDS else _BROKEN)
    return before + b"\n" + words


def _end_of_jpeg(data: bytes, texts: list[bytes]) -> int:
    """Where the first picture ends. Its comments and what the camera wrote are appended to ``texts``."""
    at = 2
    while True:
        while data[at : at + 2] == b"\xff\xff":
            at += 1
        if at + 2 > len(data) or data[at] != 0xFF:
            raise EvidenceRefused(_BROKEN)
        marker = data[at + 1]
        at += 2
        if marker == _END:
            return at
        if marker in _ALONE:
            continue
        length = int.from_bytes(data[at : at + 2])
        if length < 2 or at + length > len(data):
            raise EvidenceRefused(_BROKEN)
        if marker == _COMMENT or 0xE0 <= marker <= 0xEF:
            texts.append(data[at + 2 : at + length])
        at += length
        if marker == _SCAN:
            following = _NEXT_MARKER.search(data, at)
            if following is None:
                raise EvidenceRefused(_BROKEN)
            at = following.start()
