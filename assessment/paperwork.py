"""The papers of an assessment that is kept: of what was frozen where a snapshot stands, else of what stands that day.

Whoever asks has seen to the rights, as with ``gathering``. Nothing is stored.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from assessment import kept_beside
from assessment.again import made_again
from assessment.beside import Beside
from assessment.freezing import Snapshot, newest
from assessment.gathering import assessed
from assessment.held import Held, by_id
from assessment.model import Assessed
from assessment.paper_files import BOARD_DOCX, BOARD_PDF, INDEX, PLAN, WORKBOOK, paper_files
from assessment.papers import last_days
from engine import RuleSet

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAPERS: Mapping[str, str] = {
    BOARD_DOCX: _WORD, BOARD_PDF: "application/pdf", WORKBOOK: _SHEET, PLAN: _WORD, INDEX: _WORD
}  # fmt: skip
TITLES: Mapping[str, str] = {
    BOARD_DOCX: "Board paper (Word)",
    BOARD_PDF: "Board paper (PDF)",
    WORKBOOK: "Declaration workbook (Excel)",
    PLAN: "Action plan (Word)",
    INDEX: "Evidence index (Word)",
}


@dataclass(frozen=True)
class Paperwork:
    """The papers of an assessment, made one by one: of ``snapshot``, or else of what stands on ``as_at``."""

    held: Held
    as_at: date
    snapshot: Snapshot | None
    files: Mapping[str, Callable[[], bytes]]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of their files, in the order in which they are shown."""
        return tuple(self.files)

    def make(self, name: str) -> bytes:
        """One of them. Raises KeyError where there is none of this name, and as ``paper_files`` says."""
        return self.files[name]()


def basis(connection: Connection, assessment_id: str) -> Snapshot | None:
    """What papers are of: the last snapshot, where it stands; None where nothing is frozen, or it is void by now."""
    last = newest(connection, assessment_id)
    return last if last is not None and last.stands else None


def papers(
    connection: Connection,
    assessment_id: str,
    rule_sets: Mapping[str, RuleSet],
    as_at: date,
    within: Path | None = None,
) -> Paperwork:
    """The papers: of the snapshot that stands, as on its own day and by its own rules; else of what stands, on a day.

    Its rule files lie in a folder (in ``within``) while they are read. Raises LookupError where there is no such
    assessment; AssessmentRefused where it cannot be assessed; NotTheSame as ``made_again`` does.
    """
    held, snapshot = by_id(connection, assessment_id), basis(connection, assessment_id)
    if snapshot is None:
        found = assessed(connection, assessment_id, rule_sets, as_at)
    else:
        again = made_again(connection, held, snapshot, rule_sets, within)
        rule_sets, found = again.rule_sets, again.assessed
    beside = beside_of(connection, rule_sets, held, found, snapshot)
    return Paperwork(held, found.as_at, snapshot, paper_files(rule_sets, found, beside))


def beside_of(
    connection: Connection, rule_sets: Mapping[str, RuleSet], held: Held, found: Assessed, snapshot: Snapshot | None
) -> Beside:
    """What stands in its papers beside what the engine finds: as it was when it was frozen, where a snapshot stands."""
    until = snapshot.at if snapshot else None
    return Beside(
        last_days=last_days(rule_sets, found),
        stated=kept_beside.stated(connection, held, until),
        folder=WORKBOOK,
        money=kept_beside.money(connection, held, found, until),
        planned=kept_beside.planned(connection, held, until),
        items=kept_beside.index_items(connection, rule_sets, held, snapshot),
        frozen=kept_beside.told_of(connection, snapshot) if snapshot else (),
    )
