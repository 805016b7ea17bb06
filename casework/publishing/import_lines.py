"""A file of decisions that were made elsewhere, one to a line as JSON: what may stand in it, and the records it gives.

A line may also withdraw what was brought in before.

It is read strictly: a field that is not known, a day that is none or a word that is not on its list is a fault. Every
fault is told, with its line and field, and then nothing is read. What a source does not say is left out.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.deciding.words import DISPOSALS, FINALS
from casework.kinds import KINDS
from casework.publishing.import_fields import OLDER_DECISION, WITHDRAWAL
from documents import (
    AnswerGiven,
    ComesFrom,
    DecisionRecord,
    FactStated,
    PartyNamed,
    ProvisionApplied,
    Said,
    SectionSaid,
)
from engine import Fault

_LONGEST_LINE = 1_000_000


class LinesRefused(ValueError):
    """A file that cannot be taken. Nothing of it was imported. ``faults`` tells each with its line and field."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(map(str, faults)))


@dataclass(frozen=True, slots=True)
class Line:
    """A line that was read: its number, and the words that may stand in it though they look like somebody's own."""

    file: str
    number: int
    reference: str
    let_stand: tuple[str, ...]

    def fault(self, where: str, told: str) -> Fault:
        """A fault of a field of this line."""
        return Fault(where, told, self.file, self.number)


@dataclass(frozen=True, slots=True)
class Told(Line):
    """A line that tells a decision: its record as a first version without a salt, and, where it corrects one, why.

    ``erases``: every version before becomes a tombstone.
    """

    record: DecisionRecord
    why: str
    erases: bool


@dataclass(frozen=True, slots=True)
class Withdrawn(Line):
    """A line that withdraws what was brought in under its reference, and the reason that readers are told."""

    reason: str


def read_lines(name: str, file: bytes, today: date) -> tuple[Told | Withdrawn, ...]:
    """The lines of the file ``name``. Empty lines are passed over. Raises LinesRefused with every fault."""
    faults: list[Fault] = []
    read: list[Told | Withdrawn] = []
    for number, content in enumerate(file.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if not content.strip():
            continue
        said, told = _parsed(content)
        found = [Fault(where, each, name, number) for where, each in told or _faults(said)]
        faults += found
        if not found:
            read.append(_line(name, number, said, today))
    if not faults and not read:
        faults.append(Fault("", "the file is empty: it holds one decision to a line, as a JSON object", name, 1))
    if faults:
        raise LinesRefused(faults)
    return tuple(read)


def id_of(reference: str) -> str:
    """The opaque id of the record of a decision made elsewhere: the same for the same reference, however typed."""
    known = " ".join(reference.casefold().split())
    return f"d-{hashlib.sha256(f'made elsewhere: {known}'.encode()).hexdigest()[:32]}"


def _parsed(content: bytes) -> tuple[Any, list[tuple[str, str]]]:
    """What a line says, or why it cannot be read."""
    if len(content) > _LONGEST_LINE:
        return None, [("", f"it is longer than {_LONGEST_LINE:,} bytes: shorten its texts")]
    try:
        said = content.decode("utf-8")
        return json.loads(said, object_pairs_hook=_once, parse_float=_no_float, parse_constant=_no_float), []
    except UnicodeDecodeError as wrong:
        return None, [("", f"it is not UTF-8 (byte {wrong.start + 1}): save the file as UTF-8")]
    except json.JSONDecodeError as wrong:
        return None, [("", f"it is not JSON (column {wrong.colno}: {wrong.msg}): write one object on each line")]
    except (ValueError, RecursionError) as wrong:
        return None, [("", str(wrong) if isinstance(wrong, ValueError) else "it is nested too deeply")]


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, said in pairs:
        if name in made:
            raise ValueError(f"'{name}' stands there twice: keep one")
        made[name] = said
    return made


def _no_float(said: str) -> Any:
    raise ValueError(f"{said} is no whole number: write it as text, which keeps it exact")


def _faults(said: Any) -> Iterator[tuple[str, str]]:
    """What is wrong with a line that is JSON."""
    if isinstance(said, Mapping) and "withdrawn" in said:
        yield from WITHDRAWAL(said)
        return
    yield from OLDER_DECISION(said)
    if isinstance(said, Mapping):
        yield from _between(said)


def _line(name: str, number: int, said: Mapping[str, Any], today: date) -> Told | Withdrawn:
    of = (name, number, said["reference"], tuple(said.get("let_stand", ())))
    if "withdrawn" in said:
        return Withdrawn(*of, said["withdrawn"].strip())
    return Told(*of, _record(said, today), said.get("why", ""), said.get("erases", False))


def _between(said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What holds between fields, each of which is well by itself."""
    if said.get("erases") and not said.get("why"):
        yield "/erases", "what stood there before is taken away, and readers are told why: say it in “why”"
    day, year = said.get("decided_on"), said.get("year")
    if isinstance(day, str) and type(year) is int and day[:4] != f"{year:04}":
        yield "/year", f"the decision is of {day}, and so of another year than {year}: leave one of the two out"


def _record(said: Mapping[str, Any], today: date) -> DecisionRecord:
    day = said.get("decided_on", "")
    return DecisionRecord(
        id=id_of(said["reference"]),
        version=1,
        reference=said["reference"],
        title=said["title"],
        summary=said["summary"],
        determined="elsewhere",
        area=said["area"],
        kind=Said(said["kind"], KINDS[said["kind"]].title),
        service=said.get("service", ""),
        decided_on=day,
        year=int(day[:4]) if day else said.get("year", 0),
        published_on=today,
        disposal=_of(DISPOSALS, said.get("disposal", "")),
        final=_of(FINALS, said.get("final", "")),
        under_appeal=_of(FINALS, said.get("under_appeal", "")),
        commissioner=said.get("commissioner", ""),
        parties=tuple(PartyNamed(each["role"], each["name"]) for each in said.get("parties", ())),
        decided_by=tuple(said.get("decided_by", ())),
        sections=tuple(
            SectionSaid(f"section-{place}", each["title"], each["text"])
            for place, each in enumerate(said.get("sections", ()), 1)
        ),
        answers=tuple(
            AnswerGiven("", f"answer-{place}", each["asks"], "", "", each["says"])
            for place, each in enumerate(said.get("answers", ()), 1)
        ),
        departures=(),
        facts=tuple(_fact(place, each) for place, each in enumerate(said.get("facts", ()), 1)),
        applied=tuple(map(_applied, said.get("applied", ()))),
        findings=(),
        determinations=(),
        does_not_decide=tuple(said.get("does_not_decide", ())),
        next_steps=(),
        source=ComesFrom(said["source"]["url"], said["source"]["title"], said["source"]["read"]),
        sample=said.get("sample", False),
        noindex=said.get("noindex", False),
    )


def _of(listed: Mapping[str, str], id: str) -> Said:
    return Said(id, listed[id]) if id else Said()


def _fact(place: int, said: Mapping[str, Any]) -> FactStated:
    return FactStated(
        name=said.get("name", f"fact-{place}"),
        asks=said["asks"],
        put=said.get("put"),
        says=said["says"],
        source=said.get("source", ""),
        judgement=said.get("judgement", False),
    )


def _applied(said: Mapping[str, Any]) -> ProvisionApplied:
    return ProvisionApplied(
        rule_set=said.get("rule_set", ""),
        provision=said.get("provision", said["cited"]),
        cited=said["cited"],
        title=said["title"],
        url=said["url"],
        status=said.get("status", "not_known"),
        statement=said["says"],
        checked="secondary",
    )
