"""One rule set and its cases, made from a seed: the same work for every contender.

The structure is neutral: it says what the provisions are, not how any engine writes them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Literal

Kind = Literal["yes_no", "choice", "number", "date"]
Operator = Literal["is", "is_one_of", "at_least", "at_most", "on_or_after", "on_or_before"]
Value = bool | int | str | date
Case = dict[str, Value]  # a fact that is missing has no key
Statuses = dict[str, int]  # provision id -> 1 met, -1 not met, 0 not known

FIRST_DAY = date(2020, 1, 1)
DAYS = 1500
HIGHEST_NUMBER = 100
DEEPEST_CHAIN = 4  # provisions that refer to provisions


@dataclass(frozen=True)
class Fact:
    name: str
    kind: Kind
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Leaf:
    """A test of one fact. It is never true or false of the whole domain, so a missing fact always leaves it open."""

    id: str
    fact: str
    operator: Operator
    value: Value | tuple[str, ...]


@dataclass(frozen=True)
class Reference:
    """Met when an earlier provision is met, not met when that is not met."""

    id: str
    provision: str


@dataclass(frozen=True)
class Group:
    kind: Literal["all", "any", "not", "at_least_of"]
    children: tuple["Node", ...]
    count: int = 0  # of at_least_of alone


Node = Leaf | Reference | Group


@dataclass(frozen=True)
class Provision:
    """Met when `when` is met and no exception is."""

    id: str
    when: Node
    exceptions: tuple[Leaf | Reference, ...]

    @property
    def whole(self) -> Node:
        """The condition and its exceptions as one node."""
        if not self.exceptions:
            return self.when
        return Group("all", (self.when, *(Group("not", (exception,)) for exception in self.exceptions)))


@dataclass(frozen=True)
class RuleSpec:
    """Provisions stand in an order in which each refers to earlier ones only."""

    facts: tuple[Fact, ...]
    provisions: tuple[Provision, ...]


def make_rules(seed: int = 2, provisions: int = 120, leaves: int = 490, facts: int = 150) -> RuleSpec:
    """A rule set of exactly these sizes; every fact is tested at least once."""
    rng = Random(seed)
    known = tuple(_fact(rng, number) for number in range(facts))
    tests = [_test(rng, fact) for fact in known for _ in range(4)]
    deck = _deck(rng, tests, leaves)
    made: list[Provision] = []
    chain: dict[str, int] = {}
    for number, size in enumerate(_sizes(rng, provisions, leaves)):
        provision = _provision(rng, f"p{number:03d}", size, deck, chain)
        chain[provision.id] = 1 + max((chain[name] for name in _references(provision)), default=0)
        made.append(provision)
    return RuleSpec(known, tuple(made))


def make_cases(spec: RuleSpec, count: int, seed: int = 3, missing: float = 0.15) -> list[Case]:
    """So many cases; in each, every fact is left out with the chance `missing`."""
    rng = Random(seed)
    return [{fact.name: _value(rng, fact) for fact in spec.facts if rng.random() >= missing} for _ in range(count)]


def levels(spec: RuleSpec) -> list[list[Provision]]:
    """The provisions in steps: each step refers to earlier steps only."""
    step: dict[str, int] = {}
    for provision in spec.provisions:
        step[provision.id] = 1 + max((step[name] for name in _references(provision)), default=0)
    steps = range(1, max(step.values()) + 1)
    return [[provision for provision in spec.provisions if step[provision.id] == number] for number in steps]


def leaves_of(node: Node) -> Iterator[Leaf | Reference]:
    """The leaves of a node, from left to right."""
    if isinstance(node, Group):
        for child in node.children:
            yield from leaves_of(child)
    else:
        yield node


def depth_of(node: Node) -> int:
    """How deep a node is: 1 for a leaf."""
    return 1 + max(map(depth_of, node.children)) if isinstance(node, Group) else 1


def _fact(rng: Random, number: int) -> Fact:
    kind: Kind = rng.choice(("yes_no", "choice", "number", "date"))
    options = tuple(f"option_{letter}" for letter in "abcde"[: rng.randint(3, 5)]) if kind == "choice" else ()
    return Fact(f"fact_{number:03d}", kind, options)


def _value(rng: Random, fact: Fact) -> Value:
    match fact.kind:
        case "yes_no":
            return rng.random() < 0.5
        case "choice":
            return rng.choice(fact.options)
        case "number":
            return rng.randint(0, HIGHEST_NUMBER)
        case "date":
            return FIRST_DAY + timedelta(days=rng.randrange(DAYS))


def _test(rng: Random, fact: Fact) -> Leaf:
    match fact.kind:
        case "yes_no":
            return Leaf("", fact.name, "is", rng.random() < 0.5)
        case "choice":
            if rng.random() < 0.5:
                return Leaf("", fact.name, "is", rng.choice(fact.options))
            return Leaf("", fact.name, "is_one_of", tuple(sorted(rng.sample(fact.options, 2))))
        case "number":
            return Leaf("", fact.name, rng.choice(("at_least", "at_most")), rng.randint(20, HIGHEST_NUMBER - 20))
        case "date":
            day = FIRST_DAY + timedelta(days=rng.randrange(DAYS // 5, DAYS * 4 // 5))
            return Leaf("", fact.name, rng.choice(("on_or_after", "on_or_before")), day)


def _deck(rng: Random, tests: list[Leaf], leaves: int) -> list[Leaf]:
    """Tests to draw from: each fact's first test stands once at the end, where drawing begins."""
    once = tests[::4]
    rng.shuffle(once)
    return [rng.choice(tests) for _ in range(leaves * 2)] + once


