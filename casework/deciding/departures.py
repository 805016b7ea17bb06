"""Departures as data, by provision: where an encoding, or what people make of it, may be off."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from casework.errors import NotAllowed
from people import Actor, may
from storage import decision, decision_departure


@dataclass(frozen=True, slots=True)
class Departed:
    """A departure in an issued decision. ``provision`` is empty where it is from the answer to a question."""

    reference: str
    issued_at: datetime
    rule_set: str
    about: str
    name: str
    provision: str
    proposed: str
    decided: str
    reasons: str


def departed(connection: Connection, actor: Actor) -> tuple[Departed, ...]:
    """Every departure in an issued decision, by rule set and provision, the newest first. Raises NotAllowed."""
    if not may(actor, "departure.read"):
        raise NotAllowed("departure.read")
    joined = decision_departure.join(decision, decision.c.id == decision_departure.c.decision_id)
    columns = (decision.c.reference, decision.c.issued_at, decision_departure)
    wanted = select(*columns).select_from(joined).where(decision.c.issued_at.is_not(None))
    stands: dict[tuple[str, ...], Departed] = {}
    for row in connection.execute(wanted.order_by(decision.c.reference, decision_departure.c.place)):
        key = (row.reference, row.rule_set, row.about, row.name)
        stands.pop(key, None)
        if row.decided:
            provision = "" if row.about == "question" else row.name.partition("#")[0]
            stands[key] = Departed(
                row.reference, row.issued_at, row.rule_set, row.about, row.name, provision, row.proposed, row.decided,
                row.reasons or "",
            )  # fmt: skip
    by_time = sorted(stands.values(), key=lambda each: each.issued_at, reverse=True)
    return tuple(sorted(by_time, key=lambda each: (each.rule_set, each.provision, each.name)))
