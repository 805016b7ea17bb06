"""Scheme results: entered by a scheme officer, approved and published by a publisher, in the same way as decisions."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, select

from casework.errors import CaseRefused, NotAllowed, refuse
from casework.publishing.model import Prepared
from casework.publishing.reading import prepared_of
from casework.publishing.scheme_record import STATUSES, SchemeEntered, as_stored, entered_of
from casework.publishing.working import noted, on_publication, organisation_of
from casework.texts import date_faults, line_faults, organisation_faults
from engine import Fault, listed
from people import Actor, may
from storage import new_key, publishing, scheme_entry


def entered(connection: Connection, actor: Actor) -> tuple[Prepared, ...]:
    """Every scheme result that the actor may read, by its reference."""
    wanted = select(publishing.c.id).where(publishing.c.kind == "scheme_result").order_by(publishing.c.reference)
    every = [prepared_of(connection, id) for id in connection.scalars(wanted).all()]
    return tuple(each for each in every if may(actor, "scheme_result.read", organisation_of(connection, each)))


def enter(connection: Connection, now: datetime, actor: Actor, entered: SchemeEntered) -> Prepared:
    """Enter a trust's result in a year of a scheme for the first time. Raises NotAllowed, CaseRefused."""
    if not may(actor, "scheme_result.enter", entered.ods_code):
        raise NotAllowed("scheme_result.enter")
    refuse(entered_faults(entered, now))
    if connection.scalar(select(publishing.c.id).where(publishing.c.reference == entered.reference)) is not None:
        told = f"{entered.reference} was entered already: change that"
        raise CaseRefused([Fault("", told)])
    id = new_key()
    row = {"id": id, "kind": "scheme_result", "reference": entered.reference, "state": "draft", "out": 0, "version": 1}
    connection.execute(publishing.insert().values(**row, made_at=now, made_by=actor.id))
    said = {"publishing_id": id, "organisation": entered.ods_code, "entered": as_stored(entered), "at": now}
    connection.execute(scheme_entry.insert().values(id=new_key(), place=1, by=actor.id, **said))
    made = prepared_of(connection, id)
    noted(connection, now, actor, made, "scheme_result.entered", {"organisation": entered.ods_code})
    return made


def enter_again(
    connection: Connection, now: datetime, actor: Actor, id: str, entered: SchemeEntered, expected: int
) -> Prepared:
    """Enter it otherwise; what is published stays until it is corrected.

    Raises NotFound, NotAllowed, Stale, CaseRefused.
    """
    work = on_publication(connection, now, actor, "scheme_result.enter", id, expected)
    if work.found is not None:
        raise CaseRefused([Fault("", f"{work.prepared.reference} is a decision, and no result of a scheme")])
    before = entered_of(connection, id)
    other = [] if before.reference == entered.reference else [Fault("", "another trust or year is entered anew")]
    gone = [Fault("", "it was withdrawn")] if work.prepared.state == "withdrawn" else []
    way = [Fault("", "it is on its way to the register: wait")] if work.prepared.going_out else []
    refuse((*other, *gone, *way, *entered_faults(entered, now)))
    work.carry_out()
    work.add(scheme_entry, organisation=entered.ods_code, entered=as_stored(entered))
    return work.note("scheme_result.changed", {"organisation": entered.ods_code})


def entered_faults(entered: SchemeEntered, now: datetime) -> Iterator[Fault]:
    """Everything in a result that cannot be so."""
    yield from line_faults("/trust", entered.trust)
    yield from line_faults("/scheme", entered.scheme)
    yield from organisation_faults("/ods_code", entered.ods_code)
    if not entered.ods_code:
        yield Fault("/ods_code", "which trust is it? Give its ODS code")
    if not 1 <= entered.year <= 99:
        yield Fault("/year", "this is the year of the scheme, such as 7")
    if not 1 <= entered.of <= 99:
        yield Fault("/of", "how many safety actions are there in all? Give a number such as 10")
    if len(set(entered.achieved)) != len(entered.achieved) or len(entered.achieved) > entered.of:
        yield Fault("/achieved", f"each action that was met stands here once, and not more than {entered.of}")
    for place, action in enumerate(entered.achieved):
        yield from line_faults(f"/achieved/{place}", action)
    if not entered.history:
        yield Fault("/history", "since when has it which status? Give at least one")
    days = [on for _, on in entered.history]
    if days != sorted(days):
        yield Fault("/history", "these stand in the order of their days: the oldest first")
    for place, (status, on) in enumerate(entered.history):
        if status not in STATUSES:
            yield Fault(f"/history/{place}/status", f"this is one of {listed([*STATUSES], 'or')}")
        yield from date_faults(f"/history/{place}/on", on, now=now)
