"""CLIPS, through clipspy: two rules for each group, one that it is met and one that it is not, chained by CLIPS."""

from collections.abc import Iterator, Sequence

from benchmarks.generate import Case, Group, Leaf, Node, Reference, RuleSpec, Statuses, Value
from benchmarks.peers import Prepared, load
from benchmarks.rails import COMPARISONS, Language, Rails, plain, rails

_PACKAGE = "clipspy"
_HOW = "a rule for met and a rule for not met; a missing fact is not asserted, and where neither fires it is not known"


def prepare(spec: RuleSpec) -> list[Prepared]:
    """One contender: an environment built once and reset for each case."""
    environment = load("clips", _PACKAGE).Environment()
    decided: Statuses = {}
    environment.define_function(lambda name, status: decided.__setitem__(str(name), status), name="record")
    for provision in spec.provisions:
        for construct in _constructs(provision.id, provision.whole):
            environment.build(construct)
    not_known = dict.fromkeys((provision.id for provision in spec.provisions), 0)

    def encode(cases: Sequence[Case]) -> list[str]:
        return ["".join(f"({name} {_literal(value)})" for name, value in case.items()) for case in cases]

    def run(encoded: list[str]) -> list[Statuses]:
        return [determine(facts) for facts in encoded]

    def determine(facts: str) -> Statuses:
        decided.clear()
        environment.reset()
        environment.load_facts(facts)
        environment.run()
        return not_known | decided

    return [Prepared("clipspy", _HOW, encode, run, package=_PACKAGE)]


def _constructs(name: str, node: Node) -> Iterator[str]:
    """The rules of a node that is called `name`; groups below it get names and rules of their own."""
    parts: list[tuple[str, Node]] = []
    if isinstance(node, Group):
        parts = [(f"{name}-{at}", child) for at, child in enumerate(node.children, 1) if isinstance(child, Group)]
        named = {id(child): Reference("", part) for part, child in parts}
        node = Group(node.kind, tuple(named.get(id(child), child) for child in node.children), node.count)
    for part, child in parts:
        yield from _constructs(part, child)
    for rail, condition, status in zip(("met", "not-met"), rails(node, _LANGUAGE), (1, -1), strict=True):
        record = "" if "-" in name else f" (record {name} {status})"
        yield f"(defrule {name}-{rail} {condition} => (assert {_decided(name, status)}){record})"


def _literal(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(plain(value))


def _leaf(test: Leaf) -> Rails[str]:
    if isinstance(test.value, tuple):
        options = [_literal(option) for option in test.value]
        return Rails(f"({test.fact} {'|'.join(options)})", f"({test.fact} {'&'.join('~' + one for one in options)})")
    value = _literal(test.value)
    if test.operator == "is":
        return Rails(f"({test.fact} {value})", f"({test.fact} ~{value})")
    yes, no = COMPARISONS[test.operator]
    name = f"?{test.fact}"  # a name of its own: one name for two facts would join them
    return Rails(f"({test.fact} {name}&:({yes} {name} {value}))", f"({test.fact} {name}&:({no} {name} {value}))")


def _decided(name: str, status: int) -> str:
    return f"(decided {name} {status})"


_LANGUAGE = Language(
    leaf=_leaf,
    reference=lambda to: Rails(_decided(to.provision, 1), _decided(to.provision, -1)),
    every=lambda conditions: f"(and {' '.join(conditions)})",
    some=lambda conditions: f"(or {' '.join(conditions)})",
)
