"""Personal API tokens: for a program that acts for somebody, in named acts alone, for a year at most."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from difflib import get_close_matches

from sqlalchemy import Connection, bindparam, select, update

from people.actor import Actor, Entry, PeopleRefused
from people.held import actor
from people.keys import API, hashed, new_secret
from people.rights import for_tokens
from storage import new_key, token

LONGEST = timedelta(days=365)
_USED_EVERY = timedelta(minutes=1)
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Token:
    """A token as its owner sees it: everything but what it opens with."""

    id: str
    person_id: str
    name: str
    scopes: frozenset[str]
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    used_at: datetime | None

    def to_be_used(self, now: datetime) -> bool:
        """Whether it is time to write down that it is used; once a minute is enough."""
        return self.used_at is None or now - self.used_at >= _USED_EVERY


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token just made, and what it opens with, which is told this once and never again."""

    token: Token
    secret: str = field(repr=False)
    entry: Entry


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whoever sent a token, with no more rights than its scopes."""

    actor: Actor
    token: Token


def add_token(
    connection: Connection, now: datetime, person_id: str, *, name: str, scopes: Iterable[str], expires_at: datetime
) -> NewToken:
    """A new token of somebody. PeopleRefused says what is wrong."""
    if actor(connection, person_id) is None:
        raise PeopleRefused("person", "there is no such account, or its owner has left")
    made = Token(new_key(), person_id, _name(name), _scopes(scopes), now, _expires(now, expires_at), None, None)
    secret = new_secret(API)
    connection.execute(
        token.insert().values(
            id=made.id,
            person_id=person_id,
            name=made.name,
            hash=hashed(secret),
            scopes=" ".join(sorted(made.scopes)),
            made_at=now,
            expires_at=made.expires_at,
        )
    )
    about = {"person": person_id, "token": made.id, "scopes": sorted(made.scopes)}
    return NewToken(made, secret, Entry("token.added", about))


def whose_token(connection: Connection, now: datetime, secret: str) -> Bearer | None:
    """Who sent this; none where the token was revoked, ran out, or its owner has left."""
    row = connection.execute(_THAT_IT_OPENS, {"secret": hashed(secret), "now": now}).one_or_none()
    if row is None:
        return None
    found = _token(*row)
    who = actor(connection, found.person_id, scopes=found.scopes)
    return None if who is None else Bearer(who, found)


def used(connection: Connection, now: datetime, token_id: str) -> None:
    """The token was used now."""
    connection.execute(update(token).where(token.c.id == token_id).values(used_at=now))


def revoke_token(connection: Connection, now: datetime, token_id: str, *, of: str | None = None) -> Entry:
    """Revoke a token, ``of`` one person where only theirs may be. PeopleRefused where none still opens."""
    theirs = token.c.person_id == of if of is not None else token.c.person_id.is_not(None)
    gone = connection.execute(
        update(token).where(token.c.id == token_id, theirs, token.c.revoked_at.is_(None)).values(revoked_at=now)
    )
    if not gone.rowcount:
        raise PeopleRefused("token", "there is no such token, or it is revoked already: list the tokens to see")
    return Entry("token.revoked", {"token": token_id})


def tokens_of(connection: Connection, person_id: str) -> tuple[Token, ...]:
    """Every token of somebody, the newest first, with those that no longer open."""
    asked = select(*_COLUMNS).where(token.c.person_id == person_id).order_by(token.c.made_at.desc(), token.c.id)
    return tuple(_token(*row) for row in connection.execute(asked))


_COLUMNS = (
    token.c.id,
    token.c.person_id,
    token.c.name,
    token.c.scopes,
    token.c.made_at,
    token.c.expires_at,
    token.c.revoked_at,
    token.c.used_at,
)
# Asked for with every request, so put together once.
_THAT_IT_OPENS = select(*_COLUMNS).where(
    token.c.hash == bindparam("secret"), token.c.revoked_at.is_(None), token.c.expires_at > bindparam("now")
)


def _token(
    id: str,
    person_id: str,
    name: str,
    scopes: str,
    *when: datetime,
) -> Token:
    return Token(id, person_id, name, frozenset(scopes.split()), *when)


def _name(said: str) -> str:
    name = " ".join(said.split())
    if not name or not name.isprintable() or len(name) > _LONGEST_NAME:
        told = "say what the token is for, in 1 to 200 characters, so that it is known when it has to go"
        raise PeopleRefused("name", told)
    return name


def _scopes(said: Iterable[str]) -> frozenset[str]:
    scopes, known = frozenset(said), for_tokens()
    if not scopes:
        raise PeopleRefused("scopes", "a token is for named acts: give at least one, such as case.read")
    for each in sorted(scopes - set(known)):
        near = get_close_matches(each, known, n=3, cutoff=0.6)
        tail = f"; did you mean {' or '.join(near)}?" if near else f"; there are {', '.join(known)}"
        raise PeopleRefused("scopes", f"'{each}' is no act that a token may be for{tail}")
    return scopes


def _expires(now: datetime, at: datetime) -> datetime:
    if not now < at <= now + LONGEST:
        raise PeopleRefused("expires_at", f"a token stands for {LONGEST.days} days at most: give a moment within them")
    return at
