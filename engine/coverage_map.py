"""What of the law of an area stands in its rules: each place with what cites it, or the reason why nothing does.

The places and the reasons are data beside the rules, ``rules/<area>/coverage.yaml``. That a place is encoded is never
said there: the citations of the rules show it, and where they do not, that is a fault.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from engine.citations import Citing, citations_of, place_of
from engine.errors import Fault, RuleError, nearest
from engine.model import How, RuleSet
from engine.places import in_words, places_in
from engine.rule_tests import read_tests
from engine.shapes import load_shape
from engine.texts_read import Reading, Stretch, load_reading
from engine.tracing import Tracing, marked_read
from engine.yaml_reader import Document, Path_, read_yaml

Stands = Literal["encoded", "encoded_in_part", "judgement", "not_encoded"]
HOW: tuple[How, ...] = get_args(How)
FILE = "coverage.yaml"
_REASONS = ("judgement", "in_part", "not_encoded")


@dataclass(frozen=True, slots=True)
class Read:
    """One text in which words were read, or one account of them, and how many conditions and results rest on it."""

    how: How
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """One place in the law. ``why`` is the reason for what is not encoded; ``tests`` those beside what cites it.

    ``judgement`` is the fact in which a person decides what the place is about, and ``asks`` its question. ``read_at``:
    the stretches of texts in which the words were read that are marked so.
    """

    id: str
    title: str
    stands: Stands
    why: str
    judgement: str
    asks: str
    cited_by: tuple[Citing, ...]
    tests: int
    read_at: tuple[Stretch, ...] = ()

    @property
    def provisions(self) -> tuple[tuple[str, str], ...]:
        """The rule set and the id of each provision that cites it, in their order."""
        return tuple(dict.fromkeys((each.rule_set, each.owner) for each in self.cited_by if _in_provision(each)))

    @property
    def facts(self) -> tuple[str, ...]:
        """The worked-out facts and figures that cite it."""
        return tuple(dict.fromkeys(each.owner for each in self.cited_by if not _in_provision(each)))

    @property
    def read(self) -> tuple[Read, ...]:
        """How the words behind it were checked, and where they were read, in each version that cites it."""
        return read_in(self.cited_by)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A Part or a Schedule, with its places in the law's order."""

    id: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class CoverageMap:
    """The law of an area as far as it bears on what the area decides. ``tests`` and ``cites`` are by rule set.

    ``reading`` is missing where nothing says in which texts the words were read.
    """

    area: str
    title: str
    about: str
    rule_sets: tuple[RuleSet, ...]
    tests: Mapping[str, int]
    cites: tuple[Citing, ...]
    chapters: tuple[Chapter, ...]
    reading: Reading | None = None

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every place of every chapter."""
        return tuple(row for chapter in self.chapters for row in chapter.rows)


def coverage_map(root: Path, area: str, rule_sets: Mapping[str, RuleSet]) -> CoverageMap:
    """The map of an area, from its coverage.yaml, its loaded rule sets and their tests.

    Raises RuleError with every row that is neither encoded nor accounted for, every citation that has no row and, where
    a read.yaml says where words were read, every mark of a published text that cannot be traced to one.
    """
    doc = _read(root / area / FILE, f"{area}/{FILE}")
    ours = tuple(each for id, each in rule_sets.items() if id.partition("/")[0] == area)
    making = _Making(root, doc, ours, tuple(cited for each in ours for cited in citations_of(each)))
    return making.make(area, load_reading(root, area, {*making.rows, *making.chapters}))


def read_in(cited_by: tuple[Citing, ...]) -> tuple[Read, ...]:
    """What was read for these: published texts first, each text once, from the oldest version on."""
    counted = Counter(
        (each.checked.how, each.checked.url)
        for each in sorted(cited_by, key=lambda each: each.start)
        if each.checked is not None
    )
    found = [Read(how, count, url) for (how, url), count in counted.items()]
    return tuple(sorted(found, key=lambda each: HOW.index(each.how)))


def _in_provision(citing: Citing) -> bool:
    return citing.kind not in ("figure", "fact")


def _read(path: Path, shown: str) -> Document:
    if not path.exists():
        told = "this file is missing; it names every place in the law that bears on the area"
        raise RuleError([Fault("", told, shown, 1)])
    doc = read_yaml(path, shown)
    if wrong := load_shape("coverage", doc.data):
        raise RuleError([doc.fault(where, message) for where, message in wrong.items()])
    return doc


class _Making:
    """A map in the making, with the faults that are found on the way."""

    def __init__(self, root: Path, doc: Document, rule_sets: tuple[RuleSet, ...], cites: tuple[Citing, ...]) -> None:
        self.root, self.doc, self.rule_sets, self.cites = root, doc, rule_sets, cites
        self.faults: list[Fault] = []
        self.rows = dict(self._rows())
        self.chapters = {each["id"] for each in doc.data["chapters"]}
        self.cited_by: dict[str, list[Citing]] = {id: [] for id in self.rows}
        self.elsewhere: list[str] = doc.data.get("elsewhere", [])
        self.unused = set(self.elsewhere)
        self.tests: dict[str, Counter[str]] = {}

    def make(self, area: str, reading: Reading | None) -> CoverageMap:
        self._end()
        self.tests = {
            each.id: Counter(test.provision for test in read_tests(self.root / each.id)) for each in self.rule_sets
        }
        for citing in self.cites:
            self._place(citing)
        tracing = Tracing(reading, self.rows) if reading else None
        for citing, told in tracing.untraced(self.cites) if tracing else ():
            self._unplaced(citing, told)
        for said in self.unused:
            self._wrong(("elsewhere", self.elsewhere.index(said)), f"nothing cites '{said}'; take it out")
        chapters = tuple(
            Chapter(each["id"], each["title"], tuple(self._row(row["id"], tracing) for row in each["rows"]))
            for each in self.doc.data["chapters"]
        )
        self._end()
        tests = {id: counted.total() for id, counted in self.tests.items()}
        data = self.doc.data
        return CoverageMap(area, data["title"], data["about"], self.rule_sets, tests, self.cites, chapters, reading)

    def _rows(self) -> Iterator[tuple[str, tuple[Path_, Mapping[str, Any]]]]:
        seen: dict[str, int] = {}
        for chapter, each in enumerate(self.doc.data["chapters"]):
            for place, row in enumerate(each["rows"]):
                where: Path_ = ("chapters", chapter, "rows", place)
                if first := seen.get(row["id"]):
                    self._wrong((*where, "id"), f"'{row['id']}' stands twice; it stood on line {first} too")
                seen[row["id"]] = self.doc.line(where)
                yield row["id"], (where, row)

    def _end(self) -> None:
        if self.faults:
            raise RuleError(sorted(dict.fromkeys(self.faults), key=lambda fault: (fault.file, fault.line)))

    def _wrong(self, where: Path_, message: str) -> None:
        self.faults.append(self.doc.fault(where, message))

    # -- which place each citation names

    def _place(self, citing: Citing) -> None:
        named = places_in(citing.text)
        self.unused.discard(citing.text)
        if citing.states_law and not (named.places or named.elsewhere or citing.text in self.elsewhere):
            self._unplaced(citing, f"'{citing.text}' names no place in the law, such as reg. 18(2)(a)")
        for place in named.places:
            for end in place.ends:
                if end not in self.rows and end not in self.chapters:
                    shown = in_words(end)
                    near = nearest(end, self.rows, limit=1)
                    self._unplaced(
                        citing, f"{self.doc.file} has no row for {shown}: add '{end}', or mend the citation.{near}"
                    )
            if citing.states_law:
                for id in place.among(self.rows):
                    self.cited_by[id].append(citing)

    def _unplaced(self, citing: Citing, message: str) -> None:
        self.faults.append(place_of(self.root, citing, message))

    # -- how each place stands

    def _row(self, id: str, tracing: Tracing | None) -> Row:
        where, row = self.rows[id]
        cited = tuple(self.cited_by[id])
        said = [name for name in _REASONS if name in row]
        if len(said) > 1:
            self._wrong((*where, said[1]), f"a row gives one of {', '.join(_REASONS)}, or none")
        stands = self._stands(where, said[0] if said else "", bool(cited), in_words(id))
        judgement = row.get("judgement", "")
        why = row.get("in_part") or row.get("not_encoded") or ""
        asks, tests = self._asks(where, judgement), self._tests(cited)
        read = tracing.all(id, filter(marked_read, cited)) if tracing else ()
        return Row(id, row["title"], stands, why, judgement, asks, cited, tests, read)

    def _stands(self, where: Path_, said: str, cited: bool, shown: str) -> Stands:
        match said, cited:
            case "judgement", _:
                return "judgement"
            case "in_part", True:
                return "encoded_in_part"
            case "in_part", False:
                self._wrong((*where, said), f"no condition or result cites {shown}, so no part of it is encoded")
            case "not_encoded", True:
                told = f"{shown} is cited by a condition or result: say in_part, or nothing"
                self._wrong((*where, said), told)
            case "", True:
                return "encoded"
            case "", False:
                self._wrong(where, f"no condition or result cites {shown}: encode it, or say judgement or not_encoded")
        return "not_encoded"

    def _asks(self, where: Path_, name: str) -> str:
        """What is asked of the person who decides. The same fact may stand in several rule sets."""
        known = {fact.name: fact for each in self.rule_sets for fact in each.facts.values() if fact.judgement}
        if name and name not in known:
            near = nearest(name, known)
            self._wrong((*where, "judgement"), f"'{name}' is no judgement of these rule sets.{near}")
        return known[name].ask if name in known else ""

    def _tests(self, cited: tuple[Citing, ...]) -> int:
        owners = {(each.rule_set, each.owner) for each in cited if _in_provision(each)}
        return sum(self.tests[rule_set][owner] for rule_set, owner in owners)
