"""Issuing: the reference is given, all that is issued is stored, and the case is decided, together or not at all."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import rfc8785
from sqlalchemy import Connection, update

import documents
from casework.change import carry_out
from casework.deciding.gate import gate, refusal
from casework.deciding.interests import Interest, interests
from casework.deciding.model import Decision, Live
from casework.deciding.outcomes import decided
from casework.deciding.paper import SAMPLE, paper_of
from casework.deciding.reading import content_of, decision_of, named_in, proposals
from casework.deciding.working import on_draft
from casework.errors import refuse
from casework.model import Case
from casework.numbers import next_reference
from casework.rows import changes_of
from casework.texts import today
from engine import Fault
from people import Actor
from storage import decision as decision_table
from storage import issued_decision, new_key, state_change

FORMAT = "rationale-decision-1"
_INVENTED = "Invented: "  # so the title of an invented sample begins, wherever it is kept


def issue(
    connection: Connection, now: datetime, actor: Actor, case_id: str, series: str, live: Live, expected: int
) -> Decision:
    """The decision, issued, with the next reference of the series in this year; its case is decided.

    Raises NotFound, NotAllowed, Stale; CaseRefused with everything that stands in the way, from the gate's table, or
    where the actor has declared an interest, or an invented appeal would get a reference that looks real.
    """
    work = on_draft(connection, now, actor, "decision.issue", case_id, expected)
    found, draft = work.found, work.decision
    lines = gate(connection, found, draft, live)
    standing = [Fault(f"/gate/{line.id}", told) for line in lines for told in refusal(found.reference, (line,))]
    standing += _looks_real(found, series)
    mine = interests(connection, found).get(actor.id)
    refuse((*standing, *(_undeclared(mine) if mine or not standing else ())))
    carry_out(connection, found, state="decided")
    reference = next_reference(connection, series, today(now).year)
    html = documents.decision(paper_of(connection, found, draft, live, reference, now))
    canonical = rfc8785.dumps(_record(connection, found, draft, live, reference, now))
    _store(connection, now, actor, draft, reference, canonical, html)
    _decided(connection, now, actor, found)
    sha256 = hashlib.sha256(canonical).hexdigest()
    about = {"decision_reference": reference, "content": sha256, "before": found.state, "after": "decided"}
    work.note("decision.issued", about)
    return decision_of(connection, found, draft.id)


def _looks_real(found: Case, series: str) -> Iterator[Fault]:
    if found.title.startswith(_INVENTED) and series != SAMPLE:
        told = f"{found.reference} is invented, as its title says, and {series} is a series of real decisions"
        yield Fault("", f"{told}: issue it where DECISION_SERIES is {SAMPLE}, or name the case otherwise")


def _undeclared(mine: Interest | None) -> Iterator[Fault]:
    """Whoever issues it has a part in it too."""
    if mine is None:
        yield Fault("", "you have not declared whether you have an interest in this case: declare it, then issue")
    elif mine.has_one:
        yield Fault("", "you declared an interest in this case, so somebody else has to issue its decision")


def _record(
    connection: Connection, found: Case, draft: Decision, live: Live, reference: str, now: datetime
) -> dict[str, Any]:
    """All that was decided, as JSON: what a letter, a register and a court can be shown to rest on."""
    made = proposals(connection, draft, live)
    answers = [
        {
            "rule_set": each.rule_set,
            "question": each.question,
            "asks": each.asks,
            "proposed": each.proposed,
            "decided": each.decided,
            "says": each.says,
        }
        for each in decided(draft, made)
    ]
    adopted = [{"rule_set": each.rule_set, "revision": each.revision, "sha256": each.sha256} for each in draft.adopted]
    return {
        "format": FORMAT,
        "reference": reference,
        "case": {"reference": found.reference, "kind": found.kind},
        "issued_on": today(now).isoformat(),
        "supersedes": draft.supersedes,
        "answers": answers,
        "adopted": adopted,
        "reviewed_by": draft.reviews[-1].by,
        **content_of(named_in(connection, found), draft.adopted, draft.departures, draft.conclusion, draft.text),
    }


def _store(
    connection: Connection, now: datetime, actor: Actor, draft: Decision, reference: str, canonical: bytes, html: str
) -> None:
    whole = {"canonical": canonical, "html": html, "sha256": hashlib.sha256(canonical).hexdigest()}
    row = {"decision_id": draft.id, "case_id": draft.case_id, "reference": reference, "at": now, "by": actor.id}
    connection.execute(issued_decision.insert().values({**row, **whole}))
    mine = update(decision_table).where(decision_table.c.id == draft.id)
    connection.execute(mine.values(reference=reference, issued_at=now, issued_by=actor.id))


def _decided(connection: Connection, now: datetime, actor: Actor, found: Case) -> None:
    place = len(changes_of(connection, found.id)) + 1
    row = {"id": new_key(), "case_id": found.id, "place": place, "before": found.state, "after": "decided"}
    connection.execute(state_change.insert().values(**row, on=today(now), why="", at=now, by=actor.id))
