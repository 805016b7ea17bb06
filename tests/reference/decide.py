"""Leaves, nodes, provisions, versions, questions and needs, by the worlds that are still possible.

A verdict is the set of truths that may still come out: {True} is met, {False} is not met, both is not known.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import Any

from tests.reference.calendar_days import FAR_FUTURE
from tests.reference.for_each import is_derived
from tests.reference.gaps import longest_gap
from tests.reference.given import says_nothing, stated, what_is_given
from tests.reference.leaves import (
    COMPARE,
    MET,
    NOT_MET,
    Verdict,
    all_tests,
    between_them,
    either,
    holds,
    left_name,
    left_side,
    nearest,
    split,
    together,
)
from tests.reference.shares import conditions_between, exact_share
from tests.reference.tables import Table, Where, counted, first_or_last, summed
from tests.reference.worth import May, Value, World, both, concrete, names, only, union, worlds, worth
from tests.reference.yaml_reader import Raw, Rules


class Case:
    """One rule set and what is given."""

    def __init__(self, rules: Rules, given: dict[str, Any], as_at: date | None) -> None:
        self.rules, self.given, self.as_at = rules, given, as_at
        self.results = rules.results()
        self.known: Callable[[str], May] = cache(self._known)
        self.provision: Callable[[str], Verdict] = cache(self._provision)
        self.own_worth: Callable[[str, date], May] = cache(self._own_worth)
        self.table: Callable[[str], Table] = cache(lambda name: Table(self, name))
        self.at_as_at: Callable[[], Where] = cache(self._at_as_at)
        self.leaves: dict[tuple[int, Where], tuple[Raw, Verdict]] = {}  # the node too, so that its id stays its own

    # What is known

    def _known(self, name: str) -> May:
        if name in self.results:
            return self.result(name)
        fact = self.rules.facts[name]
        given = stated(fact, name, self.given)
        if not is_derived(fact):
            return what_is_given(fact, given)
        found = self.over_rows(fact) if "table" in fact else self._worked_out(fact)
        allowed = {**fact, "may_be_none": True} if says_nothing(given) else fact  # what it comes of may make it none
        return both(found, what_is_given(allowed, given))

    def _worked_out(self, fact: Raw) -> May:
        return self.worth(fact["worked_out"], self.at_as_at(), whole=fact.get("whole", fact["type"] == "money"))

    def told(self, name: str) -> May:
        """What is stated of a fact, whatever its rows say."""
        return what_is_given(self.rules.facts[name], stated(self.rules.facts[name], name, self.given))

    def over_rows(self, fact: Raw) -> May:
        table, condition, kind = self.table(fact["table"]), fact["condition"], fact["kind"]
        if kind == "counted_from":
            return counted(table, condition)
        field = fact[kind]["field"]
        if kind == "sum_of":
            return summed(table, condition, field)
        if kind != "longest_gap":
            return first_or_last(table, condition, field, latest=kind == "latest_of")
        period = self.rules.ruleset["periods"][fact[kind]["in_period"]]
        return longest_gap(
            table,
            condition,
            field,
            (self.worth(period["from"], self.at_as_at()), self.worth(period["to"], self.at_as_at())),
        )

    def worth(self, value: Raw, where: Where, *, whole: bool = False) -> May:
        return worth(value, self.variables([value], where), whole=whole)

    def variables(self, values: list[Raw], where: Where) -> dict[str, May]:
        return {name: self.variable(name, where) for name in dict.fromkeys(names(values))}

    def variable(self, name: str, where: Where) -> May:
        if name.startswith("figure "):
            return only(self.figure(name.removeprefix("figure "), day) for day in where.days)
        if name.startswith("field ") and where.row:
            return where.row.cell(name.removeprefix("field "))
        if name in self.results and self.results[name] == where.provision:
            return self.own_worth(name, where.days[0])
        return self.known(name)

    def _own_worth(self, name: str, day: date) -> May:
        """A result as the steps beside it read it: they, too, exist only while the provision is met."""
        where = Where((day,), self.results[name])
        value = self.version(self.results[name], day)["gives"][name]
        return self.worth(value, where, whole=value["type"] == "money")

    def figure(self, name: str, day: date) -> Value:
        values = self.rules.figures[name]["values"]
        return next(v["is"] for v in values if v["from"] <= day <= v.get("to", FAR_FUTURE))

    def result(self, name: str) -> May:
        """The union over the versions that may apply; none where the provision may not be met."""
        found: list[May] = []
        for version, day in self.segments(self.results[name]):
            verdict = self.version_verdict(self.results[name], version, day)
            if name in version.get("gives", {}) and True in verdict:
                found.append(self.own_worth(name, day))
            if name not in version.get("gives", {}) or False in verdict:
                found.append(only([None]))
        return union(found)

    # Versions

    def days(self, fact: str, readers: Raw) -> list[date]:
        """The days that a governing date may be, one for each stretch in which neither law nor figures change."""
        starts = {self.rules.ruleset["covers"]["from"], *_starts(readers)}
        for name in _figures(readers) if self.rules.figures else ():
            starts |= {value["from"] for value in self.rules.figures[name]["values"]}
        end = self.rules.ruleset["covers"].get("to", FAR_FUTURE)
        stretches = [(a, b - timedelta(days=1)) for a, b in pairwise([*sorted(starts), end + timedelta(days=1)])]
        told = self.as_at if fact == self.rules.ruleset["as_at"] else None
        may = only([told]) if told else self.known(fact)
        if may.listed is None:
            return [max(a, may.low) for a, b in stretches if a <= may.high and may.low <= b]
        firsts = [[day for day in may.listed if day and a <= day <= b] for a, b in stretches]
        return [min(found) for found in firsts if found]

    def _at_as_at(self) -> Where:
        return Where(tuple(self.days(self.rules.ruleset["as_at"], {"figure": list(self.rules.figures)})))

    def governing(self, provision: str) -> str:
        return str(self.rules.provisions[provision].get("governed_by", self.rules.ruleset["as_at"]))

    def version(self, provision: str, day: date) -> Raw:
        for version in self.rules.provisions[provision]["versions"]:
            if version["effective"]["from"] <= day <= version["effective"].get("to", FAR_FUTURE):
                return version
        raise ValueError(f"{provision} says nothing of {day}")

    def segments(self, provision: str) -> list[tuple[Raw, date]]:
        """Each version that may apply and its first day, again for each new figure that it reads."""
        days = self.days(self.governing(provision), self.rules.provisions[provision]["versions"])
        if not days:
            raise ValueError(f"the date that governs {provision} lies outside what is covered")
        return [(self.version(provision, day), day) for day in days]

    def _provision(self, name: str) -> Verdict:
        return together([self.version_verdict(name, version, day) for version, day in self.segments(name)])

    def version_verdict(self, name: str, version: Raw, day: date) -> Verdict:
        return NOT_MET if version.get("not_in_force") else self.tree(whole_tree(version), Where((day,), name))

    # Nodes and leaves

    def tree(self, node: Raw, where: Where) -> Verdict:
        if "not" in node:
            return frozenset(not truth for truth in self.tree(node["not"], where))
        if node.keys() & {"all", "any", "at_least_of"}:
            count, children = wanted(node)
            verdicts = [self.tree(child, where) for child in children]
            sure, possible = verdicts.count(MET), len(verdicts) - verdicts.count(NOT_MET)
            return frozenset([*([True] if possible >= count else []), *([False] if sure < count else [])])
        if "provision" in node:
            return self.provision(node["provision"])
        if (id(node), where) not in self.leaves:
            self.leaves[id(node), where] = node, self.leaf(node, where)
        return self.leaves[id(node), where][1]

    def leaf(self, node: Raw, where: Where) -> Verdict:
        left, tests = left_side(node), self.tests(node)
        variables = self.variables([left, [value for _, value in tests]], where)
        beyond = conditions_between(self.rules, node["share"], node["of"]) if "share" in node else None
        if beyond is not None:
            return exact_share(self, node, beyond, where)
        part_of = self.rules.facts.get(node.get("share"), {}).get("part_of") == node.get("of", "")
        every, ways = worlds(variables)
        possible = [nearest(way, node, variables) if part_of else way for way in ways]
        ways_left = [way for way in possible if way is not None]
        if every:
            return either(all(holds(node, test, way) for test in tests) for way in ways_left)
        if "share" not in node and self._nothing_between(node, tests, variables, where):
            return NOT_MET
        groups: dict[Value, list[World]] = {}
        for way in ways_left:
            alone = "share" not in node and variables[left_name(node)].listed is not None
            groups.setdefault(way[left_name(node)] if alone else "all of them", []).append(way)
        return together([all_tests(node, split(tests), group) for group in groups.values()])

    def _nothing_between(
        self, node: Raw, tests: list[tuple[str, Raw]], variables: dict[str, May], where: Where
    ) -> bool:
        """Whether two bounds that are settled leave no value between them, whatever the fact may be."""
        name = left_name(node)
        if len(tests) != 2 or not all(may.settled for other, may in variables.items() if other != name):
            return False
        world = {other: may.value for other, may in variables.items() if other != name}
        low, high = (concrete(value, world) for _, value in tests)
        if low is None or high is None:
            return False
        fields = where.row.table.fields if where.row else {}
        described = fields[node["field"]] if "field" in node else self.rules.facts.get(name, {})
        whole = described.get("whole") is True or described.get("type") == "money"
        between = between_them(low, high, whole)
        return not any(all(holds(node, test, {**world, name: value}) for test in tests) for value in between)

    def tests(self, node: Raw) -> list[tuple[str, Raw]]:
        """The tests of a leaf, each an operator and the VALUE on its right."""
        if "judgement" in node and not any(operator in node for operator in COMPARE):
            return [("is", True)]
        if "in_period" in node:
            period = self.rules.ruleset["periods"][node["in_period"]]
            return [("on_or_after", period["from"]), ("on_or_before", period["to"])]
        return [(operator, node[operator]) for operator in COMPARE if operator in node]

    # Questions

    def reachable(self, question: Raw) -> Iterator[Raw]:
        for line in question["first_of"]:
            verdict = self.line(line)
            if True in verdict:
                yield line
            if verdict == MET:
                return

    def line(self, line: Raw) -> Verdict:
        return self.tree(line_tree(line), self.at_as_at())

    def question(self, question: Raw) -> tuple[str, str | None]:
        outcomes = {line.get("outcome") or line["otherwise"] for line in self.reachable(question)}
        return ("determined", outcomes.pop()) if len(outcomes) == 1 else ("undetermined", None)


def wanted(node: Raw) -> tuple[int, list[Raw]]:
    """How many of which children a group needs."""
    if "at_least_of" in node:
        return node["at_least_of"]["count"], node["at_least_of"]["of"]
    return (len(node["all"]), node["all"]) if "all" in node else (1, node["any"])


def whole_tree(version: Raw) -> Raw:
    """A version, or an exception, as one node: its `when` and none of its exceptions."""
    return {"all": [version["when"], *({"not": whole_tree(exception)} for exception in version.get("unless", []))]}


def line_tree(line: Raw) -> Raw:
    if "otherwise" in line:
        return {"all": []}
    return {"all": [line["when"], *([{"judgement": line["if_used"]}] if "if_used" in line else [])]}


def _figures(node: Raw) -> Iterator[str]:
    if isinstance(node, dict):
        named = node.get("figure", [])
        yield from named if isinstance(named, list) else [named]
    for part in node.values() if isinstance(node, dict) else node if isinstance(node, list) else []:
        yield from _figures(part)


def _starts(versions: Raw) -> list[date]:
    return [version["effective"]["from"] for version in versions] if isinstance(versions, list) else []
