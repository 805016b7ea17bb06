"""What can only be seen of a rule set as a whole: versions that tile, figures that tile, powers, ids, cycles."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from engine.errors import Fault
from engine.model import Checked, Group, Leaf, Line, Node, OfProvision, Provision, RuleSet, Unless, Version
from engine.walk import exceptions, facts_in, facts_of, figures_in, groups, leaves, leaves_of, provisions_in
from engine.yaml_reader import Document, Path_

_DAY = timedelta(days=1)


def cross_check(rule_set: RuleSet, documents: Mapping[str, Document], faults: list[Fault]) -> None:
    """Append every fault found to ``faults``."""
    ruleset = next(doc for name, doc in documents.items() if name.endswith("/ruleset.yaml"))
    for provision in rule_set.provisions.values():
        doc = documents[provision.id]
        faults.extend(doc.fault(path, message) for path, message in _provision(rule_set, provision))
    faults.extend(ruleset.fault(path, message) for path, message in _questions(rule_set))
    faults.extend(ruleset.fault((), message) for message in _figures(rule_set))
    faults.extend(ruleset.fault((), message) for message in _cycles(rule_set))


_Found = Iterator[tuple[Path_, str]]


def _provision(rule_set: RuleSet, provision: Provision) -> _Found:
    spans = [(version.start, version.end) for version in provision.versions]
    for place, message in _tiles(spans[::-1], rule_set.covers_from, rule_set.covers_to):
        yield ("versions", len(spans) - 1 - place, "effective"), message
    for place, version in enumerate(provision.versions):
        path: Path_ = ("versions", place)
        yield from ((path, message) for message in _ids(version))
        yield from (((*path, "checked"), message) for message in _checked(version))


def _tiles(spans: list[tuple[date, date | None]], start: date, end: date | None) -> Iterator[tuple[int, str]]:
    """Whether spans, oldest first, cover everything from ``start`` to ``end`` without a gap or an overlap."""
    wanted: date | None = start
    for place, (first, last) in enumerate(spans):
        if first != wanted:
            since = "the start of covers" if place == 0 else "the day after the one before it ends"
            yield (
                place,
                f"this starts on {first}, but {since} is {wanted}; together they tile covers, newest first",
            )
        if last is not None and last < first:
            yield place, f"this ends on {last}, before it starts on {first}"
        wanted = None if last is None else last + _DAY
    final = spans[-1][1]
    if final != end:
        shown = "without an end" if end is None else f"on {end}"
        yield (
            len(spans) - 1,
            f"the newest ends {shown}, as covers does; this {'has no end' if final is None else f'ends on {final}'}",
        )


def _ids(version: Version) -> Iterator[str]:
    seen: set[str] = set()
    for part in parts(version):
        if part.id and part.id in seen:
            yield f"the id '{part.id}' stands twice in this version; each condition, group and exception has its own"
        seen.add(part.id)


def parts(version: Version) -> Iterator[Leaf | Group | Unless]:
    """Every leaf, group and exception of a version that may have an id."""
    if version.when is not None:
        yield from leaves(version.when)
        yield from groups(version.when)
    for exception in exceptions(version.unless):
        yield exception
        yield from groups(exception.when)


def _checked(version: Version) -> Iterator[str]:
    if version.checked:
        yield from _complete(version.checked)
    for leaf in leaves_of(version):
        if leaf.checked:
            yield from _complete(leaf.checked)


def _complete(checked: Checked) -> Iterator[str]:
    if checked.how == "recalled":
        return
    needed = {"by": checked.by, "dated": checked.dated, "url": checked.url}
    if checked.how == "published_text":
        needed["read_in"] = checked.read_in
    for name, value in needed.items():
        if not value:
            yield f"{checked.how} needs '{name}': who read it, when and where (recalled needs how alone)"


# -- questions and powers


def _questions(rule_set: RuleSet) -> _Found:
    ids = [question.id for question in rule_set.questions]
    for place, question in enumerate(rule_set.questions):
        if ids.count(question.id) > 1:
            yield ("questions", place, "id"), f"the question '{question.id}' stands twice"
        for number, line in enumerate(question.lines):
            yield from ((("questions", place, "first_of", number), message) for message in _power(rule_set, line))


def _power(rule_set: RuleSet, line: Line) -> Iterator[str]:
    powers = [id for id in (_asserted(line.when) if line.when else ()) if rule_set.provisions[id].effect == "may"]
    if powers and not line.if_used:
        yield f"{powers[0]} is a power (effect: may), which a person uses or not: name that judgement in if_used"
    if line.if_used and not powers:
        yield "if_used goes with a line whose own when names a provision with effect: may, not under not"
    fact = rule_set.facts.get(line.if_used)
    if line.if_used and (fact is None or not fact.judgement or fact.kind != "yes_no"):
        yield f"if_used names a yes_no judgement (decided_by), and '{line.if_used}' is none"


def _asserted(node: Node) -> Iterator[str]:
    """The provisions a condition names, not counting those under ``not``."""
    if isinstance(node, Leaf):
        yield from provisions_in(node)
    elif node.operation != "not":
        for part in node.of:
            yield from _asserted(part)


# -- figures and cycles


def _figures(rule_set: RuleSet) -> Iterator[str]:
    for figure in rule_set.figures.values():
        spans = [(step.start, step.end) for step in figure.steps]
        for place, message in _tiles(spans, rule_set.covers_from, rule_set.covers_to):
            yield f"figure {figure.name}, value {place + 1}: {message}"
        for step in figure.steps:
            yield from (f"figure {figure.name}: {message}" for message in _complete(step.checked))


def _cycles(rule_set: RuleSet) -> Iterator[str]:
    """Facts, results and provisions that rest on themselves. Each cycle is told once."""
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> Iterator[str]:
        if name in trail:
            yield "these rest on one another in a circle: " + " -> ".join((*trail[trail.index(name) :], name))
        elif name not in done:
            for other in sorted(set(_rests_on(rule_set, name))):
                yield from visit(other, (*trail, name))
            done.add(name)

    for name in (*(f"fact {each}" for each in rule_set.facts), *(f"provision {each}" for each in rule_set.provisions)):
        yield from visit(name, ())


def _rests_on(rule_set: RuleSet, name: str) -> Iterator[str]:
    sort, _, plain = name.partition(" ")
    if sort == "provision":
        yield from _provision_rests_on(rule_set, rule_set.provisions[plain])
    elif plain in rule_set.results:
        yield f"provision {rule_set.results[plain]}"
    else:
        value = rule_set.facts[plain].worked_out
        if value is not None:
            yield from (f"fact {each}" for each in facts_in(value))
            if any(figures_in(value)):
                yield f"fact {rule_set.as_at}"


def _provision_rests_on(rule_set: RuleSet, provision: Provision) -> Iterator[str]:
    yield f"fact {provision.governed_by or rule_set.as_at}"
    for version in provision.versions:
        for leaf in leaves_of(version):
            if isinstance(leaf.source, OfProvision):
                yield f"provision {leaf.source.id}"
            yield from (f"fact {each}" for each in facts_of(leaf))
        for result in version.gives.values():
            yield from (f"fact {each}" for each in facts_in(result.value))
