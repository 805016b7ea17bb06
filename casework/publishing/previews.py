"""Previews: a party, who has no account, looks once at what is to be published, and can say what should not be."""

from datetime import datetime

from sqlalchemy import Connection, select

from casework.deciding import Live
from casework.deciding.opening import HOLDER
from casework.errors import NotFound, refuse
from casework.model import Case
from casework.publishing.drawing import drawn
from casework.publishing.model import Prepared
from casework.publishing.reading import prepared_of
from casework.publishing.working import on_publication
from casework.rows import CASE_COLUMNS, cases_of, parties_of
from documents import Record
from engine import Fault
from keeping import activity
from people import Actor, NewLink, PeopleRefused, make_link, may, use_link
from storage import case, new_key, publishing_preview

_DOCUMENT = "preview/"


def send_preview(
    connection: Connection, now: datetime, actor: Actor, id: str, party: tuple[str, datetime], live: Live, expected: int
) -> NewLink:
    """A one-time link for a party (its id) that opens until a moment; its secret is told this once.

    Raises NotFound, NotAllowed, Stale; CaseRefused where there is no such party, or the moment cannot be.
    """
    work = on_publication(connection, now, actor, "publication.draft", id, expected)
    party_id, expires_at = party
    here = [each for each in parties_of(connection, work.case.id) if each.id == party_id and each.left_at is None]
    withdrawn = [Fault("", "it was withdrawn")] if work.prepared.state == "withdrawn" else []
    nobody = [] if here else [Fault("/party_id", "the case has no such party now: choose one of its own")]
    refuse((*withdrawn, *nobody))
    content = drawn(connection, now, work.prepared, work.case, live).content
    try:
        link = make_link(connection, now, actor.id, f"{_DOCUMENT}{id}/{new_key()}", expires_at)
    except PeopleRefused as wrong:
        refuse([Fault(f"/{wrong.where}", wrong.message)])
        raise
    work.carry_out()
    work.add(publishing_preview, party_id=party_id, link_id=link.id, content=content)
    activity.record(connection, now, actor.id, link.entry.act, work.case.id, link.entry.about)
    work.note("publication.preview_sent", {"party_id": party_id, "content": content})
    return link


def previewed(connection: Connection, now: datetime, reader: Actor, document: str, live: Live) -> tuple[Record, bool]:
    """What is to be published, for whoever used a link up; and whether it is still what it was when that was sent.

    ``reader`` and ``document`` are those of the used link. Raises NotFound, also where it is withdrawn.
    """
    wanted = select(publishing_preview).where(publishing_preview.c.link_id == reader.id)
    row = connection.execute(wanted).one_or_none()
    if row is None or not document.startswith(f"{_DOCUMENT}{row.publishing_id}/"):
        raise NotFound
    if not may(reader, "document.read", own=True):
        raise NotFound
    prepared: Prepared = prepared_of(connection, row.publishing_id)
    if prepared.state == "withdrawn":
        raise NotFound
    shown = drawn(connection, now, prepared, _case(connection, prepared.case_id), live)
    return shown.record, shown.content == row.content


def open_preview(connection: Connection, now: datetime, secret: str, live: Live) -> tuple[Record, bool]:
    """What a link to a preview shows, as ``previewed`` gives it; the link is used up by it, and that is written down.

    Raises NotFound, for one reason as for another, and CaseRefused; the transaction must then be given up.
    """
    used = use_link(connection, now, secret)
    if used is None:
        raise NotFound
    shown = previewed(connection, now, used.actor, used.document, live)
    row = connection.execute(select(publishing_preview.c.case_id).where(publishing_preview.c.link_id == used.actor.id))
    activity.record(connection, now, HOLDER, used.entry.act, row.scalar_one(), used.entry.about)
    return shown


def _case(connection: Connection, id: str) -> Case:
    """The case itself: the link has shown who may read this of it."""
    rows = connection.execute(select(*CASE_COLUMNS).where(case.c.id == id)).all()
    return cases_of(connection, rows)[0]
