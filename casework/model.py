"""What a case is, as the other rooms see it. Whoever holds a Case has found it, and so may see what is in it."""

from dataclasses import dataclass
from datetime import date, datetime

GIVEN_BY = ", given by "  # in what somebody was told, before the party that gave the notice


@dataclass(frozen=True, slots=True)
class Case:
    """One appeal, dispute or assessment. ``version`` goes up by one with every change."""

    id: str
    reference: str
    kind: str
    title: str
    state: str
    received_on: date
    organisation: str
    officer_id: str | None
    record_closed: bool
    version: int
    made_at: datetime
    made_by: str
    rule_sets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewParty:
    """Somebody who has a part in a case. ``personal``: the name is that of a living person."""

    role: str
    name: str
    personal: bool
    organisation: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class NewCase:
    """A case as it comes in. ``organisation``: the ODS code of the body whose own case it is; empty for ours."""

    kind: str
    title: str
    received_on: date
    rule_sets: tuple[str, ...]
    parties: tuple[NewParty, ...] = ()
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """A party of a case. ``left_at`` is filled once it has no part any more; ``name`` goes with its time."""

    id: str
    role: str
    name: str
    personal: bool
    organisation: str
    contact: str
    made_at: datetime
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class Notice:
    """What a party is told, when and how. ``given_by``: the party that gave it; empty where it was we who did."""

    party_id: str
    what: str
    on: date
    how: str
    given_by: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A notice that was given, and who recorded it. One that was recorded by mistake is taken back, and stays."""

    id: str
    party_id: str
    what: str
    on: date
    how: str
    at: datetime
    by: str
    taken_back_at: datetime | None
    taken_back_why: str

    @property
    def by_others(self) -> bool:
        """Whether another party gave it, as ``what`` then says: nobody learnt from it that there is a case."""
        return GIVEN_BY in self.what


@dataclass(frozen=True, slots=True)
class Move:
    """A change of state that is asked for. ``why`` says more where a ground says why.

    ``ground``: on which a decided case is taken up again, with what has to be named with it: see ``casework.GROUNDS``.
    """

    to: str
    on: date
    why: str = ""
    ground: str = ""
    court: str = ""
    reference: str = ""
    dated: date | None = None


@dataclass(frozen=True, slots=True)
class StateChange:
    """A change of state that was made. The first has nothing before it."""

    before: str
    after: str
    on: date
    why: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """Whose case it was (``officer``) or who sat on it (``committee_member``), and until when where that is over."""

    person_id: str
    part: str
    starts_at: datetime
    ends_at: datetime | None
    by: str


@dataclass(frozen=True, slots=True)
class Link:
    """Another case that this one goes with: ``linked`` (about the same) or ``joined`` (dealt with together)."""

    other: Case
    how: str


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody will be away from one moment up to another, and perhaps somebody covers."""

    person_id: str
    starts_at: datetime
    ends_at: datetime
    cover_id: str | None = None
