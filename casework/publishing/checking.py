"""What every format of a publication is searched for before it goes out: what tells who somebody is, and access."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from casework.publishing.accessible import page_faults, pdf_faults
from casework.publishing.model import Drawn
from casework.publishing.outputs import PDF, Piece, files_of, pieces_of, pieces_of_determination
from casework.publishing.places import named
from casework.publishing.private_names import standing
from casework.publishing.recognisers import let_through, postcodes, recognised
from documents import Record, canonical, read_record

_SHOWN = 3  # places that are named
_Pairs = tuple[tuple[str, str], ...]
_Texts = Mapping[str, Sequence[Piece]]


@dataclass(frozen=True, slots=True)
class Found:
    """Something that must not go out: what it is, how it is shown to who has to act, and every piece that holds it."""

    what: str
    said: str
    pieces: tuple[Piece, ...]

    def places(self, record: Record) -> tuple[str, ...]:
        """Where it stands, in words."""
        return tuple(_places(record, self.pieces))


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in all formats; ``inaccessible`` says what somebody could not read."""

    recognised: tuple[Found, ...]
    private: tuple[Found, ...]
    inaccessible: tuple[str, ...]


def check(drawn: Drawn, pdf: bytes | None = None) -> Checked:
    """Search every format of what would go out, and its bundle; the PDF where its bytes are given."""
    return _checked(
        (canonical(drawn.record), *(each.canonical for each in drawn.determinations)),
        f"/decisions/{drawn.prepared.public_id}",
        tuple(drawn.private.items()),
        tuple(drawn.organisations.items()),
        drawn.prepared.let,
        pdf,
    )


def recognised_in(record: Record, let: Collection[str]) -> tuple[Found, ...]:
    """What tells who somebody is in any format of a record but the PDF, unless somebody let it stand."""
    files = files_of(record, f"/decisions/{record.id}")
    return tuple(_recognised(_by_text(each for name, data in files.items() for each in pieces_of(name, data)), let))


def found_in(
    text: str, private: Mapping[str, str], organisations: Mapping[str, str], let: Collection[str]
) -> Iterator[tuple[str, str]]:  # fmt: skip
    """What must not go out in a text beside a record: what each thing is, and how it is shown to who has to act."""
    may = (*let, *_reached(organisations))
    yield from ((each.what, each.shown) for each in recognised(text) if not let_through(each, may))
    yield from ((words.what, said) for words, _, said in standing([text], private, (*let, *organisations)))


def _reached(organisations: Mapping[str, str]) -> tuple[str, ...]:
    """The postcodes of organisations, which are what a decision is about."""
    return tuple(code for contact in organisations.values() for code in postcodes(contact))


@lru_cache(maxsize=16)
def _checked(
    held: tuple[bytes, ...],
    address: str,
    private: _Pairs,
    organisations: _Pairs,
    let: tuple[str, ...],
    pdf: bytes | None,
) -> Checked:
    record = read_record(held[0])
    broken, of_pdf = _read(pdf)
    files = files_of(record, address)
    formats = _by_text((*(each for name, data in files.items() for each in pieces_of(name, data)), *of_pdf))
    bundle = _by_text(each for place, made in enumerate(held[1:], 1) for each in pieces_of_determination(place, made))
    both = {text: [*formats.get(text, ()), *bundle.get(text, ())] for text in (*formats, *bundle)}
    known = dict(organisations)
    told_by_page = page_faults(files["html"].decode())
    return Checked(
        recognised=tuple(_recognised(both, (*let, *_reached(known)))),
        private=tuple(_private((formats, bundle), dict(private), (*let, *known))),
        inaccessible=(*told_by_page, *broken, *(pdf_faults(pdf) if pdf and not broken else ())),
    )


def _by_text(pieces: Iterable[Piece]) -> dict[str, list[Piece]]:
    texts: dict[str, list[Piece]] = {}
    for piece in pieces:
        texts.setdefault(piece.text, []).append(piece)
    return texts


def _read(pdf: bytes | None) -> tuple[tuple[str, ...], tuple[Piece, ...]]:
    """What is wrong with a PDF, and all text of it."""
    try:
        return (), pieces_of(PDF, pdf) if pdf is not None else ()
    except ValueError as wrong:
        return (str(wrong),), ()


def _recognised(texts: _Texts, let: Collection[str]) -> Iterator[Found]:
    stands: dict[tuple[str, str], list[Piece]] = {}
    shown = {}
    for text, pieces in texts.items():
        for each in recognised(text):
            if not let_through(each, let):
                stands.setdefault((each.what, each.said), []).extend(pieces)
                shown[each.what, each.said] = each.shown
    for key, found in stands.items():
        yield Found(key[0], shown[key], tuple(found))


def _private(searched: Sequence[_Texts], private: Mapping[str, str], let: Collection[str]) -> Iterator[Found]:
    """Each of those searched by itself: what is a word of the language in the rules may be a name in a decision."""
    stands: dict[tuple[str, str], list[Piece]] = {}
    shown: dict[tuple[str, str], str] = {}
    for texts in searched:
        for words, text, said in standing(texts, private, let):
            stands.setdefault((words.what, words.said), []).extend(texts[text])
            shown.setdefault((words.what, words.said), " ".join(said.split())[:_LONGEST])
    for key, found in stands.items():
        yield Found(key[0], shown[key], tuple(found))


_LONGEST = 80  # characters of what is shown


def _places(record: Record, pieces: Iterable[Piece]) -> Iterator[str]:
    """Places of the record, from which every format is made; of what only a format holds, where it stands in that."""
    held = list(pieces)
    ours = [named(record, each.place) for each in held if each.format == "json"]
    places = list(dict.fromkeys(ours or [f"the {each.format} ({each.place})" for each in held]))
    yield from places[:_SHOWN]
    if left := len(places[_SHOWN:]):
        yield f"{left} more {'place' if left == 1 else 'places'}"
