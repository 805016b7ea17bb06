"""Approving what is to be published, as it stands.

The rule: so many different people as are needed approve one content, and what is changed afterwards they did not
approve. Whoever prepared a publication alone does not approve it: where several had a hand in it, each may, since
somebody else has looked at what they did.
"""

from datetime import datetime

from sqlalchemy import Connection

from casework.deciding import Live
from casework.errors import refuse
from casework.publishing.drawing import drawn_of
from casework.publishing.model import Drawn, Prepared
from casework.publishing.working import on_publication
from engine import Fault
from people import Actor
from storage import publishing_approval


def may_approve(prepared: Prepared, person_id: str) -> bool:
    """Whether this person's approval counts: they did not prepare it alone."""
    return prepared.authors != {person_id}


def approved_by(drawn: Drawn) -> frozenset[str]:
    """Who has approved it as it stands, of those whose approval counts."""
    prepared = drawn.prepared
    return frozenset(
        each.by for each in prepared.approvals if each.content == drawn.content and may_approve(prepared, each.by)
    )


def approve(
    connection: Connection, now: datetime, actor: Actor, id: str, content: str, live: Live, expected: int
) -> Prepared:  # fmt: skip
    """Approve one content: the hash of what the actor has seen.

    Raises NotFound, NotAllowed, Stale; CaseRefused where they prepared it alone, approved it before, or saw another.
    """
    work = on_publication(connection, now, actor, "publication.approve", id, expected)
    drawn = drawn_of(connection, now, work.prepared, work.found, live)
    alone = "you prepared this alone, so somebody else has to approve it"
    other = "it was changed since you looked at it: look at it again, and approve what you then see"
    twice = "you have approved it as it stands"
    faults = [
        *([] if may_approve(work.prepared, actor.id) else [Fault("", alone)]),
        *([] if content == drawn.content else [Fault("/content", other)]),
        *([Fault("", twice)] if actor.id in approved_by(drawn) else []),
    ]
    refuse(faults)
    work.carry_out()
    work.add(publishing_approval, content=content)
    return work.note("publication.approved", {"content": content})
