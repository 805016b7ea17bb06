"""PDFs of what is published that nobody kept: they are set when they are asked for, one at a time in each process.

Setting one takes a core for a while. So each counts among what its address may ask of the public API, one more may wait
for its turn, and whoever comes beside these two is told at once to come again: the other threads are for all else.
Whoever waits holds no connection to the register, and looks at it anew in their turn.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Semaphore

from flask import Flask, current_app, g

WAIT = 3.0  # seconds for a turn
_NAME = "rationale.register.setting_pdfs"
_AT_ONCE = 2  # in one process: whose turn it is, and who waits for it


class ToBeSet(Exception):
    """What is asked for has to be set, and the request in hand has no turn yet: ask again within ``its_turn``."""


class PDFBeingSet(Exception):
    """Other PDFs are being set, and the turn of whoever asked has not come in time."""

    def __init__(self) -> None:
        super().__init__(
            "This PDF is not kept and has to be set, which is done for one reader at a time. Others are being set just "
            "now: ask again in ten seconds, or take another format."
        )


@dataclass(frozen=True, slots=True)
class _Turns:
    count: Callable[[], None]
    places: Semaphore = field(default_factory=lambda: Semaphore(_AT_ONCE))
    turn: Semaphore = field(default_factory=Semaphore)


def set_up(app: Flask, count: Callable[[], None]) -> None:
    """Give turns. ``count`` counts that an address asks for something; where it is too much it raises HTTPException."""
    app.extensions[_NAME] = _Turns(count)


def need_turn() -> None:
    """Raise ToBeSet unless the request in hand has its turn."""
    if not g.get("sets_pdf", False):
        raise ToBeSet


@contextmanager
def its_turn() -> Iterator[None]:
    """The turn of the request in hand. Raises PDFBeingSet where it does not come within WAIT seconds, or where others
    wait already; and HTTPException (429) where this address has asked too much.
    """
    turns: _Turns = current_app.extensions[_NAME]
    turns.count()
    with _held(turns.places, 0), _held(turns.turn, WAIT):
        g.sets_pdf = True
        try:
            yield
        finally:
            g.sets_pdf = False


@contextmanager
def _held(place: Semaphore, wait: float) -> Iterator[None]:
    """A place, of which there are few, for a while; so many seconds are waited for it."""
    if not place.acquire(timeout=wait):
        raise PDFBeingSet
    try:
        yield
    finally:
        place.release()
