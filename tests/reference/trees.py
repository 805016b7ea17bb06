"""Random rule sets whose conditions are up to 25 wide and 8 deep, on facts that are quickly judged.

What is hard for the rules engine is the tree, not the leaf: so leaves are plain, and a proof can afford a hundred
thousand cases.
"""

from pathlib import Path
from random import Random

from tests.reference.generate import Maker, write_made
from tests.reference.making_facts import Tree, some_day
from tests.reference.write_yaml import Prose

LARGEST = [(8, 25), (8, 2), (2, 25), (1, 25)]  # how deep and how wide


class TreeMaker(Maker):
    """Yes-or-no facts, numbers, choices and dates; exceptions, versions by two dates, questions of many lines."""

    provisions_made = (2, 3)
    large_to_come = True

    def make_facts(self) -> None:
        for name in ("decided_on", "received_on", "notified_on"):
            self.facts[name] = self.asked({"type": "date"})
        for _ in range(self.rng.randint(8, 24)):
            kind = self.rng.choice(["yes_no", "yes_no", "yes_no", "number", "choice"])
            self.facts[self.name(kind)] = self.asked(self.described(kind))
        for _ in range(3):
            judged = {"type": "yes_no", "decided_by": "committee", "ask": Prose("Is the Committee satisfied?")}
            self.facts[self.name("judgement")] = judged

    def described(self, kind: str) -> Tree:
        if kind == "number":
            return {"type": "number", "unit": "items", "whole": True, "at_least": 0, "at_most": 9}
        return {"type": "choice", "options": ["one", "two", "three"]} if kind == "choice" else {"type": kind}

    def make_figures(self) -> None:
        """None: figures are for other proofs."""

    def make_derived(self) -> None:
        """Nothing is worked out."""

    def make_periods(self) -> None:
        """None: conditions name days."""

    def gives(self, wanted: list[tuple[str, str]]) -> Tree:
        return {}

    def shapes(self) -> list[tuple[int, int]]:
        """The first condition of every fourth rule set is one of the largest; trees cost time: others are small."""
        if self.large_to_come:
            self.large_to_come = False
            if self.chance(0.25):
                return LARGEST
        return [(2, 3), (2, 2), (1, 4), (0, 1)]

    def node(self, depth: int, width: int, earlier: list[str], *, said: bool = True, root: bool = False) -> Tree:
        if root and (depth, width) in LARGEST:
            return self.whole(depth, width, earlier)
        return super().node(depth, width, earlier, said=said, root=root)

    def whole(self, depth: int, width: int, earlier: list[str]) -> Tree:
        """A condition as wide at its root and as deep as it is said to be; what stands beside its spine is small."""
        if depth == 0:
            return self.leaf(earlier, said=True)
        inner = self.whole(depth - 1, max(2, width // 3), earlier)
        spine = inner if depth == 1 else self.label("group") | inner
        children = [spine, *(self.node(min(depth - 1, 1), 2, earlier) for _ in range(width - 1))]
        self.rng.shuffle(children)
        kind = self.rng.choice(["all", "any", "at_least_of"] if width > 2 else ["all", "any"])
        if kind == "at_least_of":
            return {kind: {"count": self.rng.randint(2, width - 1), "of": children}}
        return {kind: children}

    def leaf(self, earlier: list[str], *, said: bool) -> Tree:
        leaf = {"provision": self.rng.choice(earlier)} if earlier and self.chance(0.12) else self.plain()
        return (self.label("leaf") | leaf) if said else leaf

    def plain(self) -> Tree:
        rng = self.rng
        name = rng.choice(list(self.facts))
        fact = self.facts[name]
        if "decided_by" in fact:
            return {"judgement": name}
        if fact["type"] == "date":
            return {"fact": name, rng.choice(["on_or_after", "before"]): some_day(rng)}
        if fact["type"] == "number":
            return {"fact": name, rng.choice(["at_least", "less_than"]): rng.randint(1, 9)}
        if fact["type"] == "choice":
            return {"fact": name, "is_one_of": rng.sample(fact["options"], 2)}
        return {"fact": name, "is": rng.choice([True, False])}

    def question(self, number: int) -> Tree:
        rng = self.rng
        made = super().question(number)
        more = [self.line(rng.choice(["grant", "refuse", "defer"])) for _ in range(rng.choice([0, 0, 5, 30]))]
        return made | {"first_of": more + made["first_of"]}


def write_trees(area: Path, name: str, rng: Random) -> Path:
    """Write such a rule set under `area`; its folder."""
    return write_made(area, name, TreeMaker(rng))
