"""What would still have to be known, and how each of it is settled."""

from collections.abc import Callable
from datetime import date
from functools import cache

from tests.reference.decide import Case, line_tree, wanted, whole_tree
from tests.reference.for_each import is_derived
from tests.reference.given import stated, what_to_do
from tests.reference.leaves import NOT_KNOWN, left_side
from tests.reference.tables import Row, Where
from tests.reference.yaml_reader import Raw

Names = frozenset[str]
NOTHING: Names = frozenset()


class Needs:
    """The open facts in the leaves not known, reached through nodes not known."""

    def __init__(self, case: Case) -> None:
        self.case, self.rules = case, case.rules
        self.of_provision: Callable[[str], Names] = cache(self._of_provision)
        self.of_fact: Callable[[str], Names] = cache(self._of_fact)

    def how(self, names: Names) -> dict[str, str]:
        facts = self.rules.facts
        return {name: what_to_do(facts[name], stated(facts[name], name, self.case.given)) for name in names}

    def of_question(self, question: Raw) -> Names:
        if self.case.question(question)[0] == "determined":
            return NOTHING
        here = self.case.at_as_at()
        return NOTHING.union(*(self.of_tree(line_tree(line), here) for line in self.case.reachable(question)))

    def of_tree(self, node: Raw, where: Where) -> Names:
        if self.case.tree(node, where) != NOT_KNOWN:
            return NOTHING
        if "not" in node:
            return self.of_tree(node["not"], where)
        if node.keys() & {"all", "any", "at_least_of"}:
            return NOTHING.union(*(self.of_tree(child, where) for child in wanted(node)[1]))
        if "provision" in node:
            return self.of_provision(node["provision"])
        sides = [left_side(node), *(value for _, value in self.case.tests(node))]
        return NOTHING.union(*(self.of_value(side, where) for side in sides))

    def _of_provision(self, name: str) -> Names:
        if self.case.provision(name) != NOT_KNOWN:
            return NOTHING
        versions = self._versions(name)
        dated = self.of_fact(self.case.governing(name)) if len(versions) > 1 else NOTHING
        trees = [(whole_tree(version), Where(days, name)) for version, days in versions if "when" in version]
        return dated.union(*(self.of_tree(tree, where) for tree, where in trees))

    def _versions(self, name: str) -> list[tuple[Raw, tuple[date, ...]]]:
        """Each version that may apply, with a day of each stretch in which no figure changes."""
        segments = self.case.segments(name)
        versions = {id(version): version for version, _ in segments}
        return [(version, tuple(day for each, day in segments if each is version)) for version in versions.values()]

    def of_value(self, value: Raw, where: Where) -> Names:
        """The open facts of a VALUE, whether or not the rest of it leaves them any weight."""
        if isinstance(value, list):
            return NOTHING.union(*(self.of_value(part, where) for part in value))
        if not isinstance(value, dict):
            return NOTHING
        found = self.of_read(value["fact"], where) if "fact" in value else NOTHING
        if "field" in value and where.row:
            found |= self.of_field(value["field"], where.row)
        if "figure" in value and len({self.case.figure(value["figure"], day) for day in where.days}) > 1:
            found |= self.of_fact(
                self.case.governing(where.provision) if where.provision else self.rules.ruleset["as_at"]
            )
        for key, part in value.items():
            if isinstance(part, list | dict):
                found |= self.of_value(
                    list(part.values()) if isinstance(part, dict) and key in ("plus", "minus") else part, where
                )
        return found

    def of_read(self, name: str, where: Where) -> Names:
        if where.provision and self.case.results.get(name) == where.provision:
            value = self.case.version(where.provision, where.days[0])["gives"][name]
            return self.of_value(value, where)
        return self.of_fact(name)

    def _of_fact(self, name: str) -> Names:
        if self.case.known(name).settled:
            return NOTHING
        if name in self.case.results:
            return self._of_result(name)
        fact = self.rules.facts[name]
        itself = (
            frozenset([name]) if "ask" in fact or not is_derived(fact) else NOTHING
        )  # one that is worked out may be stated, too
        if "table" in fact:
            return itself | self.of_rows(fact)
        return itself | (self.of_value(fact["worked_out"], self.case.at_as_at()) if "worked_out" in fact else NOTHING)

    def _of_result(self, name: str) -> Names:
        provision = self.case.results[name]
        versions = self._versions(provision)
        found = self.of_fact(self.case.governing(provision)) if len(versions) > 1 else NOTHING
        for version, days in versions:
            where = Where(days, provision)
            found |= self.of_tree(whole_tree(version), where) if "when" in version else NOTHING
            verdicts = [self.case.version_verdict(provision, version, day) for day in days]
            if name in version.get("gives", {}) and any(True in verdict for verdict in verdicts):
                found |= self.of_value(version["gives"][name], where)
        return found

    def of_field(self, field: str, row: Row) -> Names:
        """The table, where the cell is open; what a field is worked out from."""
        if row.cell(field).settled:
            return NOTHING
        described = row.table.fields[field]
        return (
            self.of_value(described["worked_out"], row.where)
            if "worked_out" in described
            else frozenset([row.table.name])
        )

    def of_rows(self, fact: Raw) -> Names:
        """What leaves open which rows count and what they hold; a table not complete may have a further row."""
        table, spec = self.case.table(fact["table"]), fact[fact["kind"]]
        found = NOTHING if table.complete else frozenset([table.name])
        for row in [*table.rows, *([] if table.complete else [table.further])]:
            found |= self.of_tree(fact["condition"], row.where)
            if "field" in spec and True in self.case.tree(fact["condition"], row.where):
                found |= self.of_field(spec["field"], row)
        if "in_period" in spec:
            period = self.rules.ruleset["periods"][spec["in_period"]]
            found |= self.of_value([period["from"], period["to"]], self.case.at_as_at())
        return found
