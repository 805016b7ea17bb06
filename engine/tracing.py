"""Whether everything that is marked as read in the published law can be traced to where it was read."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from engine.citations import Citing
from engine.findings import how_checked
from engine.model import WORDS_READ, Version
from engine.places import in_words, places_in
from engine.texts_read import FILE, Reading, Stretch, in_order, stretches_of
from engine.walk import conditions_of

_INSTRUMENT = re.compile(r"\b(?:19|20)\d\d/\d+\b")
_OR = "name it there, or mark what it says as secondary or recalled"


@dataclass(slots=True)
class Tracing:
    """Traces what is cited to the stretches of text in which it was read. ``rows``: the places that have names."""

    reading: Reading
    rows: Collection[str]
    _found: dict[tuple[str, str, str], tuple[Stretch, ...]] = field(default_factory=dict)

    def at(self, id: str, citing: Citing) -> tuple[Stretch, ...]:
        """Where one place was read for the version in which something cites it; empty where nowhere."""
        key = (id, citing.start, citing.end)
        if key not in self._found:
            end = date.fromisoformat(citing.end) if citing.end else None
            self._found[key] = self.reading.of(id, date.fromisoformat(citing.start), end)
        return self._found[key]

    def all(self, id: str, cites: Iterable[Citing]) -> tuple[Stretch, ...]:
        """Where one place was read for all the versions in which it is cited, in the order of the texts."""
        found = dict.fromkeys(each for citing in cites for each in self.at(id, citing))
        return in_order(self.reading, found)

    def places(self, citing: Citing) -> tuple[str, ...]:
        """The places that a citation names, of a range all that have a row."""
        named = places_in(citing.text).places
        return tuple(dict.fromkeys(id for place in named for id in place.among(self.rows) or place.ends))

    def untraced(self, cites: Iterable[Citing]) -> Iterator[tuple[Citing, str]]:
        """Each citation that is marked as read and cannot be traced, with what is to be said of it."""
        versions: dict[tuple[str, str, str], list[Citing]] = {}
        for citing in filter(marked_read, cites):
            versions.setdefault((citing.rule_set, citing.owner, citing.start), []).append(citing)
            yield from ((citing, told) for told in self._nowhere(citing))
        for some in versions.values():
            if told := self._unchanged(some):
                yield some[0], told

    def _nowhere(self, citing: Citing) -> Iterator[str]:
        for id in self.places(citing):
            if not self.at(id, citing):
                text = f"{FILE} names no text of the version from {citing.start} in which it was"
                yield f"{in_words(id)} is marked as read in the published law, and {text}: {_OR}"
        known = {text.instrument.partition("/")[2] for text in self.reading.texts}
        for number in _INSTRUMENT.findall(citing.text):
            if number not in known:
                yield f"S.I. {number} is marked as read in the published law, and {FILE} has no such text: {_OR}"

    def _unchanged(self, some: list[Citing]) -> str:
        """What is said of a version that an instrument made, where nothing of that was read for it."""
        first = some[0]
        read = {each.text.instrument for citing in some for id in self.places(citing) for each in self.at(id, citing)}
        if not first.changed_by or first.changed_by in read or not read:
            return ""
        made = f"the version from {first.start} was made by {first.changed_by}"
        return f"{made}, and {FILE} names no stretch of that for any place that the version cites: {_OR}"


def marked_read(citing: Citing) -> bool:
    """Whether something is decided under a citation whose words are marked as read, be they construed or not."""
    return citing.states_law and citing.checked is not None and citing.checked.how in WORDS_READ


def read_for(reading: Reading, version: Version) -> tuple[Stretch, ...]:
    """Where the words of a version were read, so far as its conditions are marked as read in the published law."""
    cites = (part.cites for part in conditions_of(version) if how_checked(version, part) in WORDS_READ)
    ids = dict.fromkeys(end for each in cites for place in places_in(each).places for end in place.ends)
    return stretches_of(reading, ids, version.start, version.end)
