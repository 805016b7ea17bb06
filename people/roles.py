"""The roles that there are, and giving and taking them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, delete

from people.actor import Entry, PeopleRefused, Role
from people.held import actor, held
from people.sessions import end_all
from storage import role_held

Of = Literal["nobody", "one", "some"]
_ODS_CODE = re.compile("[A-Z0-9]{3,10}")


@dataclass(frozen=True, slots=True)
class RoleKind:
    """A role as people read it. ``of``: of no organisation, of exactly one, or of one or more."""

    id: str
    title: str
    of: Of = "nobody"


ROLES: Mapping[str, RoleKind] = {
    kind.id: kind
    for kind in (
        RoleKind("officer", "Appeals officer"),
        RoleKind("reviewer", "Reviewer"),
        RoleKind("committee_member", "Committee member"),
        RoleKind("publisher", "Publisher"),
        RoleKind("rule_owner", "Rule owner"),
        RoleKind("trust", "NHS trust", "one"),
        RoleKind("scheme_officer", "Scheme officer"),
        RoleKind("icb", "Integrated care board", "some"),
        RoleKind("auditor", "Auditor"),
        RoleKind("admin", "Administrator"),
    )
}
PARTY = "party"  # of whoever comes by a one-time link; no account holds it
_ALONE = "auditor"


def role(name: str, organisation: str = "") -> Role:
    """A role as somebody typed it. PeopleRefused where there is none such, or its organisation is missing or wrong."""
    kind, code = ROLES.get(name), organisation.strip().upper()
    if kind is None:
        raise PeopleRefused("role", f"'{name}' is no role that an account holds; there are {', '.join(ROLES)}")
    if kind.of == "nobody" and code:
        raise PeopleRefused("organisation", f"the role {name} is of no organisation: leave {code} out")
    if kind.of != "nobody" and not _ODS_CODE.fullmatch(code):
        told = "give its ODS code, 3 to 10 letters and digits, such as RX1 or QWO"
        raise PeopleRefused("organisation", f"the role {name} is of an organisation: {told}")
    return Role(name, code)


def give(connection: Connection, now: datetime, by: str | None, person_id: str, new: Role) -> Entry:
    """Give a role. Every session of the person ends: who has more rights than before signs in anew."""
    _refuse_own(by, person_id)
    if actor(connection, person_id) is None:
        raise PeopleRefused("person", "there is no such account, or its owner has left: bring the account back first")
    new = role(new.name, new.organisation)
    together(held(connection, person_id) | {new})
    if new in held(connection, person_id):
        raise PeopleRefused("role", f"the role {new.name} is held already")
    connection.execute(
        role_held.insert().values(
            person_id=person_id, role=new.name, organisation=new.organisation, given_at=now, given_by=by
        )
    )
    end_all(connection, now, person_id)
    return Entry("role.given", _about(person_id, new))


def take(connection: Connection, by: str | None, person_id: str, old: Role) -> Entry:
    """Take a role away. What it allowed ends with the next request."""
    _refuse_own(by, person_id)
    gone = connection.execute(
        delete(role_held).where(
            role_held.c.person_id == person_id,
            role_held.c.role == old.name,
            role_held.c.organisation == old.organisation.strip().upper(),
        )
    )
    if not gone.rowcount:
        holds = ", ".join(sorted(shown(each) for each in held(connection, person_id))) or "no role"
        raise PeopleRefused("role", f"the role {shown(old)} is not held, so it cannot be taken; held: {holds}")
    return Entry("role.taken", _about(person_id, old))


def together(roles: Iterable[Role]) -> None:
    """PeopleRefused where one person may not hold these roles at once."""
    roles = frozenset(roles)
    names = {each.name for each in roles}
    if _ALONE in names and names != {_ALONE}:
        raise PeopleRefused("role", "an auditor changes nothing, so the role is held alone: take the others away first")
    for name in names:
        if ROLES[name].of == "one" and len([each for each in roles if each.name == name]) > 1:
            raise PeopleRefused("organisation", f"the role {name} is of one organisation: take the other away first")


def shown(each: Role) -> str:
    """A role as it is written on the command line: ``officer``, ``trust of RX1``."""
    return f"{each.name} of {each.organisation}" if each.organisation else each.name


def _refuse_own(by: str | None, person_id: str) -> None:
    if by == person_id:
        raise PeopleRefused("role", "nobody changes their own roles: another administrator does it")


def _about(person_id: str, of: Role) -> dict[str, str]:
    return {"person": person_id, "role": of.name, "organisation": of.organisation}
