"""How every change to a publication begins, and how what was done to it is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, func, select, update

from casework.change import note
from casework.errors import CaseRefused, NotAllowed, NotFound, Stale
from casework.model import Case
from casework.publishing.model import Prepared
from casework.publishing.reading import prepared_of
from casework.seeing import allowed, find
from engine import Fault
from keeping import activity
from people import Actor, may
from storage import new_key, publishing, scheme_entry


@dataclass(frozen=True, slots=True)
class Work:
    """Work on one publication by one person, at one moment, on one connection. ``found`` is none of scheme results."""

    connection: Connection
    now: datetime
    actor: Actor
    prepared: Prepared
    found: Case | None

    @property
    def case(self) -> Case:
        """The case of a decision. Raises CaseRefused of a scheme result, which is of none."""
        if self.found is None:
            raise CaseRefused([Fault("", f"{self.prepared.reference} is of no case: do that to a decision alone")])
        return self.found

    def carry_out(self, **columns: Any) -> None:
        """Raise the version by one, with what else changes. Raises Stale where somebody was quicker."""
        mine = update(publishing).where(
            publishing.c.id == self.prepared.id, publishing.c.version == self.prepared.version
        )
        changed = self.connection.execute(mine.values(version=self.prepared.version + 1, **columns))
        if changed.rowcount != 1:
            raise Stale(self.prepared.reference, self.prepared.version)

    def add(self, table: Table, **columns: Any) -> str:
        """Add one row about the publication, behind those that are there; its id."""
        of_this = table.c.publishing_id == self.prepared.id
        last = self.connection.scalar(select(func.max(table.c.place)).where(of_this)) or 0
        id = new_key()
        row = {"id": id, "publishing_id": self.prepared.id, "place": last + 1, "at": self.now, "by": self.actor.id}
        of_case = {"case_id": self.prepared.case_id or None} if "case_id" in table.c else {}
        self.connection.execute(table.insert().values({**row, **of_case, **columns}))
        return id

    def note(self, act: str, about: Mapping[str, Any] | None = None) -> Prepared:
        """Write down who did it; the publication as it then is. To be called last."""
        noted(self.connection, self.now, self.actor, self.prepared, act, about or {})
        return prepared_of(self.connection, self.prepared.id)


def noted(
    connection: Connection, now: datetime, actor: Actor, prepared: Prepared, act: str, about: Mapping[str, Any]
) -> None:
    """Write down who did what to a publication: ids and hashes alone."""
    whole = {"publication_id": prepared.id, **about}
    if prepared.case_id:
        note(connection, now, actor, act, prepared.case_id, whole)
    else:
        activity.record(connection, now, actor.id, act, None, whole)


def on_publication(connection: Connection, now: datetime, actor: Actor, act: str, id: str, expected: int) -> Work:
    """Work on a publication as the actor knows it. Raises NotFound, NotAllowed, Stale."""
    prepared, found = seen(connection, actor, id)
    if not _may(connection, actor, act, prepared, found):
        raise NotAllowed(act)
    if prepared.version != expected:
        raise Stale(prepared.reference, expected)
    return Work(connection, now, actor, prepared, found)


def seen(connection: Connection, actor: Actor, id: str) -> tuple[Prepared, Case | None]:
    """A publication that the actor may see, and its case. Raises NotFound.

    Who asked for something to be taken down, and what was said, is only for those who may read such requests.
    """
    prepared, found = _seen(connection, actor, id)
    if not may(actor, "takedown.read"):
        hushed = (replace(each, asker="", said="", answer_said="") for each in prepared.requests)
        prepared = replace(prepared, requests=tuple(hushed))
    return prepared, found


def _seen(connection: Connection, actor: Actor, id: str) -> tuple[Prepared, Case | None]:
    prepared = prepared_of(connection, id)
    if prepared.case_id:
        found = find(connection, actor, prepared.case_id)
        if not allowed(connection, actor, "publication.read", found):
            raise NotFound
        return prepared, found
    if not may(actor, "scheme_result.read", organisation_of(connection, prepared)):
        raise NotFound
    return prepared, None


def organisation_of(connection: Connection, prepared: Prepared) -> str:
    """The ODS code of the trust that a scheme result is of."""
    wanted = select(scheme_entry.c.organisation).where(scheme_entry.c.publishing_id == prepared.id)
    return connection.scalar(wanted.order_by(scheme_entry.c.place.desc()).limit(1)) or ""


def _may(connection: Connection, actor: Actor, act: str, prepared: Prepared, found: Case | None) -> bool:
    if found is not None:
        return allowed(connection, actor, act, found)
    return may(actor, act, organisation_of(connection, prepared))
