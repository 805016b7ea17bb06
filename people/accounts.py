"""Accounts. An administrator makes them; nobody registers themselves. Who leaves keeps their name in what they did."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select, update

from people.actor import Entry, PeopleRefused, Role
from people.emails import as_kept, can_be
from people.held import held
from people.passwords import Password
from people.roles import role, together
from people.sessions import end_all
from storage import calendar_feed, new_key, person, role_held, token

ONE_TIME_STANDS = timedelta(days=7)
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account, without anything secret."""

    id: str
    email: str = field(repr=False)
    name: str = field(repr=False)
    roles: frozenset[Role]
    has_password: bool
    has_second_factor: bool
    issuer: str | None
    made_at: datetime
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class Added:
    """A new account, and what is recorded of it."""

    person: Person
    entry: Entry


def add(
    connection: Connection,
    now: datetime,
    by: str | None,
    *,
    email: str,
    name: str,
    roles: Iterable[Role],
    password: Password | None = None,
) -> Added:
    """A new account; without a password it is for somebody who signs in elsewhere. PeopleRefused says what is wrong."""
    email, name = _email(email), _name(name)
    roles = frozenset(role(each.name, each.organisation) for each in roles)
    together(roles)
    _free(connection, email)
    id = new_key()
    kept = _kept(now, password) if password else {}
    connection.execute(person.insert().values(id=id, email=email, name=name, made_at=now, **kept))
    for each in sorted(roles, key=lambda each: (each.name, each.organisation)):
        connection.execute(
            role_held.insert().values(
                person_id=id, role=each.name, organisation=each.organisation, given_at=now, given_by=by
            )
        )
    names = sorted(f"{each.name} {each.organisation}".strip() for each in roles)
    return Added(_found(connection, id), Entry("person.added", {"person": id, "roles": names}))


def by_id(connection: Connection, person_id: str) -> Person | None:
    """The account of this id, of somebody who is here or has left."""
    row = connection.execute(select(person).where(person.c.id == person_id)).one_or_none()
    return None if row is None else _person(connection, row)


def by_email(connection: Connection, email: str) -> Person | None:
    """The account of this e-mail address, however it is written."""
    row = connection.execute(select(person).where(person.c.email == as_kept(email))).one_or_none()
    return None if row is None else _person(connection, row)


def everybody(connection: Connection, *, gone: bool = False) -> tuple[Person, ...]:
    """Everybody who is here, or everybody who has left, by name."""
    asked = person.c.left_at.is_not(None) if gone else person.c.left_at.is_(None)
    rows = connection.execute(select(person).where(asked).order_by(person.c.name, person.c.id)).all()
    return tuple(_person(connection, row) for row in rows)


def change(connection: Connection, person_id: str, *, email: str | None = None, name: str | None = None) -> Entry:
    """Another name or e-mail address, and what stays as it is. PeopleRefused says what is wrong."""
    before = _found(connection, person_id)
    changed: dict[str, str] = {}
    if name is not None and _name(name) != before.name:
        changed["name"] = _name(name)
    if email is not None and _email(email) != before.email:
        changed["email"] = _email(email)
        _free(connection, changed["email"])
    if changed:
        connection.execute(update(person).where(person.c.id == person_id).values(changed))
    return Entry("person.changed", {"person": person_id, "changed": sorted(changed)})


def reset(connection: Connection, now: datetime, person_id: str, password: Password) -> Entry:
    """A new one-time password, for somebody who lost theirs, their app or both. Their sessions end."""
    _here(connection, person_id)
    _set(connection, person_id, second_factor=None, last_step=None, **_kept(now, password))
    end_all(connection, now, person_id)
    return Entry("person.reset", {"person": person_id})


def link_elsewhere(connection: Connection, person_id: str, issuer: str, subject: str) -> Entry:
    """Say under which subject an issuer knows somebody, where it tells no verified e-mail address."""
    _here(connection, person_id)
    other = connection.scalar(select(person.c.id).where(person.c.issuer == issuer, person.c.subject == subject))
    if other not in (None, person_id):
        raise PeopleRefused("subject", "this subject is linked to another account: check whose it is")
    _set(connection, person_id, issuer=issuer, subject=subject)
    return Entry("person.linked", {"person": person_id, "issuer": issuer})


def leave(connection: Connection, now: datetime, person_id: str) -> Entry:
    """Somebody leaves: their sessions, tokens and calendar feeds end at once, and their roles with them."""
    gone = _here(connection, person_id)
    _set(connection, person_id, left_at=now, password=None, second_factor=None, last_step=None, password_ends_at=None)
    connection.execute(role_held.delete().where(role_held.c.person_id == person_id))
    end_all(connection, now, person_id)
    for keys in (token, calendar_feed):
        connection.execute(
            update(keys).where(keys.c.person_id == person_id, keys.c.revoked_at.is_(None)).values(revoked_at=now)
        )
    names = sorted(f"{each.name} {each.organisation}".strip() for each in gone.roles)
    return Entry("person.left", {"person": person_id, "roles": names})


def come_back(connection: Connection, now: datetime, person_id: str, password: Password | None) -> Entry:
    """Somebody who left is here again, without any role yet."""
    if _found(connection, person_id).left_at is None:
        raise PeopleRefused("email", "this person has not left")
    _set(connection, person_id, left_at=None, **(_kept(now, password) if password else {}))
    return Entry("person.back", {"person": person_id})


def names(connection: Connection, person_ids: Iterable[str]) -> dict[str, str]:
    """The names of people by their ids, of those who have left too: for lists of who did what."""
    asked = select(person.c.id, person.c.name).where(person.c.id.in_(set(person_ids)))
    return {row.id: row.name for row in connection.execute(asked)}


def _kept(now: datetime, password: Password) -> dict[str, Any]:
    return {"password": password.hash, "password_ends_at": now + ONE_TIME_STANDS if password.one_time else None}


def _set(connection: Connection, person_id: str, **values: Any) -> None:
    connection.execute(update(person).where(person.c.id == person_id).values(values))


def _found(connection: Connection, person_id: str) -> Person:
    found = by_id(connection, person_id)
    if found is None:
        raise PeopleRefused("person", "there is no such account: look it up by its e-mail address")
    return found


def _here(connection: Connection, person_id: str) -> Person:
    found = _found(connection, person_id)
    if found.left_at is not None:
        raise PeopleRefused("person", "this person has left: bring the account back first")
    return found


def _person(connection: Connection, row: Row[Any]) -> Person:
    has = row.password is not None, row.second_factor is not None
    return Person(row.id, row.email, row.name, held(connection, row.id), *has, row.issuer, row.made_at, row.left_at)


def _free(connection: Connection, email: str) -> None:
    before = by_email(connection, email)
    if before is not None and before.left_at is not None:
        raise PeopleRefused("email", "the account of this e-mail address is of somebody who has left: bring it back")
    if before is not None:
        raise PeopleRefused("email", "there is an account of this e-mail address already: change its roles instead")


def _email(said: str) -> str:
    email = as_kept(said)
    if not can_be(email):
        raise PeopleRefused("email", "this is no e-mail address: write it as name@example.nhs.uk")
    return email


def _name(said: str) -> str:
    name = " ".join(unicodedata.normalize("NFC", said).split())
    if not name or not name.isprintable() or len(name) > _LONGEST_NAME:
        raise PeopleRefused("name", f"a name has 1 to {_LONGEST_NAME} characters that can be seen: write it out")
    return name
