"""From the shapes of a rule file to values: right-hand sides, worked-out facts, results; every name and type checked.

A builder never stops at the first fault: it reports, puts something harmless in the place, and goes on.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from engine.errors import Fault, meant, nearest
from engine.grammar import OPERATIONS, UNITS
from engine.model import (
    Combined,
    DaysBetween,
    FactValue,
    FieldValue,
    FigureValue,
    Literally,
    Records,
    Shifted,
    Value,
)
from engine.naming import Names
from engine.plain import words
from engine.scalars import read_scalar
from engine.values import NEVER, NUMERIC, ORDERED, Kind, Options, exactly
from engine.yaml_reader import Document, Path_

_HARMLESS = Literally(NEVER)


@dataclass(slots=True)
class ValueBuilder:
    """Builds from one document; ``faults`` is shared by every builder of a rule set."""

    doc: Document
    names: Names
    faults: list[Fault]
    row: Records | None = None  # the table whose rows are spoken of
    bound: dict[str, str] = field(default_factory=dict)  # by for_each: a name -> the option it stands for

    def wrong(self, path: Path_, message: str) -> None:
        """Report a fault at a path of the document."""
        self.faults.append(self.doc.fault(path, message))

    def value(self, data: Any, path: Path_, want: Kind, options: tuple[str, ...] = ()) -> Value:
        """A VALUE that must be of the kind ``want``; a number and money may stand for each other."""
        if not isinstance(data, dict):
            return self._literal(data, path, want, options)
        if "plus" in data or "minus" in data:
            return self._shifted(data, path, want)
        if "counting" in data:
            self.wrong((*path, "counting"), "counting says how plus or minus counts, and neither stands here")
        if "fact" in data:
            return self._fact(data["fact"], (*path, "fact"), want)
        if "figure" in data:
            return self._figure(data["figure"], (*path, "figure"), want)
        if "field" in data:
            return self._field(data["field"], (*path, "field"), want)
        return self._worked(data, path, want)

    def _literal(self, data: Any, path: Path_, want: Kind, options: tuple[str, ...]) -> Value:
        if data == "none":
            self.wrong(path, "none stands alone, as is: none; every other comparison with it is not met")
            return _HARMLESS
        if want == "choice":
            if isinstance(data, str) and data in options:
                return Literally(Options(frozenset({data})))
            self.wrong(
                path, f"'{data}' is not an option; the options are {', '.join(options)}.{meant(str(data), options)}"
            )
            return _HARMLESS
        try:
            return Literally(exactly(read_scalar(want, data)))
        except ValueError as wrong:
            self.wrong(path, str(wrong))
            return _HARMLESS

    def cell(self, name: str, path: Path_) -> str:
        """The fact of a name; for one that has cells, the cell that for_each has bound."""
        by = self.names.by.get(name)
        if by is None:
            return name
        if missing := [each for each in by if each not in self.bound]:
            self.wrong(
                path, f"'{name}' is told apart by {', '.join(by)}: say which in for_each ({missing[0]} is missing)"
            )
            return name
        cell = cell_name(name, [self.bound[each] for each in by])
        if cell not in self.names.facts:
            options = ", ".join(f"{each}: {self.bound[each]}" for each in by)
            self.wrong(path, f"'{name}' has no cell for {options}; each is one of the options of its field")
        return cell

    def _field(self, name: str, path: Path_, want: Kind) -> Value:
        if self.row is None:
            self.wrong(path, "a field is spoken of under where, or in a field that is worked out; here there is no row")
            return _HARMLESS
        field_ = self.row.fields.get(name)
        if field_ is None:
            self.wrong(path, f"{self.row.name} has no field '{name}'.{nearest(name, self.row.fields)}")
            return _HARMLESS
        if field_.kind != want and not (field_.kind in NUMERIC and want in NUMERIC):
            self.wrong(path, f"'{name}' is a {called(field_.kind)}, and a {called(want)} stands here")
            return _HARMLESS
        return FieldValue(name)

    def _fact(self, name: str, path: Path_, want: Kind) -> Value:
        name = self.cell(name, path)
        kind = self.names.kind(name)
        if kind is None:
            self.wrong(
                path, f"there is no fact or result '{name}'.{nearest(name, [*self.names.facts, *self.names.results])}"
            )
            return _HARMLESS
        if kind != want and not (kind in NUMERIC and want in NUMERIC):
            self.wrong(path, f"'{name}' is a {called(kind)}, and a {called(want)} stands here")
            return _HARMLESS
        return FactValue(name)

    def _figure(self, name: str, path: Path_, want: Kind) -> Value:
        if name not in self.names.figures:
            self.wrong(path, f"there is no figure '{name}' in figures.yaml.{nearest(name, self.names.figures)}")
            return _HARMLESS
        if want not in NUMERIC:
            self.wrong(path, f"a figure is a number, and a {called(want)} stands here")
            return _HARMLESS
        return FigureValue(name)

    def _shifted(self, data: dict[str, Any], path: Path_, want: Kind) -> Value:
        if "plus" in data and "minus" in data:
            self.wrong(path, "plus and minus do not stand together; write one")
        source = "field" if "field" in data else "fact"
        if source not in data or want not in ("date", "date_and_time"):
            self.wrong(path, "plus and minus move a date that is a fact: write {fact: NAME, plus: {days: 30}}")
            return _HARMLESS
        word = "plus" if "plus" in data else "minus"
        unit = next(unit for unit in UNITS if unit in data[word])
        count = data[word][unit]
        base = (self._field if source == "field" else self._fact)(data[source], (*path, source), want)
        made = self.value(count, (*path, word, unit), "number")
        if not self.whole(made):
            self.wrong(
                (*path, word, unit), "time is counted in whole units; give a whole number, or a fact that is whole"
            )
        return Shifted(base, 1 if word == "plus" else -1, made, unit, data.get("counting", "from_the_next_day"))

    def _worked(self, data: dict[str, Any], path: Path_, want: Kind) -> Value:
        if "days_between" in data:
            if want not in NUMERIC:
                self.wrong((*path, "days_between"), f"days_between makes a number, and a {called(want)} stands here")
                return _HARMLESS
            if len(data["days_between"]) != 2:
                self.wrong((*path, "days_between"), "days_between takes two dates: from the first to the second")
                return _HARMLESS
            ends = [
                self.value(end, (*path, "days_between", place), "date")
                for place, end in enumerate(data["days_between"])
            ]
            return DaysBetween(ends[0], ends[1])
        operation = next(name for name in OPERATIONS if name in data)
        if want not in NUMERIC and not (want in ORDERED and operation in ("lowest_of", "highest_of")):
            self.wrong((*path, operation), f"{operation} makes a number, and a {called(want)} stands here")
            return _HARMLESS
        parts = enumerate(data[operation])
        return Combined(operation, tuple(self.value(part, (*path, operation, place), want) for place, part in parts))

    def governing(self, name: str, path: Path_) -> None:
        """Whether a name is that of a date by which versions of the law are picked."""
        if self.names.kind(name) != "date":
            self.wrong(path, f"'{name}' is not a date fact.{nearest(name, self.names.of_kind('date'))}")
        elif name in self.names.facts and self.names.facts[name].domain.none:
            self.wrong(path, f"'{name}' may be none, and the law is picked by a date that is always there")

    def rounding(self, value: Value, kind: Kind, how: str | None, path: Path_, whole: bool = False) -> None:
        """Whether what is worked out says how it is rounded where it must (``whole``), and only where it can be."""
        if how and kind not in NUMERIC:
            self.wrong((*path, "rounded"), "only a number or money is rounded")
        if kind == "money" and not how and not self.whole(value):
            self.wrong(path, "this may hold a fraction of a penny; say rounded: down, nearest or up")
        elif kind == "number" and whole and not how and not self.whole(value):
            self.wrong(path, "this may not come out whole; say rounded: down, nearest or up, or leave whole out")

    def whole(self, value: Value) -> bool:
        """Whether every value it may have is a whole number."""
        match value:
            case Literally(known):
                return known is NEVER or (isinstance(known.value, Fraction) and known.value.denominator == 1)
            case FactValue(name):
                fact = self.names.facts.get(name)
                return self.names.kind(name) == "money" or bool(fact and fact.whole)
            case FieldValue(name):
                of = self.row.fields.get(name) if self.row else None
                return bool(of and (of.whole or of.kind == "money"))
            case FigureValue(name):
                return all(step.number.value.denominator == 1 for step in self.names.figures[name].steps)
            case Combined(operation, parts):
                return operation != "divide" and all(self.whole(part) for part in parts)
        return True


def crossed(low: Value | None, high: Value | None) -> bool:
    """Whether two values written in the rule leave nothing between them, the higher standing first."""
    if not (isinstance(low, Literally) and isinstance(high, Literally) and low.known.some and high.known.some):
        return False
    return bool(low.known.value > high.known.value)


def cell_name(name: str, options: Sequence[str]) -> str:
    """The name of one cell of a fact: ``in_scope[midwife, emergencies]``, in the order of its fields."""
    return f"{name}[{', '.join(options)}]"


def called(kind: str) -> str:
    """A kind within a sentence."""
    return "yes or no" if kind == "yes_no" else words(kind)
