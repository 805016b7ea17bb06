"""The tests of a provision as examples in plain words: what is stated in each, and what comes of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import render_template

from engine import FactError, RuleSet, RuleTest, capital, day, read_given, read_tests
from engine import words as plain
from web import loaded
from web.pages import words
from web.pages.setting import provision_or_404, rule_set_or_404


@dataclass(frozen=True, slots=True)
class Example:
    """A test as a reader sees it. ``stated`` pairs each question with its answer, and ``comes_to`` what with how.

    ``refused`` says that what is stated contradicts itself, so that nothing is determined.
    """

    name: str
    as_at: str
    closed: bool
    stated: tuple[tuple[str, str], ...]
    tables: tuple[str, ...]
    comes_to: tuple[tuple[str, str], ...]
    refused: bool


def examples(id: str, provision: str) -> str:
    """The tests that stand beside a rule, each as an example."""
    rule_set = rule_set_or_404(id)
    one = provision_or_404(rule_set, provision)
    found = _examples(loaded().rules_dir, rule_set.id, rule_set.revision, provision)
    return render_template("pages/examples.html", rule_set=rule_set, provision=one, examples=found)


@lru_cache(maxsize=500)
def _examples(root: Path, id: str, _revision: str, provision: str) -> tuple[Example, ...]:
    """Read once for each revision of the rules: files take long to read."""
    rule_set = loaded().rule_sets[id]
    return tuple(_example(rule_set, test) for test in read_tests(root / id, provision))


def _example(rule_set: RuleSet, test: RuleTest) -> Example:
    data, expect = test.data, test.data["expect"]
    as_at = data.get("as_at")
    return Example(
        name=test.name,
        as_at=day(as_at) if isinstance(as_at, date) else "",
        closed=bool(data.get("closed")),
        stated=tuple(_stated(rule_set, data["given"])),
        tables=tuple(_tables(data.get("rows", {}))),
        comes_to=tuple(_comes_to(rule_set, expect)),
        refused="refused" in expect,
    )


def _stated(rule_set: RuleSet, given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is stated, as the form would show it; by its name alone where the engine refuses what the test states."""
    try:
        facts = read_given(rule_set, given)
    except FactError:
        for name in given:
            yield _asks(rule_set, name), "See the test itself"
        return
    for name, fact in ((name, rule_set.facts.get(name)) for name in given):
        if fact is not None and name in facts:
            said = facts[name]
            told = words.known_or_not(said.known, fact) if said.state == "stated" else words.STATES[said.state]
            yield _asks(rule_set, name), capital(told)


def _asks(rule_set: RuleSet, name: str) -> str:
    fact = rule_set.facts.get(name)
    return (fact.ask or fact.says if fact else "") or capital(plain(name))


def _tables(rows: Mapping[str, Any]) -> Iterator[str]:
    for name, table in rows.items():
        many = len(table.get("rows", ())) if isinstance(table, Mapping) else 0
        yield f"{capital(plain(name))}: {many} {'row' if many == 1 else 'rows'}"


def _comes_to(rule_set: RuleSet, expect: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What a test expects: of provisions whether they are met, and of questions the outcome."""
    for name, status in expect.get("provisions", {}).items():
        known = rule_set.provisions.get(name)
        yield (known.title if known else plain(name)), words.STATUS[status]
    asks = {each.id: each.asks for each in rule_set.questions}
    for name, outcome in expect.get("questions", {}).items():
        yield asks.get(name, plain(name)), capital(plain(outcome))
    for name in expect.get("amounts", {}):
        yield _asks(rule_set, name), "It is worked out"
