"""Going out: two databases cannot commit together, so what is to be done is written down first, done, and marked done.

1. In the private database: all that is to go out, as an intent, once the gate lets it.
2. In the register: it is published there, which repeats safely, and a head of the log is signed.
3. In the private database: it is done. What went out is kept here until a copy of the register has it.

Whatever stops this between two steps, ``sweep`` finishes it from the intent: it arrives whole and once, or not at all.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import rfc8785
from sqlalchemy import Connection, select, update

from casework.deciding import Live
from casework.errors import CaseRefused, refuse
from casework.publishing.committing import salted
from casework.publishing.drawing import drawn_of, kept_out
from casework.publishing.gate import gate, refusal
from casework.publishing.kept import BYTES_GONE, asked_of, keep
from casework.publishing.life import RIGHTS, SAYS, Act, after, whither
from casework.publishing.model import Drawn, Intent, Prepared
from casework.publishing.reading import intent_of, open_intents, prepared_of
from casework.publishing.redacting import sha256_of
from casework.publishing.working import Work, on_publication
from casework.texts import today, words_faults
from documents import Record, canonical
from engine import Fault
from keeping import activity
from people import Actor
from register import Published, Publishing, RegisterRefused, Withdrawing
from register import publish as put_into_register
from storage import Database, publishing, publishing_intent


@dataclass(frozen=True, slots=True)
class Outlet:
    """Where publications come from and go to: both databases.

    ``sign`` signs a head of the register's log on a connection of it; ``pdf`` sets a record, where one is to be kept.
    """

    private: Database
    register: Database
    sign: Callable[[Connection, datetime], object] | None = None
    pdf: Callable[[Record], bytes] | None = None


@dataclass(frozen=True, slots=True)
class Swept:
    """What became of something that was on its way: ``told`` says why the register refused it, where it did."""

    publication_id: str
    act: str
    told: str


def publish(outlet: Outlet, now: datetime, actor: Actor, id: str, live: Live, expected: int) -> Published:
    """Publish what was prepared, for the first time.

    Raises NotFound, NotAllowed, Stale; CaseRefused with everything that stands in the way, from the gate's table.
    """
    return _send(outlet, now, actor, ("publish", id), live, expected)


def correct(outlet: Outlet, now: datetime, actor: Actor, id: str, live: Live, expected: int) -> Published:
    """Publish the next version; where something is published no longer, every version before becomes a tombstone.

    Raises as ``publish`` does.
    """
    return _send(outlet, now, actor, ("correct", id), live, expected)


def withdraw(
    outlet: Outlet, now: datetime, actor: Actor, id: str, reason: str, live: Live, expected: int
) -> Published:  # fmt: skip
    """Take a publication back for good: a tombstone with the reason stays, which is searched as a publication is.

    Raises NotFound, NotAllowed, Stale, CaseRefused.
    """
    with outlet.private.writing() as connection:
        work = _begun(connection, now, actor, "withdraw", id, expected)
        stands = kept_out(connection, now, work.prepared, work.found, live, reason)
        told = (f"{what} (“{said}”) stands there, and all that is said there stays for good" for what, said in stands)
        refuse((*words_faults("/reason", reason), *(Fault("/reason", f"{each}: leave it out") for each in told)))
        on = today(now)
        said = {"id": work.prepared.public_id, "reason": reason.strip(), "on": on.isoformat()}
        of = {"of_version": work.prepared.out, "erases": True}
        intent = _intend(work, "withdraw", rfc8785.dumps(said), on, **of)
    return _carry(outlet, now, intent)


def sweep(outlet: Outlet, now: datetime) -> tuple[Swept, ...]:
    """Finish what a crash left on its way, in the order in which it was begun. To be called when the program starts."""
    with outlet.private.reading() as connection:
        waiting = open_intents(connection)
    swept = []
    for intent in waiting:
        try:
            _carry(outlet, now, intent)
        except CaseRefused as refused:
            swept.append(Swept(intent.publication_id, intent.act, str(refused)))
        else:
            swept.append(Swept(intent.publication_id, intent.act, ""))
    return tuple(swept)


def _send(outlet: Outlet, now: datetime, actor: Actor, what: tuple[Act, str], live: Live, expected: int) -> Published:
    act, id = what
    with outlet.private.writing() as connection:
        work = _begun(connection, now, actor, act, id, expected)
        drawn = drawn_of(connection, now, work.prepared, work.found, live)
        drawn = replace(drawn, record=salted(drawn.record))
        pdf = outlet.pdf(drawn.record) if outlet.pdf else None
        lines = gate(connection, now, drawn, pdf)
        refuse(Fault(f"/gate/{line.id}", told) for line in lines for told in refusal(work.prepared.reference, (line,)))
        intent = _intend_record(work, act, drawn, pdf)
    return _carry(outlet, now, intent)


def _begun(connection: Connection, now: datetime, actor: Actor, act: Act, id: str, expected: int) -> Work:
    work = on_publication(connection, now, actor, RIGHTS[act], id, expected)
    prepared = work.prepared
    if prepared.going_out is not None:
        told = f"{prepared.reference} is on its way to the register: wait until it has arrived"
        raise CaseRefused([Fault("", told)])
    if after(prepared.state, act) is None:
        told = f"{prepared.reference} cannot be {SAYS[act]}. {whither(prepared.state)}"
        raise CaseRefused([Fault("", told)])
    return work


def _intend_record(work: Work, act: Act, drawn: Drawn, pdf: bytes | None) -> Intent:
    made = rfc8785.dumps([each.canonical.decode() for each in drawn.determinations])
    more = {"determinations": made, "pdf": pdf}
    of = {"of_version": drawn.record.version, "erases": drawn.erases}
    return _intend(work, act, canonical(drawn.record), drawn.record.published_on, **of, **more)


def _intend(work: Work, act: Act, content: bytes, on: date, **more: Any) -> Intent:
    sha256 = sha256_of(content)
    work.carry_out()
    id = work.add(
        publishing_intent, act=act, sha256=sha256, canonical=content, on=on, refused=False,
        **{"determinations": None, "pdf": None, "done_at": None, **more},
    )  # fmt: skip
    begun = {
        "publish": "publication.to_be_published",
        "correct": "publication.to_be_corrected",
        "withdraw": "publication.to_be_withdrawn",
    }[act]
    work.note(begun, {"content": sha256, "version": more["of_version"]})
    row = work.connection.execute(select(publishing_intent).where(publishing_intent.c.id == id)).mappings().one()
    return intent_of(row)


def _carry(outlet: Outlet, now: datetime, intent: Intent) -> Published:
    """The second and the third step, from the intent alone. Raises CaseRefused where the register refuses it."""
    with outlet.private.reading() as connection:
        what = asked_of(connection, intent)
    try:
        with outlet.register.writing() as connection:
            made = put_into_register(connection, now, _required(what))
    except RegisterRefused as refused:
        with outlet.private.writing() as connection:
            _done(connection, now, intent, None)
        raise CaseRefused([Fault("", str(refused))]) from refused
    if outlet.sign is not None:
        with outlet.register.writing() as connection:
            outlet.sign(connection, now)
    with outlet.private.writing() as connection:
        _done(connection, now, intent, made)
    return made


def _required(what: Publishing | Withdrawing | None) -> Publishing | Withdrawing:
    if what is None:
        raise RegisterRefused("What was to go out is gone: its case’s time was over first.")
    return what


def _done(connection: Connection, now: datetime, intent: Intent, made: Published | None) -> None:
    """Mark an intent done, or refused, once; what went out is kept in a row of its own."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete=ON")  # or its bytes would lie in the file until overwritten
    mine = update(publishing_intent).where(publishing_intent.c.id == intent.id, publishing_intent.c.done_at.is_(None))
    if connection.execute(mine.values(done_at=now, refused=made is None, **BYTES_GONE)).rowcount != 1:
        return  # another has finished it
    if made is not None:
        keep(connection, now, intent)
    prepared = prepared_of(connection, intent.publication_id)
    state = after(prepared.state, intent.act) if made is not None else None
    out = prepared.out if made is None or intent.act == "withdraw" else intent.of_version
    changed = {"state": state or prepared.state, "out": out, "version": publishing.c.version + 1}
    connection.execute(update(publishing).where(publishing.c.id == intent.publication_id).values(changed))
    _note(connection, now, intent, prepared, made)


def _note(connection: Connection, now: datetime, intent: Intent, prepared: Prepared, made: Published | None) -> None:
    act = (
        {
            "publish": "publication.published",
            "correct": "publication.corrected",
            "withdraw": "publication.withdrawn",
        }[intent.act]
        if made
        else "publication.refused"
    )
    about = {"publication_id": prepared.id, "content": made.sha256 if made else "", "version": intent.of_version}
    activity.record(connection, now, intent.by, act, intent.case_id or None, about)
