"""Writing the text of a draft: every version is kept."""

from collections.abc import Iterator, Mapping
from datetime import datetime

import rfc8785
from sqlalchemy import Connection

from casework.deciding.model import Decision
from casework.deciding.sections import IDS
from casework.deciding.working import on_draft
from casework.errors import refuse
from casework.texts import words_faults
from engine import Fault, nearest
from people import Actor
from storage import decision_text


def write(
    connection: Connection, now: datetime, actor: Actor, case_id: str, sections: Mapping[str, str], expected: int
) -> Decision:
    """The draft with a new version of its text, in which these sections are replaced and the others stay.

    After a departure it may be kept as it was: somebody has read it again. Raises NotFound, NotAllowed, Stale;
    CaseRefused with every fault, at ``/sections/ID``.
    """
    work = on_draft(connection, now, actor, "decision.draft", case_id, expected)
    before = work.decision.text.sections
    said = {id: text.replace("\r\n", "\n").strip() for id, text in sections.items()}
    whole = {id: said.get(id, before.get(id, "")) for id in IDS}
    anew = whole != dict(before) or work.decision.departed_since
    same = [] if anew else [Fault("", "the text is as it was: nothing was stored")]
    refuse((*_faults(said), *same))
    stored = rfc8785.dumps(whole).decode()
    about = {"count": len(work.decision.texts) + 1, "content_hash": stored}
    return work.carry_out(decision_text, "decision.written", about, sections=stored)


def _faults(said: Mapping[str, str]) -> Iterator[Fault]:
    for id, text in said.items():
        where = f"/sections/{id}"
        if id not in IDS:
            yield Fault(where, f"a decision has no section '{id}'.{nearest(id, IDS)}")
        else:
            yield from words_faults(where, text, may_be_empty=True)
