"""Facts that cannot all be so: told to the caller before anything is determined on them."""

from collections.abc import Iterator

from engine.errors import FactError, Fault
from engine.evaluate import Evaluation
from engine.facts import Facts
from engine.model import Invariant
from engine.plain import day, said
from engine.values import Known, Span, Status, meet
from engine.walk import facts_of, leaves


def check_consistency(ev: Evaluation, facts: Facts, as_at_given: bool) -> None:
    """Raises FactError: a date outside what is covered, values at odds with others, what must hold."""
    faults = [
        *_outside_covers(ev, as_at_given),
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
    if meet(ev.as_at, covered) is None:
        yield Fault(pointer, message)
    for name in dict.fromkeys(each.governed_by for each in rules.provisions.values() if each.governed_by):
        if meet(ev.fact(name), covered) is None:
            yield Fault(f"/facts/{name}", message)


def _at_odds(ev: Evaluation, facts: Facts) -> Iterator[Fault]:
    for name, fact in ev.rule_set.facts.items():
        if fact.worked_out is None:
            continue
        derived = ev.derived(fact)
        if meet(derived, fact.domain) is None and not _only_none(derived):
            yield Fault(
                f"/facts/{name}", f"worked out from other facts it is {said(derived, fact)}, which it may not be"
            )
        stated = facts.get(name)
        if stated and meet(stated.known, derived) is None:
            source = f" by {stated.source}" if stated.source else ""
            yield Fault(
                f"/facts/{name}",
                f"two sources disagree: stated{source} it is {said(stated.known, fact)}, and worked out from others "
                f"it is {said(derived, fact)}; correct one, or mark the fact as disputed",
            )


def _only_none(known: Known) -> bool:
    return known.none and not known.some


def _more_than_the_whole(ev: Evaluation) -> Iterator[Fault]:
    for name, fact in ev.rule_set.facts.items():
        if fact.part_of:
            part, whole = ev.fact(name), ev.fact(fact.part_of)
            if isinstance(part, Span) and isinstance(whole, Span) and _surely_more(part, whole):
                yield Fault(f"/facts/{name}", f"this is part of {fact.part_of} and cannot be more than it")


def _surely_more(part: Span, whole: Span) -> bool:
    return bool(part.low is not None and whole.high is not None and part.low > whole.high)


def _breached(ev: Evaluation, invariant: Invariant) -> Iterator[Fault]:
    if ev.node(invariant.when, ev.as_at) is Status.NOT_MET:
        name = next(name for leaf in leaves(invariant.when) for name in facts_of(leaf))
        yield Fault(f"/facts/{name}", invariant.message)
