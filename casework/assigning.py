"""Whose case it is, and who of the Committee sits on it."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, update

import people
from casework.change import begin, carry_out, note, takes
from casework.errors import NotFound, refuse
from casework.model import Assignment, Case
from casework.rows import assignments_of
from engine import Fault
from people import Actor
from storage import assigned, new_key

OFFICER, MEMBER = "officer", "committee_member"


def assign(
    connection: Connection, now: datetime, actor: Actor, case_id: str, person_id: str, expected: int
) -> Assignment:
    """Make the case an officer's, in the place of whose it was. Raises NotFound, NotAllowed, Stale, CaseRefused."""
    found = begin(connection, actor, "case.assign", case_id, expected)
    takes(connection, found, "assignment")
    refuse(_officer_faults(connection, found, person_id))
    carry_out(connection, found, officer_id=person_id)
    if found.officer_id:
        _end(connection, now, case_id, found.officer_id, OFFICER)
    made = _begin(connection, now, actor, case_id, person_id, OFFICER)
    note(connection, now, actor, "case.assigned", case_id, {"officer_id": person_id})
    return made


def seat(
    connection: Connection, now: datetime, actor: Actor, case_id: str, person_id: str, expected: int
) -> Assignment:
    """Let a member of the Committee sit on the case, who may then read it. Raises as ``assign`` does."""
    found = begin(connection, actor, "case.assign", case_id, expected)
    takes(connection, found, "assignment")
    refuse(_member_faults(connection, found, person_id))
    carry_out(connection, found)
    made = _begin(connection, now, actor, case_id, person_id, MEMBER)
    note(connection, now, actor, "case.seated", case_id, {"person_id": person_id})
    return made


def unseat(connection: Connection, now: datetime, actor: Actor, case_id: str, person_id: str, expected: int) -> None:
    """Let somebody no longer sit on the case. Raises as ``assign`` does, and NotFound where they do not sit on it."""
    found = begin(connection, actor, "case.assign", case_id, expected)
    takes(connection, found, "assignment")
    if not _sits(connection, found, person_id):
        raise NotFound
    carry_out(connection, found)
    _end(connection, now, case_id, person_id, MEMBER)
    note(connection, now, actor, "case.unseated", case_id, {"person_id": person_id})


def assignments(connection: Connection, found: Case) -> tuple[Assignment, ...]:
    """Whose case it was and who sat on it, in order; those that are over too."""
    return assignments_of(connection, found.id)


def _officer_faults(connection: Connection, found: Case, person_id: str) -> Iterator[Fault]:
    officer = people.actor(connection, person_id)
    if officer is None or not people.may(officer, "case.state", found.organisation):
        yield Fault("/person_id", "a case is an officer's: choose somebody who is here and has the role officer")
    elif person_id == found.officer_id:
        yield Fault("/person_id", f"{found.reference} is this officer's already: choose another, or leave it")


def _member_faults(connection: Connection, found: Case, person_id: str) -> Iterator[Fault]:
    member = people.actor(connection, person_id)
    if member is None or MEMBER not in {role.name for role in member.roles}:
        yield Fault("/person_id", "choose somebody who is here and has the role committee_member")
    elif _sits(connection, found, person_id):
        yield Fault("/person_id", f"this member sits on {found.reference} already")


def _sits(connection: Connection, found: Case, person_id: str) -> bool:
    return any(
        each.person_id == person_id and each.part == MEMBER and each.ends_at is None
        for each in assignments_of(connection, found.id)
    )


def _begin(connection: Connection, now: datetime, actor: Actor, case_id: str, person_id: str, part: str) -> Assignment:
    columns = {"id": new_key(), "case_id": case_id, "person_id": person_id, "part": part}
    connection.execute(assigned.insert().values({**columns, "starts_at": now, "by": actor.id}))
    return Assignment(person_id, part, now, None, actor.id)


def _end(connection: Connection, now: datetime, case_id: str, person_id: str, part: str) -> None:
    which = assigned.c.case_id == case_id, assigned.c.person_id == person_id, assigned.c.part == part
    connection.execute(update(assigned).where(*which, assigned.c.ends_at.is_(None)).values(ends_at=now))
