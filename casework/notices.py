"""Who was told what, when and how: clocks start there."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, update

from casework.change import begin, carry_out, note, takes
from casework.errors import NotFound, refuse
from casework.kinds import KINDS, CaseKind
from casework.model import GIVEN_BY, Case, Notice, Party, Told
from casework.rows import parties_of, told_of
from casework.texts import date_faults, line_faults, words_faults
from engine import Fault, nearest
from engine import words as spaced
from people import Actor
from storage import new_key, told

HOW: Mapping[str, str] = {
    "email": "by email",
    "post": "by post",
    "by_hand": "by hand",
    "online": "through an online service",
    "hearing": "at a hearing",
    "telephone": "by telephone",
}


def notices(connection: Connection, found: Case) -> tuple[Told, ...]:
    """Every notice that was given in the case, by day; those that were taken back too."""
    return told_of(connection, found.id)


def tell(connection: Connection, now: datetime, actor: Actor, case_id: str, notice: Notice, expected: int) -> Told:
    """Record that a party was told something: by us, once the case was received; or by another party, at any time.

    Raises NotFound, NotAllowed, Stale, CaseRefused.
    """
    found = begin(connection, actor, "party.tell", case_id, expected)
    takes(connection, found, "notices")
    here = parties_of(connection, case_id)
    refuse(_faults(now, found, notice, here))
    carry_out(connection, found)
    made = Told(new_key(), notice.party_id, _said(found, notice, here), notice.on, notice.how, now, actor.id, None, "")
    columns: dict[str, Any] = {"id": made.id, "case_id": case_id, "party_id": made.party_id, "what": made.what}
    columns |= {"on": made.on, "how": made.how, "at": now, "by": actor.id}
    connection.execute(told.insert().values(columns))
    about = {"told_id": made.id, "party_id": made.party_id, "said_hash": made.what, "told_on": made.on}
    note(connection, now, actor, "party.told", case_id, about)
    return made


def take_back_notice(
    connection: Connection, now: datetime, actor: Actor, case_id: str, told_id: str, why: str, expected: int
) -> Told:
    """Say that a notice was recorded by mistake; it stays in the record. Raises as ``tell`` does."""
    found = begin(connection, actor, "party.tell", case_id, expected)
    takes(connection, found, "notices")
    here = _notice(connection, case_id, told_id)
    again = [Fault("", "this notice was taken back already")] if here.taken_back_at else []
    refuse((*again, *words_faults("/why", why)))
    carry_out(connection, found)
    connection.execute(update(told).where(told.c.id == told_id).values(taken_back_at=now, taken_back_why=why.strip()))
    about = {"told_id": told_id, "party_id": here.party_id, "said_hash": why}
    note(connection, now, actor, "party.told_taken_back", case_id, about)
    return _notice(connection, case_id, told_id)


def called(kind: CaseKind, one: Party) -> str:
    """What a party is called where it is spoken of: a person by the part alone, an organisation by its name as well."""
    return part_of(kind, one) if one.personal or not one.name else f"{part_of(kind, one)}, {one.name}"


def part_of(kind: CaseKind, one: Party) -> str:
    """``the commissioner``: a party by its part in the case."""
    role = kind.role(one.role)
    return f"the {role.title.lower() if role else spaced(one.role)}"


def _faults(now: datetime, found: Case, notice: Notice, here: Sequence[Party]) -> Iterator[Fault]:
    told_one = next((each for each in here if each.id == notice.party_id), None)
    if told_one is None:
        yield Fault("/party_id", f"{found.reference} has no such party: choose one of its parties, or add it")
    elif told_one.left_at is not None:
        yield Fault("/party_id", f"{told_one.name} left the case: add the party again if it is back")
    yield from line_faults("/what", _said(found, notice, here) if notice.what.strip() else notice.what)
    yield from _giver_faults(found, notice, here)
    first = None if notice.given_by else found.received_on
    since = "when the case was received (if another party gave the notice, say which)"
    yield from date_faults("/on", notice.on, first=first, since=since, now=now)
    if notice.how not in HOW:
        told = f"'{notice.how}' is no way to tell anybody.{nearest(notice.how, HOW)}"
        yield Fault("/how", told if notice.how else "choose how they were told")


def _giver_faults(found: Case, notice: Notice, here: Sequence[Party]) -> Iterator[Fault]:
    if notice.given_by and notice.given_by not in {each.id for each in here}:
        told = "choose which of its parties gave the notice, or leave it out where we did"
        yield Fault("/given_by", f"{found.reference} has no such party: {told}")
    elif notice.given_by and notice.given_by == notice.party_id:
        yield Fault("/given_by", "nobody gives notice to themselves: choose who gave it, or who was told")


def _said(found: Case, notice: Notice, here: Sequence[Party]) -> str:
    """What was told, and by which party where it was not we who told it."""
    giver = next((each for each in here if each.id == notice.given_by), None)
    return notice.what.strip() + (f"{GIVEN_BY}{part_of(KINDS[found.kind], giver)}" if giver else "")


def _notice(connection: Connection, case_id: str, told_id: str) -> Told:
    for each in told_of(connection, case_id):
        if each.id == told_id:
            return each
    raise NotFound
