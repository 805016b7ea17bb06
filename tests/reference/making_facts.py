"""The facts, figures, periods and values of a random rule set."""

from datetime import date, timedelta
from random import Random
from typing import Any

from tests.reference.write_yaml import Prose

COVERED_FROM, LAST = date(2014, 1, 1), date(2026, 6, 30)
CHECKED = {"how": "recalled"}
ROLES = ["commissioner", "applicant", "appellant", "contractor", "interested_party", "trust", "committee", "officer"]
Tree = dict[str, Any]


def some_day(rng: Random, first: date = date(2015, 1, 1), last: date = date(2025, 12, 31)) -> date:
    return first + timedelta(days=rng.randrange((last - first).days + 1))


class FactMaker:
    """Makes what conditions speak of. Everything comes from the chance that is handed in."""

    def __init__(self, rng: Random, *, large: bool = False, wild: bool = False) -> None:
        self.rng, self.large, self.wild, self.count = rng, large, wild, 0
        self.facts: Tree = {}
        self.figures: Tree = {}
        self.periods: Tree = {}
        self.provisions: Tree = {}
        self.result_types: dict[str, str] = {}
        self.figure_used = False
        self.left_side: set[str] = set()
        self.make_facts()
        self.make_figures()
        self.make_derived()
        self.make_periods()

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def name(self, stem: str) -> str:
        self.count += 1
        return f"{stem}_{self.count}"

    def among(self, *types: str, **having: Any) -> list[str]:
        """The names of facts and results of these types, and with these keys."""
        facts = {name: fact for name, fact in self.facts.items() if "decided_by" not in fact}
        found = [n for n, f in facts.items() if f["type"] in types and all(f.get(k) == v for k, v in having.items())]
        return found + ([] if having else [n for n, kind in self.result_types.items() if kind in types])

    def stated(self, *types: str) -> list[str]:
        return self.among(*types, worked_out=None)

    # Facts, figures and periods

    def make_facts(self) -> None:
        rng = self.rng
        for name in ("decided_on", "received_on"):
            self.facts[name] = self.asked({"type": "date"})
        for _ in range(rng.randint(4, 34 if self.large else 14)):
            kind = rng.choice(
                ["yes_no"] * 5 + ["choice"] * 2 + ["number"] * 4 + ["money", "date", "date", "date_and_time", "text"]
            )
            self.facts[self.name(kind)] = self.asked(self.described(kind))
        for _ in range(rng.randint(1, 4)):
            self.facts[self.name("judgement")] = {
                "type": "yes_no",
                "decided_by": rng.choice(["committee", "officer", "board"]),
                "ask": Prose("Is the Committee satisfied?"),
            }
        if self.chance(0.6):
            whole = self.name("whole")
            self.facts[whole] = self.asked(
                {"type": "number", "unit": "items", "whole": True, "at_least": 0, "at_most": 40}
            )
            part = self.asked({"type": "number", "unit": "items", "whole": True, "at_least": 0, "at_most": 40})
            self.facts[self.name("part")] = part | ({"part_of": whole} if self.chance(0.5) else {})
        if self.chance(0.6):
            self.facts[self.name("length")] = self.asked(
                {"type": "number", "unit": "items", "whole": True, "at_least": 1, "at_most": 30}
            )

    def asked(self, fact: Tree) -> Tree:
        more: Tree = {"ask": Prose("What is so in this case?"), "shown_by": self.rng.choice(ROLES)}
        if self.chance(0.2):
            more["personal"] = False
        if self.chance(0.2) and fact["type"] == "yes_no":
            more["if_not_shown"] = False
        if self.chance(0.2) and fact["type"] in ("number", "money"):
            more["if_not_shown"] = self.rng.choice(["lowest", "highest"])
        return fact | more

    def described(self, kind: str) -> Tree:
        rng = self.rng
        fact: Tree = {"type": kind}
        if kind == "choice":
            fact["options"] = [f"option_{letter}" for letter in "abcde"[: rng.randint(2, 5)]]
        if kind == "number":
            fact |= {"unit": "items", "at_least": 0} | ({"whole": True} if self.chance(0.7) else {})
        if kind == "money":
            fact |= {"at_least": 0}
        if kind in ("number", "money") and self.chance(0.5):
            fact["at_most"] = rng.choice([12, 50, 200])
        if kind == "text" or self.chance(0.2):
            fact["may_be_none"] = True
        return fact

    def make_figures(self) -> None:
        for _ in range(self.rng.randint(0, 3)):
            starts = [COVERED_FROM, *sorted({some_day(self.rng) for _ in range(self.rng.randint(0, 3))})]
            values = [
                {"from": start, "is": self.rng.randint(1, 24), "cites": Prose("Sch. 1 para 2"), "checked": CHECKED}
                for start in starts
            ]
            for value, later in zip(values, starts[1:], strict=False):
                value["to"] = later - timedelta(days=1)
            self.figures[self.name("figure")] = {"unit": "items", "values": values}

    def make_derived(self) -> None:
        for _ in range(self.rng.randint(0, 5)):
            kind = self.rng.choice(["date", "number", "number", "money"])
            value = self.value(kind, depth=2, rounding=True)
            if value is None or value.keys() <= {"fact"} or value.keys() <= {"figure"}:
                continue
            fact: Tree = {"type": kind} | ({"unit": "items"} if kind == "number" else {})
            if kind == "number" and self.chance(0.3):
                fact = self.asked(fact | {"may_be_none": True})
                fact.pop("if_not_shown", None)
            if self.chance(0.5):
                fact |= {"says": Prose("What follows from the facts"), "cites": Prose("para 3")}
            self.facts[self.name("derived")] = fact | {"worked_out": value}

    def make_periods(self) -> None:
        start = some_day(self.rng)
        self.periods["fixed"] = {"from": start, "to": start + timedelta(days=self.rng.randint(20, 700))}
        ends = {"fact": "received_on"}
        begins = ends | {"minus": {"months": self.rng.choice([3, 6, 12])}, "counting": "including_the_first_day"}
        self.periods["relative"] = {"from": begins, "to": ends}

    # VALUEs

    def value(self, kind: str, depth: int, *, rounding: bool = False, without: set[str] | None = None) -> Tree | None:
        """A VALUE of this type that names no fact twice and none of `without`; None where there is nothing to name."""
        self.left_side = set(without or ())
        used = set(self.left_side)
        if kind == "date":
            return self.date_value(used)
        value, exact = (self.money_value if kind == "money" else self.number_value)(depth, used)
        if value is None or not isinstance(value, dict):
            return None
        if rounding and (not exact or (kind == "number" and self.chance(0.3))):
            value["rounded"] = self.rng.choice(["down", "nearest", "up"])
        return value if rounding or exact else None

    def pick(self, names: list[str], used: set[str]) -> str | None:
        free = [
            name
            for name in names
            if name not in used or (self.wild and name not in self.left_side and self.chance(0.3))
        ]
        if not free:
            return None
        used.add(found := self.rng.choice(free))
        return found

    def one_figure(self, share: float) -> Tree | None:
        """A figure, once in a provision: two move together with the date, which the ends of each alone cannot show."""
        if not self.figures or not self.chance(share) or (self.figure_used and not self.wild):
            return None
        self.figure_used = True
        return {"figure": self.rng.choice(list(self.figures))}

    def date_value(self, used: set[str]) -> Tree | None:
        name = self.pick(self.among("date"), used)
        if name is None:
            return None
        unit = self.rng.choice(["days", "working_days", "months", "years"])
        length: Any = self.rng.randint(1, 3 if unit == "years" else 30)
        if unit in ("days", "months") and self.chance(0.3):
            counted = self.pick([n for n in self.stated("number") if n.startswith("length")], used)
            length = {"fact": counted} if counted else length
        elif unit == "days" and (figure := self.one_figure(0.3)):
            length = figure
        value: Tree = {"fact": name, self.rng.choice(["plus", "plus", "minus"]): {unit: length}}
        if self.chance(0.4):
            value["counting"] = self.rng.choice(["including_the_first_day", "from_the_next_day"])
        return value

    def number_value(self, depth: int, used: set[str]) -> tuple[Any, bool]:
        rng = self.rng
        if depth == 0 or self.chance(0.4):
            if figure := self.one_figure(0.2):
                return figure, True
            name = self.pick(self.among("number"), used) if self.chance(0.8) else None
            return ({"fact": name} if name else rng.randint(1, 20)), True
        operator = rng.choice(["add", "take_away", "multiply", "divide", "lowest_of", "highest_of", "days_between"])
        if operator == "days_between":
            days = [self.pick(self.among("date"), used), self.pick(self.among("date"), used)]
            return ({operator: [{"fact": day} for day in days]} if None not in days else 7), True
        sizes = {"take_away": 2, "divide": 2, "multiply": 2}
        parts = [self.number_value(depth - 1, used)[0] for _ in range(sizes.get(operator, rng.randint(2, 3)))]
        if operator == "divide" and not self.wild:
            parts[1] = rng.randint(1, 9)  # a divisor that may be 0 leaves the ends open: only the wild ones have it
        return {operator: parts}, True

    def money_value(self, depth: int, used: set[str]) -> tuple[Any, bool]:
        name = self.pick(self.among("money"), used)
        if name is None:
            return None, True
        amount = {"fact": name}
        match self.rng.randrange(5):
            case 0:
                return {"multiply": [amount, self.number_value(depth - 1, used)[0]]}, False
            case 1:
                return {"divide": [amount, self.rng.randint(2, 9)]}, False
            case 2:
                return {"highest_of": [0, {"take_away": [amount, self.rng.randint(1, 300)]}]}, True
            case 3:
                other = self.pick(self.among("money"), used)
                return {"lowest_of": [amount, {"fact": other} if other else 1000]}, True
            case _:
                return amount, True

    # Leaves and nodes
