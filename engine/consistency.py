"""Facts that cannot all be so: told to the caller before anything is determined on them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import product

from engine.errors import FactError, Fault
from engine.evaluate import Evaluation
from engine.facts import Facts
from engine.model import Group, Invariant, Leaf, Node, RuleSet, Shifted, Value
from engine.plain import day, said
from engine.values import Span, Status, meet
from engine.walk import bounds_of, facts_of, leaves, leaves_of, parts_of

NO_DATE = "the law is picked by this date, and on these facts there is none; nothing can be said"


def check_consistency(ev: Evaluation, facts: Facts, as_at_given: bool) -> None:
    """Raises FactError: a date outside what is covered, values at odds with others, what must hold."""
    faults = list(_outside_covers(ev, as_at_given)) or [  # figures have no value outside
        *_at_odds(ev, facts),
        *_more_than_the_whole(ev),
        *(fault for invariant in ev.rule_set.must_hold for fault in _breached(ev, invariant)),
    ]
    if faults:
        raise FactError(faults)


def _outside_covers(ev: Evaluation, as_at_given: bool) -> Iterator[Fault]:
    rules = ev.rule_set
    covered = Span(rules.covers_from, rules.covers_to)
    until = f"to {day(rules.covers_to)}" if rules.covers_to else "on"
    covered_words = f"{rules.id} covers the law from {day(rules.covers_from)} {until}"
    message = f"{covered_words}; this date lies outside, so nothing can be said"
    pointer = "/as_at" if as_at_given else f"/facts/{rules.as_at}"
    if not ev.as_at.some or meet(ev.as_at, covered) is None:
        yield Fault(pointer, message if ev.as_at.some else NO_DATE)
        return  # other dates may be worked out with figures, which have no value there
    for name in dict.fromkeys(each.governed_by for each in rules.provisions.values() if each.governed_by):
        known = ev.fact(name)
        if not known.some:
            yield Fault(f"/facts/{name}", NO_DATE)
        elif meet(known, covered) is None:
            yield Fault(f"/facts/{name}", message)


def _at_odds(ev: Evaluation, facts: Facts) -> Iterator[Fault]:
    for name, fact in ev.rule_set.facts.items():
        if not fact.derived:
            continue
        where = f"/facts/{fact.cell_of or name}"
        derived = ev.derived(fact)
        if meet(derived, replace(fact.domain, none=True)) is None:
            yield Fault(where, f"worked out from other facts it is {said(derived, fact)}, which it may not be")
        stated = facts.get(name)
        if stated and stated.state == "stated" and meet(stated.known, derived) is None:
            source = f" by {stated.source}" if stated.source else ""
            yield Fault(
                where,
                f"two sources disagree: stated{source} it is {said(stated.known, fact)}, and worked out from others "
                f"it is {said(derived, fact)}; correct one, or mark the fact as disputed",
            )


def _more_than_the_whole(ev: Evaluation) -> Iterator[Fault]:
    for name, fact in ev.rule_set.facts.items():
        if fact.part_of:
            part, whole = ev.fact(name), ev.fact(fact.part_of)
            if isinstance(part, Span) and isinstance(whole, Span) and _surely_more(part, whole):
                where = f"/facts/{fact.cell_of or name}"
                yield Fault(
                    where,
                    f"{fact.name if fact.cell_of else 'this'} is part of {fact.part_of} and cannot be more than it",
                )


def _surely_more(part: Span, whole: Span) -> bool:
    return bool(part.low is not None and whole.high is not None and part.low > whole.high)


def _breached(ev: Evaluation, invariant: Invariant) -> Iterator[Fault]:
    for node in _not_met(ev, invariant.when):
        name = next(name for leaf in leaves(node) for name in facts_of(leaf))
        fact = ev.rule_set.facts.get(name)
        judged = fact is not None and fact.judgement
        cell = f"{name}: " if fact and fact.cell_of else ""
        where = fact.cell_of if fact and fact.cell_of else name
        yield Fault(f"/{'judgements' if judged else 'facts'}/{where}", cell + invariant.message)


def _not_met(ev: Evaluation, node: Node) -> Iterator[Node]:
    """The condition that is not met; of conditions that must all be met, such as cells, each that is not."""
    if ev.node(node, ev.as_at) is not Status.NOT_MET:
        return
    if isinstance(node, Group) and node.operation == "all":
        for part in node.of:
            yield from _not_met(ev, part)
    else:
        yield node


def check_calendar(ev: Evaluation) -> None:
    """Raises OutsideCalendar for days counted from an exact date: now, not when somebody reads the findings."""
    for name in ev.rule_set.results:
        ev.fact(name)
    for (id, start), values in _counts(ev.rule_set).items():
        chosen = [dates for version, dates in ev.versions(id) if version.start == start] if id else [ev.as_at]
        for value, dates in product(values, chosen):
            ev.worth(value, dates)


@lru_cache(maxsize=64)
def _counts(rule_set: RuleSet) -> dict[tuple[str, date | None], tuple[Value, ...]]:
    """Where conditions count days: by provision and the first day of its version; without a name, anywhere else."""
    lines = (line.when for question in rule_set.questions for line in question.lines if line.when is not None)
    steering = (fact.ask_if for fact in rule_set.facts.values() if fact.ask_if is not None)
    found: dict[tuple[str, date | None], tuple[Value, ...]] = {
        (id, version.start): _counting(leaves_of(version))
        for id, provision in rule_set.provisions.items()
        for version in provision.versions
    }
    found["", None] = _counting(leaf for node in (*lines, *steering) for leaf in leaves(node))
    return {place: counted for place, counted in found.items() if counted}


def _counting(tested: Iterable[Leaf]) -> tuple[Value, ...]:
    return tuple(bound for leaf in tested for bound in bounds_of(leaf) if _counts_days(bound))


def _counts_days(value: Value) -> bool:
    return isinstance(value, Shifted) or any(_counts_days(part) for part in parts_of(value))
