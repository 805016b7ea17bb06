"""What a decision is: what it adopts, where it departs, who decided, its text, who reviewed it, and what was issued."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection

from engine import Determination
from keeping import DecidedBy, Kept

Live = Callable[[Connection, Kept], Determination]  # raises keeping.NotMadeAgain
About = Literal["question", "provision", "condition"]
Standing = Literal["draft", "reviewed", "issued"]


@dataclass(frozen=True, slots=True)
class Departure:
    """Where people find otherwise than was proposed, and why. Of a condition, ``name`` is ``provision#condition``."""

    rule_set: str
    about: str
    name: str
    proposed: str
    decided: str
    reasons: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What becomes of the appeal (``disposal``) and, apart from that, of the application (``final``); who decided."""

    disposal: str
    final: str
    decided_by: DecidedBy | None
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Text:
    """One version of the text, from 1: what was typed in each section, by its id."""

    number: int
    sections: Mapping[str, str]
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody says of a draft, and what was answered. ``section`` is empty where it is about all of it."""

    id: str
    section: str
    said: str
    at: datetime
    by: str
    answered: str = ""
    answered_at: datetime | None = None
    answered_by: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """That somebody looked at all of a draft. ``content`` is the hash of what they saw."""

    content: str
    approved: bool
    said: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip of the pen in an issued decision, from 1: what stands there, and what it should be."""

    number: int
    stands: str
    should_be: str
    why: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as it stands. ``content`` is the hash of all that would be issued; reviews are of one content.

    ``supersedes`` is the id of an issued decision of the case in whose place it comes, or empty. ``after_deferral``:
    that one left the appeal open, so that this comes after it and not in its place.
    """

    id: str
    case_id: str
    place: int
    supersedes: str
    reference: str
    made_at: datetime
    made_by: str
    issued_at: datetime | None
    issued_by: str
    adopted: tuple[Kept, ...]
    departures: tuple[Departure, ...]
    conclusion: Conclusion
    texts: tuple[Text, ...]
    comments: tuple[Comment, ...]
    reviews: tuple[Review, ...]
    slips: tuple[Slip, ...]
    content: str
    authors: frozenset[str]
    after_deferral: bool = False

    @property
    def text(self) -> Text:
        """The newest version of the text."""
        return self.texts[-1]

    @property
    def departed_since(self) -> bool:
        """Whether it departs somewhere since the newest version of its text was kept."""
        return any(each.at > self.text.at for each in self.departures)

    @property
    def state(self) -> Standing:
        """Where it stands: reviewed only as long as it is what was approved, and issued for good."""
        if self.issued_at:
            return "issued"
        last = self.reviews[-1] if self.reviews else None
        return "reviewed" if last and last.approved and last.content == self.content else "draft"

    @property
    def open_comments(self) -> tuple[Comment, ...]:
        """The comments that nobody has answered."""
        return tuple(each for each in self.comments if not each.answered_by)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A determination that a decision adopts: whole, or why it cannot be made again."""

    kept: Kept
    live: Determination | None
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Issued:
    """An issued decision as it went out. ``canonical`` and ``html`` are none once their time was over."""

    decision_id: str
    reference: str
    sha256: str
    canonical: bytes | None
    html: str | None
    at: datetime
    by: str
