"""Which assessments an actor may see, and what they may do there: the one table of rights, asked for one or for all.

A trust's role reaches what is that trust's. A role of an integrated care board reaches the trusts that are recorded as
its own.
"""

import re

from sqlalchemy import Connection, select

from assessment.held import Held, read
from assessment.refusing import NotAllowed, NotFound
from people import Actor, Role, may
from storage import assessment, icb_trust

ICB, READ = "icb", "assessment.read"
_KEY = re.compile("[0-9a-f]{32}", re.ASCII)


def find(connection: Connection, actor: Actor, id: str, act: str = READ) -> Held:
    """The assessment, for an actor who may read it and may do this there.

    Raises NotFound where there is none, and just the same where the actor may not read it; NotAllowed.
    """
    found = read(connection, assessment.c.id == id) if _KEY.fullmatch(id) else ()
    for each in found:
        if allowed(connection, actor, READ, each.organisation):
            if not allowed(connection, actor, act, each.organisation):
                raise NotAllowed(act)
            return each
    raise NotFound


def all_seen(connection: Connection, actor: Actor) -> tuple[Held, ...]:
    """Every assessment that the actor may read, by trust and year."""
    trusts = connection.scalars(select(assessment.c.organisation).distinct()).all()
    seen = [each for each in trusts if allowed(connection, actor, READ, each)]
    return read(connection, assessment.c.organisation.in_(seen))


def allowed(connection: Connection, actor: Actor, act: str, trust: str) -> bool:
    """Whether the actor may do this to what is a trust's: by their role, or as the board to which the trust belongs."""
    if may(actor, act, trust):
        return True
    return may(actor, act, trust, own=True) and is_of_its_icb(connection, actor, trust)


def is_of_its_icb(connection: Connection, actor: Actor, trust: str) -> bool:
    """Whether the actor has a role of the integrated care board to which a trust belongs."""
    icb = icb_of(connection, trust)
    return bool(icb) and Role(ICB, icb) in actor.roles


def icb_of(connection: Connection, trust: str) -> str:
    """The ODS code of the board to which a trust belongs; empty while nobody has said."""
    return connection.scalar(select(icb_trust.c.icb).where(icb_trust.c.trust == trust)) or ""
