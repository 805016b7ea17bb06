"""Where the words behind the rules of an area were read: in which texts, and in which stretch of each.

Both are data beside the rules, ``rules/<area>/read.yaml``. A text stood whole on a day (as made, or consolidated), or
amends from certain days on. What a version says was read in the whole text nearest to it, and in what amended that.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from engine.errors import Fault, RuleError, nearest
from engine.places import Place, in_words, places_in
from engine.shapes import load_shape
from engine.yaml_reader import Document, Path_, read_yaml

FILE = "read.yaml"


@dataclass(frozen=True, slots=True)
class TextRead:
    """A text, and the copy of it that was read. ``in_force`` are the days from which it amends, if it does."""

    id: str
    title: str
    instrument: str
    url: str
    copy: str
    stood_on: date | None
    in_force: tuple[date, ...]

    @property
    def first(self) -> date:
        """The first day of whose law it is evidence."""
        return self.stood_on or min(self.in_force)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a text, in characters of the copy from its beginning."""

    text: TextRead
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The texts that were read for an area, and by place the stretches that hold it."""

    title: str
    about: str
    texts: tuple[TextRead, ...]
    places: tuple[tuple[tuple[Place, ...], tuple[Stretch, ...]], ...]

    def of(self, id: str, start: date, end: date | None) -> tuple[Stretch, ...]:
        """Where the words of one place were read as they stood from ``start`` to ``end``; empty where nowhere.

        The whole texts of a day between the two; where there is none, the last one before and what amended it since. Of
        a place that came in later, what brought it in.
        """
        holding = tuple(dict.fromkeys(each for places, some in self.places if _named(id, places) for each in some))
        whole = [each for each in holding if each.text.stood_on is not None]
        within = [each for each in whole if start <= each.text.first and (end is None or each.text.first <= end)]
        earlier = [each for each in whole if each.text.first < start]
        latest = max((each.text.first for each in earlier), default=date.min)
        base = within or [each for each in earlier if each.text.first == latest]
        since = start if within else latest
        stood = tuple(each for each in holding if each in base or _amends(each.text, since, start))
        return stood or tuple(each for each in holding if _came_within(each.text, start, end))


def load_reading(root: Path, area: str, known: Collection[str] = ()) -> Reading | None:
    """What was read for an area; None where it has no read.yaml. Raises RuleError with every fault in that file.

    ``known``: the places that there are, where a place that is none of them is to be told.
    """
    path, shown = root / area / FILE, f"{area}/{FILE}"
    if not path.exists():
        return None
    doc = read_yaml(path, shown)
    if wrong := load_shape("read", doc.data):
        raise RuleError([doc.fault(where, message) for where, message in wrong.items()])
    texts = {id: _text(id, each, doc.data["copies"]) for id, each in doc.data["texts"].items()}
    if faults := [*_faults(doc, texts, known)]:
        raise RuleError(faults)
    places = tuple(
        (places_in(each["cites"]).places, tuple(_stretches(texts, each["texts"]))) for each in doc.data["places"]
    )
    return Reading(doc.data["title"], doc.data["about"], tuple(texts.values()), places)


def stretches_of(reading: Reading, ids: Iterable[str], start: date, end: date | None) -> tuple[Stretch, ...]:
    """Where the words of several places were read, in the order of the texts, each stretch once."""
    return in_order(reading, {each: None for id in ids for each in reading.of(id, start, end)})


def in_order(reading: Reading, found: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Stretches in the order of their texts."""
    return tuple(sorted(found, key=lambda each: (reading.texts.index(each.text), each.start, each.end)))


def _named(id: str, places: tuple[Place, ...]) -> bool:
    return any(place.among([id]) for place in places)


def _amends(text: TextRead, since: date, start: date) -> bool:
    """Whether a text amended something after a day, the day of the version itself among them."""
    return any(since < day <= start or day == start for day in text.in_force)


def _came_within(text: TextRead, start: date, end: date | None) -> bool:
    return any(start < day and (end is None or day <= end) for day in text.in_force)


def _text(id: str, data: Mapping[str, Any], copies: str) -> TextRead:
    copy = f"{copies}/blob/{data['commit']}/{data['file']}"
    days = tuple(data.get("in_force", ()))
    return TextRead(id, data["title"], data["instrument"], data["url"], copy, data.get("stood_on"), days)


def _stretches(texts: Mapping[str, TextRead], data: Mapping[str, Any]) -> Iterator[Stretch]:
    for id, ends in data.items():
        yield Stretch(texts[id], int(ends[0]), int(ends[1]))


def _faults(doc: Document, texts: Mapping[str, TextRead], known: Collection[str]) -> Iterator[Fault]:
    for place, each in enumerate(doc.data["places"]):
        yield from _of_places(doc, ("places", place, "cites"), each["cites"], known)
        yield from _of_stretches(doc, ("places", place, "texts"), each["texts"], texts)
    used = {id for each in doc.data["places"] for id in each["texts"]}
    for id in (each for each in texts if each not in used):
        yield doc.fault(("texts", id), f"nothing was read in '{id}': name the places that were, or take it out")


def _of_places(doc: Document, where: Path_, cites: str, known: Collection[str]) -> Iterator[Fault]:
    places = places_in(cites).places
    if not places:
        yield doc.fault(where, f"'{cites}' names no place in the law, such as regs 13 and 14")
    for id in (end for place in places for end in place.ends if known and end not in known):
        near = nearest(id, known, limit=1)
        yield doc.fault(where, f"the area's coverage.yaml has no row for {in_words(id)}.{near}")


def _of_stretches(
    doc: Document, where: Path_, stretches: Mapping[str, Any], texts: Mapping[str, TextRead]
) -> Iterator[Fault]:
    for id, ends in stretches.items():
        if id not in texts:
            yield doc.fault((*where, id), f"there is no text '{id}' above.{nearest(id, texts)}")
        if len(ends) != 2 or ends[0] >= ends[1]:
            told = "a stretch has two ends, the first below the second, such as [48000, 64000]"
            yield doc.fault((*where, id), told)
