"""The second reading: durable-rules decides every version, exception, line and question. Nothing else imports it.

It gets frames whose slots hold 1, 0 or -1 (``frames``, ``lowering``); what it decides in one wave fills slots of the
next. Single tests of facts, dates and amounts never reach it: it would coerce them. ADR 0007 says what else it is kept
from, and why.
"""

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from durable.engine import Host, Ruleset, durable_rules_engine

from engine.applying import days_within, may_apply
from engine.counting import OutsideCalendar
from engine.frames import (
    Both,
    Compare,
    Either,
    Frame,
    InQuestion,
    InVersion,
    Pattern,
    Place,
    Plan,
    Sign,
    Slot,
    Together,
)
from engine.knowledge import Chosen
from engine.leaf_tests import Leaves
from engine.limits import FAN_OUT, message_id, slot_name
from engine.model import Leaf, Line, Question, Unless, Version
from engine.values import Span, Status

SESSION, RULES = "w", "frames"  # one session, whose name never comes from a caller, and one set of rules
KEPT = 64  # plans that are set up at a time in one process; what durable-rules lets go of, it does not give back

_COMPARES = {"above": "$gt", "below": "$lt"}


class RulesEngineFault(Exception):
    """durable-rules did something that it must not, so that nothing it says may be used."""


class _Rules(Ruleset):  # type: ignore[misc]  # durable-rules publishes no types
    """Rules of durable-rules, with a loop of ours over what fired: ADR 0007 says why."""

    def __init__(self, name: str, host: Host, definition: Mapping[str, dict[str, Any]]) -> None:
        self._runs = {rule: each["run"] for rule, each in definition.items()}
        super().__init__(name, host, definition)

    def _flush_actions(self, state: Any, result: dict[str, Any], handle: int, complete: Callable[..., None]) -> None:
        fired = next(iter(result["message"]))
        while fired:
            self._runs[fired](None)
            told = durable_rules_engine.complete_and_start_action(self._handle, handle)
            fired = told.split('"', 2)[1] if told else ""  # the name of a rule comes first, and holds no quotation mark
        complete(None, state)


class _Host(Host):  # type: ignore[misc]  # as above
    """durable-rules without its two timer threads: they would take actions from us and walk memory that is gone."""

    def _run(self) -> None:
        pass

    def register_rulesets(self, definitions: Mapping[str, Mapping[str, dict[str, Any]]]) -> None:
        self._ruleset_directory |= {name: _Rules(name, self, each) for name, each in definitions.items()}


def registered(plan: Plan) -> dict[str, dict[str, Any]]:
    """The rules of a plan in durable-rules' own notation, by name."""
    return {
        f"{message_id(frame.number)}={answer}": {"all": [{"m": _behind(frame, pattern)}]}
        for frame in plan.frames
        for answer, pattern in frame.rules
    }


