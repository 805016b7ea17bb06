"""Departures as data, by provision: where an encoding, or what people make of it, may be off."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from casework.errors import NotAllowed
from people import Actor, may
from storage import decision, decision_adopted, decision_departure, determined

_Asked = tuple[str, str, str]  # a decision, a rule set and a question
_MANY = 200  # decisions that are asked for at once


@dataclass(frozen=True, slots=True)
class Departed:
    """A departure in an issued decision. ``provision`` is empty where it is from the answer to a question.

    ``provisions``: on which it bears. Of a question they are those on which what was proposed rests, in the order in
    which they were dealt with; none once the values of the determination are gone.
    """

    reference: str
    issued_at: datetime
    rule_set: str
    about: str
    name: str
    provision: str
    provisions: tuple[str, ...]
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
    stands: dict[tuple[str, ...], Row[Any]] = {}
    for row in connection.execute(wanted.order_by(decision.c.reference, decision_departure.c.place)):
        key = (row.reference, row.rule_set, row.about, row.name)
        stands.pop(key, None)
        if row.decided:
            stands[key] = row
    rests_on = _rests_on(connection, {row.decision_id for row in stands.values() if row.about == "question"})
    found = (_departed(row, rests_on) for row in stands.values())
    by_time = sorted(found, key=lambda each: each.issued_at, reverse=True)
    return tuple(sorted(by_time, key=lambda each: (each.rule_set, each.provision, each.name)))


def _departed(row: Row[Any], rests_on: Mapping[_Asked, tuple[str, ...]]) -> Departed:
    of_question = row.about == "question"
    provision = "" if of_question else row.name.partition("#")[0]
    provisions = rests_on.get((row.decision_id, row.rule_set, row.name), ()) if of_question else (provision,)
    return Departed(
        row.reference, row.issued_at, row.rule_set, row.about, row.name, provision, provisions, row.proposed,
        row.decided, row.reasons or "",
    )  # fmt: skip


def _rests_on(connection: Connection, decisions: Iterable[str]) -> Mapping[_Asked, tuple[str, ...]]:
    """The provisions that carried each answer of what these decisions adopted last; of what is kept of it still."""
    found: dict[_Asked, tuple[str, ...]] = {}
    ids = sorted(decisions)
    joined = decision_adopted.join(determined, determined.c.id == decision_adopted.c.determined_id)
    columns = (decision_adopted.c.decision_id, determined.c.rule_set, determined.c.canonical)
    wanted = select(*columns).select_from(joined).order_by(decision_adopted.c.place)
    for begin in range(0, len(ids), _MANY):
        few = decision_adopted.c.decision_id.in_(ids[begin : begin + _MANY])
        for row in connection.execute(wanted.where(few)):
            for answer in json.loads(row.canonical)["questions"] if row.canonical else ():
                carried = (ground["provision"] for ground in answer["determined_by"])
                found[row.decision_id, row.rule_set, answer["id"]] = tuple(dict.fromkeys(filter(None, carried)))
    return found
