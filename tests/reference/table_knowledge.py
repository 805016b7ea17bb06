"""Growing knowledge of facts and tables: rows are added, cells are narrowed, and at last the table is complete."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from tests.reference.decide import Case
from tests.reference.for_each import is_read
from tests.reference.knowledge import (
    Given,
    narrower,
    one_value,
    partly,
    random_given,
    refine,
    truth,
    what_must_hold,
)
from tests.reference.leaves import MET
from tests.reference.tables import refuse_what_cannot_be
from tests.reference.yaml_reader import Raw, Rules

Cells = dict[str, Any]
SIZES = [0, 1, 2, 3, 4, 5, 7, 12]


@dataclass
class Known:
    """What is known of one table: cells of the rows seen so far, by the place of the row in the truth."""

    fields: dict[str, Raw]
    true: list[Cells]
    rows: dict[int, Cells] = field(default_factory=dict)
    complete: bool = False

    def given(self) -> dict[str, Any]:
        return {"complete": self.complete, "rows": [dict(cells) for cells in self.rows.values()]}

    def grow(self, rng: Random) -> None:
        """More of the cells, more of the rows; perhaps these are now all rows."""
        for place, cells in self.rows.items():
            for name, value in self.true[place].items():
                if rng.random() < 0.4:
                    self._learn(cells, name, value, rng)
        for place in rng.sample(range(len(self.true)), len(self.true)):
            if place not in self.rows and rng.random() < 0.45:
                self.rows[place] = {}
                self._first(self.rows[place], self.true[place], rng)
        if not self.complete and len(self.rows) == len(self.true) and rng.random() < 0.5:
            self._complete(rng)

    def finish(self) -> None:
        self.complete = True
        self.rows = {place: self.rows.get(place, {}) | cells for place, cells in enumerate(self.true)}

    def _first(self, cells: Cells, true: Cells, rng: Random) -> None:
        sure = rng.choice([0.5, 0.8, 0.95])
        for name, value in true.items():
            if rng.random() < sure:
                cells[name] = value
            elif rng.random() < 0.6:
                self._learn(cells, name, value, rng)

    def _learn(self, cells: Cells, name: str, value: Any, rng: Random) -> None:
        known = cells.get(name)
        if known == value or (self.complete and known is None and self._means_none(name)):
            return
        if rng.random() < 0.4:
            cells[name] = value
        elif known is None or "state" in known:
            some = partly(self.fields[name], value, rng, fixed=False)
            cells[name] = {"state": rng.choice(["not_known", "disputed"])} if some is None else some
        else:
            cells[name] = narrower(known, value, rng)

    def _means_none(self, name: str) -> bool:
        return self.fields[name].get("empty", "not_known") is None

    def _complete(self, rng: Random) -> None:
        """What is empty now means what the field says: none is left empty, anything else says that it is not known."""
        self.complete = True
        for place, cells in self.rows.items():
            for name, value in self.true[place].items():
                if name not in cells and self._means_none(name) and (value != "none" or rng.random() < 0.3):
                    cells[name] = {"state": "not_known"}


def true_rows(table: Raw, rng: Random) -> list[Cells]:
    """Rows without a gap, no two with the same key."""
    fields = {name: field for name, field in table["fields"].items() if "worked_out" not in field}
    found: list[Cells] = []
    for _ in range(rng.choice(SIZES)):
        row = {name: _value(field, rng) for name, field in fields.items()}
        key = table.get("one_row_per", [])
        if not key or all([row[name] for name in key] != [other[name] for name in key] for other in found):
            found.append(row)
    return found


def one_for_each(rules: Rules, table: Raw, rng: Random) -> list[Cells]:
    """A row for each option of the one choice by which rows are told apart; other tables as ``true_rows`` has them.

    Where an option is the name of a count that is part of another, its number is no more than that one's.
    """
    fields, key = table["fields"], table.get("one_row_per", [])
    if len(key) != 1 or fields[key[0]]["type"] != "choice":
        return true_rows(table, rng)
    found: dict[str, Cells] = {}
    for option in fields[key[0]]["options"]:
        whole = found.get(rules.facts.get(option, {}).get("part_of", ""), {})
        others = {name: field for name, field in fields.items() if name != key[0] and "worked_out" not in field}
        row = {
            name: _value(field | {"at_most": whole[name]} if field["type"] == "number" and whole else field, rng)
            for name, field in others.items()
        }
        found[option] = {key[0]: option} | row
    return list(found.values())


def _value(described: Raw, rng: Random) -> Any:
    if described["type"] == "number" and "at_most" not in described:
        described = {**described, "at_most": 20}
    value = one_value(described, rng)
    if value is None:
        return "none"
    return f"A{rng.randint(1, 30)}" if described["type"] == "text" else value


def _counted(rules: Rules, plain: Given, tables: dict[str, Known], rng: Random) -> Given:
    """What some of the counts and the like that may be stated as well come to in truth; no sum below nought."""
    case = Case(rules, in_lists(rules, plain) | {name: table.given() for name, table in tables.items()}, None)
    asked = [name for name, fact in rules.facts.items() if is_read(fact) and "table" in fact and "ask" in fact]
    true = {name: case.known(name).value for name in asked if rng.random() < 0.6}
    above = {name: value for name, value in true.items() if isinstance(value, date | None) or value >= 0}
    return {name: "none" if value is None else value for name, value in above.items()}


def in_lists(rules: Rules, given: Given) -> Given:
    """Cells as the notation has them: under the fact, one entry for each."""
    found: Given = {}
    for name, value in given.items():
        fact = rules.facts[name]
        if "cell" not in fact:
            found[name] = value
            continue
        entry = fact["cell"] | (value if isinstance(value, dict) else {"is": value})
        found.setdefault(fact["cell_of"], []).append(entry)
    return found


def _true_case(rules: Rules, rng: Random) -> tuple[Given, dict[str, Known]]:
    """One truth: values and whole tables that keep what must hold."""
    names = [name for name, fact in rules.facts.items() if fact["type"] == "records"]
    for attempt in range(200):
        true = truth(rules, rng)
        drawn = {
            name: one_for_each(rules, rules.facts[name], rng) if attempt % 2 else true_rows(rules.facts[name], rng)
            for name in names
        }
        whole = {name: Known(rules.facts[name]["fields"], rows) for name, rows in drawn.items()}
        for table in whole.values():
            table.finish()
        rows = {name: table.given() for name, table in whole.items()}
        every = in_lists(rules, true) | rows
        if all(verdict == MET for verdict in what_must_hold(rules, every)) and _can_be(rules, every):
            return true | _counted(rules, true, whole, rng), whole
    raise ValueError("no random rows keep what must hold: must_hold may be impossible")


def _can_be(rules: Rules, given: Given) -> bool:
    """Whether no part is more than its whole: rows that are drawn at random know nothing of that."""
    try:
        refuse_what_cannot_be(Case(rules, given, None))
    except ValueError:
        return False
    return True


def table_knowledge(rules: Rules, rng: Random, steps: int = 5) -> Iterator[Given]:
    """States of knowledge of one truth, each with all that was known before; in the last all is known."""
    true, whole = _true_case(rules, rng)
    tables = {name: Known(table.fields, table.true) for name, table in whole.items()}
    given = random_given(rules, true, rng) if rng.random() < 0.7 else {}
    for _ in range(steps):
        yield in_lists(rules, given) | {name: table.given() for name, table in tables.items() if table.rows}
        given = refine(rules, given, true, rng)
        for table in tables.values():
            table.grow(rng)
    for table in tables.values():
        table.finish()
    yield in_lists(rules, true) | {name: table.given() for name, table in tables.items()}
