"""What a caller states of one fact: strict, typed, never coerced.

The notation is that of the rule tests: a value; ``{value}``; ``{from, to}`` with either end left out; ``{one_of}``;
``may_be_none: true`` beside them where none is still possible; ``{state: not_asked | not_known | disputed}``; each with
its ``source``. A judgement is its answer, or ``{answer, by, reasons}``.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from typing import Any, Literal

from engine.build_values import called
from engine.errors import meant, nearest
from engine.model import Fact, RuleSet
from engine.rows import NO_ROWS, Table
from engine.scalars import read_scalar, told
from engine.values import NEVER, Known, Options, Span, exactly, holds, meet

State = Literal["stated", "not_asked", "not_known", "disputed"]

KEYS = {"value", "from", "to", "one_of", "may_be_none", "state", "source"}
_JUDGEMENT_KEYS = KEYS - {"value"} | {"answer", "by", "reasons"}


@dataclass(frozen=True, slots=True)
class Statement:
    """What is known of one fact, in which state, and who says so."""

    known: Known
    state: State = "stated"
    source: str = ""
    by: str = ""
    reasons: str = ""


@dataclass(frozen=True, slots=True)
class TableStatement(Statement):
    """The rows of a table; ``known`` says nothing. ``table.by`` has said that they are all, where they are complete."""

    table: Table = NO_ROWS


Facts = Mapping[str, Statement]


class Wrong(ValueError):
    """A fault in one value; the reader of the fact adds the place."""

    def __init__(self, message: str, key: str = "") -> None:
        super().__init__(message)
        self.key = key


def statement_of(rule_set: RuleSet, name: str, said: Any, judgement: bool) -> Statement:
    fact = rule_set.facts.get(name)
    if fact is None:
        if name in rule_set.results:
            raise Wrong("this is worked out by the provision that gives it and cannot be stated")
        known = {each.cell_of or each.name for each in rule_set.facts.values()} | set(rule_set.tables)
        raise Wrong(f"{rule_set.id} has no such fact.{nearest(name, known)}")
    if fact.judgement != judgement:
        where = "under judgements, with who reached it" if fact.judgement else "under facts"
        kind = "a judgement" if fact.judgement else "a fact, not a judgement"
        raise Wrong(f"this is {kind}; put it {where}")
    if not fact.given:
        raise Wrong("this is worked out from other facts and is not asked for; state those instead")
    return _judged(fact, said) if judgement else read_known(fact, said, KEYS)


def _judged(fact: Fact, said: Any) -> Statement:
    if not isinstance(said, Mapping):
        return read_known(fact, said, KEYS)
    only(_JUDGEMENT_KEYS, said)
    shaped = {
        ("value" if key == "answer" else key): value for key, value in said.items() if key not in ("by", "reasons")
    }
    try:
        statement = read_known(fact, shaped, KEYS)
    except Wrong as wrong:
        raise Wrong(str(wrong), "answer" if wrong.key == "value" else wrong.key) from None
    return replace(statement, by=words_of(said, "by"), reasons=words_of(said, "reasons"))


def read_value(fact: Fact, said: Any) -> Known:
    """What a bare value leaves possible of a fact: that value. Raises Wrong."""
    return _within(fact, _single(fact, said, ""))


def read_known(fact: Fact, said: Any, allowed: set[str]) -> Statement:
    if not isinstance(said, Mapping):
        return Statement(read_value(fact, said))
    only(allowed, said)
    ways = [key for key in ("value", "one_of", "state") if key in said] + (
        ["from"] if {"from", "to"} & set(said) else []
    )
    if len(ways) != 1:
        raise Wrong("give exactly one of: value (answer for a judgement); from and/or to; one_of; state")
    source = words_of(said, "source")
    if ways == ["state"]:
        if "may_be_none" in said:
            raise Wrong("a state leaves everything open, none too where it may be; leave this out", "may_be_none")
        return _stateful(fact, said["state"], source)
    known = {"value": _by_value, "one_of": _by_options, "from": _by_range}[ways[0]](fact, said)
    none = said.get("may_be_none", False)
    if none is not False:
        if none is not True or not fact.domain.none:
            raise Wrong("may_be_none is true or left out, and only a fact that may be none has it", "may_be_none")
        known = replace(known, none=True)
    return Statement(_within(fact, known), "stated", source)


def only(allowed: Collection[str], said: Mapping[str, Any]) -> None:
    for key in said:
        if key not in allowed:
            raise Wrong(f"'{key}' is not a key here.{nearest(str(key), allowed)}", str(key))


def _stateful(fact: Fact, state: Any, source: str) -> Statement:
    if state not in ("not_asked", "not_known", "disputed"):
        raise Wrong("state is not_asked, not_known or disputed; a stated fact has a value instead", "state")
    return Statement(fact.domain, state, source)


def _by_value(fact: Fact, said: Mapping[str, Any]) -> Known:
    return _single(fact, said["value"], "value")


def _by_options(fact: Fact, said: Mapping[str, Any]) -> Known:
    wanted = said["one_of"]
    if fact.kind not in ("choice", "yes_no"):
        raise Wrong(
            f"a {called(fact.kind)} has no options; give {'value' if fact.kind == 'text' else 'from and to'}", "one_of"
        )
    if not isinstance(wanted, list) or not wanted:
        raise Wrong("one_of is a list of the options that are still possible", "one_of")
    every = [_single(fact, value, "one_of") for value in wanted]
    possible = [known for known in every if isinstance(known, Options)]
    return Options(frozenset[Any]().union(*(each.options for each in possible)), any(each.none for each in possible))


def _by_range(fact: Fact, said: Mapping[str, Any]) -> Known:
    if fact.kind in ("choice", "yes_no", "text"):
        raise Wrong(
            f"a {called(fact.kind)} has no from and to; give value{' or one_of' if fact.options else ''}", "from"
        )
    low = _single(fact, said["from"], "from").value if "from" in said else None
    high = _single(fact, said["to"], "to").value if "to" in said else None
    for key, end in (("from", low), ("to", high)):
        if key in said and end is None:
            raise Wrong("an end of a range is a value, not none; say may_be_none beside it", key)
    if low is not None and high is not None and low > high:
        raise Wrong(f"the range is upside down: from {_show(low)} to {_show(high)}; put the lower end first", "from")
    inside = meet(Span(low, high), replace(fact.domain, none=False))
    if inside is None:
        raise Wrong(_outside(fact), "from")
    for key, end in (("from", low), ("to", high)):
        if end is not None and not holds(exactly(end), fact.domain):
            raise Wrong(_outside(fact), key)
    return inside


def _single(fact: Fact, said: Any, key: str) -> Known:
    if isinstance(said, str) and said == "none":
        if not fact.domain.none:
            raise Wrong("this fact always has a value, so it cannot be none", key)
        return Options(frozenset(), none=True) if isinstance(fact.domain, Options) else NEVER
    if fact.kind == "choice":
        if not isinstance(said, str) or said not in fact.options:
            tail = meant(said, fact.options) if isinstance(said, str) else ""
            raise Wrong(f"{_quoted(said)} is not an option; the options are {', '.join(fact.options)}.{tail}", key)
        return Options(frozenset({said}))
    try:
        value = read_scalar(fact.kind, said)
    except ValueError as wrong:
        raise Wrong(str(wrong), key) from None
    if fact.whole and isinstance(value, Fraction) and value.denominator != 1:
        raise Wrong(f"{_show(value)} is not a whole number of {fact.unit or 'units'}", key)
    return exactly(value)


def _within(fact: Fact, known: Known) -> Known:
    if not holds(known, fact.domain):
        raise Wrong(_outside(fact))
    return known


def _outside(fact: Fact) -> str:
    low, high = (fact.domain.low, fact.domain.high) if isinstance(fact.domain, Span) else (None, None)
    ends = [f"at least {_show(low)}" if low is not None else "", f"at most {_show(high)}" if high is not None else ""]
    return f"this lies outside what it may be: {' and '.join(end for end in ends if end)}"


def words_of(said: Mapping[str, Any], key: str) -> str:
    words = said.get(key, "")
    if not isinstance(words, str):
        raise Wrong(f"{key} is text: who says so, and where it stands", key)
    return words


def _quoted(said: Any) -> str:
    return f"'{said}'" if isinstance(said, str) else told(said)


def _show(value: Any) -> str:
    if isinstance(value, Fraction):
        return str(value.numerator) if value.denominator == 1 else str(float(value))
    return value.isoformat(" ", "minutes") if isinstance(value, datetime) else str(value)
