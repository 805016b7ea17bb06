"""Letters that are opened by a link: a party, who has no account, opens the letter that went to it, once."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

import people
from casework.deciding.letters import Letter, letters
from casework.deciding.reading import decision_of
from casework.errors import CaseRefused, NotAllowed, NotFound
from casework.model import Case
from casework.seeing import allowed, find
from engine import Fault
from keeping import activity
from people import Actor, NewLink, OpenLink
from storage import letter as letter_table
from storage import told

HOLDER = "link_holder"  # who acts where a letter is opened by its link
_LETTER = "letter/"  # and the id of the notice with which it went out
_NOT_SENT = "this letter did not go out yet, so nobody can open it: record first that it was sent"
_GONE = "what this letter said had to go when the case's time was over, so nobody can open it any more"
_REACHED = "this letter shows how its party is reached, which is not yours to read: ask an officer to make the link"


def link_letter(
    connection: Connection, now: datetime, actor: Actor, ids: tuple[str, str], party_id: str, expires_at: datetime
) -> NewLink:
    """A link that opens the letter to a party once. ``ids`` of the case and of the decision.

    Raises NotFound, NotAllowed; CaseRefused where the letter did not go out, or is not the actor's own to read; and
    people.PeopleRefused for a moment that cannot be.
    """
    found, mine = _letter(connection, actor, "link.make", ids, party_id)
    if not allowed(connection, actor, "party.contact", found):
        raise CaseRefused([Fault("", _REACHED)])
    if mine.told is None or mine.html is None:
        raise CaseRefused([Fault("", _GONE if mine.told else _NOT_SENT)])
    made = people.make_link(connection, now, actor.id, f"{_LETTER}{mine.told.id}", expires_at)
    activity.record(connection, now, actor.id, made.entry.act, found.id, made.entry.about)
    return made


def links_of_letter(connection: Connection, now: datetime, mine: Letter) -> tuple[OpenLink, ...]:
    """The links that still open a letter, or what went to the same party before it."""
    went = [*mine.earlier, *([mine.told] if mine.told else ())]
    return tuple(link for each in went for link in people.links_to(connection, now, f"{_LETTER}{each.id}"))


def unlink_letter(
    connection: Connection, now: datetime, actor: Actor, ids: tuple[str, str], party_id: str, link_id: str
) -> None:
    """A link to the letter of a party opens nothing any more. Raises NotFound, also of a link that opens no longer."""
    found, mine = _letter(connection, actor, "link.revoke", ids, party_id)
    if link_id not in {each.id for each in links_of_letter(connection, now, mine)}:
        raise NotFound
    entry = people.revoke_link(connection, now, link_id)
    activity.record(connection, now, actor.id, entry.act, found.id, entry.about)


def open_letter(connection: Connection, now: datetime, secret: str) -> str:
    """The letter that a link opens, as it went out; the link is used up by it, and that is written down.

    Raises NotFound, for one reason as for another, and the transaction must then be given up.
    """
    used = people.use_link(connection, now, secret)
    if used is None or not people.may(used.actor, "document.read", own=True):
        raise NotFound
    row = _went_out(connection, used.document)
    if row is None:
        raise NotFound
    activity.record(connection, now, HOLDER, used.entry.act, row.case_id, used.entry.about)
    html: str = row.html
    return html


def _letter(connection: Connection, actor: Actor, act: str, ids: tuple[str, str], party_id: str) -> tuple[Case, Letter]:
    """The letter to a party, and its case. Raises NotFound, NotAllowed."""
    found = find(connection, actor, ids[0])
    if not allowed(connection, actor, act, found):
        raise NotAllowed(act)
    decision = decision_of(connection, found, ids[1])
    for each in letters(connection, found, decision) if decision.issued_at else ():
        if each.party.id == party_id:
            return found, each
    raise NotFound


def _went_out(connection: Connection, document: str) -> Row[Any] | None:
    """The letter of this name, where it still counts as sent and its words are kept."""
    wanted = select(letter_table).join(told, told.c.id == letter_table.c.told_id)
    stands = told.c.taken_back_at.is_(None), letter_table.c.html.is_not(None)
    return connection.execute(wanted.where(told.c.id == document.removeprefix(_LETTER), *stands)).one_or_none()
