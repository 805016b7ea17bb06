"""How every change to a case begins and is carried out, so that none is lost and nobody does what is not theirs."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from casework.errors import NotAllowed, Stale, refuse
from casework.model import Case
from casework.rows import changes_of
from casework.seeing import allowed, find
from casework.states import Work, work_faults
from keeping import activity
from people import Actor
from storage import case


def begin(connection: Connection, actor: Actor, act: str, case_id: str, expected: int) -> Case:
    """The case as the actor knows it. Raises NotFound, NotAllowed, or Stale where ``expected`` is not its version."""
    found = find(connection, actor, case_id)
    if not allowed(connection, actor, act, found):
        raise NotAllowed(act)
    if found.version != expected:
        raise Stale(found.reference, expected)
    return found


def takes(connection: Connection, found: Case, work: Work) -> None:
    """Raises CaseRefused where the case stands where it takes no such work."""
    refuse(work_faults(found.reference, found.state, work, came_from(connection, found)))


def came_from(connection: Connection, found: Case) -> str:
    """The state in which the case was before this one."""
    return changes_of(connection, found.id)[-1].before


def claim(connection: Connection, actor: Actor, act: str, case_id: str, expected: int, work: Work) -> Case:
    """The case, one version on, for a change that another room stores: evidence, or a deadline.

    Raises NotFound, NotAllowed, Stale, and CaseRefused where the case takes no such work any more.
    """
    found = begin(connection, actor, act, case_id, expected)
    takes(connection, found, work)
    carry_out(connection, found)
    return replace(found, version=found.version + 1)


def carry_out(connection: Connection, found: Case, **columns: Any) -> None:
    """Raise the version by one, with what else changes. Raises Stale where somebody was quicker; others now wait."""
    mine = update(case).where(case.c.id == found.id, case.c.version == found.version)
    if connection.execute(mine.values(version=found.version + 1, **columns)).rowcount != 1:
        raise Stale(found.reference, found.version)


def note(connection: Connection, now: datetime, actor: Actor, act: str, case_id: str, about: Mapping[str, Any]) -> None:
    """Write down who did what. Of what stands under a name that ends in ``_hash`` only a salted hash is kept.

    What is empty is left out. To be called last, since others wait from here until the transaction ends.
    """
    salt = connection.scalar(select(case.c.salt).where(case.c.id == case_id)) or ""
    hashed = {name: activity.salted(salt, value) for name, value in about.items() if name.endswith("_hash") and value}
    plain = {name: value for name, value in about.items() if not name.endswith("_hash") and value not in ("", None)}
    activity.record(connection, now, actor.id, act, case_id, plain | hashed)
