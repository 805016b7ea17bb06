"""Reading the XML of a workbook's parts as it comes, without entities, and small things that are read that way."""

from collections.abc import Callable, Mapping, Sequence
from xml.parsers import expat

from evidence.faults import refused

UNREADABLE = (
    "this workbook is written in a way that cannot be read. Open it and save it again as .xlsx, or as CSV UTF-8"
)

Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str], None]


def parse(xml: bytes, start: Start, end: End | None = None, text: End | None = None) -> None:
    """Read XML with these handlers, which get names with any prefix. Raises ImportRefused for what is no plain XML."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.StartDoctypeDeclHandler = _no_doctype
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError, LookupError):
        raise refused(UNREADABLE) from None


def bare(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]


def text_lengths(xml: bytes) -> Sequence[int]:
    """How long each of the texts is that cells share."""
    lengths: list[int] = []

    def start(name: str, _: Mapping[str, str]) -> None:
        if bare(name) == "si":
            lengths.append(0)

    def text(said: str) -> None:
        if lengths:
            lengths[-1] += len(said)

    parse(xml, start, None, text)
    return lengths


def _no_doctype(*_: object) -> None:
    raise ValueError("a workbook declares no entities; a file that does is made to do harm")
