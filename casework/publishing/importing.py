"""Decisions made elsewhere, brought into the register as records of it, each with where it is from.

They are marked as not determined here, and are searched beside ours. All lines of a file are imported, or none; what
stands in the register already, and says the same, is left as it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection

from casework.publishing.import_lines import Line, LinesRefused, read_lines
from casework.texts import today
from documents import DecisionRecord, Why
from engine import Fault
from register import Publication, Publishing, RegisterRefused, publication, publish

Became = Literal["published", "corrected", "unchanged"]


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a line."""

    number: int
    id: str
    reference: str
    became: Became


def import_decisions(connection: Connection, now: datetime, name: str, file: bytes) -> tuple[Imported, ...]:
    """Publish the decisions of a file of the register's ``connection``, line by line.

    Raises LinesRefused, with every fault by line and field; then nothing may be stored: let it end the transaction.
    """
    day = today(now)
    done: list[Imported] = []
    faults: list[Fault] = []
    for line in read_lines(name, file, day):
        found = publication(connection, line.record.id)
        if told := [*_in_the_way(line, found)]:
            faults += told
            continue
        try:
            done.append(_brought_in(connection, now, line, found))
        except RegisterRefused as refused:
            faults.append(line.fault("/reference", str(refused)))
    if faults:
        raise LinesRefused(faults)
    return tuple(done)


def _in_the_way(line: Line, found: Publication | None) -> Iterator[Fault]:
    """Why what stands in the register keeps a line out."""
    if found is None:
        if line.why:
            told = f"the register has no {line.record.reference} that this could correct: leave it out"
            yield line.fault("/why", told)
    elif found.record is None:
        told = f"{found.reference} was withdrawn from the register on {found.withdrawn_on}, and does not come back"
        yield line.fault("/reference", f"{told}: take the line out")
    elif not line.why and not _says_the_same(line, found):
        told = "the register holds this decision already, and says otherwise: say in “why” what this line corrects"
        yield line.fault("/reference", told)


def _brought_in(connection: Connection, now: datetime, line: Line, found: Publication | None) -> Imported:
    record, became = line.record, _became(line, found)
    if found is not None and found.record is not None and became == "corrected":
        why = Why("correction", line.why, today(now))
        record = replace(record, version=found.version + 1, published_on=found.record.published_on, why=why)
    if became != "unchanged":
        publish(connection, now, Publishing(record))
    return Imported(line.number, record.id, record.reference, became)


def _became(line: Line, found: Publication | None) -> Became:
    if found is None:
        return "published"
    return "unchanged" if _says_the_same(line, found) else "corrected"


def _says_the_same(line: Line, found: Publication) -> bool:
    """Whether the newest record says what a line says, whenever and why it was published."""
    held = found.record
    if not isinstance(held, DecisionRecord):
        return False
    return replace(line.record, version=held.version, published_on=held.published_on, why=held.why) == held
