"""Leaves and groups as text with infix operators, for the engines that read such text (and for Python itself)."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from benchmarks.generate import Leaf, Reference, Value
from benchmarks.rails import COMPARISONS, Language, Rails, plain


class Words(NamedTuple):
    """What differs between the languages; `{}` stands for a name or a condition."""

    every: str
    some: str
    opposite: str
    known: str
    provision: str
    true: str = "true"
    false: str = "false"
    day: Callable[[date], str] = lambda day: str(plain(day))


def infix(words: Words) -> Language[str]:
    """A language of text in which the facts are variables and a missing one is a null."""

    def leaf(test: Leaf) -> Rails[str]:
        known = words.known.format(test.fact)
        return Rails(*(f"({known} {words.every} {text})" for text in tests(test, words)))

    def reference(to: Reference) -> Rails[str]:
        name = words.provision.format(to.provision)
        return Rails(f"({name} == 1)", f"({name} == -1)")

    def joined(word: str) -> Callable[[Sequence[str]], str]:
        return lambda conditions: f"({f' {word} '.join(conditions)})"

    return Language(leaf, reference, every=joined(words.every), some=joined(words.some))


def tests(test: Leaf, words: Words) -> tuple[str, str]:
    """The leaf's test and its opposite, for a fact that is known."""
    if isinstance(test.value, tuple):
        listed = f"{test.fact} in [{', '.join(_literal(option, words) for option in test.value)}]"
        return listed, words.opposite.format(listed)
    value = _literal(test.value, words)
    yes, no = COMPARISONS.get(test.operator, ("==", "!="))
    return f"{test.fact} {yes} {value}", f"{test.fact} {no} {value}"


def _literal(value: Value, words: Words) -> str:
    if isinstance(value, bool):
        return words.true if value else words.false
    if isinstance(value, date):
        return words.day(value)
    return f'"{value}"' if isinstance(value, str) else str(value)
