"""What every format of a publication is searched for before it goes out: what tells who somebody is, and access."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from casework.publishing.accessible import page_faults, pdf_faults
from casework.publishing.model import Drawn
from casework.publishing.outputs import PDF, Piece, files_of, pieces_of
from casework.publishing.places import named
from casework.publishing.private_names import standing
from casework.publishing.recognisers import let_through, postcodes, recognised
from documents import Record, canonical, read_record

_SHOWN = 3  # places that are named
_Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Something that must not go out: what it is, how it is shown to who has to act, and where it stands, in words."""

    what: str
    said: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in all formats; ``inaccessible`` says what somebody could not read."""

    recognised: tuple[Found, ...]
    private: tuple[Found, ...]
    inaccessible: tuple[str, ...]


def check(drawn: Drawn, pdf: bytes | None = None) -> Checked:
    """Search every format of what would go out; the PDF where its bytes are given."""
    return _checked(
        canonical(drawn.record),
        f"/decisions/{drawn.prepared.public_id}",
        tuple(drawn.private.items()),
        tuple(drawn.organisations.items()),
        tuple(each.words for each in drawn.prepared.redactions if each.act == "release" and each.words),
        pdf,
    )


@lru_cache(maxsize=16)
def _checked(
    held: bytes, address: str, private: _Pairs, organisations: _Pairs, let: tuple[str, ...], pdf: bytes | None
) -> Checked:
    record = read_record(held)
    broken, of_pdf = _read(pdf)
    texts: dict[str, list[Piece]] = {}
    files = files_of(record, address)
    for piece in (*(each for name, data in files.items() for each in pieces_of(name, data)), *of_pdf):
        texts.setdefault(piece.text, []).append(piece)
    reached = [code for _, contact in organisations for code in postcodes(contact)]
    names = [name for name, _ in organisations]
    told_by_page = page_faults(files["html"].decode())
    return Checked(
        recognised=tuple(_recognised(record, texts, (*let, *reached))),
        private=tuple(_private(record, texts, dict(private), (*let, *names))),
        inaccessible=(*told_by_page, *broken, *(pdf_faults(pdf) if pdf and not broken else ())),
    )


def _read(pdf: bytes | None) -> tuple[tuple[str, ...], tuple[Piece, ...]]:
    """What is wrong with a PDF, and all text of it."""
    try:
        return (), pieces_of(PDF, pdf) if pdf is not None else ()
    except ValueError as wrong:
        return (str(wrong),), ()


def _recognised(record: Record, texts: Mapping[str, Sequence[Piece]], let: Collection[str]) -> Iterator[Found]:
    stands: dict[tuple[str, str], list[Piece]] = {}
    shown = {}
    for text, pieces in texts.items():
        for each in recognised(text):
            if not let_through(each, let):
                stands.setdefault((each.what, each.said), []).extend(pieces)
                shown[each.what, each.said] = each.shown
    for key, pieces in stands.items():
        yield Found(key[0], shown[key], tuple(_places(record, pieces)))


def _private(
    record: Record, texts: Mapping[str, Sequence[Piece]], private: Mapping[str, str], let: Collection[str]
) -> Iterator[Found]:
    stands: dict[tuple[str, str], list[Piece]] = {}
    shown: dict[tuple[str, str], str] = {}
    for words, text, said in standing(texts, private, let):
        stands.setdefault((words.what, words.said), []).extend(texts[text])
        shown.setdefault((words.what, words.said), " ".join(said.split())[:_LONGEST])
    for key, pieces in stands.items():
        yield Found(key[0], shown[key], tuple(_places(record, pieces)))


_LONGEST = 80  # characters of what is shown


def _places(record: Record, pieces: Iterable[Piece]) -> Iterator[str]:
    """Places of the record, from which every format is made; of what only a format holds, where it stands in that."""
    held = list(pieces)
    ours = [named(record, each.place) for each in held if each.format == "json"]
    places = list(dict.fromkeys(ours or [f"the {each.format} ({each.place})" for each in held]))
    yield from places[:_SHOWN]
    if left := len(places[_SHOWN:]):
        yield f"{left} more {'place' if left == 1 else 'places'}"
