"""Operations on what is kept: who asks, what they may, one transaction, and the answer kept with the work it is for.

A POST that stores may carry an Idempotency-Key: sent again, it is answered again and does nothing. A change of a case
carries If-Match with the ETag of what was read.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVarTuple

from flask import Response, g, request

import casework
from casework import Case, Page, Query
from keeping import idempotency
from people import Actor
from schemas.base import Strict
from web.api.asking import actor
from web.api.errors import refuse
from web.api.rights import act
from web.office import now, office

_ETAG = re.compile(r'(?:W/)?"([0-9]{1,9})"')
_KEPT_HEADERS = ("Location", "ETag", "Content-Type")
Said = TypeVarTuple("Said")

COMMON = ("no-token", "not-allowed", "not-found", "storage", "disk-full")  # reading is noted, and so needs room too
OF_POST = ("not-json", "bad-parameter", "idempotency-key", "too-large", "media-type", "request")
OF_CHANGE = ("if-match", "stale", "case")


@dataclass(frozen=True, slots=True)
class Made:
    """An answer to be: what is dumped, under which schema, with which status and headers."""

    data: Any
    schema: type[Strict]
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def etag(version: int) -> dict[str, str]:
    """The header that names a version of a case."""
    return {"ETag": f'"{version}"'}


def expected() -> int:
    """The version that the request in hand was made on. Raises Refused (428) where it does not say."""
    said = request.headers.get("If-Match", "")
    found = _ETAG.fullmatch(said.strip())
    if found is None:
        told = 'Say which version you read: If-Match with the ETag that came with the case, such as "3".'
        raise refuse("if-match", told)
    return int(found[1])


def items(found: Iterable[Any], schema: type[Strict]) -> Made:
    """A list as the answer."""
    return Made({"items": found}, schema)


def reading() -> AbstractContextManager[Any]:
    """A connection that sees one state of what is kept."""
    return office().private.reading()


def looking(id: str, work: Callable[[Any, Case], Made]) -> Response:
    """Answer with what is in a case, under its ETag. Raises NotFound where the operation's act is not allowed in it."""
    with reading() as connection:
        found = casework.seen(connection, actor(), act(), id)
        return answer(_of(found, work(connection, found)))


def opening(id: str, what: str, work: Callable[[Any, Case], Made]) -> Response:
    """As ``looking``; that it was read is kept in the activity, with a word for ``what`` was read."""
    with office().private.writing() as connection:
        found = casework.seen(connection, actor(), act(), id)
        made = work(connection, found)
        casework.note_reading(connection, now(), actor(), act(), found, what)
        return answer(_of(found, made))


def working(id: str, what: str, work: Callable[[Any, Case], Made]) -> Response:
    """As ``opening``, where the engine may have to work: that it was read is noted afterwards, and nobody waits."""
    with reading() as connection:
        found = casework.seen(connection, actor(), act(), id)
        made = _of(found, work(connection, found))
    noted(found, what)
    return answer(made)


def noted(found: Case, what: str) -> None:
    """Keep in the activity that ``what`` was read, in a word."""
    with office().private.writing() as connection:
        casework.note_reading(connection, now(), actor(), act(), found, what)


def search_noted(query: Query, page: Page) -> None:
    """Keep in the activity that cases were searched, and which were shown."""
    with office().private.writing() as connection:
        casework.note_search(connection, now(), actor(), query, page)


def changing(
    change: Callable[[Any, datetime, Actor, *Said, int], object],
    *said: *Said,
    answers: type[Strict],
    status: int = 200,
) -> Response:
    """Change a case by a function of casework, which is told what was said and the version that was read.

    Answers with what it returns, under the ETag of the case's new version.
    """
    version = expected()
    return storing(
        lambda connection: Made(change(connection, now(), actor(), *said, version), answers, status, etag(version + 1))
    )


def storing(work: Callable[[Any], Made]) -> Response:
    """Do the work in one transaction, once for each Idempotency-Key, and answer."""
    with office().private.writing() as connection:
        before = answered(connection)
        if before is not None:
            return before
        response = answer(work(connection))
        _keep(connection, response)
        return response


def answered(connection: Any) -> Response | None:
    """What the request in hand was answered before, under its Idempotency-Key. ``storing`` asks this itself.

    To be asked before work that is done ahead of ``storing``, and would be refused the second time.
    """
    key = request.headers.get("Idempotency-Key")
    before = None if key is None else idempotency.before(connection, actor().id, key, _whole_request())
    return None if before is None else Response(before.body, before.status, headers=dict(before.headers))


def _keep(connection: Any, response: Response) -> None:
    """Keep the answer under the key of the request, where it has one."""
    key = request.headers.get("Idempotency-Key")
    if key is not None:
        kept = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
        said, status = response.get_data(), response.status_code
        idempotency.after(connection, now(), actor().id, key, _whole_request(), status, kept, said)


def answer(made: Made) -> Response:
    """The response, which no cache keeps."""
    text, headers = made.schema().dumps(made.data), {"Cache-Control": "no-store", **made.headers}
    return Response(text, made.status, headers=headers, content_type="application/json")


def _of(found: Case, made: Made) -> Made:
    return replace(made, headers={**etag(found.version), **made.headers})


def _whole_request() -> bytes:
    """All that makes the request what it is."""
    headers = (request.headers.get(name, "") for name in ("If-Match", "Content-Disposition"))
    said = "\n".join((request.method, request.path, *headers, request.mimetype))
    body: bytes = g.get("body", b"")
    return b"\n".join((said.encode(), request.query_string, body))
