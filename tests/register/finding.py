"""A few invented decisions that differ in what one looks for, and how to look."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from documents import DecisionRecord, PartyNamed, ProvisionApplied, Record, Said, SectionSaid
from register import Found, Looking, Publishing, publish, search
from register.searching import Limits
from storage import Database
from tests.register.making import at, decision_id, decision_record

DEVON = "NHS Devon Integrated Care Board"


def decision(number: int, title: str, text: str, **changes: Any) -> DecisionRecord:
    """A decision with a title and reasons of its own."""
    summary = changes.pop("summary", "The application is refused.")
    sections = (SectionSaid("reasons", "Reasons", text),)
    return decision_record(number, title=title, summary=summary, sections=sections, **changes)


LARKMERE = decision_record(1)
DOCTORS = decision(
    2,
    "Request by Ostbury Surgery for outline consent",
    "The surgery asked to go on **dispensing** to patients in Herefordshire’s rural parishes. A co-operative in the "
    "Café at Ostbury dispensed before <script>alert(1)</script>.",
    kind=Said("dispensing", "Dispensing doctors"),
    final=Said("grant", "The application is granted"),
    parties=(PartyNamed("Appellant", "Ostbury Surgery"),),
)
MOVED = decision(
    3,
    "Relocation in Fernwick",
    "The pharmacy relocates by 300 metres. Ostbury Surgery, Ostbury Surgery and once more Ostbury Surgery were heard.",
    kind=Said("relocation", "Relocation"),
    commissioner=DEVON,
    parties=(PartyNamed("Appellant", "Fernwick Chemists plc"),),
    decided_on="2024-05-01",
    year=2024,
    determined="elsewhere",
    applied=(
        ProvisionApplied("pharmacy/excepted", "reg-24-1", "reg. 24(1)", "Relocations", "", "met", "It is a relocation"),
    ),
)
ALL = (LARKMERE, DOCTORS, MOVED)


def put(database: Database, records: Iterable[Record] = ALL) -> None:
    """Publish records, all at once."""
    with database.writing() as connection:
        for number, record in enumerate(records):
            publish(connection, at(number), Publishing(record))


def look(database: Database, words: str = "", limits: Limits | None = None, **more: Any) -> Found:
    """Search."""
    with database.reading() as connection:
        return search(connection, Looking(words, **more), limits)


def numbers(found: Found, among: int = 40) -> list[int]:
    """The numbers of the decisions that were found, in order."""
    known = {decision_id(number): number for number in range(1, among)}
    return [known.get(hit.id, 0) for hit in found.hits]


def alike(number: int, **changes: Any) -> DecisionRecord:
    """The first decision under another number."""
    return replace(decision_record(number), **changes)
