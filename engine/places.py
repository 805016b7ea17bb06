"""The places that a citation names: ``reg. 18(2)(a)`` one regulation, ``Sch. 2 paras 31 and 32`` two paragraphs.

A place has the name of its row in a coverage map: ``reg-18``, ``sch-2-para-31``, ``s-129``, ``art-4``; a whole Part or
Schedule is ``part-7`` or ``sch-3``. What is smaller, ``(2)(a)``, belongs to the place that it is part of.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_KINDS = {
    **dict.fromkeys(("reg", "regs", "regulation", "regulations"), "reg"),
    **dict.fromkeys(("art", "arts", "article", "articles"), "art"),
    **dict.fromkeys(("s", "ss", "section", "sections"), "s"),
    **dict.fromkeys(("sch", "schs", "sched", "schedule", "schedules"), "sch"),
    **dict.fromkeys(("para", "paras", "paragraph", "paragraphs"), "para"),
    **dict.fromkeys(("part", "parts"), "part"),
}
_WORDS = {"reg": "reg.", "art": "art.", "s": "s.", "sch": "Sch.", "para": "para", "part": "Part"}
_SMALLER = r"\((?:\d+[A-Z]{0,3}|[a-z]{1,5}|[A-Z]{1,3}\d*)\)"
_WORDS_AND_NUMBERS = re.compile(rf"\d+[A-Z]{{0,2}}(?![\w])(?:{_SMALLER})*|{_SMALLER}|[A-Za-z’']+|[^\s.]")
_APART = re.compile(r";|\b(?:read )?with\b")
_JOINTS = {"and", "or", ",", "&"}
_UP_TO = {"to", "-", "–"}
# Of another instrument than the one whose places these are, so that none of its numbers is one of ours.
_ELSEWHERE = re.compile(
    r"\b\d{4}/\d+|\b(?:19|20)\d\d (?:Act|Directions|Order|Regs|Regulations|Rules)\b"
    r"|\b(?:Act|Directions|Order|Regulations|Rules) (?:19|20)\d\d\b"
)
_ID = re.compile(r"(?P<of>(?:sch-\d+[A-Z]*-para|[a-z]+)-)(?P<number>\d+)(?P<letters>[A-Z]*)")


@dataclass(frozen=True, slots=True)
class Place:
    """One place, or all from ``id`` to ``last``, which are of one kind."""

    id: str
    last: str = ""

    @property
    def ends(self) -> tuple[str, ...]:
        """The place itself, or the first and the last of several."""
        return (self.id, self.last) if self.last else (self.id,)

    def among(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Those of these places that are meant."""
        if not self.last:
            return tuple(id for id in ids if id == self.id)
        low, high = ordered(self.id), ordered(self.last)
        return tuple(id for id in ids if ordered(id)[0] == low[0] and low <= ordered(id) <= high)


@dataclass(frozen=True, slots=True)
class Named:
    """What a citation names; ``elsewhere`` where it names law of another instrument too, or that alone."""

    places: tuple[Place, ...]
    elsewhere: bool = False


def places_in(cites: str) -> Named:
    """The places that a citation names, each once and in its order."""
    found: dict[Place, None] = {}
    schedule, elsewhere = "", False
    for said in _APART.split(cites):
        if _ELSEWHERE.search(said):
            elsewhere = True
            continue
        reading = _Reading(schedule)
        found.update(dict.fromkeys(reading.read(said)))
        schedule = reading.schedule
    return Named(tuple(found), elsewhere)


def in_words(id: str) -> str:
    """A place as it is cited: ``Sch. 2 para 31``."""
    parts = id.split("-")
    return " ".join(_WORDS.get(part, part) for part in parts)


def ordered(id: str) -> tuple[str, int, str]:
    """By which places of one kind stand in the law's order; 21 comes before 21A, and that before 22."""
    found = _ID.fullmatch(id)
    return (found["of"], int(found["number"]), found["letters"]) if found else (id, 0, "")


@dataclass(slots=True)
class _Reading:
    """Reads one part of a citation, word by word; ``schedule`` is that of which a bare paragraph is."""

    schedule: str
    kind: str = ""
    up_to: bool = False
    found: list[Place] = field(default_factory=list)

    def read(self, said: str) -> Iterator[Place]:
        for word in _WORDS_AND_NUMBERS.findall(said):
            if word[0].isdigit():
                self._number(word.partition("(")[0])
                continue
            self.up_to = word in _UP_TO
            if not self.up_to and word not in _JOINTS and (word == "(" or word[0] != "("):
                self.kind = _KINDS.get(word.lower(), "")
        return iter(self.found)

    def _number(self, number: str) -> None:
        if not self.kind or (self.kind == "part" and any(each.id.startswith("sch-") for each in self.found)):
            return  # a Part of a Schedule is named by its Schedule
        before = self.found[-1] if self.found else None
        id = f"{self.kind}-{number}"
        if self.kind == "sch":
            self.schedule = number
        elif self.kind == "para" and self.schedule:
            id = f"sch-{self.schedule}-{id}"
            if before == Place(f"sch-{self.schedule}"):
                self.found.pop()
        if self.up_to and before is not None and not before.last and ordered(before.id)[0] == ordered(id)[0]:
            self.found[-1] = Place(before.id, id)
        else:
            self.found.append(Place(id))
        self.up_to = False
