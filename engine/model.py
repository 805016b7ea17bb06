"""The law as the engine holds it: frozen, typed, checked by the loader, and in the law's own words and order."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from engine.counting import Counting, Unit
from engine.values import DATED, Kind, Known, Status

if TYPE_CHECKING:
    from engine.frames import Plan

How = Literal["published_text", "construed", "secondary", "recalled"]
WORDS_READ: tuple[How, ...] = ("published_text", "construed")  # the marks of whoever has read the operative words
Stage = Literal["draft", "reviewed", "retired"]
Effect = Literal["must", "may"]
Operation = Literal["add", "take_away", "multiply", "divide", "lowest_of", "highest_of"]
Rounding = Literal["down", "nearest", "up"]

DOES_NOT_ARISE = "does_not_arise"  # the outcome of a question that is not in question in a case: told apart


# -- values: right-hand sides, worked-out facts and results ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Literally:
    """A value written in the rule itself."""

    known: Known


@dataclass(frozen=True, slots=True)
class FactValue:
    """What is known of a fact, a worked-out fact or a provision's result."""

    name: str


@dataclass(frozen=True, slots=True)
class FigureValue:
    """A dated number of the law, at the governing date of the provision that reads it."""

    name: str


@dataclass(frozen=True, slots=True)
class FieldValue:
    """What is known of a field of the row in hand."""

    name: str


@dataclass(frozen=True, slots=True)
class Shifted:
    """A date so many days, working days, months or years after (``sign`` 1) or before (-1) another."""

    base: "Value"
    sign: int
    count: "Value"
    unit: Unit
    counting: Counting


@dataclass(frozen=True, slots=True)
class Combined:
    """Sums, differences, products, quotients (left to right), and the lowest or highest of several."""

    operation: Operation
    parts: tuple["Value", ...]


@dataclass(frozen=True, slots=True)
class DaysBetween:
    """The days from ``first`` to ``second``; negative where ``second`` comes before."""

    first: "Value"
    second: "Value"


Value = Literally | FactValue | FigureValue | FieldValue | Shifted | Combined | DaysBetween


# -- conditions -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Checked:
    """How the words behind a rule were checked against the published law, by whom and when."""

    how: How
    by: str = ""
    read_in: str = ""
    dated: date | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class OfFact:
    """A leaf that tests a fact; ``judgement`` where only a person may reach it."""

    name: str
    judgement: bool = False


@dataclass(frozen=True, slots=True)
class OfProvision:
    """A leaf that is met when another provision is."""

    id: str


@dataclass(frozen=True, slots=True)
class OfShare:
    """A leaf that tests the exact fraction ``part`` / ``whole``; ``when_none`` says what nothing of nothing is."""

    part: str
    whole: str
    when_none: Literal["met", "not_met"]
    rounded_to: int | None = None


@dataclass(frozen=True, slots=True)
class OfField:
    """A leaf that tests a field of the row in hand."""

    name: str


Source = OfFact | OfProvision | OfShare | OfField


@dataclass(frozen=True, slots=True)
class IsNone:
    """There is no value: it never happened."""


@dataclass(frozen=True, slots=True)
class Is:
    """The value is the same as another."""

    value: Value


@dataclass(frozen=True, slots=True)
class IsOneOf:
    """The value is one of a list."""

    values: frozenset[object]


@dataclass(frozen=True, slots=True)
class Between:
    """The value lies between two bounds, either of which may be missing; an ``out`` bound is itself left out."""

    low: Value | None = None
    high: Value | None = None
    low_out: bool = False
    high_out: bool = False
    period: str = ""


Test = IsNone | Is | IsOneOf | Between


