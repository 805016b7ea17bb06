"""Which cases an actor may see, and what they may do there: the one table of rights, asked for one case or for all."""

import re
from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, Connection, Exists, and_, exists, or_, select

from casework.errors import NotFound
from casework.model import Case
from casework.rows import CASE_COLUMNS, cases_of
from people import ACTS, Actor, may
from storage import assigned, case

_KEY = re.compile("[0-9a-f]{32}", re.ASCII)


def find(connection: Connection, actor: Actor, id: str) -> Case:
    """The case. Raises NotFound where there is none, and just the same where the actor may not see it."""
    rows = connection.execute(select(*CASE_COLUMNS).where(case.c.id == id)).all() if is_id(id) else []
    for found in cases_of(connection, rows):
        if allowed(connection, actor, "case.read", found):
            return found
    raise NotFound


def those(connection: Connection, actor: Actor, act: str, ids: Collection[str]) -> Mapping[str, Case]:
    """The cases of these ids in which the actor may do this, by id; of the others nothing is said."""
    may_see, may_do = visible(connection, actor), visible(connection, actor, act)
    rows = connection.execute(select(*CASE_COLUMNS).where(case.c.id.in_(ids), may_see, may_do)).all()
    return {found.id: found for found in cases_of(connection, rows)}


def is_id(said: str) -> bool:
    """Whether this can be the id of anything: a database is asked for nothing else."""
    return _KEY.fullmatch(said) is not None


def by_reference(connection: Connection, actor: Actor, reference: str) -> Case:
    """The case with a reference, as ``find`` gives it."""
    id = connection.scalar(select(case.c.id).where(case.c.reference == reference)) if reference.isprintable() else None
    return find(connection, actor, id or "")


def allowed(connection: Connection, actor: Actor, act: str, found: Case) -> bool:
    """Whether the actor may do this in a case: by their role, or because they sit on it or are its officer."""
    if may(actor, act, found.organisation):
        return True
    return may(actor, act, found.organisation, own=True) and _is_own(connection, actor, found)


def all_allowed(connection: Connection, actor: Actor, found: Case) -> frozenset[str]:
    """Every act that ``allowed`` allows the actor in a case, asked for at once."""
    own = _is_own(connection, actor, found)
    return frozenset(act for act in ACTS if may(actor, act, found.organisation, own=own))


def visible(connection: Connection, actor: Actor, act: str = "case.read") -> ColumnElement[bool]:
    """The condition that holds of the cases in which the actor may do this."""
    organisations = connection.scalars(select(case.c.organisation).distinct()).all()
    all_of = [each for each in organisations if may(actor, act, each)]
    own_of = [each for each in organisations if may(actor, act, each, own=True)]
    own = or_(case.c.officer_id == actor.id, _sits(actor).where(assigned.c.case_id == case.c.id))
    return or_(case.c.organisation.in_(all_of), and_(case.c.organisation.in_(own_of), own))


def _is_own(connection: Connection, actor: Actor, found: Case) -> bool:
    """Whether it is the actor's own case: they are its officer, or sit on it."""
    sits = select(_sits(actor).where(assigned.c.case_id == found.id))
    return found.officer_id == actor.id or bool(connection.scalar(sits))


def _sits(actor: Actor) -> Exists:
    return exists().where(assigned.c.person_id == actor.id, assigned.c.ends_at.is_(None))
