"""The life of a publication on the private side, in one table: who may take it where, and where it stands then."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

State = Literal["draft", "published", "corrected", "withdrawn"]
Act = Literal["publish", "correct", "withdraw"]


@dataclass(frozen=True, slots=True)
class Way:
    """A way from one state to another, and the act of people's table of rights that it needs."""

    before: State
    act: Act
    after: State
    right: str


WAYS: tuple[Way, ...] = (
    Way("draft", "publish", "published", "publication.publish"),
    Way("published", "correct", "corrected", "publication.correct"),
    Way("corrected", "correct", "corrected", "publication.correct"),
    Way("published", "withdraw", "withdrawn", "publication.withdraw"),
    Way("corrected", "withdraw", "withdrawn", "publication.withdraw"),
)
RIGHTS: Mapping[Act, str] = {way.act: way.right for way in WAYS}
SAYS: Mapping[Act, str] = {"publish": "published", "correct": "corrected", "withdraw": "withdrawn"}
STATES: Mapping[str, str] = {
    "draft": "being prepared",
    "published": "published",
    "corrected": "published, and corrected since",
    "withdrawn": "withdrawn",
}


def after(before: str, act: Act) -> State | None:
    """Where a publication stands after an act; none where the act is not open to it."""
    return next((way.after for way in WAYS if (way.before, way.act) == (before, act)), None)


def whither(before: str) -> str:
    """The end of an error text: what can be done where a publication stands here."""
    open_to_it = [SAYS[way.act] for way in WAYS if way.before == before]
    can = f"it can be {' or '.join(open_to_it)}" if open_to_it else "nothing more can be done with it"
    return f"It is {STATES.get(before, before)}: {can}"
