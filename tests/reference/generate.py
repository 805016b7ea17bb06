"""Random rule sets, valid by the whole specification, written as the YAML that an author would write.

Everything comes from the `random.Random` that is handed in. Unless the rules are `wild`, one fact never stands twice in
one VALUE, no divisor may be 0, and what is worked out is compared with one bound at a time: elsewhere the specification
allows an answer by the ends of ranges alone, which may know less than the reference does.
"""

from datetime import date, timedelta
from pathlib import Path
from random import Random

from tests.reference.making_conditions import ConditionMaker
from tests.reference.making_facts import CHECKED, COVERED_FROM, Tree, some_day
from tests.reference.write_yaml import Prose, write


class Maker(ConditionMaker):
    """One random rule set as dictionaries, ready to be written."""

    provisions_made = (3, 6)  # how many, at least and at most

    def __init__(self, rng: Random, *, large: bool = False, wild: bool = False) -> None:
        super().__init__(rng, large=large, wild=wild)
        for number in range(rng.randint(3, 12) if large else rng.randint(*self.provisions_made)):
            self.make_provision(f"p-{number + 1:02}")
        self.questions = [self.question(n) for n in range(rng.randint(1, 3))]

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
        depth, width = self.rng.choice(self.shapes())
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

    def shapes(self) -> list[tuple[int, int]]:
        """How deep and how wide conditions may be."""
        return [(1, 4), (2, 4), (3, 3)] + ([(8, 2), (2, 25), (1, 25)] if self.large else [])

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
                self.result_types[name] = kind  # the next step of the same version may read it
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
    return write_made(area, name, Maker(rng, large=large, wild=wild))


def write_made(area: Path, name: str, made: Maker) -> Path:
    """Write what a maker made, as `write_rule_set` does."""
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
