"""The interview as a list of tasks: what is still needed in a case and what is answered, in the order of asking.

That is the law's order, rule set by rule set; but whether an appeal can be heard comes first, and where it cannot be
heard nothing else is asked.
"""

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
from web.desk.heard_first import asked_first, heard, procedure_of
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
    """Tasks that stand together: those of one rule set of a case, or ``first`` those on whether it can be heard."""

    rule_set: RuleSet
    tasks: tuple[Task, ...]
    first: bool = False

    @property
    def heading(self) -> str:
        """What stands above them."""
        return "Whether the appeal can be heard" if self.first else self.rule_set.title


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why nothing can be worked out, and the name under which it is mended; none where that is not a fact's."""

    message: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Interview:
    """What is answered, and what is still needed. Where there is trouble only what is answered is known.

    ``determined`` holds what the rules say as things stand; of an appeal that cannot be heard, only why it cannot.
    """

    sections: tuple[Section, ...]
    troubles: tuple[Trouble, ...]
    determined: tuple[Determination, ...]
    can_be_heard: bool = True

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
    can_be_heard, procedure = heard(determined), procedure_of(rule_sets)
    if procedure is not None and not can_be_heard:
        determined = tuple(each for each in determined if each.rule_set.id == procedure.id)
    needed = {need.fact for each in determined for need in each.needs}
    return Interview(_sections(rule_sets, every, stands, needed), (), determined, can_be_heard)


def _sections(
    rule_sets: Sequence[RuleSet], every: Sequence[Asked], stands: Mapping[str, Stated], needed: set[str]
) -> tuple[Section, ...]:
    tasks = [Task(asked, stands.get(asked.name), not asked.names.isdisjoint(needed)) for asked in every]
    here = [task for task in tasks if task.open or task.stated is not None]
    first = _asked_first(here, asked_first(tuple(rule_sets)))
    rest = [task for task in here if task not in first]
    procedure = procedure_of(rule_sets)
    return (
        *([Section(procedure, first, first=True)] if procedure is not None else []),
        *(Section(each, tuple(task for task in rest if task.asked.rule_set is each)) for each in rule_sets),
    )


def _asked_first(tasks: Sequence[Task], names: Sequence[str]) -> tuple[Task, ...]:
    """Those of the tasks that these names are stated under, in the order of the names."""
    by_name = {name: task for task in tasks for name in task.asked.names}
    found = [by_name[name] for name in names if name in by_name]
    return tuple(task for place, task in enumerate(found) if task not in found[:place])


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
