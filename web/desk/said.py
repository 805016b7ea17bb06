"""What was stated of a fact or a judgement, in words: never as it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine import Fact, FactError, Facts, capital, read_facts, words
from keeping import Stated
from web.desk.asked import Asked
from web.pages.typed_facts import room_of
from web.pages.words import STATES, known_or_not

GONE = "What was said is no longer kept: its time was over"
UNREADABLE = "It cannot be read under the rules as they are now: state it again"


@dataclass(frozen=True, slots=True)
class Said:
    """What was said in a few words; of numbers in cells each with its own."""

    words: str
    cells: tuple[tuple[str, str], ...] = ()


def state_of(stated: Stated | None) -> str:
    """Whether it is stated, not asked, not known or disputed."""
    said = stated.said if stated is not None else None
    if isinstance(said, Mapping) and "state" in said:
        return str(said["state"])
    return "not_asked" if said is None else "stated"


def in_words(asked: Asked | None, stated: Stated) -> Said:
    """What was stated; ``asked`` is what it was stated of, where the case's rule sets still ask for it."""
    if stated.said is None:
        return Said("Taken back" if stated.correction else GONE)
    return value_in_words(asked, stated.said)


def value_in_words(asked: Asked | None, value: Any) -> Said:
    """A value as it is kept, in words."""
    if asked is None:
        return Said(UNREADABLE)
    if asked.records is not None:
        return Said(_rows(value))
    try:
        facts = read_facts(asked.rule_set, {room_of(asked.fact): {asked.name: value}})
    except FactError:
        return Said(UNREADABLE)
    if asked.in_cells:
        return _in_cells(asked, facts)
    return Said(_one(facts, asked.fact))


def _one(facts: Facts, fact: Fact) -> str:
    statement = facts[fact.name]
    if statement.state != "stated":
        return STATES[statement.state]
    return capital(known_or_not(statement.known, fact))


def _in_cells(asked: Asked, facts: Facts) -> Said:
    told = [fact for fact in asked.facts if fact.name in facts]
    cells = tuple((", ".join(map(words, fact.cell.values())), _one(facts, fact)) for fact in told)
    return Said(f"{len(cells)} of {len(asked.facts)} numbers are given", cells)


def _rows(said: Any) -> str:
    rows = said.get("rows") if isinstance(said, Mapping) else None
    if not isinstance(rows, list):
        return UNREADABLE
    many = f"{len(rows):,} row{'' if len(rows) == 1 else 's'}"
    if said.get("complete") is True:
        return f"{many}. {said.get('by') or 'Somebody'} says that these are all"
    return f"{many}. Nobody has said that these are all, so more may come"
