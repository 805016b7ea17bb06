"""Which integrated care board a trust belongs to: its accountable officer is told, and signs the declaration."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, select, update

from assessment.refusing import NotAllowed, refuse
from engine import Fault
from keeping import activity
from keeping.texts import organisation_faults
from people import Actor, may
from storage import icb_trust

ACT = "icb_trust.enter"


def enter(connection: Connection, now: datetime, actor: Actor, trust: str, icb: str) -> None:
    """Say to which board a trust belongs, in the place of what was said before.

    Raises NotAllowed, AssessmentRefused.
    """
    if not may(actor, ACT):
        raise NotAllowed(ACT)
    faults = [*organisation_faults("/trust", trust), *organisation_faults("/icb", icb)]
    faults += [Fault(f"/{name}", "give its ODS code") for name, code in (("trust", trust), ("icb", icb)) if not code]
    refuse(faults)
    said = {"icb": icb, "at": now, "by": actor.id}
    if not activity.insert_if_new(connection, icb_trust, trust=trust, **said):
        connection.execute(update(icb_trust).where(icb_trust.c.trust == trust).values(**said))
    activity.record(connection, now, actor.id, "icb_trust.entered", None, {"organisations": [trust, icb]})


def boards(connection: Connection) -> Mapping[str, str]:
    """The board of each trust of which it was said, by the trust's code."""
    wanted = select(icb_trust.c.trust, icb_trust.c.icb).order_by(icb_trust.c.trust)
    return {row.trust: row.icb for row in connection.execute(wanted)}