def message(frame: Frame, statuses: Sequence[int]) -> dict[str, Any]:
    """A frame as a message: its name, its place in the network, and its slots. Raises RulesEngineFault: no status."""
    if len(statuses) != len(frame.slots) or not {*map(type, statuses)} <= {int} or not {*statuses} <= {-1, 0, 1}:
        raise RulesEngineFault(f"frame {frame.number} has {statuses!r} in its slots")
    about = {"sid": SESSION, "id": message_id(frame.number), "g": frame.number // FAN_OUT, "p": frame.number}
    return about | {slot_name(slot): status for slot, status in enumerate(statuses)}


def _behind(frame: Frame, pattern: Pattern) -> dict[str, Any]:
    """A pattern that is looked at for messages about its frame only."""
    parts = pattern.of if isinstance(pattern, Both) else (pattern,)
    return {"$and": [{"g": frame.number // FAN_OUT}, {"p": frame.number}, *map(_written, parts)]}


def _written(pattern: Pattern) -> dict[str, Any]:
    match pattern:
        case Compare(slot, "is", status):
            return {slot_name(slot): status}
        case Compare(slot, how, status):
            return {_COMPARES[how]: {slot_name(slot): status}}
        case Both(parts):
            return {"$and": [_written(part) for part in parts]}
        case Either(parts):
            return {"$or": [_written(part) for part in parts]}


class Decider:
    """One plan set up in durable-rules, for one thread at a time."""

    def __init__(self, plan: Plan) -> None:
        self.waves = plan.waves
        self._fired: list[tuple[int, int]] = []
        rules = registered(plan)
        names = ((frame.number, answer) for frame in plan.frames for answer, _ in frame.rules)
        for rule, (frame, answer) in zip(rules.values(), names, strict=True):
            rule["run"] = self._recording(frame, answer)
        self._host = _Host({RULES: rules}) if rules else None

    def _recording(self, frame: int, answer: int) -> Callable[[Any], None]:
        fired = self._fired

        def record(_closure: Any) -> None:
            fired.append((frame, answer))

        return record

    def decide(self, wave: Sequence[tuple[Frame, Sequence[int]]]) -> dict[int, int]:
        """What becomes of each frame of a wave. Raises RulesEngineFault: any but one answer for each."""
        if not wave or self._host is None:
            return {}
        self._fired.clear()
        messages = [message(frame, statuses) for frame, statuses in wave]
        self._host.post(RULES, messages if len(messages) > 1 else messages[0])
        answers = dict(self._fired)
        if len(self._fired) != len(wave) or len(answers) != len(wave) or any(f.number not in answers for f, _ in wave):
            raise RulesEngineFault(f"{len(wave)} frames were asked about, and {len(self._fired)} answers came")
        return answers

    def check_nothing_left(self) -> None:
        """Raises RulesEngineFault: a message that was not used."""
        if self._host is None:
            return
        if left := self._host.get_pending_events(RULES, SESSION):
            raise RulesEngineFault(f"{len(left)} messages were not used")


@dataclass(slots=True)
class Inference(Leaves):
    """What durable-rules makes of one state of knowledge, wave by wave."""

    decided: dict[int, int] = field(default_factory=dict)
    judged: list[tuple[Place, Leaf, Span, Status]] = field(default_factory=list)

    def run(self, decider: Decider) -> None:
        """Decide everything. Raises RulesEngineFault, and OutsideCalendar as the definition does."""
        for wave in decider.waves:
            asked = ((frame, self._days(frame.place)) for frame in wave)
            counting = [(frame, days) for frame, days in asked if days is not None]
            self.decided |= decider.decide(
                [(frame, [self._slot(slot, frame.place, days) for slot in frame.slots]) for frame, days in counting]
            )
        decider.check_nothing_left()

    def _days(self, place: Place) -> Span | None:
        """The days whose law a frame is about; None where it does not count in this case."""
        match place:
            case InVersion(provision, start):
                return next((days for version, days in self.versions(provision) if version.start == start), None)
            case Together(provision):
                return self.as_at if len(self.versions(provision)) > 1 else None
            case InQuestion(question, first):
                return self.as_at if first <= 0 or self._goes_on(question) else None

    def _goes_on(self, question: str) -> bool:
        return not any(self.decided.get(number) for number in self.rule_set.plan.questions[question])

    def _slot(self, slot: Slot, place: Place, days: Span) -> int:
        match slot:
            case Leaf():
                status = self.leaf(slot, days)
                self.judged.append((place, slot, days, status))
                return int(status)
            case int():
                return self._answer(slot)
            case str():
                return int(self.provision(slot))
            case InVersion(provision, start):
                chosen = {version.start: (version, dates) for version, dates in self.versions(provision)}
                applies = chosen.get(start) or next(iter(chosen.values()))  # one that cannot apply follows one that may
                return int(self.version(provision, *applies))

    # -- what was decided
    def versions(self, provision: str) -> Chosen:
        """Each version that may apply: the governing date may lie within it. Compared as dates, not cut as spans."""
        chosen = self._chosen.get(provision)
        if chosen is None:
            dates = self.dates(provision)
            those = (each for each in self.rule_set.provisions[provision].versions if may_apply(each, dates))
            chosen = self._chosen[provision] = tuple((each, days_within(each, dates)) for each in those)
        return chosen

    def provision(self, id: str) -> Status:
        """Whether a provision is met, as durable-rules decided."""
        chosen = self.versions(id)
        return (
            self.version(id, *chosen[0]) if len(chosen) == 1 else Status(self._answer(self.rule_set.plan.together[id]))
        )

    def version(self, provision: str, version: Version, dates: Span) -> Status:
        """Whether a version is met, as durable-rules decided. Law that was not in force is not met."""
        if version.when is None:
            return Status.NOT_MET
        return Status(self._answer(self.rule_set.plan.versions[provision, version.start]))

    def exception(self, provision: str, version: Version, exception: Unless, dates: Span) -> Status:
        """Whether an exception stands, as durable-rules decided."""
        sign = self.rule_set.plan.exceptions[provision, version.start, exception.id]
        return self._signed(sign, InVersion(provision, version.start), dates)

    def _answer(self, frame: int) -> int:
        if frame not in self.decided:
            raise RulesEngineFault(f"frame {frame} was not decided")
        return self.decided[frame]

    def _signed(self, sign: Sign, place: Place, days: Span) -> Status:
        status = self._slot(sign.slot, place, days)
        return Status(status if sign.positive else -status)

    def ends(self, question: Question) -> tuple[tuple[Line, ...], bool]:
        """The lines that a question may end at, and whether one outcome is left, as durable-rules decided."""
        end = next(self.decided[each] for each in self.rule_set.plan.questions[question.id] if self.decided[each])
        before = (
            (line, self.rule_set.plan.lines[question.id, at]) for at, line in enumerate(question.lines[: abs(end) - 1])
        )
        place = InQuestion(question.id)
        open_still = [line for line, sign in before if self._signed(sign, place, self.as_at) is not Status.NOT_MET]
        return (*open_still, question.lines[abs(end) - 1]), end > 0


# -- one set-up for each plan in each process, used by one thread at a time

_lock = threading.Lock()
_deciders: OrderedDict[Plan, Decider] = OrderedDict()
_discarded: list[Plan] = []


def infer(known: Leaves) -> Inference:
    """The second reading of a state of knowledge, of which another reading has been made.

    Rows are counted once for both, where nothing counted rests on a provision. Raises RulesEngineFault, and
    OutsideCalendar as the definition does.
    """
    rule_set = known.rule_set
    splits = known.splits if rule_set.plan.counts_first else {}
    reading = Inference(rule_set, known.given, known.as_at, known.tables, splits)
    with _lock:
        try:
            reading.run(_decider(rule_set.plan))
        except (RulesEngineFault, OutsideCalendar):
            raise
        except Exception as error:  # durable-rules raises bare Exceptions; whatever it is, it is a fault
            raise RulesEngineFault(f"{type(error).__name__} in the rules engine") from error
    return reading


def discard(plan: Plan) -> None:
    """Throw away what was set up for a plan: it did something wrong. The next case sets it up afresh."""
    with _lock:
        _deciders.pop(plan, None)
        _discarded.append(plan)


def discarded() -> int:
    """How often something was thrown away in this process, which keeps its memory: after a few, end the process."""
    return len(_discarded)


def _decider(plan: Plan) -> Decider:
    decider = _deciders.get(plan)
    if decider is None:
        decider = _deciders[plan] = Decider(plan)
        if len(_deciders) > KEPT:
            _deciders.popitem(last=False)
    _deciders.move_to_end(plan)
    return decider


def _after_fork() -> None:
    """A child makes its own: what was set up belongs to the parent, and the lock may have been held."""
    global _lock  # noqa: PLW0603  # a lock that is held cannot be let go of by a child
    _lock = threading.Lock()
    _deciders.clear()
    _discarded.clear()


os.register_at_fork(after_in_child=_after_fork)
