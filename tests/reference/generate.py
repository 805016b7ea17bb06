"""Random rule sets, valid by the whole specification, written as the YAML that an author would write.

Everything comes from the `random.Random` that is handed in. Unless the rules are `wild`, one fact never stands twice in
one VALUE, no divisor may be 0, and what is worked out is compared with one bound at a time: elsewhere the specification
allows an answer by the ends of ranges alone, which may know less than the reference does.
"""

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

from tests.reference.write_yaml import Prose, write

COVERED_FROM, LAST = date(2014, 1, 1), date(2026, 6, 30)
ROLES = ["commissioner", "applicant", "appellant", "contractor", "interested_party", "trust", "committee", "officer"]
CHECKED = {"how": "recalled"}
OWN_STEPS = True  # whether a result may read an earlier result of the same version, as named steps of one sum do
Tree = dict[str, Any]


def some_day(rng: Random, first: date = date(2015, 1, 1), last: date = date(2025, 12, 31)) -> date:
    return first + timedelta(days=rng.randrange((last - first).days + 1))


class Maker:
    """One random rule set as dictionaries, ready to be written."""

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
        for number in range(rng.randint(3, 12 if large else 6)):
            self.make_provision(f"p-{number + 1:02}")
        self.questions = [self.question(n) for n in range(rng.randint(1, 3))]

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

    def make_provision(self, name: str) -> None:
        rng, earlier = self.rng, list(self.provisions)
        self.figure_used = False
        body: Tree = {
            "title": Prose("A condition"),
            "question": Prose("Is the condition met?"),
            "citation": {
                "instrument": "uksi/2013/349",
                "provision": Prose("regulation 1"),
                "url": Prose("https://www.legislation.gov.uk/uksi/2013/349"),
            },
            "stage": "draft",
        }
        if effect := rng.choice(["must", "may", None]):
            body["effect"] = effect
        if self.chance(0.3):
            body["governed_by"] = "received_on"
        starts = [COVERED_FROM, *sorted({some_day(rng) for _ in range(rng.choice([0, 0, 1, 1, 2, 3]))})]
        gives = [
            (self.name("result"), rng.choice(["number", "number", "money", "date"]))
            for _ in range(rng.choice([0, 0, 1, 2]))
        ]
        versions = [self.version(start, earlier, gives) for start in starts[:-1]] + [
            self.version(starts[-1], earlier, gives, last=True)
        ]
        for version, later in zip(versions, starts[1:], strict=False):
            version["effective"]["to"] = later - timedelta(days=1)
        self.provisions[name] = body | {"limits": [Prose("It decides nothing else.")], "versions": versions[::-1]}
        for version in versions:
            self.result_types |= {given: body["type"] for given, body in version.get("gives", {}).items()}

    def version(self, start: date, earlier: list[str], gives: list[tuple[str, str]], *, last: bool = False) -> Tree:
        effective: Tree = {"effective": {"from": start}}
        if not last and self.chance(0.25):
            return effective | {"not_in_force": True}
        shapes = [(1, 4), (2, 4), (3, 3)] + ([(8, 2), (2, 25), (1, 25)] if self.large else [])
        depth, width = self.rng.choice(shapes)
        tree = self.node(depth, width, earlier, root=True)
        version = effective | {
            "changed_by": {"instrument": "uksi/2016/1077", "note": Prose("changes the condition")},
            "checked": CHECKED,
            "summary": Prose("The condition, in our own words."),
            "when": tree,
        }
        if self.chance(0.4):
            version["unless"] = [self.exception(earlier, depth=2) for _ in range(self.rng.randint(1, 2))]
        version |= self.gives(gives)
        return version | {"concludes": Prose("The condition is met"), "otherwise": Prose("The condition is not met")}

    def exception(self, earlier: list[str], depth: int) -> Tree:
        body = self.label("exception") | {"when": self.node(1 if self.chance(0.3) else 0, 3, earlier, said=False)}
        if depth and self.chance(0.4):
            body["unless"] = [self.exception(earlier, depth - 1)]
        return body

    def gives(self, wanted: list[tuple[str, str]]) -> Tree:
        """Results in order; a later one may read an earlier one of the same version."""
        given: Tree = {}
        known = dict(self.result_types)
        for name, kind in wanted:
            value = self.value(kind, depth=2, rounding=True)
            if value is not None:
                given[name] = {"type": kind, "says": Prose("What follows"), "cites": Prose("para 4")} | value
                self.result_types |= {name: kind} if OWN_STEPS else {}
        self.result_types = known
        return {"gives": given} if given else {}

    def question(self, number: int) -> Tree:
        rng = self.rng
        lines = [self.line(rng.choice(["grant", "refuse", "defer"])) for _ in range(rng.randint(1, 4))]
        lines.append({"otherwise": rng.choice(["grant", "refuse"]), "says": Prose("Nothing else applies.")})
        return {"id": f"question_{number + 1}", "asks": Prose("What follows?"), "first_of": lines}

    def line(self, outcome: str) -> Tree:
        ids, rng = list(self.provisions), self.rng
        named = [{"provision": name} for name in rng.sample(ids, rng.choice([1, 1, 1, 2]))]
        when: Tree = named[0] if len(named) == 1 else {rng.choice(["all", "any"]): named}
        power = any(self.provisions[leaf["provision"]].get("effect") == "may" for leaf in named)
        if self.chance(0.2):
            when, power = {"not": when}, False
        line: Tree = {"outcome": outcome, "when": when}
        if power:
            line["if_used"] = rng.choice([name for name, fact in self.facts.items() if "decided_by" in fact])
        return line | {"says": Prose("This line applies.")}

    def ruleset(self) -> Tree:
        return {
            "title": Prose("A random rule set"),
            "kind": "appeal",
            "instrument": {
                "id": "uksi/2013/349",
                "title": Prose("Invented regulations"),
                "url": Prose("https://www.legislation.gov.uk/uksi/2013/349"),
            },
            "covers": {"from": COVERED_FROM},
            "as_at": "decided_on",
            "periods": self.periods,
            "questions": self.questions,
        }


def write_rule_set(area: Path, name: str, rng: Random, *, large: bool = False, wild: bool = False) -> Path:
    """Write a random rule set under `area`, with one or two of its facts in the area's own file; its folder."""
    made = Maker(rng, large=large, wild=wild)
    folder = area / name
    folder.mkdir(parents=True)
    shared = dict(
        [item for item in made.facts.items() if item[1].get("worked_out") is None and "part_of" not in item[1]][:2]
    )
    own = {fact: body for fact, body in made.facts.items() if fact not in shared}
    files: list[tuple[Path, Tree]] = [
        (area / "facts.yaml", {"facts": shared}),
        (folder / "facts.yaml", {"facts": own}),
        (folder / "ruleset.yaml", made.ruleset()),
        *((folder / f"{provision}.yaml", body) for provision, body in made.provisions.items()),
    ]
    if made.figures:
        files.append((folder / "figures.yaml", made.figures))
    for path, tree in files:
        path.write_text(write(tree))
    return folder
