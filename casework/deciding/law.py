"""The law that a decision rests on and that no lawyer has reviewed: a named person reads it, and says that it is so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from casework.deciding.model import Decision, Departure, Proposed
from casework.errors import NotAllowed, refuse
from casework.texts import line_faults
from engine import Determination, Fault, Provision, RuleSet, Unchecked, fingerprint
from keeping import activity
from people import Actor, may
from storage import law_read, new_key

_known: dict[tuple[str, str], str] = {}


@dataclass(frozen=True, slots=True)
class LawRead:
    """Somebody read a provision in the published law, and confirmed that it is encoded rightly."""

    by: str
    at: datetime
    read_in: str


@dataclass(frozen=True, slots=True)
class ToRead:
    """A provision that an answer rests on, and the conditions of it that fall short, each with how.

    ``read`` is empty until somebody has confirmed it as it is encoded now.
    """

    rule_set: RuleSet
    provision: Provision
    fingerprint: str
    conditions: tuple[tuple[str, str], ...]
    read: tuple[LawRead, ...]


def to_read(connection: Connection, decision: Decision, proposals: Sequence[Proposed]) -> tuple[ToRead, ...]:
    """The provisions to be read, in the order of the answers that rest on them; those that were read too.

    Where the decision departs, they are also those that what people decided rests on.
    """
    found = [each for made in proposals if made.live is not None for each in _of(made.live, decision)]
    prints = [each.fingerprint for each in found]
    read: dict[str, list[LawRead]] = {}
    wanted = select(law_read).where(law_read.c.fingerprint.in_(prints)).order_by(law_read.c.at)
    for row in connection.execute(wanted) if prints else ():
        read.setdefault(row.fingerprint, []).append(LawRead(row.by, row.at, row.read_in))
    return tuple(
        ToRead(each.rule_set, each.provision, each.fingerprint, each.conditions, tuple(read.get(each.fingerprint, ())))
        for each in found
    )


def confirm_law(
    connection: Connection,
    now: datetime,
    actor: Actor,
    chosen: Sequence[tuple[str, str, str]],
    read_in: str,
    offered: Sequence[ToRead],
) -> None:
    """Record that the actor has read provisions: each by its rule set, its id, and its fingerprint as they saw it.

    ``offered`` are those that a decision rests on; ``read_in`` says where it was read, and as at which day. What was
    read stays read for every decision, until the provision is encoded otherwise. Raises NotAllowed, CaseRefused.
    """
    if not may(actor, "law.confirm"):
        raise NotAllowed("law.confirm")
    refuse((*_faults(chosen, offered), *line_faults("/read_in", read_in)))
    for rule_set, provision, seen in chosen:
        row = {"id": new_key(), "rule_set": rule_set, "provision": provision, "fingerprint": seen, "at": now}
        connection.execute(law_read.insert().values(**row, read_in=read_in.strip(), by=actor.id))
        about = {"rule_set": rule_set, "name": provision, "content": seen}
        activity.record(connection, now, actor.id, "law.confirmed", None, about)


def _of(made: Determination, decision: Decision) -> Iterator[ToRead]:
    rule_set = made.rule_set
    conditions: dict[str, dict[tuple[str, str], None]] = {}
    for each in unchecked_in(made, decision):
        conditions.setdefault(each.provision, {})[each.condition, each.how] = None
    for id, found in conditions.items():
        provision = rule_set.provisions[id]
        yield ToRead(rule_set, provision, _fingerprint(rule_set, provision), tuple(found), ())


def unchecked_in(made: Determination, decision: Decision) -> tuple[Unchecked, ...]:
    """What no lawyer, or nobody, has checked of all that was proposed rests on, and what people decided otherwise."""
    mine = (each for each in decision.departures if each.rule_set == made.rule_set.id)
    return (*made.unchecked, *(one for departure in mine for one in _departing(made, departure)))


def _departing(made: Determination, departure: Departure) -> tuple[Unchecked, ...]:
    """What people's own answer or finding rests on."""
    if departure.about == "question":
        return made.unchecked_if(departure.name, departure.decided)
    return made.unchecked_under(departure.name.partition("#")[0])


def _fingerprint(rule_set: RuleSet, provision: Provision) -> str:
    """Worked out once for each provision of a revision, since a page may show a score of them."""
    key = (rule_set.revision, provision.id)
    if key not in _known:
        _known[key] = fingerprint(rule_set, provision.id)
    return _known[key]


def _faults(chosen: Sequence[tuple[str, str, str]], offered: Sequence[ToRead]) -> Iterator[Fault]:
    if not chosen:
        yield Fault("/provisions", "choose the provisions that you have read")
    prints = {(each.rule_set.id, each.provision.id): each.fingerprint for each in offered}
    for place, (rule_set, provision, seen) in enumerate(chosen):
        where = f"/provisions/{place}"
        if (rule_set, provision) not in prints:
            yield Fault(where, f"the decision does not rest on {provision} of {rule_set}: choose from its list")
        elif prints[rule_set, provision] != seen:
            yield Fault(where, f"{provision} is encoded otherwise now than when you read it: read it again")
