"""Publishing again: what went out after the copy of the register that stands there now goes into that copy.

Nothing is made anew. The bytes are those that went out, under the same id and version and in the same order, so that
the log goes on as it did; all in one transaction, so that nobody sees a version that a later one erased.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, select

from casework.errors import CaseRefused
from casework.publishing.going_out import Outlet
from casework.publishing.kept import asked_of, stands, with_bytes
from casework.publishing.life import SAYS, Act
from casework.publishing.model import Intent
from casework.publishing.reading import intent_of
from casework.publishing.redacting import sha256_of
from engine import Fault
from keeping import activity
from register import Publication, Publishing, RegisterRefused, Withdrawing, publication
from register import publish as put_into_register
from storage import publishing, publishing_intent

_NOT_KEPT = (
    "what went out is kept here no longer, since a copy of the register had it, or its case’s time was over: put a "
    "later copy of the register in its place"
)
_OTHER = "the register holds another version of this number, which stays as it is"
_CHANGED = "what is kept here has another hash than what went out, so it stays out: restore a backup from before"
_BEFORE = "something of it that went out before is not there"


@dataclass(frozen=True, slots=True)
class PutBack:
    """Something that went out and that the register lacked: ``told`` is empty where it is there again."""

    reference: str
    act: Act
    version: int
    told: str


@dataclass(frozen=True, slots=True)
class _Lost:
    """What went out and is not in the register; ``told`` says why it cannot be put back."""

    reference: str
    intent: Intent
    what: Publishing | Withdrawing | None = None
    told: str = ""

    def put_back(self) -> PutBack:
        return PutBack(self.reference, self.intent.act, self.intent.of_version, self.told)


def publish_again(outlet: Outlet, now: datetime, actor: str) -> tuple[PutBack, ...]:
    """Put back what the register lacks, in the order in which it went out; what is there already is left alone.

    To be called before the register is served or written again. ``actor`` is a word for who asked for it, for the
    activity. Raises CaseRefused where the register refuses something: then nothing is put back.
    """
    with outlet.private.reading() as private, outlet.register.reading() as register:
        lost = [*_lost(private, register)]
    ready = [_with_pdf(outlet, each, lost) for each in lost if not each.told]
    with outlet.register.writing() as connection:
        for each in ready:
            _put(connection, now, each)
        if ready and outlet.sign is not None:
            outlet.sign(connection, now)
    with outlet.private.writing() as connection:
        for each in ready:
            of = each.intent
            about = {"publication_id": of.publication_id, "content": of.sha256, "version": of.of_version}
            activity.record(connection, now, actor, "publication.put_back", of.case_id or None, about)
    return tuple(each.put_back() for each in lost)


def _lost(private: Connection, register: Connection) -> Iterator[_Lost]:
    found: dict[str, Publication | None] = {}
    broken: set[str] = set()
    for reference, public_id, done in _went_out(private):
        if public_id not in found:
            found[public_id] = publication(register, public_id)
        if stands(found[public_id], done):
            continue
        each = _checked(private, reference, done, found[public_id], broken)
        if each.told:
            broken.add(done.publication_id)
        yield each


def _went_out(connection: Connection) -> Sequence[tuple[str, str, Intent]]:
    """Everything that arrived in the register, the first first: its reference, its public id, and what was done."""
    of = publishing_intent.c
    wanted = select(publishing_intent, publishing.c.kind, publishing.c.reference)
    wanted = wanted.join(publishing, publishing.c.id == of.publishing_id)
    wanted = wanted.where(of.act.in_([*SAYS]), of.done_at.is_not(None), of.refused.is_(False))
    rows = connection.execute(wanted.order_by(of.done_at, of.at, of.place, of.id)).mappings()
    return [(row["reference"], f"{row['kind'][0]}-{row['publishing_id']}", intent_of(row)) for row in rows]


def _checked(private: Connection, reference: str, done: Intent, found: Publication | None, broken: set[str]) -> _Lost:
    """What is lost with its bytes, or why it stays so."""
    if done.publication_id in broken:
        return _Lost(reference, done, told=_BEFORE)
    if done.act != "withdraw" and found is not None and found.held(done.of_version) is not None:
        return _Lost(reference, done, told=_OTHER)
    kept = with_bytes(private, done)
    if kept.canonical is None:
        return _Lost(reference, done, told=_NOT_KEPT)
    if sha256_of(kept.canonical) != done.sha256:
        return _Lost(reference, done, told=_CHANGED)
    what = asked_of(private, kept)
    return _Lost(reference, done, replace(what, went_out=True) if isinstance(what, Publishing) else what)


def _with_pdf(outlet: Outlet, each: _Lost, lost: Sequence[_Lost]) -> _Lost:
    """With its PDF set again, unless a later act takes that away at once."""
    if not isinstance(each.what, Publishing) or outlet.pdf is None or _erased(each.intent, lost):
        return each
    return replace(each, what=replace(each.what, pdf=outlet.pdf(each.what.record)))


def _erased(done: Intent, lost: Sequence[_Lost]) -> bool:
    """Whether what is put back after it takes it away again."""
    later = (each.intent for each in lost if each.intent.publication_id == done.publication_id and not each.told)
    return any(each.act == "withdraw" or (each.erases and each.of_version > done.of_version) for each in later)


def _put(connection: Connection, now: datetime, each: _Lost) -> None:
    assert each.what is not None  # noqa: S101  # what is told of has none, and is not put
    try:
        put_into_register(connection, now, each.what)
    except RegisterRefused as refused:
        told = f"{each.reference} cannot be put back, so nothing was: {refused}"
        raise CaseRefused([Fault("", told)]) from refused
