"""The roles that somebody holds, and whoever is here under them."""

from sqlalchemy import Connection, select

from people.actor import Actor, Role
from storage import person, role_held


def held(connection: Connection, person_id: str) -> frozenset[Role]:
    """The roles that somebody holds."""
    rows = connection.execute(select(role_held).where(role_held.c.person_id == person_id))
    return frozenset(Role(row.role, row.organisation) for row in rows)


def here_as(connection: Connection, role: str) -> dict[str, str]:
    """The names of those who are here and hold a role, by their ids, in the order of their names."""
    holds = select(role_held.c.person_id).where(role_held.c.role == role)
    here = select(person.c.id, person.c.name).where(person.c.left_at.is_(None), person.c.id.in_(holds))
    return {row.id: row.name for row in connection.execute(here.order_by(person.c.name, person.c.id))}


def actor(
    connection: Connection, person_id: str, *, second_factor: bool = False, scopes: frozenset[str] | None = None
) -> Actor | None:
    """Somebody with an account, as who acts; none where they have left or never were."""
    here = select(person.c.name).where(person.c.id == person_id, person.c.left_at.is_(None))
    name = connection.scalar(here)
    return None if name is None else Actor(person_id, name, held(connection, person_id), second_factor, scopes)
