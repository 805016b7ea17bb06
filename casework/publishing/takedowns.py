"""Requests to take something down: recorded, and answered with reasons; while one is open nothing more goes out."""

from datetime import datetime

from sqlalchemy import Connection

from casework.errors import refuse
from casework.publishing.model import Prepared
from casework.publishing.words import ANSWERS
from casework.publishing.working import on_publication
from casework.texts import line_faults, words_faults
from engine import Fault, listed, nearest
from people import Actor
from storage import takedown


def record_request(
    connection: Connection, now: datetime, actor: Actor, id: str, asked: tuple[str, str], expected: int
) -> Prepared:
    """Record that somebody asks for something to be taken down: who, and what they say.

    Raises NotFound, NotAllowed, Stale, CaseRefused.
    """
    work = on_publication(connection, now, actor, "takedown.record", id, expected)
    asker, said = (each.strip() for each in asked)
    refuse((*line_faults("/asker", asker), *words_faults("/said", said)))
    work.carry_out()
    request = work.add(takedown, answers_id=None, answer="", asker=asker, said=said)
    return work.note("takedown.recorded", {"takedown_id": request})


def answer_request(
    connection: Connection, now: datetime, actor: Actor, id: str, answer: tuple[str, str, str], expected: int
) -> Prepared:
    """Answer a request: its id, one of ANSWERS, and what is said to whoever asked. It changes nothing by itself.

    Raises NotFound, NotAllowed, Stale; CaseRefused where there is no such request, or it was answered.
    """
    work = on_publication(connection, now, actor, "takedown.answer", id, expected)
    request_id, what, said = answer
    waiting = {each.id for each in work.prepared.open_requests}
    unknown = [] if request_id in waiting else [Fault("/request_id", "no such request waits for an answer")]
    told = f"this is one of {listed([*ANSWERS], 'or')}.{nearest(what, ANSWERS)}"
    odd = [] if what in ANSWERS else [Fault("/answer", told)]
    refuse((*unknown, *odd, *words_faults("/said", said)))
    work.carry_out()
    work.add(takedown, answers_id=request_id, answer=what, asker=None, said=said.strip())
    return work.note("takedown.answered", {"takedown_id": request_id, "verdict": what})
