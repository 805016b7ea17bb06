"""The roles that somebody holds, and whoever is here under them."""

from sqlalchemy import Connection, bindparam, select

from people.actor import Actor, Role
from storage import person, role_held

# Asked for with every request, so put together once.
_HERE = select(person.c.name).where(person.c.id == bindparam("who"), person.c.left_at.is_(None))
_HELD = select(role_held.c.role, role_held.c.organisation).where(role_held.c.person_id == bindparam("who"))


def held(connection: Connection, person_id: str) -> frozenset[Role]:
    """The roles that somebody holds."""
    return frozenset(Role(*row) for row in connection.execute(_HELD, {"who": person_id}))


def here_as(connection: Connection, role: str) -> dict[str, str]:
    """The names of those who are here and hold a role, by their ids, in the order of their names."""
    holds = select(role_held.c.person_id).where(role_held.c.role == role)
    here = select(person.c.id, person.c.name).where(person.c.left_at.is_(None), person.c.id.in_(holds))
    return {row.id: row.name for row in connection.execute(here.order_by(person.c.name, person.c.id))}


def actor(
    connection: Connection, person_id: str, *, second_factor: bool = False, scopes: frozenset[str] | None = None
) -> Actor | None:
    """Somebody with an account, as who acts; none where they have left or never were."""
    name = connection.scalar(_HERE, {"who": person_id})
    return None if name is None else Actor(person_id, name, held(connection, person_id), second_factor, scopes)
