"""Decisions made elsewhere, brought into the register as records of it, each with where it is from.

They are marked as not determined here, and are searched beside ours. All lines of a file are imported, or none; what
stands in the register already, and says the same, is left as it is. What was brought in is corrected, erased and
withdrawn in the same way: nobody has prepared it at a desk.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection

from casework.publishing import sample_results
from casework.publishing.checking import found_in, recognised_in
from casework.publishing.committing import salted
from casework.publishing.import_lines import LinesRefused, Told, Withdrawn, id_of, read_lines
from casework.publishing.places import stands
from casework.texts import today
from documents import DecisionRecord, Why
from engine import Fault, listed
from register import Publication, Publishing, RegisterRefused, Withdrawing, publication, publish

Became = Literal["published", "corrected", "withdrawn", "unchanged"]

_LET = "take it out, or name these words in “let_stand” where everybody may read them"


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a line."""

    number: int
    id: str
    reference: str
    became: Became


def import_decisions(connection: Connection, now: datetime, name: str, file: bytes) -> tuple[Imported, ...]:
    """Publish the decisions of a file of the register's ``connection``, line by line, or withdraw them.

    Raises LinesRefused, with every fault by line and field; then nothing may be stored: let it end the transaction.
    """
    done: list[Imported] = []
    faults: list[Fault] = []
    for line in read_lines(name, file, today(now)):
        try:
            done.append(_tell(connection, now, line) if isinstance(line, Told) else _withdraw(connection, now, line))
        except LinesRefused as refused:
            faults += refused.faults
        except RegisterRefused as refused:
            faults.append(line.fault("/reference", str(refused)))
    if faults:
        raise LinesRefused(faults)
    return tuple(done)


def _tell(connection: Connection, now: datetime, line: Told) -> Imported:
    found = publication(connection, line.record.id)
    record, became = line.record, _became(line, found)
    if found is not None and found.record is not None:
        why = Why("redaction" if line.erases else "correction", line.why, today(now))
        record = replace(record, version=found.version + 1, published_on=found.record.published_on, why=why)
    _refuse([*_in_the_way(line, found), *(_private(line, record) if became != "unchanged" else ())])
    if became != "unchanged":
        publish(connection, now, Publishing(salted(record), erases=line.erases))
    return Imported(line.number, record.id, record.reference, became)


def _withdraw(connection: Connection, now: datetime, line: Withdrawn) -> Imported:
    found = publication(connection, line.reference)
    if found is None or found.id not in (id_of(found.reference), sample_results.id_of(found.reference)):
        told = f"nothing was brought into the register as {line.reference}"
        raise LinesRefused([line.fault("/reference", f"{told}: what went out from the desk is withdrawn there")])
    if found.state == "withdrawn":
        _refuse(_withdrawn_otherwise(line, found))
        return Imported(line.number, found.id, found.reference, "unchanged")
    _refuse([*_unfit_reason(line)])
    publish(connection, now, Withdrawing(found.id, line.reason, today(now)))
    return Imported(line.number, found.id, found.reference, "withdrawn")


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise LinesRefused(faults)


def _in_the_way(line: Told, found: Publication | None) -> Iterator[Fault]:
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


def _private(line: Told, record: DecisionRecord) -> Iterator[Fault]:
    """What tells who somebody is in any format of what would go out."""
    for each in recognised_in(record, line.let_stand):
        told = f"{each.what} (“{each.said}”) stands in {listed(each.places(record), 'and')}"
        yield line.fault("", f"{told}: {_LET}")
    yield from _let_of_nothing(line, [words for words in line.let_stand if not stands(record, words)])


def _unfit_reason(line: Withdrawn) -> Iterator[Fault]:
    """The same of why something is withdrawn, which stays for good."""
    for what, said in found_in(line.reason, {}, {}, line.let_stand):
        yield line.fault("/withdrawn", f"{what} (“{said}”) stands there: {_LET}")
    yield from _let_of_nothing(line, [words for words in line.let_stand if words not in line.reason])


def _let_of_nothing(line: Told | Withdrawn, words: list[str]) -> Iterator[Fault]:
    for each in words:
        told = "these words do not stand in the line: copy them as they stand there, or leave them out"
        yield line.fault(f"/let_stand/{line.let_stand.index(each)}", told)


def _withdrawn_otherwise(line: Withdrawn, found: Publication) -> list[Fault]:
    if found.withdrawn_reason == line.reason:
        return []
    told = f"{found.reference} was withdrawn on {found.withdrawn_on}, and readers are told another reason, which stays"
    return [line.fault("/withdrawn", f"{told}: take the line out")]


def _became(line: Told, found: Publication | None) -> Became:
    if found is None:
        return "published"
    still = line.erases and not all(each.erased for each in found.versions[:-1])
    return "unchanged" if _says_the_same(line, found) and not still else "corrected"


def _says_the_same(line: Told, found: Publication) -> bool:
    """Whether the newest record says what a line says, whenever and why it was published, and with whatever salt."""
    held = found.record
    if not isinstance(held, DecisionRecord):
        return False
    said = replace(line.record, version=held.version, published_on=held.published_on, why=held.why, salt=held.salt)
    return said == held
