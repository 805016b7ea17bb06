"""The parties of a case: who has which part, and who has it no longer."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, update

from casework.change import begin, carry_out, note, takes
from casework.errors import NotFound, refuse
from casework.kinds import KINDS, CaseKind
from casework.model import Case, NewParty, Party
from casework.rows import parties_of
from casework.seeing import allowed
from casework.texts import line_faults, organisation_faults, words_faults
from engine import Fault, nearest
from people import Actor
from storage import new_key, party


def parties(connection: Connection, actor: Actor, found: Case) -> tuple[Party, ...]:
    """Every party of the case, in the order in which they came in; those that left too.

    How each is reached is empty for whoever may see the case and not that.
    """
    every = parties_of(connection, found.id)
    return every if _reads_contact(connection, actor, found) else tuple(replace(each, contact="") for each in every)


def add_party(connection: Connection, now: datetime, actor: Actor, case_id: str, new: NewParty, expected: int) -> Party:
    """A new party. Raises NotFound, NotAllowed, Stale, CaseRefused."""
    found = begin(connection, actor, "party.change", case_id, expected)
    takes(connection, found, "parties")
    before = parties_of(connection, case_id)
    refuse(_faults(KINDS[found.kind], new, before))
    carry_out(connection, found)
    id = insert_party(connection, now, case_id, len(before) + 1, new)
    about = {"party_id": id, "role": new.role, "name_hash": new.name}
    note(connection, now, actor, "party.added", case_id, about)
    return _as_read(connection, actor, found, _party(connection, case_id, id))


def change_party(
    connection: Connection, now: datetime, actor: Actor, case_id: str, party_id: str, new: NewParty, expected: int
) -> Party:
    """A party as it should have been recorded. Raises NotFound, NotAllowed, Stale, CaseRefused.

    Whoever is not told how it is reached, and says nothing of that, leaves it as it is.
    """
    found = begin(connection, actor, "party.change", case_id, expected)
    takes(connection, found, "parties")
    here = _party(connection, case_id, party_id)
    others = [each for each in parties_of(connection, case_id) if each.id != party_id]
    refuse((*_left_faults(here), *_faults(KINDS[found.kind], new, others)))
    carry_out(connection, found)
    if not new.contact.strip() and not _reads_contact(connection, actor, found):
        new = replace(new, contact=here.contact)
    connection.execute(update(party).where(party.c.id == party_id).values(_columns(new)))
    about = {"party_id": party_id, "role": new.role, "name_hash": new.name}
    note(connection, now, actor, "party.changed", case_id, about)
    return _as_read(connection, actor, found, _party(connection, case_id, party_id))


def party_leaves(
    connection: Connection, now: datetime, actor: Actor, case_id: str, party_id: str, expected: int
) -> Party:
    """A party that has no part in the case any more; it stays in the record. Raises as ``change_party`` does."""
    found = begin(connection, actor, "party.change", case_id, expected)
    takes(connection, found, "parties")
    refuse(_left_faults(_party(connection, case_id, party_id)))
    carry_out(connection, found)
    connection.execute(update(party).where(party.c.id == party_id).values(left_at=now))
    note(connection, now, actor, "party.left", case_id, {"party_id": party_id})
    return _as_read(connection, actor, found, _party(connection, case_id, party_id))


def insert_party(connection: Connection, now: datetime, case_id: str, place: int, new: NewParty) -> str:
    """Store a party whose faults were looked for; its key."""
    columns = {"id": new_key(), "case_id": case_id, "place": place, "made_at": now, **_columns(new)}
    connection.execute(party.insert().values(columns))
    return str(columns["id"])


def new_parties_faults(kind: CaseKind, new: Sequence[NewParty]) -> Iterator[Fault]:
    """What is wrong with the parties that come in with a case."""
    for place, each in enumerate(new):
        yield from _faults(kind, each, new[:place], f"/parties/{place}")


def _faults(kind: CaseKind, new: NewParty, others: Sequence[Party | NewParty], where: str = "") -> Iterator[Fault]:
    role = kind.role(new.role)
    have_it = sum(each.role == new.role for each in others if not isinstance(each, Party) or each.left_at is None)
    if role is None:
        told = f"a {kind.title} has no '{new.role}'.{nearest(new.role, [each.id for each in kind.roles])}"
        yield Fault(f"{where}/role", told if new.role else "choose the part that they have in the case")
    elif role.at_most is not None and have_it >= role.at_most:
        told = f"there is a {role.title} already: change that one, or say that it left"
        yield Fault(f"{where}/role", told)
    yield from line_faults(f"{where}/name", new.name)
    yield from organisation_faults(f"{where}/organisation", new.organisation)
    yield from words_faults(f"{where}/contact", new.contact, may_be_empty=True)


def _left_faults(here: Party) -> Iterator[Fault]:
    if here.left_at is not None:
        yield Fault("", f"{here.name} left this case already. Add the party again if it is back")


def _party(connection: Connection, case_id: str, party_id: str) -> Party:
    for each in parties_of(connection, case_id):
        if each.id == party_id:
            return each
    raise NotFound


def _as_read(connection: Connection, actor: Actor, found: Case, here: Party) -> Party:
    """A party as the actor may read it."""
    return here if _reads_contact(connection, actor, found) else replace(here, contact="")


def _reads_contact(connection: Connection, actor: Actor, found: Case) -> bool:
    return allowed(connection, actor, "party.contact", found)


def _columns(new: NewParty) -> dict[str, str | bool]:
    return {
        "role": new.role,
        "name": new.name.strip(),
        "organisation": new.organisation,
        "personal": new.personal,
        "contact": new.contact.strip(),
    }