@dataclass(frozen=True, slots=True)
class Leaf:
    """One condition: a source and its test. ``kind`` is the kind of what is tested; ``stepped``, that it is whole."""

    source: Source
    test: Test
    kind: Kind
    stepped: bool
    id: str = ""
    says: str = ""
    cites: str = ""
    checked: Checked | None = None
    fixed: Callable[[Known], Status] | None = field(default=None, compare=False, repr=False)  # see fixed.py


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions together: all of them, any of them, at least ``count`` of them, or not the one."""

    operation: Literal["all", "any", "not", "at_least_of"]
    of: tuple["Node", ...]
    count: int = 0
    id: str = ""
    says: str = ""
    cites: str = ""


@dataclass(frozen=True, slots=True)
class Unless:
    """An exception, which may have exceptions of its own: it stands where ``when`` is met and none of them stands."""

    id: str
    says: str
    cites: str
    when: "Node"
    unless: tuple["Unless", ...] = ()


Node = Leaf | Group
Part = Leaf | Group | Unless


# -- records --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days; both ends count."""

    start: Value
    end: Value


@dataclass(frozen=True, slots=True)
class Counted:
    """What rows come to: how many there are, a sum, the first or last date, or the longest gap between dates.

    ``among``: only rows that this count counts. ``cell``: only rows whose fields have these options.
    """

    how: Literal["count", "sum", "earliest", "latest", "longest_gap"]
    records: str
    where: "Node | None" = None
    among: str = ""
    takes: str = ""  # the field that is summed, or whose dates are looked at
    period: Period | None = None
    cell: Mapping[str, str] = field(default_factory=dict)


def help_with(about: str, hint: str) -> str:
    """A hint, and before it whom the answer is about, where that is the trust and not one of its sites."""
    of_trust = "About the trust: the same for each of its units." if about == "trust" else ""
    return " ".join(filter(None, (of_trust, hint)))


@dataclass(frozen=True, slots=True)
class Records:
    """A table that somebody gives. ``blank``: the fields whose empty cell, in a complete table, means none."""

    name: str
    ask: str
    shown_by: str
    fields: Mapping[str, "Fact"]
    blank: frozenset[str] = frozenset()
    one_row_per: tuple[str, ...] = ()
    personal: bool = True
    evidence: str = ""
    hint: str = ""
    about: str = ""  # trust, where one answer serves every site of a trust; else whoever the case is about

    @property
    def help(self) -> str:
        """What is said below the question."""
        return help_with(self.about, self.hint)


# -- facts ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Authority:
    """What a court decided that bears on a judgement, in one sentence of ours, and how that was checked."""

    citation: str
    url: str
    point: str
    checked: Checked


@dataclass(frozen=True, slots=True)
class Fact:
    """One named, typed value about a case: given by somebody, a person's judgement, or worked out from others."""

    name: str
    kind: Kind
    domain: Known
    ask: str = ""
    shown_by: str = ""
    decided_by: str = ""
    says: str = ""
    cites: str = ""
    personal: bool = True
    evidence: str = ""
    hint: str = ""
    ask_if: "Node | None" = None
    if_not_shown: Known | Literal["lowest", "highest"] | None = None
    weigh: tuple[str, ...] = ()
    authorities: tuple[Authority, ...] = ()
    options: tuple[str, ...] = ()
    unit: str = ""
    whole: bool = False
    part_of: str = ""
    worked_out: Value | None = None
    rounded: Rounding | None = None
    bridge: tuple[str, str] | None = None
    counted: Counted | None = None
    cell_of: str = ""  # the fact of which this is one cell, and ...
    cell: Mapping[str, str] = field(default_factory=dict)  # ... which: the field's name -> the option
    about: str = ""  # trust, where one answer serves every site of a trust; else whoever the case is about

    @property
    def help(self) -> str:
        """What is said below the question."""
        return help_with(self.about, self.hint)

    @property
    def derived(self) -> bool:
        """Whether it is worked out from other facts, or counted from records."""
        return self.worked_out is not None or self.counted is not None

    @property
    def is_due(self) -> bool:
        """Whether it is a date that the law fixes: worked out, with the place in the law that says so."""
        return self.derived and bool(self.cites) and self.kind in DATED

    @property
    def judgement(self) -> bool:
        """Whether only a person may reach it."""
        return bool(self.decided_by)

    @property
    def falls(self) -> bool:
        """Whether the burden of proof settles it where it is not shown before the record is closed."""
        return self.if_not_shown is not None

    @property
    def given(self) -> bool:
        """Whether anybody is asked for it, rather than it being only worked out."""
        return bool(self.ask) or bool(self.bridge)

    @property
    def stepped(self) -> bool:
        """Whether its values move in whole steps."""
        return self.whole or self.kind in ("money", "date", "date_and_time")


