"""Cases that go together: linked (about the same matter) or joined (dealt with together)."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, or_, select

from casework.change import begin, carry_out, note
from casework.errors import NotFound, refuse
from casework.model import Case, Link
from casework.seeing import find, is_id
from casework.states import LAST
from engine import Fault, nearest
from people import Actor
from storage import case, case_link

HOW_LINKED: Mapping[str, str] = {"linked": "about the same matter", "joined": "dealt with together"}


def links(connection: Connection, actor: Actor, found: Case) -> tuple[Link, ...]:
    """The cases that go with this one and that the actor may see, by reference."""
    rows = connection.execute(select(case_link).where(_either(found.id))).all()
    made = []
    for row in rows:
        try:
            other = find(connection, actor, row.other_id if row.case_id == found.id else row.case_id)
        except NotFound:
            continue
        made.append(Link(other, row.how))
    return tuple(sorted(made, key=lambda link: link.other.reference))


def link(
    connection: Connection, now: datetime, actor: Actor, case_id: str, other: tuple[str, str], expected: int
) -> Link:
    """Let another case go with this one: ``other`` is its id, and how. Both versions go up.

    Raises NotFound, NotAllowed, Stale, CaseRefused.
    """
    other_id, how = other
    mine, theirs = _begin_both(connection, actor, case_id, other_id, expected)
    refuse(_faults(connection, mine, theirs, how))
    _carry_out_both(connection, mine, theirs)
    first, second = sorted((case_id, other_id))
    columns = {"case_id": first, "other_id": second, "how": how, "at": now, "by": actor.id}
    connection.execute(case_link.insert().values(columns))
    _tell_both(connection, now, actor, "case.linked", (case_id, other_id), how)
    return Link(find(connection, actor, other_id), how)


def unlink(connection: Connection, now: datetime, actor: Actor, case_id: str, other_id: str, expected: int) -> None:
    """Let two cases go their own ways. Raises NotFound where they are not linked, NotAllowed, Stale, CaseRefused."""
    mine, theirs = _begin_both(connection, actor, case_id, other_id, expected)
    how = _how(connection, case_id, other_id)
    if how is None:
        raise NotFound
    refuse(_closed_faults(mine, theirs))
    _carry_out_both(connection, mine, theirs)
    connection.execute(delete(case_link).where(_pair(case_id, other_id)))
    _tell_both(connection, now, actor, "case.unlinked", (case_id, other_id), how)


def _begin_both(connection: Connection, actor: Actor, case_id: str, other_id: str, expected: int) -> tuple[Case, Case]:
    """Both cases, locked in one order whoever asks, so that two who link the same cases do not block each other."""
    ids = sorted(filter(is_id, (case_id, other_id)))
    connection.execute(select(case.c.id).where(case.c.id.in_(ids)).order_by(case.c.id).with_for_update(key_share=True))
    mine = begin(connection, actor, "case.link", case_id, expected)
    theirs = find(connection, actor, other_id)
    return mine, begin(connection, actor, "case.link", other_id, theirs.version)


def _carry_out_both(connection: Connection, mine: Case, theirs: Case) -> None:
    carry_out(connection, mine)
    carry_out(connection, theirs)


def _tell_both(connection: Connection, now: datetime, actor: Actor, act: str, pair: tuple[str, str], how: str) -> None:
    for one, other in (pair, pair[::-1]):
        note(connection, now, actor, act, one, {"other_id": other, "how": how})


def _faults(connection: Connection, mine: Case, theirs: Case, how: str) -> Iterator[Fault]:
    if how not in HOW_LINKED:
        yield Fault("/how", f"'{how}' is no way to go together.{nearest(how, HOW_LINKED)}")
    if mine.id == theirs.id:
        yield Fault("/other", f"{mine.reference} cannot go with itself: name the other case")
    elif before := _how(connection, mine.id, theirs.id):
        yield Fault(
            "/other", f"{theirs.reference} is {before} already: part the two first, to change how they go together"
        )
    elif how == "joined" and mine.kind != theirs.kind:
        yield Fault("/how", f"only cases of one kind are dealt with together; {theirs.reference} is another: link it")
    yield from _closed_faults(mine, theirs)


def _closed_faults(*both: Case) -> Iterator[Fault]:
    for each in both:
        if each.state == LAST:
            yield Fault("", f"{each.reference} is closed, and what it goes with does not change any more")


def _how(connection: Connection, one: str, other: str) -> str | None:
    how: str | None = connection.scalar(select(case_link.c.how).where(_pair(one, other)))
    return how


def _pair(one: str, other: str) -> ColumnElement[bool]:
    first, second = sorted((one, other))
    return and_(case_link.c.case_id == first, case_link.c.other_id == second)


def _either(id: str) -> ColumnElement[bool]:
    return or_(case_link.c.case_id == id, case_link.c.other_id == id)
