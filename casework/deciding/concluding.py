"""What becomes of the appeal and of the application, and who decided: an officer, or a Committee with its members."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from casework.deciding.model import Decision
from casework.deciding.reading import decided_by_json
from casework.deciding.words import DISPOSALS, FINALS
from casework.deciding.working import on_draft
from casework.errors import refuse
from casework.texts import line_faults, words_faults
from engine import Fault, nearest
from keeping import DecidedBy, judgements
from people import Actor
from storage import decision_conclusion

_IN_THE_TEXT = "The reasons stand in the text of the decision."


@dataclass(frozen=True, slots=True)
class Concluding:
    """A conclusion that is recorded. ``decided_by`` needs no reasons of its own: they stand in the text."""

    disposal: str
    final: str
    decided_by: DecidedBy | None


def conclude(
    connection: Connection, now: datetime, actor: Actor, case_id: str, asked: Concluding, expected: int
) -> Decision:
    """The draft with its conclusion, and with who decided where that is said. Raises as ``write`` does."""
    work = on_draft(connection, now, actor, "committee.record", case_id, expected)
    decided_by = asked.decided_by and replace(asked.decided_by, reasons=asked.decided_by.reasons or _IN_THE_TEXT)
    refuse((*_faults(asked), *_who_faults(decided_by)))
    who = decided_by_json(decided_by)
    about = {"status": f"{asked.disposal}/{asked.final}", "said_hash": who or ""}
    columns = {"disposal": asked.disposal, "final": asked.final, "decided_by": who}
    return work.carry_out(decision_conclusion, "decision.concluded", about, **columns)


def _faults(asked: Concluding) -> Iterator[Fault]:
    for where, said, list_ in (("/disposal", asked.disposal, DISPOSALS), ("/final", asked.final, FINALS)):
        if said not in list_:
            told = f"'{said}' is none of these: {', '.join(list_)}.{nearest(said, list_)}" if said else "choose one"
            yield Fault(where, told)
    if asked.disposal == "not_disposed_of" and asked.final != "defer":
        told = "an appeal stays open only while the application is deferred: choose how it is disposed of"
        yield Fault("/disposal", told)
    if asked.final == "defer" and asked.disposal != "not_disposed_of":
        yield Fault("/final", "an application that is deferred leaves the appeal open: it is not disposed of yet")
    if asked.disposal == "quash_and_remit" and asked.final != "none":
        yield Fault("/final", "what goes back to the commissioner is not decided here: nothing is decided on it itself")


def _who_faults(decided_by: DecidedBy | None) -> Iterator[Fault]:
    if decided_by is None:
        return
    yield from judgements.faults_of(decided_by, "/decided_by")
    yield from line_faults("/decided_by/officer", decided_by.officer, may_be_empty=True)
    if committee := decided_by.committee:
        yield from line_faults("/decided_by/committee/name", committee.name, may_be_empty=True)
        for place, member in enumerate(committee.members):
            where = f"/decided_by/committee/members/{place}"
            yield from line_faults(f"{where}/name", member.name, may_be_empty=True)
            yield from words_faults(f"{where}/interest", member.interest, may_be_empty=True)
            yield from words_faults(f"{where}/dissent", member.dissent, may_be_empty=True)
