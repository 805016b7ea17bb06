"""Random tables, and conditions over a row of them."""

from fractions import Fraction
from typing import Any

from tests.reference.generate import Maker
from tests.reference.making_facts import Tree, some_day
from tests.reference.write_yaml import Prose

LOWER, UPPER = ["at_least", "more_than"], ["at_most", "less_than"]
FROM, TO = ["on_or_after", "after"], ["on_or_before", "before"]


class RowMaker(Maker):
    """Makes tables, and what a row must satisfy; what is counted over them is for others."""

    def make_tables(self) -> None:
        for _ in range(self.rng.choice([1, 1, 2])):
            self.make_table()

    def tables(self) -> list[str]:
        return [name for name, fact in self.facts.items() if fact["type"] == "records"]

    def make_table(self) -> None:
        rng = self.rng
        who = self.name("who")
        fields: Tree = {who: {"type": "text", "personal": True}}
        kinds = ["choice", "choice", "date", "date", "number", "number"]
        kinds += rng.sample(["money", "yes_no", "date_and_time", "choice", "text", "date", "number"], rng.randint(0, 4))
        for kind in kinds:
            fields[self.name(kind)] = self.field(kind)
        for kind in rng.sample(["date", "number", "number", "money"], rng.randint(0, 2)):
            value = self.worked_out(kind, fields)
            if value:
                unit = {"unit": "items"} if kind == "number" else {}
                fields[self.name("field")] = {"type": kind} | unit | {"worked_out": value}
        fact = self.asked({"type": "records"}) | {"fields": fields}
        first_choice = next(name for name, field in fields.items() if field["type"] == "choice")
        if self.chance(0.6):
            fact["one_row_per"] = [who, *([first_choice] if not fields[first_choice].get("may_be_none") else [])]
        self.facts[self.name("table")] = fact

    def field(self, kind: str) -> Tree:
        rng = self.rng
        field: Tree = {"type": kind}
        if kind == "choice":
            field["options"] = rng.sample(["midwife", "support_worker", "emergencies", "theory"], rng.randint(2, 3))
        if kind == "number":
            bounds: list[Tree] = [{"at_least": 0}, {"at_least": 0, "at_most": 20}, {"at_least": -5, "at_most": 12}, {}]
            field |= {"unit": "items"} | rng.choice(bounds) | ({"whole": True} if self.chance(0.7) else {})
        if kind == "money":
            field["at_least"] = 0
        if self.chance(0.35):
            empties: list[Tree] = [{"empty": None}, {"empty": None}, {"empty": "not_known"}, {}]
            field |= {"may_be_none": True} | rng.choice(empties)
        if kind == "yes_no" and self.chance(0.3):
            field["if_not_shown"] = False
        return field

    def worked_out(self, kind: str, fields: Tree) -> Tree | None:
        """A VALUE over fields that are given, and perhaps a fact."""
        rng, one, other = self.rng, *self.two_of(kind, fields)
        if one is None:
            return None
        if kind == "date":
            return {"field": one, rng.choice(["plus", "minus"]): {rng.choice(["days", "months"]): rng.randint(1, 9)}}
        if kind == "money":
            return rng.choice([{"multiply": [{"field": one}, 2]}, {"lowest_of": [{"field": one}, 90]}])
        days = self.two_of("date", fields)
        right: Any = {"field": other} if other else rng.randint(1, 9)
        if (fact := self.pick(self.stated("number"), set())) and self.chance(0.3):
            right = {"fact": fact}
        choices: list[Tree] = [{"add": [{"field": one}, right]}, {"highest_of": [{"field": one}, right]}]
        choices += [{"take_away": [{"field": one}, right]}]
        choices += [{"days_between": [{"field": day} for day in days]}] if None not in days else []
        return rng.choice(choices)

    def two_of(self, kind: str, fields: Tree) -> tuple[str | None, str | None]:
        names = [name for name, field in fields.items() if field["type"] == kind and "worked_out" not in field]
        self.rng.shuffle(names)
        return (*names, None, None)[0], (*names, None, None)[1]

    # Conditions over a row

    def row_node(self, table: str, depth: int = 2) -> Tree:
        if depth == 0 or self.chance(0.5):
            return self.row_leaf(table)
        kind = self.rng.choice(["all", "all", "any", "any", "not", "at_least_of"])
        if kind == "not":
            return {"not": self.row_node(table, depth - 1)}
        size = 3 if kind == "at_least_of" else self.rng.randint(2, 3)
        children = [self.row_node(table, depth - 1) for _ in range(size)]
        return {kind: {"count": 2, "of": children} if kind == "at_least_of" else children}

    def row_leaf(self, table: str) -> Tree:
        fields: Tree = self.facts[table]["fields"]
        self.figure_used = False
        leaf = None
        while leaf is None:
            if self.chance(0.15):
                leaf = self.fact_in_row(fields)
                continue
            name = self.rng.choice(list(fields))
            leaf = self.field_leaf(name, fields)
        return leaf

    def field_leaf(self, name: str, fields: Tree) -> Tree | None:
        field, leaf = fields[name], {"field": name}
        if field.get("may_be_none") and (field["type"] == "text" or self.chance(0.4)):
            return leaf | {"is": None}
        match field["type"]:
            case "text":
                return None
            case "yes_no":
                return leaf | {"is": self.chance(0.5)}
            case "choice":
                some = self.rng.sample(field["options"], 2) if len(field["options"]) > 2 else None
                return leaf | ({"is_one_of": some} if some and self.chance(0.4) else {"is": field["options"][0]})
            case "number" | "money":
                return leaf | self.number_test(name, fields)
            case "date_and_time":
                moment = f"{some_day(self.rng)} {self.rng.randint(8, 18):02}:30"
                return leaf | {self.rng.choice([*FROM, *TO]): Prose(moment)}
            case _:
                return leaf | self.date_test(name, fields)

    def number_test(self, name: str, fields: Tree) -> Tree:
        rng, kind, low = self.rng, fields[name]["type"], self.rng.randint(0, 12)
        if "worked_out" not in fields[name] and self.chance(0.3):
            between = {rng.choice(LOWER): low, rng.choice(UPPER): low + rng.randint(2, 9)}
            return rng.choice([between, {"is": low}])
        others = [one for one, field in fields.items() if field["type"] == kind and one != name]
        right: Any = low if kind == "money" or self.chance(0.6) else Fraction(4 * low + rng.randint(0, 3), 4)
        if others and self.chance(0.3):
            right = {"field": rng.choice(others)}
        elif (fact := self.pick(self.among(kind), set())) and self.chance(0.3):
            right = {"fact": fact}
        elif kind == "number" and (figure := self.one_figure(0.3)):
            right = figure
        return {rng.choice([*LOWER, *UPPER]): right}

    def date_test(self, name: str, fields: Tree) -> Tree:
        rng = self.rng
        if "worked_out" not in fields[name] and self.chance(0.35):
            return {"in_period": rng.choice(["fixed", "relative"])}
        others = [one for one, field in fields.items() if field["type"] == "date" and one != name]
        right: Any = some_day(rng)
        if others and self.chance(0.5):
            right = {"field": rng.choice(others)}
        elif (fact := self.pick(self.among("date"), set())) and self.chance(0.3):
            right = {"fact": fact}
        if isinstance(right, dict) and self.chance(0.4):
            right |= {rng.choice(["plus", "minus"]): {rng.choice(["days", "months"]): rng.randint(1, 12)}}
        return {rng.choice([*FROM, *TO]): right}

    def fact_in_row(self, fields: Tree) -> Tree | None:
        """A condition that begins with a fact: on it alone, or compared with a field."""
        rng, kind = self.rng, self.rng.choice(["plain", "number", "date"])
        if kind == "plain":
            return self.plain_leaf()
        fact, field = self.pick(self.among(kind), set()), self.two_of(kind, fields)[0]
        if fact is None or field is None:
            return None
        operators = [*LOWER, *UPPER] if kind == "number" else [*FROM, *TO]
        return {"fact": fact, rng.choice(operators): {"field": field}}
