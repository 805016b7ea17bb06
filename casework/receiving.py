"""Receiving a case: it gets its reference, its rule sets and its parties, all at once or not at all."""

import secrets
from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlalchemy import Connection

from casework.change import note
from casework.errors import NotAllowed, refuse
from casework.kinds import KINDS, kind_faults, rule_set_faults
from casework.model import Case, NewCase
from casework.numbers import next_reference
from casework.parties import insert_party, new_parties_faults
from casework.rules import insert_rule_sets
from casework.states import FIRST
from casework.texts import date_faults, line_faults, organisation_faults
from engine import Fault, RuleSet
from people import Actor, may
from storage import case, new_key, state_change


def receive(
    connection: Connection, now: datetime, actor: Actor, new: NewCase, rule_sets: Mapping[str, RuleSet]
) -> Case:
    """A new case, received, with the next reference of its series and of the year in which it was received.

    Raises NotAllowed; CaseRefused with every fault, each at its place in ``new``.
    """
    if not may(actor, "case.receive", new.organisation):
        raise NotAllowed("case.receive")
    refuse(_faults(now, new, rule_sets))
    made = Case(
        id=new_key(),
        reference=next_reference(connection, KINDS[new.kind].series, new.received_on.year),
        kind=new.kind,
        title=new.title.strip(),
        state=FIRST,
        received_on=new.received_on,
        organisation=new.organisation,
        officer_id=None,
        record_closed=False,
        version=1,
        made_at=now,
        made_by=actor.id,
        rule_sets=new.rule_sets,
    )
    _insert(connection, made)
    for place, each in enumerate(new.parties, start=1):
        insert_party(connection, now, made.id, place, each)
    about = {"reference": made.reference, "kind": made.kind, "name_hash": made.title}
    extra = {"organisation": made.organisation, "rule_sets": list(made.rule_sets)}
    note(connection, now, actor, "case.received", made.id, about | extra)
    return made


def _faults(now: datetime, new: NewCase, rule_sets: Mapping[str, RuleSet]) -> Iterator[Fault]:
    yield from line_faults("/title", new.title)
    yield from date_faults("/received_on", new.received_on, now=now)
    yield from organisation_faults("/organisation", new.organisation)
    yield from kind_faults(new.kind)
    if kind := KINDS.get(new.kind):
        yield from rule_set_faults(kind, new.rule_sets, rule_sets)
        yield from new_parties_faults(kind, new.parties)


def _insert(connection: Connection, made: Case) -> None:
    columns = {
        "id": made.id, "reference": made.reference, "kind": made.kind, "title": made.title, "state": made.state,
        "received_on": made.received_on, "organisation": made.organisation, "record_closed": made.record_closed,
        "version": made.version, "made_at": made.made_at, "made_by": made.made_by, "salt": secrets.token_hex(32),
    }  # fmt: skip
    connection.execute(case.insert().values(columns))
    insert_rule_sets(connection, made.id, made.rule_sets)
    change = {"id": new_key(), "case_id": made.id, "place": 1, "before": "", "after": made.state}
    change |= {"on": made.received_on, "at": made.made_at, "by": made.made_by}
    connection.execute(state_change.insert().values(change))
