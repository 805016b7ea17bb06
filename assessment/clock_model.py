"""What the evidence clock tells: each thing that is still asked for, its last safe day, and how it stands on a day."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from assessment.model import Assessed, Evidence, Site

State = Literal["due", "missed", "to_show"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a requirement still asks for, at a site, or of the trust as a whole (``site`` is None).

    ``state``: due, its last safe day is today or later; missed, that day has passed and the evidence says that it was
    not done; to_show, that day has passed and nothing says whether it was done, so only evidence of that helps.
    ``comes_from``: where the day comes from. ``lacks``: how many more are needed, in words. ``row``: its number in
    ``table``, from 1. ``way``: ``1 of 2`` where one of several ways is enough. ``settled``: the requirement is met
    without it, and its time still runs.
    """

    site: Site | None
    action: str
    provision: str
    condition: str
    says: str
    cites: str
    state: State
    day: date
    comes_from: str
    lacks: str
    way: str
    table: str
    row: int | None
    settled: bool

    @property
    def number(self) -> int:
        """The number of the safety action, 1 to 10."""
        return int(self.action.removeprefix("sa"))


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day of the scheme itself."""

    day: date
    says: str


@dataclass(frozen=True)
class Clock:
    """What is still asked for on a day, up to the declaration. ``projected``: how all would stand on its day."""

    evidence: Evidence
    today: date
    declaration: datetime
    entries: tuple[Entry, ...]
    milestones: tuple[Milestone, ...]
    projected: Assessed

    def of(self, state: State) -> tuple[Entry, ...]:
        """The entries in one state, the earliest day first."""
        return tuple(each for each in self.entries if each.state == state)

    @property
    def next(self) -> Entry | None:
        """What is due first; None where nothing is."""
        return next(iter(self.of("due")), None)
