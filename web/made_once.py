"""What was made of the register, kept in the memory of a process until the register changes or room is needed.

With the next leaf of the log all of it goes, so that nothing of what is withdrawn or erased stays here either.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from flask import current_app

from register import Publication, State, publication, state_of

ROOM = 24 * 1024 * 1024  # bytes in one process
_KEPT = "rationale.register.made_once"
_ENTRY = 200  # bytes that an entry takes beside its content, or so


@dataclass(slots=True)
class Kept:
    """What one process keeps of one state of the register, what was asked for last at the end."""

    state: State = (-1, -1)
    taken: int = 0
    made: OrderedDict[tuple[str, ...], tuple[Any, int]] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def get(self, state: State, key: tuple[str, ...]) -> Any:
        """What was made under a key in this very state."""
        with self.lock:
            if state != self.state:
                self.state, self.taken = state, 0
                self.made.clear()
            if key in self.made:
                self.made.move_to_end(key)
                return self.made[key][0]
            return None

    def put(self, state: State, key: tuple[str, ...], made: Any, size: int, room: int = ROOM) -> None:
        """Keep something of a size, unless the state is another by now or it would take a quarter of the room alone."""
        with self.lock:
            if state != self.state or key in self.made or size > room // 4:
                return
            self.made[key] = (made, size + _ENTRY)
            self.taken += size + _ENTRY
            while self.taken > room:
                _, (_, freed) = self.made.popitem(last=False)
                self.taken -= freed


def made_once(connection: Any, key: tuple[str, ...], make: Callable[[], bytes]) -> bytes:
    """What ``make`` gives, made once for each state of the register while there is room. ``key`` says all it is of."""
    kept, state = _kept(), state_of(connection)
    known: bytes | None = kept.get(state, key)
    if known is not None:
        return known
    made = make()
    kept.put(state, key, made, len(made))
    return made


def held_once(connection: Any, name: str) -> Publication | None:
    """A publication by its id or another name, read once for each state of the register; None where there is none."""
    kept, state, key = _kept(), state_of(connection), ("held", name)
    known: Publication | None = kept.get(state, key)
    if known is None:
        known = publication(connection, name)
        if known is not None:
            kept.put(state, key, known, sum(len(each.canonical or b"") for each in known.versions))
    return known


def _kept() -> Kept:
    kept: Kept = current_app.extensions.setdefault(_KEPT, Kept())
    return kept


def page_once(connection: Any, key: tuple[str, ...], make: Callable[[], str]) -> str:
    """As ``made_once``, of a page. Beside a desk it is made each time, since it says there who is signed in."""
    if "rationale.office" in current_app.extensions:
        return make()
    return made_once(connection, ("page", *key), lambda: make().encode()).decode()