@dataclass(frozen=True, slots=True)
class Invariant:
    """What must hold of the facts themselves, and what to say where it does not."""

    when: Node
    message: str


@dataclass(frozen=True, slots=True)
class FigureStep:
    """The figure's value from one day to another, ends included."""

    start: date
    end: date | None
    number: Known
    cites: str
    checked: Checked


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that the law changes by date."""

    name: str
    unit: str
    steps: tuple[FigureStep, ...]


# -- provisions, questions, rule sets -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Result:
    """An amount or a date that a provision gives while it is met."""

    name: str
    kind: Kind
    says: str
    cites: str
    value: Value
    rounded: Rounding | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """A provision in one effective period. ``when`` is missing where the law was not in force."""

    start: date
    end: date | None
    when: Node | None = None
    unless: tuple[Unless, ...] = ()
    gives: Mapping[str, Result] = field(default_factory=dict)
    summary: str = ""
    concludes: str = ""
    otherwise: str = ""
    changed_by: Mapping[str, str] | None = None
    checked: Checked | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """Where the law stands: the instrument's id, the provision's name and a deep link."""

    instrument: str
    provision: str
    url: str


@dataclass(frozen=True, slots=True)
class Extends:
    """A date that a power lets somebody put off; where the law says how far, ``until`` is the last day there is."""

    date: str
    until: str = ""


@dataclass(frozen=True, slots=True)
class Provision:
    """One regulation, paragraph or requirement: one file, with its versions newest first."""

    id: str
    title: str
    question: str
    citation: Citation
    stage: Stage
    limits: tuple[str, ...]
    versions: tuple[Version, ...]
    effect: Effect | None = None
    extends: tuple[Extends, ...] = ()
    governed_by: str = ""
    reviewed: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a question: its outcome, and when it is reached. ``when`` is missing on ``otherwise``.

    ``told``: a decision deals with it first, so it is told before what decided, also where it is passed over.
    """

    outcome: str
    says: str
    when: Node | None = None
    if_used: str = ""
    told: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the rules, and the outcomes in the order in which they are tried.

    ``step``: what is found on it leads to what is decided, or follows from it, and is no result of its own.
    """

    id: str
    asks: str
    lines: tuple[Line, ...]
    step: bool = False

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Every outcome there is, in the order of the lines."""
        return tuple(dict.fromkeys(line.outcome for line in self.lines))


@dataclass(frozen=True, slots=True, eq=False)
class RuleSet:
    """All provisions for one set of questions under one instrument or scheme year. Itself alone, as loaded."""

    id: str
    title: str
    kind: Literal["appeal", "dispute", "assessment", "data_quality"]
    instrument: Mapping[str, str]
    covers_from: date
    covers_to: date | None
    as_at: str
    periods: Mapping[str, Period]
    questions: tuple[Question, ...]
    facts: Mapping[str, Fact]
    tables: Mapping[str, Records]
    figures: Mapping[str, Figure]
    must_hold: tuple[Invariant, ...]
    provisions: Mapping[str, Provision]
    results: Mapping[str, str]  # a result's name -> the provision that gives it
    revision: str
    plan: "Plan"  # the same rules as the rules engine gets them, made once, when they are loaded
    of_area: frozenset[str] = frozenset()  # the facts that stand in the file which the rule sets of the area share
    renamed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # a rule set: a name here: its name there

    cells: Mapping[str, tuple[str, ...]] = field(init=False)  # the facts that are told apart by fields, and by which

    def __post_init__(self) -> None:
        by = {fact.cell_of: tuple(fact.cell) for fact in self.facts.values() if fact.cell_of}
        object.__setattr__(self, "cells", by)

    def asked(self, name: str) -> Fact | Records:
        """What is asked for under a name: a fact, or a table."""
        return self.tables[name] if name in self.tables else self.facts[name]
