"""The blank form of a rule set, to be printed and filled in by hand."""

from dataclasses import dataclass

from flask import render_template

from engine import Fact, Records, RuleSet, asked_in_order, capital, words
from web.pages import grouping, reading
from web.pages.setting import rule_set_or_404


@dataclass(frozen=True, slots=True)
class Asking:
    """One question of the form. ``grid``: of numbers told apart by fields, the headings and the rows to fill in."""

    ask: str
    fact: Fact | Records
    cites: tuple[str, ...]
    headings: tuple[str, ...] = ()
    grid: tuple[tuple[str, ...], ...] = ()


def blank(id: str) -> str:
    """Everything that a rule set asks for, under whoever shows it, with room for the answer."""
    rule_set = rule_set_or_404(id)
    groups: dict[str, list[Asking]] = {}
    for each in sorted(_asked(rule_set), key=lambda each: isinstance(each.fact, Fact) and each.fact.judgement):
        groups.setdefault(grouping.heading_of(each.fact), []).append(each)
    return render_template("pages/blank.html", rule_set=rule_set, groups=groups)


def _asked(rule_set: RuleSet) -> list[Asking]:
    """In the law's order; answers of other rule sets are nobody's to give."""
    found: dict[str, Asking] = {}
    for name in asked_in_order(rule_set):
        what = rule_set.asked(name)
        if isinstance(what, Fact) and what.cell_of:
            if what.cell_of not in found:
                found[what.cell_of] = _in_cells(rule_set, what.cell_of)
        elif isinstance(what, Records) or not what.bridge:
            found[name] = Asking(what.ask, what, _cites(rule_set, {name}))
    return list(found.values())


def _in_cells(rule_set: RuleSet, name: str) -> Asking:
    facts = [fact for fact in rule_set.facts.values() if fact.cell_of == name]
    by = tuple(facts[0].cell)
    ask = f"{capital(words(name))}: how many, for each {' and '.join(map(words, by))}?"
    rows = tuple(dict.fromkeys(fact.cell[by[0]] for fact in facts))
    across = tuple(dict.fromkeys(tuple(fact.cell[each] for each in by[1:]) for fact in facts))
    headings = (capital(words(by[0])), *(capital(", ".join(map(words, each)) or "How many") for each in across))
    grid = tuple((capital(words(row)), *("" for _ in across)) for row in rows)
    return Asking(ask, facts[0], _cites(rule_set, {fact.name for fact in facts}), headings, grid)


def _cites(rule_set: RuleSet, names: set[str]) -> tuple[str, ...]:
    """Where the law stands that turns on it: each provision, with the places in it."""
    return tuple(reason.provision.citation.provision for reason in reading.reasons(rule_set, names))
