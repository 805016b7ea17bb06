"""Determinations that were kept, as programs and people are given them: one, its bytes, and the whole made again."""

import hashlib
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import casework
from casework import Case
from casework.deciding import newest_decision
from engine import Determination
from keeping import Kept, NotMadeAgain, activity, determinations
from people import Actor
from web import loaded
from web.ids import as_id
from web.office import now, office

_MOST = 24  # determinations held in the memory of a process: some pages' worth, since making one again takes a while
_held: dict[tuple[str, str], Determination] = {}
_lock = Lock()


class NotWhole(Exception):
    """Bytes that are not given out: their time was over (``gone``), or they are not those stored (``damaged``)."""

    def __init__(self, kind: Literal["gone", "damaged"], told: str) -> None:
        self.kind = kind
        super().__init__(told)


def determination_of(connection: Any, found: Case, determination_id: str) -> Kept:
    """A determination of a case, by its id as it stands in an address. Raises NotFound."""
    kept = determinations.by_id(connection, as_id(determination_id))
    if kept is None or kept.case_id != found.id:
        raise casework.NotFound
    return kept


def canonical_of(kept: Kept) -> bytes:
    """A determination as the bytes that were kept. Raises NotWhole."""
    if kept.canonical is None:
        raise NotWhole("gone", "Its values had to go when the case's time was over; its hash, date and rules stay.")
    if not _whole(kept):
        told = f"Determination {kept.id} no longer has the hash that it was stored with. Restore it from a backup."
        raise NotWhole("damaged", told)
    return kept.canonical


def live(connection: Any, kept: Kept) -> Determination:
    """A determination whole, made again from the rules that were kept with it. Raises NotMadeAgain.

    It is held in memory for a while, and no longer than its values are kept.
    """
    key, whole = (kept.id, kept.sha256), _whole(kept)
    with _lock:
        held = _held.get(key) if whole else _held.pop(key, None)
    if whole and held is not None:
        return held
    made = determinations.again(connection, kept.id, replaying_in(), loaded().rule_sets.get(kept.rule_set))
    with _lock:
        _held[key] = made
        while len(_held) > _MOST:
            _held.pop(next(iter(_held)))
    return made


def make_ready(by: Actor, case_id: str) -> None:
    """Make again what a change of a decision looks at, before anybody has to wait for what is stored.

    Raises NotFound. What cannot be made again is told by the change itself.
    """
    with office().private.reading() as connection:
        found = casework.find(connection, by, case_id)
        newest = newest_decision(connection, found)
        wanted = (*determinations.newest(connection, case_id), *(newest.adopted if newest else ()))
        for kept in {each.id: each for each in wanted}.values():
            with suppress(NotMadeAgain):
                live(connection, kept)


def replaying_in() -> Path:
    """The folder in which kept rules are unpacked while they are read."""
    return office().data_dir / "replaying"


def noted(by: Actor, what: str, found: Case, *kept: Kept) -> None:
    """Keep in the activity who read, or made again, which determinations."""
    if kept:
        about = {"determined_ids": [each.id for each in kept]}
        with office().private.writing() as connection:
            activity.record(connection, now(), by.id, what, found.id, about)


def _whole(kept: Kept) -> bool:
    """Whether the bytes that were kept are there, and are those that were stored."""
    return kept.canonical is not None and hashlib.sha256(kept.canonical).hexdigest() == kept.sha256
