"""How every change to an assessment begins and is carried out, so that none is lost and no signature outlives it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from assessment.held import Held
from assessment.refusing import Stale, refuse
from assessment.seeing import find
from engine import Fault
from keeping import activity
from people import Actor
from storage import assessment, assessment_snapshot, assessment_voided

_OVER = "nothing more is done in it"


def begin(connection: Connection, actor: Actor, act: str, id: str, expected: int) -> Held:
    """The assessment as the actor knows it.

    Raises NotFound, NotAllowed; Stale where ``expected`` is not its version; AssessmentRefused where its time is over.
    """
    found = find(connection, actor, id, act)
    if found.values_gone_at is not None:
        refuse([Fault("", f"the time of the assessment of {found.called} was over, and its values are gone: {_OVER}")])
    if found.version != expected:
        raise Stale(f"The assessment of {found.called}", expected)
    return found


def carry_out(connection: Connection, held: Held, **columns: Any) -> Held:
    """The assessment one version on, with what else changes. Raises Stale where somebody was quicker; others now wait.

    What a snapshot freezes stays as it is: see ``change_content``.
    """
    mine = update(assessment).where(assessment.c.id == held.id, assessment.c.version == held.version)
    if connection.execute(mine.values(version=held.version + 1, **columns)).rowcount != 1:
        raise Stale(f"The assessment of {held.called}", held.version)
    return replace(held, version=held.version + 1, **columns)


def change_content(connection: Connection, now: datetime, actor: Actor, held: Held, act: str) -> Held:
    """As ``carry_out``, for a change of what a snapshot freezes: the last snapshot is void from now, and says so."""
    changed = carry_out(connection, held, content=held.content + 1)
    wanted = select(assessment_snapshot.c.id).where(
        assessment_snapshot.c.assessment_id == held.id, assessment_snapshot.c.content == held.content
    )
    for snapshot_id in connection.scalars(wanted).all():
        void(connection, now, actor, snapshot_id, act)
    return changed


def void(connection: Connection, now: datetime, actor: Actor, snapshot_id: str, act: str) -> None:
    """Say once that a snapshot, and every signature on it, counts no more, and what was done."""
    activity.insert_if_new(connection, assessment_voided, snapshot_id=snapshot_id, act=act, at=now, by=actor.id)


def note(
    connection: Connection, now: datetime, actor: Actor, act: str, held: Held, about: Mapping[str, Any] | None = None
) -> None:
    """Write down who did what. Of what stands under a name that ends in ``_hash`` only a salted hash is kept.

    What is empty is left out. To be called last, since others wait from here until the transaction ends.
    """
    said = {name: value for name, value in (about or {}).items() if value not in ("", None, [], ())}
    hashed = {name: activity.salted(held.salt, value) for name, value in said.items() if name.endswith("_hash")}
    whose = {"assessment_id": held.id, "organisation": held.organisation}
    activity.record(connection, now, actor.id, act, None, {**whose, **said, **hashed})


def opened(connection: Connection, now: datetime, actor: Actor, id: str, what: str = "") -> Held:
    """The assessment, and an entry in the activity that the actor read it, or ``what`` of it. Raises NotFound."""
    found = find(connection, actor, id)
    note(connection, now, actor, "assessment.read", found, {"name": what})
    return found