def _sizes(rng: Random, provisions: int, leaves: int) -> list[int]:
    sizes = [1] * provisions
    while sum(sizes) < leaves:
        at = rng.randrange(provisions)
        sizes[at] += sizes[at] < 9
    return sizes


def _provision(rng: Random, name: str, size: int, deck: list[Leaf], chain: dict[str, int]) -> Provision:
    leaves: list[Leaf | Reference] = []
    refer_to = [earlier for earlier, level in chain.items() if level < DEEPEST_CHAIN]
    while len(leaves) < size:
        ident = f"c{len(leaves) + 1}"
        if len(refer_to) > 20 and size > 1 and rng.random() < 0.12:
            leaf: Leaf | Reference = Reference(ident, refer_to.pop(rng.randrange(len(refer_to))))
        else:
            leaf = _draw(deck, ident, {one.fact for one in leaves if isinstance(one, Leaf)})
        leaves.append(leaf)
    exceptions = tuple(leaves.pop() for _ in range(1) if size > 2 and rng.random() < 0.25)
    return Provision(name, _tree(rng, leaves, 4), exceptions)


def _draw(deck: list[Leaf], ident: str, taken: set[str]) -> Leaf:
    at = next(at for at in range(len(deck) - 1, -1, -1) if deck[at].fact not in taken)
    test = deck.pop(at)
    return Leaf(ident, test.fact, test.operator, test.value)


def _tree(rng: Random, leaves: list[Leaf | Reference], depth: int) -> Node:
    if depth > (1 if len(leaves) == 1 else 2) and rng.random() < 0.08:
        return Group("not", (_tree(rng, leaves, depth - 1),))
    if len(leaves) == 1:
        return leaves[0]
    if depth <= 2:
        return _group(rng, tuple(leaves))
    cut = rng.randint(2, min(4, len(leaves)))
    parts = [leaves[at::cut] for at in range(cut)]
    return _group(rng, tuple(_tree(rng, part, depth - 1) for part in parts))


def _group(rng: Random, children: tuple[Node, ...]) -> Group:
    if len(children) > 2 and rng.random() < 0.2:
        return Group("at_least_of", children, rng.randint(2, len(children) - 1))
    return Group("all" if rng.random() < 0.45 else "any", children)


def _references(provision: Provision) -> Iterator[str]:
    for leaf in leaves_of(provision.whole):
        if isinstance(leaf, Reference):
            yield leaf.provision
