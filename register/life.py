"""The life of a publication, in one table: what may be done to it where it stands, and how it stands then."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from register.model import State

Act = Literal["publish", "correct", "withdraw"]


@dataclass(frozen=True, slots=True)
class Way:
    """A way from one state to another; ``before`` is none for what is not in the register yet."""

    before: State | None
    act: Act
    after: State


WAYS: tuple[Way, ...] = (
    Way(None, "publish", "published"),
    Way("published", "correct", "corrected"),
    Way("corrected", "correct", "corrected"),
    Way("published", "withdraw", "withdrawn"),
    Way("corrected", "withdraw", "withdrawn"),
)

SAYS: Mapping[Act, str] = {"publish": "published", "correct": "corrected", "withdraw": "withdrawn"}


def after(before: State | None, act: Act) -> State | None:
    """How a publication stands after an act; none where the act is not open to it."""
    return next((way.after for way in WAYS if (way.before, way.act) == (before, act)), None)


def whither(before: State | None) -> str:
    """The end of an error text: what can be done with a publication that stands here."""
    open_to_it = [SAYS[way.act] for way in WAYS if way.before == before]
    stands = "is not in the register" if before is None else f"is {before}"
    return f"It {stands}: it can be {' or '.join(open_to_it) if open_to_it else 'changed no more'}."
