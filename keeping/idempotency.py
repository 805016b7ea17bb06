"""Requests that were answered before: whoever sends one again under the same key gets the answer of the first.

Ask ``before`` and store with ``after`` in the transaction that does the work. Then the work is done once, also where
the same request comes twice at the same moment: the second waits for the first and finds its answer.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, insert, select

from storage import answered, take_away

ANSWERS_STAY = timedelta(days=7)  # for whoever sends a request again under its key
LONGEST_KEY = 255
_LONGEST_HEADERS = 2_000
_SECRET = ("set-cookie", "authorization", "www-authenticate")


class KeyRefused(Exception):
    """An Idempotency-Key that cannot be taken."""


class KeyReused(KeyRefused):
    """The key came before, with another request."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What a request was answered, to be sent again as it was."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    at: datetime


def before(connection: Connection, person_id: str, key: str, request: bytes) -> Answered | None:
    """The answer to this request, where this person sent it before under this key. Keys of others do not count.

    ``request`` is all that makes it what it is: method, address and body. Raises KeyReused, KeyRefused.
    """
    if not 0 < len(key) <= LONGEST_KEY or not all("!" <= sign <= "~" for sign in key):
        raise KeyRefused(
            f"An Idempotency-Key is 1 to {LONGEST_KEY} letters, digits and signs without spaces; a random UUID is good."
        )
    _wait_for_the_same(connection, person_id, key)
    wanted = select(answered).where(answered.c.person_id == person_id, answered.c.key == key)
    row = connection.execute(wanted).one_or_none()
    if row is None:
        return None
    if row.request != _hash(request):
        raise KeyReused(
            "This Idempotency-Key came before with another request. Send a new key with a new request; to repeat the "
            "earlier one, send it exactly as it was."
        )
    return Answered(row.status, json.loads(row.headers), row.body, row.at)


def after(  # noqa: PLR0913, PLR0917  # a request and its answer, each part as it was
    connection: Connection,
    now: datetime,
    person_id: str,
    key: str,
    request: bytes,
    status: int,
    headers: Mapping[str, str],
    body: bytes,
) -> None:
    """Keep the answer to a request of which ``before`` knew nothing. ValueError where headers hold secrets."""
    written = json.dumps(dict(headers), sort_keys=True)
    if any(name.lower() in _SECRET for name in headers) or len(written) > _LONGEST_HEADERS:
        raise ValueError("keep only what the answer needs among its headers, such as Location and ETag, and no secrets")
    connection.execute(
        insert(answered).values(
            person_id=person_id,
            key=key,
            request=_hash(request),
            status=status,
            headers=written,
            body=body,
            at=now,
        )
    )


def forget_answers(connection: Connection, now: datetime, most: int | None = None) -> int:
    """Take away the answers that have stayed their time, not more than ``most`` where it is given; how many.

    A key counts as long as its answer is kept.
    """
    return take_away(connection, answered, "at", now - ANSWERS_STAY, most)


def _wait_for_the_same(connection: Connection, person_id: str, key: str) -> None:
    """PostgreSQL lets one at a time go on with a key, until its transaction ends; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        digest = hashlib.sha256(f"{person_id} {key}".encode()).digest()
        connection.execute(select(func.pg_advisory_xact_lock(int.from_bytes(digest[:8], signed=True))))


def _hash(request: bytes) -> str:
    return hashlib.sha256(request).hexdigest()
