"""What two rule sets are compared by: values with other names followed, and texts without their days and years."""

import re
from collections.abc import Callable, Iterator

from engine.build_values import called
from engine.condition_words import reckoned, tested
from engine.model import (
    Between,
    Combined,
    Counted,
    DaysBetween,
    Fact,
    FactValue,
    FieldValue,
    FigureValue,
    Is,
    IsNone,
    IsOneOf,
    Leaf,
    Literally,
    Node,
    OfFact,
    OfField,
    OfProvision,
    OfShare,
    Period,
    Provision,
    RuleSet,
    Shifted,
    Test,
    Value,
    Version,
)
from engine.plain import day, words
from engine.values import NEVER
from engine.walk import conditions_of, fields_of, leaves

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAYS = re.compile(
    rf"\b(?:\d{{1,2}} )?(?:{_MONTHS})\b(?: \d{{4}}\b)?"
    r"|\b\d{4}/\d{2}\b|\byear \d+\b|\b(?:19|20)\d{2}\b"
)
_DATE = Fact(name="", kind="date", domain=NEVER)


def as_compared(thing: Value | Test | Period, rule_set: RuleSet, here: Callable[[str], str]) -> object:
    """A value, a test or a period as it is compared: a figure is its newest number, a name is ``here``'s for it."""
    match thing:
        case Period(start, end):
            return "between", as_compared(start, rule_set, here), as_compared(end, rule_set, here), False, False
        case Is(value):
            return "is", as_compared(value, rule_set, here)
        case IsNone():
            return "none"
        case IsOneOf(values):
            return values
        case Between(low, high, low_out, high_out):
            ends = (None if each is None else as_compared(each, rule_set, here) for each in (low, high))
            return "between", *ends, low_out, high_out
    return _value(thing, rule_set, here)


def _value(value: Value, rule_set: RuleSet, here: Callable[[str], str]) -> object:
    match value:
        case Literally(known):
            return known
        case FigureValue(name):
            return rule_set.figures[name].steps[-1].number
        case FactValue(name):
            return "fact", here(name)
        case FieldValue(name):
            return "field", name
        case Shifted(base, sign, count, unit, counting):
            return "shifted", _value(base, rule_set, here), sign, _value(count, rule_set, here), unit, counting
        case Combined(operation, parts):
            return operation, *(_value(part, rule_set, here) for part in parts)
        case DaysBetween(first, second):
            return "days between", _value(first, rule_set, here), _value(second, rule_set, here)


def window_of(asked: Leaf | Period) -> str:
    """The test of a condition in words; a period by its days, not by its name."""
    if isinstance(asked, Period):
        return _days(asked.start, asked.end)
    test = asked.test
    if not isinstance(test, Between) or test.low is None or test.high is None or asked.kind != "date":
        return tested(asked)
    return _days(test.low, test.high) if test.period or not (test.low_out or test.high_out) else tested(asked)


def _days(start: Value, end: Value) -> str:
    if isinstance(start, Literally) and isinstance(end, Literally):
        return f"{day(start.known.value)} to {day(end.known.value)}"
    return f"from {reckoned(start, _DATE)} to {reckoned(end, _DATE)}"


def words_of(node: Node) -> str:
    """A condition in its own words; a group that has none in those of its parts."""
    if node.says:
        return node.says
    return "; ".join(leaf.says or leaf.id for leaf in leaves(node))


def wordings(provision: Provision, version: Version) -> tuple[str, ...]:
    """The texts that say what a provision asks for, in order."""
    says = (part.says for part in conditions_of(version))
    return provision.title, provision.question, version.summary, *says, version.concludes, version.otherwise


def without_days(text: str) -> str:
    """A text without its days, months and years, by which the texts of two years always differ."""
    return _DAYS.sub("…", text)


def signed(node: Node, denied: bool) -> Iterator[tuple[Leaf, bool]]:
    """Every leaf of a condition, and whether it stands under an odd number of denials."""
    if isinstance(node, Leaf):
        yield node, denied
    else:
        for part in node.of:
            yield from signed(part, denied != (node.operation == "not"))


def columns_of(counted: Counted) -> tuple[str, ...]:
    """The columns of a table that a count looks at, each once."""
    tested_ = fields_of(counted.where) if counted.where is not None else ()
    return tuple(dict.fromkeys((*tested_, *counted.cell, *([counted.takes] if counted.takes else []))))


def named(leaf: Leaf) -> str:
    """What a condition tests, in words."""
    match leaf.source:
        case OfShare(part, whole):
            return f"{words(part)} of {words(whole)}"
        case OfFact(name) | OfField(name):
            return words(name)
        case OfProvision(id):
            return id


def kind_of(fact: Fact) -> str:
    """A fact's kind in words, with its unit."""
    return f"{called(fact.kind)} in {fact.unit}" if fact.unit else called(fact.kind)
