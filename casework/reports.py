"""What the public reports: that a rule may be wrong, or that something published should be taken down; and the answers.

Anybody may report, and nobody has to say who they are. An answer stands until another is given. Words, and how their
sender is reached, go two years after the last answer (keeping/old_reports.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, func, insert, select

from casework.errors import NotAllowed, NotFound, refuse
from casework.texts import line_faults, words_faults
from engine import Fault, listed, nearest
from keeping import activity
from people import Actor, may
from storage import new_key, report_answer, reported

ReportSort = Literal["rule", "publication"]

REPORT_VERDICTS: Mapping[str, str] = {
    "mended": "Mended, or taken down",
    "stays": "Stays as it is",
    "passed_on": "Passed on, and followed up elsewhere",
}
LONGEST_PUBLIC_ID = 40  # characters, as the database keeps it
_NO_PUBLICATION = (
    f"no publication has an id of more than {LONGEST_PUBLIC_ID} characters: ask from its page, which names it"
)
READING: Mapping[ReportSort, str] = {"rule": "problem.read", "publication": "takedown.read"}
ANSWERING: Mapping[ReportSort, str] = {"rule": "problem.answer", "publication": "takedown.answer"}
MOST_A_DAY = 500


@dataclass(frozen=True, slots=True)
class Reporting:
    """What somebody sends: about a rule set and perhaps a provision, or about a publication by its public id."""

    sort: ReportSort
    said: str
    contact: str = ""
    rule_set: str = ""
    provision: str = ""
    publication: str = ""


@dataclass(frozen=True, slots=True)
class ReportAnswer:
    """What became of a report: one of REPORT_VERDICTS, and why. ``said`` is empty once its time was over."""

    verdict: str
    said: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Report:
    """A report with its answers, the last of which stands. Its words are empty once their time was over."""

    id: str
    sort: ReportSort
    rule_set: str
    provision: str
    publication: str
    said: str
    contact: str
    at: datetime
    answers: tuple[ReportAnswer, ...]


def take_report(connection: Connection, now: datetime, what: Reporting) -> str:
    """Keep a report, and give its id. Raises CaseRefused where its words cannot be kept, or too many came today."""
    told = what.said.strip(), what.contact.strip()
    refuse(
        (
            *words_faults("/said", told[0]),
            *line_faults("/contact", told[1], may_be_empty=True),
            *(fault for each in (what.rule_set, what.provision, what.publication) for fault in _named_faults(each)),
            *([Fault("", _NO_PUBLICATION)] if len(what.publication) > LONGEST_PUBLIC_ID else []),
        )
    )
    today = select(func.count()).select_from(reported).where(reported.c.at > now - timedelta(days=1))
    if connection.execute(today).scalar_one() >= MOST_A_DAY:
        refuse([Fault("", "too much was sent to us today to be read: send it again tomorrow, or write to us")])
    row = {
        "id": new_key(), "sort": what.sort, "rule_set": what.rule_set, "provision": what.provision,
        "publication": what.publication, "said": told[0], "contact": told[1], "at": now,
    }  # fmt: skip
    connection.execute(insert(reported).values(row))
    return str(row["id"])


def reports_of(connection: Connection, now: datetime, actor: Actor, sort: ReportSort) -> tuple[Report, ...]:
    """Every report of a sort: those without an answer first, the oldest first; then the newest. It is kept who read.

    Raises NotAllowed.
    """
    _check(actor, READING[sort])
    rows = connection.execute(select(reported).where(reported.c.sort == sort).order_by(reported.c.at)).all()
    joined = report_answer.join(reported, reported.c.id == report_answer.c.report_id)
    wanted = select(report_answer).select_from(joined).where(reported.c.sort == sort).order_by(report_answer.c.place)
    answers: dict[str, tuple[ReportAnswer, ...]] = {}
    for row in connection.execute(wanted):
        made = ReportAnswer(row.verdict, row.said or "", row.at, row.by)
        answers[row.report_id] = (*answers.get(row.report_id, ()), made)
    activity.record(connection, now, actor.id, "report.read", None, {"sort": sort})
    every = [
        Report(
            row.id, sort, row.rule_set, row.provision, row.publication, row.said or "", row.contact or "", row.at,
            answers.get(row.id, ()),
        )
        for row in rows
    ]  # fmt: skip
    waiting = [each for each in every if not each.answers]
    return (*waiting, *reversed([each for each in every if each.answers]))


def unanswered_of(connection: Connection, publication: str) -> tuple[datetime, ...]:
    """When the public asked that something of a publication (its public id) be taken down, and nobody has answered."""
    answered = select(report_answer.c.id).where(report_answer.c.report_id == reported.c.id).exists()
    about = (reported.c.sort == "publication", reported.c.publication == publication, ~answered)
    return tuple(connection.scalars(select(reported.c.at).where(*about).order_by(reported.c.at, reported.c.id)))


def answer_report(connection: Connection, now: datetime, actor: Actor, id: str, verdict: str, said: str) -> None:
    """Answer a report. It changes nothing by itself. Raises NotFound, NotAllowed, CaseRefused."""
    sort = connection.scalar(select(reported.c.sort).where(reported.c.id == id))
    if sort is None or not may(actor, READING[sort]):
        raise NotFound
    _check(actor, ANSWERING[sort])
    told = f"this is one of {listed([*REPORT_VERDICTS], 'or')}.{nearest(verdict, REPORT_VERDICTS)}"
    odd = [] if verdict in REPORT_VERDICTS else [Fault("/verdict", told)]
    refuse((*odd, *words_faults("/said", said.strip())))
    mine = report_answer.c.report_id == id
    place = (connection.scalar(select(func.max(report_answer.c.place)).where(mine)) or 0) + 1
    row = {
        "id": new_key(), "report_id": id, "place": place, "verdict": verdict, "said": said.strip(), "at": now,
        "by": actor.id,
    }  # fmt: skip
    connection.execute(insert(report_answer).values(row))
    activity.record(connection, now, actor.id, "report.answered", None, {"report_id": id, "verdict": verdict})


def _named_faults(name: str) -> tuple[Fault, ...]:
    return tuple(line_faults("", name, may_be_empty=True))


def _check(actor: Actor, act: str) -> None:
    if not may(actor, act):
        raise NotAllowed(act)
