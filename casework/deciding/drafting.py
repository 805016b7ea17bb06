"""Beginning a draft on what was determined, and resting it on newer determinations."""

from collections.abc import Sequence
from datetime import datetime

import rfc8785
from sqlalchemy import Connection, func, select

from casework.change import begin, carry_out, note, takes
from casework.deciding.first_text import first_text
from casework.deciding.model import Decision, Live, Proposed
from casework.deciding.outcomes import in_order, proposed_of
from casework.deciding.reading import decided_by_json, decision_of, decisions_of
from casework.deciding.words import DISPOSAL, DISPOSALS, FINAL, FINALS
from casework.deciding.working import Work, add, on_draft
from casework.errors import refuse
from casework.kinds import KINDS
from casework.model import Case, Move
from casework.needs import NEEDS
from casework.rows import parties_of
from casework.texts import today
from engine import Fault
from keeping import determinations
from people import Actor
from storage import decision, decision_adopted, decision_conclusion, decision_departure, decision_text, new_key


def draft(connection: Connection, now: datetime, actor: Actor, case_id: str, live: Live, expected: int) -> Decision:
    """A draft that adopts the newest determinations of a case, with a first text from their explanations.

    In a case that has an issued decision it comes in the place of the last one. Raises NotFound, NotAllowed, Stale;
    CaseRefused where there is a draft already, or the case is not determined or changed since; keeping.NotMadeAgain
    where what was determined does not come out again as it was kept.
    """
    found = begin(connection, actor, "decision.draft", case_id, expected)
    takes(connection, found, "decision")
    before = decisions_of(connection, found)
    drafts = [each for each in before if not each.issued_at]
    already = [Fault("", f"{found.reference} has a draft already: work on that")] if drafts else []
    elsewhere = KINDS[found.kind].decided_elsewhere
    not_here = [Fault("", f"such a case is decided by {elsewhere}, so no decision of ours is drafted in it")]
    refuse((*(not_here if elsewhere else already), *_not_determined(connection, now, found)))
    carry_out(connection, found)
    id = new_key()
    row = {"id": id, "case_id": case_id, "place": len(before) + 1, "supersedes_id": before[-1].id if before else None}
    connection.execute(decision.insert().values(**row, made_at=now, made_by=actor.id))
    made = tuple(Proposed(each, live(connection, each)) for each in determinations.newest(connection, case_id))
    ids = (case_id, id)
    for each in made:
        add(connection, now, actor, ids, decision_adopted, round=1, determined_id=each.kept.id)
    add(connection, now, actor, ids, decision_conclusion, **_as_proposed(made), decided_by=None)
    add(connection, now, actor, ids, decision_text, sections=_first_text(connection, found, made))
    about = {"decision_id": id, "place": row["place"], "determined_ids": [each.kept.id for each in made]}
    note(connection, now, actor, "decision.drafted", case_id, about)
    return decision_of(connection, found, id)


def adopt_anew(
    connection: Connection,
    now: datetime,
    actor: Actor,
    case_id: str,
    live: Live,
    expected: int,
    *,
    text_anew: bool = False,
) -> Decision:
    """The draft, resting on the newest determinations. Departures from what is no longer proposed are taken back.

    ``text_anew``: the text is made from them again, as a new version; else it stays. Raises as ``draft`` does.
    """
    work = on_draft(connection, now, actor, "decision.draft", case_id, expected)
    newest = determinations.newest(connection, case_id)
    same = [each.id for each in newest] == [each.id for each in work.decision.adopted]
    nothing = [Fault("", "the draft rests on the newest determinations already")] if same and not text_anew else []
    refuse((*nothing, *_not_determined(connection, now, work.found)))
    carry_out(connection, work.found)
    made = tuple(Proposed(each, live(connection, each)) for each in newest)
    if not same:
        _adopt(work, made)
    if text_anew:
        work.add(decision_text, sections=_first_text(connection, work.found, made))
    work.note("decision.adopted_anew", {"determined_ids": [each.id for each in newest]})
    return decision_of(connection, work.found, work.decision.id)


def _adopt(work: Work, made: Sequence[Proposed]) -> None:
    """A new round: what is proposed becomes the conclusion again, and what no longer departs is taken back."""
    of_this = decision_adopted.c.decision_id == work.decision.id
    last = work.connection.scalar(select(func.max(decision_adopted.c.round)).where(of_this)) or 0
    for each in made:
        work.add(decision_adopted, round=last + 1, determined_id=each.kept.id)
    for gone in work.decision.departures:
        if proposed_of(made, gone.rule_set, gone.about, gone.name) != gone.proposed:
            columns = {"rule_set": gone.rule_set, "about": gone.about, "name": gone.name, "proposed": gone.proposed}
            work.add(decision_departure, **columns, decided="", reasons="")
    decided_by = decided_by_json(work.decision.conclusion.decided_by)
    work.add(decision_conclusion, **_as_proposed(made), decided_by=decided_by)


def _not_determined(connection: Connection, now: datetime, found: Case) -> list[Fault]:
    need = NEEDS["determined"]
    told = need.lacking(connection, found, Move("determined", today(now))) if found.rule_sets else ""
    return [Fault("", f"{found.reference} cannot be decided yet: {told}")] if told else []


def _as_proposed(made: Sequence[Proposed]) -> dict[str, str]:
    """The conclusion that is proposed, until people conclude otherwise; empty where none is."""
    answers = {question.id: each.answer(question.id).outcome for each, question in in_order(made)}
    final = answers.get(FINAL, "none")
    disposal = answers.get(DISPOSAL, "") or ("not_disposed_of" if final == "defer" else "")
    return {"disposal": disposal if disposal in DISPOSALS else "", "final": final if final in FINALS else ""}


def _first_text(connection: Connection, found: Case, made: Sequence[Proposed]) -> str:
    here = [each for each in parties_of(connection, found.id) if each.left_at is None]
    return rfc8785.dumps(dict(first_text(found, here, made))).decode()
