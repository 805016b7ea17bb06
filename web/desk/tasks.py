"""The interview as a list of tasks: what is still needed in a case and what is answered, in the law's order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import casework
from casework import Case, CaseRefused
from engine import Answer, Determination, FactError, RuleSet, capital
from keeping import Stated, statements
from web import loaded
from web.desk.asked import Asked, asked_of, barrier, rule_sets_of
from web.desk.case_frame import Opened
from web.desk.said import state_of

Status = Literal["answered", "in_part", "not_yet", "not_known", "disputed", "bridged"]
TAGS: Mapping[Status, tuple[str, str]] = {
    "answered": ("Answered", "green"),
    "in_part": ("Answered in part", "blue"),
    "not_yet": ("Not yet", "white"),
    "not_known": ("Not known", "yellow"),
    "disputed": ("Disputed", "orange"),
    "bridged": ("Not yet", "white"),
}


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that is asked for, and what stands of it. ``open``: it could still settle something."""

    asked: Asked
    stated: Stated | None
    open: bool

    @property
    def status(self) -> Status:
        """Where it stands."""
        state = state_of(self.stated)
        if state == "stated":
            return "in_part" if self.open else "answered"
        if state == "not_asked":
            return "bridged" if self.asked.bridge else "not_yet"
        return "disputed" if state == "disputed" else "not_known"


@dataclass(frozen=True, slots=True)
class Section:
    """The tasks of one rule set of a case."""

    rule_set: RuleSet
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why nothing can be worked out, and the name under which it is mended; none where that is not a fact's."""

    message: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Interview:
    """What is answered, and what is still needed. Where there is trouble only what is answered is known."""

    sections: tuple[Section, ...]
    troubles: tuple[Trouble, ...]
    determined: tuple[Determination, ...]

    @property
    def tasks(self) -> tuple[Task, ...]:
        """All tasks in their order."""
        return tuple(task for section in self.sections for task in section.tasks)

    @property
    def open(self) -> tuple[Task, ...]:
        """Those that could still settle something."""
        return tuple(task for task in self.tasks if task.open)

    @property
    def undetermined(self) -> tuple[Answer, ...]:
        """The questions of the rules that stay open, as things stand."""
        return tuple(each for made in self.determined for each in made.questions if each.status == "undetermined")

    def next(self, opened: Opened, after: str = "") -> Task | None:
        """The first that nobody has answered and that this person can answer, from behind a name on."""
        names = [task.asked.name for task in self.tasks]
        behind = names.index(after) + 1 if after in names else 0
        waiting = (task for task in self.tasks[behind:] if task.open and task.status == "not_yet")
        return next((task for task in waiting if not barrier(opened, task.asked)), None)


def interview_of(connection: Any, found: Case) -> Interview:
    """The interview of a case as it stands. Raises EngineDisagreement."""
    stands = {each.name: each for each in statements.standing(connection, found.id)}
    rule_sets = rule_sets_of(found)
    every = tuple(asked_of(rule_sets).values())
    try:
        determined = casework.still_needed(connection, found, loaded().rule_sets)
    except (FactError, CaseRefused) as wrong:
        return Interview(_sections(rule_sets, every, stands, set()), tuple(_troubles(wrong, rule_sets, every)), ())
    needed = {need.fact for each in determined for need in each.needs}
    return Interview(_sections(rule_sets, every, stands, needed), (), determined)


def _sections(
    rule_sets: Sequence[RuleSet], every: Sequence[Asked], stands: Mapping[str, Stated], needed: set[str]
) -> tuple[Section, ...]:
    tasks = [Task(asked, stands.get(asked.name), not asked.names.isdisjoint(needed)) for asked in every]
    here = [task for task in tasks if task.open or task.stated is not None]
    return tuple(
        Section(rule_set, tuple(task for task in here if task.asked.rule_set is rule_set)) for rule_set in rule_sets
    )


def _troubles(
    wrong: FactError | CaseRefused, rule_sets: Sequence[RuleSet], every: Sequence[Asked]
) -> Iterator[Trouble]:
    called = {name: asked.name for asked in every for name in asked.names}
    for fault in wrong.faults:
        message = fault.message
        for rule_set in rule_sets:
            message = message.replace(rule_set.id, f"“{rule_set.title}”")
        name = fault.where.strip("/").partition("/")[2].partition("/")[0]
        yield Trouble(capital(message), called.get(name, ""))
