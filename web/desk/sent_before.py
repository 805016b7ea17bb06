"""Forms that were done before and come once more, from a page that the browser fetched anew on the way back.

Such a page carries a new key, so the words have to tell. The same words, sent to the same address in the same session
while nothing else happened in the case, are done a second time only where their sender says so. A form that is of no
case has no version to go by: of that no words are done twice in a session, nor any others from a page whose form was
done. What was done is kept where the answers to an Idempotency-Key are.
"""

import hashlib
from collections.abc import Iterator
from operator import itemgetter
from typing import Any

from flask import g, request

import casework
from assessment import kept
from assessment.kept import seeing
from casework import NotFound
from keeping import idempotency
from web.desk import days
from web.desk.signed_in import actor, session
from web.office import now

_ONE_SENDING = frozenset({"form_token", "once", "twice"})
_BESIDE = _ONE_SENDING | {"version"}
SAME = (
    "You sent just this on {}, and it was done. Nothing was done now. If it is to be done a second time, send it once "
    "more."
)
OTHERWISE = (
    "You sent this form on {} with other words, and that was done. Nothing was done now. If this is to be done too, "
    "send it once more; to change what was done, go to it."
)


class DoneBefore(Exception):
    """The form in hand was done before. Nothing was done now."""


def whole() -> bytes:
    """All that was sent, and where to; but for what only tells one sending from another."""
    fields = sorted(each for each in request.form.items(multi=True) if each[0] not in _ONE_SENDING)
    said = [request.path, *(f"{name}={value}" for name, value in fields), *_files()]
    return "\n".join(said).encode("utf-8", "surrogatepass")


def ask(connection: Any) -> None:
    """Raises DoneBefore where the form in hand was done, and its sender did not say that it is meant once more."""
    words = _words()
    if request.form.get("twice") == words:
        return
    for key, told in _marks(request.form.get("version", ""), words):
        before = idempotency.before(connection, actor().id, key, key.encode())
        if before is not None:
            g.done_before = words
            raise DoneBefore(told.format(days.moment(before.at)))


def keep(connection: Any) -> None:
    """Keep that the form in hand was done, under the version of the case in which that left it."""
    made_on = request.form.get("version", "")
    version = _version_now(connection) if made_on else ""
    if made_on and version in ("", made_on):
        return
    for key, _ in _marks(version, _words()):
        if idempotency.before(connection, actor().id, key, key.encode()) is None:
            idempotency.after(connection, now(), actor().id, key, key.encode(), 303, {}, b"")


def meant() -> str:
    """What the forms of the page in hand carry, for words that were done before to be done once more; else empty."""
    said: str = g.get("done_before", "")
    return said


def _marks(version: str, words: str) -> Iterator[tuple[str, str]]:
    """The keys under which it is kept that a form was done, each with what is told where it is sent again.

    A form in which nothing is said, such as one button, has none.
    """
    found = session()
    if found is None or not _said():
        return
    yield _key(found.id, version, words), SAME
    if not version:
        yield _key(found.id, request.path, request.form.get("once", "")), OTHERWISE


def _version_now(connection: Any) -> str:
    """The version of the case or the assessment that the form is of; empty where it is its sender's no more."""
    find = seeing.find if request.path.startswith("/assessments/") else casework.find
    try:
        return str(find(connection, actor(), (request.view_args or {}).get("id", "")).version)
    except (NotFound, kept.NotFound):
        return ""


def _words() -> str:
    """What was said, and to which address; on whichever version of the case, and whatever else its page asked."""
    return _digest(request.path, *(f"{name}={value}" for name, value in _said()), *_files())


def _said() -> list[tuple[str, str]]:
    """The fields in which something is said."""
    return sorted(each for each in request.form.items(multi=True) if each[1] and each[0] not in _BESIDE)


def _files() -> list[str]:
    """Each file by its hash, which is worked out once."""
    if "form_files" not in g:
        g.form_files = list(_hashed())
    found: list[str] = g.form_files
    return found


def _hashed() -> Iterator[str]:
    for name, file in sorted(request.files.items(multi=True), key=itemgetter(0)):
        digest = hashlib.sha256(file.stream.read()).hexdigest()
        file.stream.seek(0)
        yield f"{name}={file.filename} {digest}"


def _key(*parts: str) -> str:
    return f"done.{_digest(*parts)}"


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
