"""The conditions of a random rule set: leaves of every kind, and groups of them."""

from fractions import Fraction
from typing import Any

from tests.reference.making_facts import FactMaker, Tree, some_day
from tests.reference.write_yaml import Prose


class ConditionMaker(FactMaker):
    """Makes conditions from the facts that are there."""

    def leaf(self, earlier: list[str], *, said: bool) -> Tree:
        makers = (
            [self.plain_leaf] * 4
            + [self.number_leaf] * 3
            + [self.date_leaf] * 2
            + [self.judgement_leaf, self.share_leaf]
        )
        if earlier:
            makers += [lambda: {"provision": self.rng.choice(earlier)}] * 2
        leaf = None
        while leaf is None:
            leaf = self.rng.choice(makers)()
        return (self.label("leaf") | leaf) if said else leaf

    def label(self, stem: str) -> Tree:
        return {"id": self.name(stem), "says": Prose("This is so"), "cites": Prose("reg. 1(2)(a)")}

    def plain_leaf(self) -> Tree | None:
        name = self.pick(self.stated("yes_no", "choice", "text"), set())
        if name is None:
            return None
        fact, rng = self.facts[name], self.rng
        if fact.get("may_be_none") and (fact["type"] == "text" or self.chance(0.3)):
            return {"fact": name, "is": None}
        if fact["type"] == "yes_no":
            return {"fact": name, "is": rng.choice([True, False])}
        if self.chance(0.5) or len(fact["options"]) < 3:
            return {"fact": name, "is": rng.choice(fact["options"])}
        return {"fact": name, "is_one_of": rng.sample(fact["options"], rng.randint(2, len(fact["options"]) - 1))}

    def number_leaf(self) -> Tree | None:
        rng, kind = self.rng, self.rng.choice(["number", "number", "money"])
        name = self.pick(self.among(kind), set())
        if name is None:
            return None
        fact = self.facts.get(name, {})
        if fact.get("may_be_none") and self.chance(0.2):
            return {"fact": name, "is": None}
        stated = name in self.stated(kind)
        if stated and self.chance(0.4):
            low = rng.randint(0, 30)
            bounds = {
                rng.choice(["at_least", "more_than"]): low,
                rng.choice(["at_most", "less_than"]): low + rng.randint(2, 40),
            }
            return {"fact": name} | (bounds if self.chance(0.7) else {"is": low})
        operator = rng.choice(["at_least", "more_than", "at_most", "less_than"])
        right: Any = (
            rng.choice([rng.randint(0, 60), Fraction(rng.randint(1, 240), 4)])
            if kind == "number"
            else rng.randint(0, 250)
        )
        if self.chance(0.4):
            right = self.value(kind, depth=1, without={name}) or right
        return {"fact": name, operator: right}

    def date_leaf(self) -> Tree | None:
        rng = self.rng
        if self.chance(0.15):
            name = self.pick(self.stated("date_and_time"), set())
            moment = f"{some_day(rng)} {rng.randint(8, 18):02}:{rng.choice(['00', '30'])}"
            return (
                {"fact": name, rng.choice(["on_or_after", "after", "on_or_before", "before"]): Prose(moment)}
                if name
                else None
            )
        name = self.pick(self.among("date"), set())
        if name is None:
            return None
        if self.facts.get(name, {}).get("may_be_none") and self.chance(0.3):
            return {"fact": name, "is": None}
        if name in self.stated("date") and self.chance(0.3):
            periods = ["fixed", *(["relative"] if name != "received_on" else [])]
            return {"fact": name, "in_period": rng.choice(periods)}
        right = self.value("date", depth=1, without={name}) if self.chance(0.6) else None
        if right and self.chance(0.3):
            right = {"fact": right["fact"]}
        return {"fact": name, rng.choice(["on_or_after", "after", "on_or_before", "before"]): right or some_day(rng)}

    def judgement_leaf(self) -> Tree:
        name = self.rng.choice([name for name, fact in self.facts.items() if "decided_by" in fact])
        return {"judgement": name} | ({"is": self.rng.choice([True, False])} if self.chance(0.3) else {})

    def share_leaf(self) -> Tree | None:
        part = next((name for name in self.facts if name.startswith("part")), None)
        whole = next((name for name in self.facts if name.startswith("whole")), None)
        if part is None or whole is None:
            return None
        percent = f"{self.rng.choice([5, 25, 50, 80, 90, 95, 100])}%"
        leaf: Tree = {
            "share": part,
            "of": whole,
            self.rng.choice(["at_least", "more_than", "at_most", "less_than"]): percent,
        }
        leaf["when_none"] = self.rng.choice(["met", "not_met"])
        return leaf | ({"rounded_to": self.rng.randint(1, 3)} if self.chance(0.3) else {})

    def node(self, depth: int, width: int, earlier: list[str], *, said: bool = True, root: bool = False) -> Tree:
        if depth == 0 or (not root and self.chance(0.4)):
            return self.leaf(earlier, said=said)
        kind = self.rng.choice(["all", "all", "any", "any", "not", "at_least_of"])
        if kind == "not":
            return {"not": self.node(depth - 1, width, earlier, said=said)}
        size = self.rng.randint(*((3, max(width, 3)) if kind == "at_least_of" else (2, width)))
        children = [self.node(depth - 1, max(2, width // 3), earlier, said=said) for _ in range(size)]
        label = self.label("group") if said and not root and (size > 3 or self.chance(0.3)) else {}
        if kind == "at_least_of":
            return label | {kind: {"count": self.rng.randint(2, size - 1), "of": children}}
        return label | {kind: children}

    # Provisions and questions
