"""Random rule sets that read tables: counts by cells and among counts, sums, days, gaps, shares and `for_each`.

What is said in generate.py of exactness holds here too. `gaps` may be left out: the specification allows an engine to
know less of the longest gap than the reference does.
"""

from pathlib import Path
from random import Random
from typing import Any

from tests.reference.for_each import DERIVED
from tests.reference.generate import write_made
from tests.reference.making_facts import Tree
from tests.reference.making_rows import LOWER, UPPER, RowMaker
from tests.reference.write_yaml import Prose


class TableMaker(RowMaker):
    """One random rule set with one or two tables."""

    gaps = True

    def make_facts(self) -> None:
        super().make_facts()
        self.make_tables()
        self.shares: list[tuple[str, str]] = []

    def make_derived(self) -> None:
        super().make_derived()
        for table in self.tables():
            self.make_counts(table)
            self.make_sums_and_days(table)
        if self.chance(0.3):
            self.make_stated_cells(self.tables()[0])

    def among(self, *types: str, **having: Any) -> list[str]:
        """As elsewhere, and no fact that is divided into cells; what is counted over rows is not stated."""
        counted = [name for name, fact in self.facts.items() if fact.keys() & {*DERIVED}] if having else []
        found = super().among(*types, **having)
        return [name for name in found if "by" not in self.facts.get(name, {}) and name not in counted]

    # What is counted

    def make_counts(self, table: str) -> None:
        fields: Tree = self.facts[table]["fields"]
        choices = [name for name, field in fields.items() if field["type"] == "choice"]
        for by in [self.rng.sample(choices, self.rng.choice([1, 1, 2])), None]:
            if self.chance(0.8):
                self.make_chain(table, by)
        if not self.shares:
            self.make_chain(table, None)

    def make_chain(self, table: str, by: list[str] | None) -> None:
        """A count, one among it, perhaps one among that; their shares."""
        whole = self.count_of(self.spec(table, {"records": table}), by)
        part = self.count_of(self.spec(table, {"among": whole}), by)
        self.shares += [(part, whole)] * 3
        if self.chance(0.5):
            deep = self.count_of(self.spec(table, {"among": part}), by)
            self.shares += [(deep, part), (deep, whole), (deep, whole)]
        if self.chance(0.3):
            self.shares.append((part, self.count_of(self.spec(table, {"records": table}), by)))

    def spec(self, table: str, of: Tree) -> Tree:
        return of | ({"where": self.row_node(table)} if self.chance(0.85) else {})

    def count_of(self, spec: Tree, by: list[str] | None) -> str:
        fact: Tree = {"type": "number", "unit": "people"} | ({"by": by} if by else {})
        return self.add("count", fact | {"counted_from": spec})

    def add(self, stem: str, fact: Tree) -> str:
        """The fact under a new name; perhaps asked for, too."""
        name = self.name(stem)
        if self.chance(0.35):
            fact = self.asked(fact)
            fact.pop("if_not_shown", None)
            if fact["type"] == "date":
                fact["may_be_none"] = True
        elif self.chance(0.3):
            fact |= {"says": Prose("What the rows come to"), "cites": Prose("para 3")}
        self.facts[name] = fact
        return name

    def make_sums_and_days(self, table: str) -> None:
        fields, rng = self.facts[table]["fields"], self.rng
        for kind in ("number", "money"):
            names = [name for name, field in fields.items() if field["type"] == kind]
            if names and self.chance(0.6):
                unit = {"unit": "items"} if kind == "number" else {}
                of, by = self.some_rows(table)
                spec = {"field": rng.choice(names)} | self.spec(table, of)
                self.add("sum", {"type": kind} | unit | by | {"sum_of": spec})
        days = [name for name, field in fields.items() if field["type"] == "date"]
        for way in ("latest_of", "earliest_of"):
            if self.chance(0.5):
                of = {"records": table}
                self.add("day", {"type": "date", way: {"field": rng.choice(days)} | self.spec(table, of)})
        if self.gaps and self.chance(0.5):
            gap = {"field": rng.choice(days), "in_period": rng.choice(["fixed", "relative"])}
            gap |= self.spec(table, {"records": table})
            self.add("gap", {"type": "number", "unit": "months", "longest_gap": gap})

    def some_rows(self, table: str) -> tuple[Tree, Tree]:
        """All rows of the table, or those that some count counts, with the cells of that count."""
        counts = [name for name, fact in self.facts.items() if name.startswith("count") and "counted_from" in fact]
        counts = [name for name in counts if self.table_of(name) == table]
        if not counts or self.chance(0.5):
            return {"records": table}, {}
        count = self.rng.choice(counts)
        by = self.facts[count].get("by")
        return {"among": count}, {"by": by} if by else {}

    def table_of(self, count: str) -> str:
        spec = self.facts[count]["counted_from"]
        return str(spec["records"]) if "records" in spec else self.table_of(spec["among"])

    def make_stated_cells(self, table: str) -> None:
        """Two facts that are only asked for, with a number for each option."""
        fields: Tree = self.facts[table]["fields"]
        by = [next(name for name, field in fields.items() if field["type"] == "choice")]
        number = {"type": "number", "unit": "people", "whole": True, "at_least": 0, "at_most": 12, "by": by}
        whole, part = self.name("all"), self.name("some")
        self.facts[whole] = self.asked(dict(number))
        self.facts[part] = self.asked(dict(number)) | {"part_of": whole}
        self.shares.append((part, whole))

    # Conditions

    def leaf(self, earlier: list[str], *, said: bool) -> Tree:
        if self.chance(0.5):
            return super().leaf(earlier, said=said)
        part, whole = self.rng.choice(self.shares)
        by = self.facts[whole].get("by", [])
        if by and said and self.chance(0.2):
            return self.group_of_copies(part, whole, by)
        body = self.share_test(part, whole) if self.chance(0.65) else self.count_test(part, whole)
        return self.copies(by) | (self.label_for(by) if said else {}) | body

    def copies(self, names: list[str]) -> Tree:
        """`for_each` over some options of each of these fields."""
        every: Tree = {}
        for name in self.rng.sample(names, len(names)):
            options = next(self.facts[t]["fields"][name]["options"] for t in self.tables() if self.has(t, name))
            some = self.rng.sample(options, self.rng.randint(1, len(options)))
            every[name] = some[0] if len(some) == 1 and self.chance(0.7) else some
        return {"for_each": every} if every else {}

    def has(self, table: str, field: str) -> bool:
        return field in self.facts[table]["fields"]

    def label_for(self, names: list[str]) -> Tree:
        words = "This is so" + "".join(" of {" + name + "}" for name in names)
        return self.label("leaf") | {"says": Prose(words)}

    def group_of_copies(self, part: str, whole: str, by: list[str]) -> Tree:
        """A group before which `for_each` stands, with a second one inside where there are two names."""
        outer, inner = by[:1], by[1:]
        tests = [self.share_test(part, whole), self.count_test(part, whole)]
        children = [self.copies(inner) | self.label_for(by) | test for test in tests]
        return self.copies(outer) | self.label_for(outer) | {self.rng.choice(["all", "any"]): children}

    def share_test(self, part: str, whole: str) -> Tree:
        rng, percent = self.rng, self.rng.choice([0, 5, 25, 33, 50, 75, 80, 90, 95, 100])
        leaf: Tree = {"share": part, "of": whole, "when_none": rng.choice(["met", "not_met"])}
        if percent and percent < 95 and self.are_nested(part, whole) and self.chance(0.3):
            return leaf | {rng.choice(LOWER): f"{percent}%", rng.choice(UPPER): f"{min(percent + 25, 100)}%"}
        leaf[rng.choice([*LOWER, *UPPER])] = f"{percent}%"
        return leaf | ({"rounded_to": rng.randint(0, 2) or 1} if self.chance(0.3) else {})

    def are_nested(self, part: str, whole: str) -> bool:
        """Whether the part is counted among the whole, so that all rows are looked at together."""
        above = self.facts[part].get("counted_from", {}).get("among")
        return above is not None and (above == whole or self.are_nested(above, whole))

    def count_test(self, part: str, whole: str) -> Tree:
        rng, low = self.rng, self.rng.randint(0, 4)
        if self.chance(0.15):
            return {"fact": part, rng.choice([*LOWER, *UPPER]): {"fact": whole}}
        if self.chance(0.2):
            return {"fact": whole, rng.choice(LOWER): low, rng.choice(UPPER): low + rng.randint(2, 4)}
        name = rng.choice([part, whole])
        return {"fact": name} | ({"is": low} if self.chance(0.15) else {rng.choice([*LOWER, *UPPER]): low})


class TablesWithoutGaps(TableMaker):
    """The same without the longest gap."""

    gaps = False


def write_tables(area: Path, name: str, rng: Random, *, gaps: bool = True) -> Path:
    """Write such a rule set under `area`; its folder."""
    return write_made(area, name, TableMaker(rng) if gaps else TablesWithoutGaps(rng))
