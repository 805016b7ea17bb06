"""Moving a case from one state to another: only where the table has a way, and what it needs holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from casework.change import begin, carry_out, note
from casework.errors import refuse
from casework.grounds import Ground, ground_faults, no_ground_faults, open_grounds, reasons_of
from casework.model import Case, Move, StateChange
from casework.needs import NEEDS, cannot_yet, lacking, missing
from casework.rows import changes_of
from casework.seeing import allowed, find
from casework.states import STATES, Way, ways_from, whither
from casework.texts import date_faults, today, words_faults
from engine import Fault, nearest
from people import Actor
from storage import new_key, state_change


@dataclass(frozen=True, slots=True)
class OpenWay:
    """A way that leads from where the case is. ``needs``: what must hold; ``lacking``: what does not hold yet.

    ``missing`` is as ``lacking``, for where the case and the way are named already. ``why``: reasons are asked for.
    ``grounds``: one of these is to be named, where there are any.
    """

    to: str
    title: str
    may: bool
    needs: tuple[str, ...]
    lacking: tuple[str, ...]
    missing: tuple[str, ...]
    why: bool
    grounds: tuple[Ground, ...]


def change_state(connection: Connection, now: datetime, actor: Actor, case_id: str, move: Move, expected: int) -> Case:
    """The case in its new state. Raises NotFound, NotAllowed, Stale, CaseRefused with all that stands in the way."""
    found = find(connection, actor, case_id)
    way = _way(connection, found, move.to)
    begin(connection, actor, way.act if way else "case.state", case_id, expected)
    changes = changes_of(connection, case_id)
    if way is None:
        refuse(_no_way(found, move.to, changes[-1]))
    else:
        has_one = "ground" in way.needs
        named = ground_faults(connection, now, found, move, changes) if has_one else no_ground_faults(move)
        refuse((*_faults(now, move, changes[-1]), *lacking(connection, found, way, move), *named))
    carry_out(connection, found, state=move.to)
    why = reasons_of(move)
    columns = {"id": new_key(), "case_id": case_id, "place": len(changes) + 1, "before": found.state}
    columns |= {"after": move.to, "on": move.on, "why": why, "at": now, "by": actor.id}
    connection.execute(state_change.insert().values(columns))
    about = {"before": found.state, "after": move.to, "on": move.on, "said_hash": why}
    about |= {"reason": move.ground, "dated": move.dated}
    note(connection, now, actor, "case.state_changed", case_id, about)
    return find(connection, actor, case_id)


def ways(connection: Connection, now: datetime, actor: Actor, found: Case) -> tuple[OpenWay, ...]:
    """Where the case can go from here, for a page: whether the actor may take each way, and what is lacking.

    That somebody must say why, or name a ground, is a need, and is never counted as lacking before they were asked.
    """
    came_from = changes_of(connection, found.id)[-1].before
    return tuple(_open(connection, now, actor, found, way) for way in ways_from(found.state, came_from))


def history(connection: Connection, found: Case) -> tuple[StateChange, ...]:
    """Every change of state, in order."""
    return changes_of(connection, found.id)


def _open(connection: Connection, now: datetime, actor: Actor, found: Case, way: Way) -> OpenWay:
    asked = Move(way.after, today(now), why="not asked yet", ground="not asked yet")
    here = tuple(told for _, told in missing(connection, found, way, asked))
    return OpenWay(
        to=way.after,
        title=STATES[way.after].title,
        may=allowed(connection, actor, way.act, found),
        needs=tuple(NEEDS[name].says for name in way.needs),
        lacking=tuple(cannot_yet(found, way, told) for told in here),
        missing=here,
        why="why" in way.needs,
        grounds=open_grounds(connection, found) if "ground" in way.needs else (),
    )


def _way(connection: Connection, found: Case, to: str) -> Way | None:
    came_from = changes_of(connection, found.id)[-1].before
    return next((way for way in ways_from(found.state, came_from) if way.after == to), None)


def _no_way(found: Case, to: str, last: StateChange) -> Iterator[Fault]:
    where = whither(found.state, last.before)
    if to not in STATES:
        yield Fault("/to", f"there is no state '{to}'.{nearest(to, STATES)} {where}")
    elif to == found.state:
        yield Fault("/to", f"{found.reference} is {to} already. {where}")
    else:
        yield Fault("/to", f"{found.reference} is {found.state}, and cannot become {to} from there. {where}")


def _faults(now: datetime, move: Move, last: StateChange) -> Iterator[Fault]:
    yield from date_faults("/on", move.on, first=last.on, since=f"when it became {last.after}", now=now)
    yield from words_faults("/why", move.why, may_be_empty=True)
