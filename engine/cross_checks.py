"""What can only be seen of a rule set as a whole: versions that tile, figures that tile, powers, ids, cycles."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from engine.errors import Fault, nearest
from engine.model import WORDS_READ, Leaf, Line, Node, OfProvision, Provision, RuleSet
from engine.walk import counted_by, facts_in, facts_of, figures_in, leaves_of, provisions_in, tested_for
from engine.yaml_reader import Document, Path_

_DAY = timedelta(days=1)
_ONCE = "together they take in every day of covers, each once"


def cross_check(rule_set: RuleSet, documents: Mapping[str, Document], faults: list[Fault]) -> None:
    """Append every fault found to ``faults``."""
    ruleset = next(doc for name, doc in documents.items() if name.endswith("/ruleset.yaml"))
    for provision in rule_set.provisions.values():
        doc = documents[provision.id]
        faults.extend(doc.fault(path, message) for path, message in _provision(rule_set, provision, doc.data))
    faults.extend(ruleset.fault(path, message) for path, message in _questions(rule_set))
    faults.extend(ruleset.fault(path, message) for path, message in _renamed(rule_set))
    for doc in (doc for name, doc in documents.items() if name.endswith("/figures.yaml")):
        faults.extend(doc.fault(path, message) for path, message in _figures(rule_set, doc.data))
    faults.extend(_placed(documents, name, message) for name, message in _cycles(rule_set))


def waiting_circles(rule_sets: Mapping[str, RuleSet]) -> Iterator[Fault]:
    """Rule sets that wait for one another's answers, so that none can be determined first."""

    def beyond(id: str, trail: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        awaited = {fact.bridge[0] for fact in rule_sets[id].facts.values() if fact.bridge} & set(rule_sets)
        for other in sorted(awaited):
            if other == trail[0]:
                yield (*trail, other)
            elif other not in trail:
                yield from beyond(other, (*trail, other))

    for id in rule_sets:
        for circle in beyond(id, (id,)):
            if id == min(circle):
                yield Fault(
                    "",
                    f"rule sets wait for one another, so none can be first: {' -> '.join(circle)}",
                    f"{id}/ruleset.yaml",
                    1,
                )


_Found = Iterator[tuple[Path_, str]]


def _provision(rule_set: RuleSet, provision: Provision, written: Mapping[str, Any]) -> _Found:
    spans = [(version.start, version.end) for version in provision.versions]
    late = next((place for place, (one, other) in enumerate(pairwise(spans), 1) if other[0] > one[0]), None)
    if late is not None:
        yield ("versions", late, "effective"), "this is newer than the version above it; versions stand newest first"
    else:
        for place, message in _tiles(spans[::-1], rule_set.covers_from, rule_set.covers_to):
            yield ("versions", len(spans) - 1 - place, "effective"), message
    for place, version in enumerate(written["versions"]):
        path: Path_ = ("versions", place)
        written_out = list(_all_of(version, ("id", "checked"), path))
        yield from _ids((where, said) for where, said in written_out if where[-1] == "id")
        for where, said in written_out:
            if where[-1] == "checked":
                yield from ((where, message) for message in _complete(said))


def _tiles(spans: list[tuple[date, date | None]], start: date, end: date | None) -> Iterator[tuple[int, str]]:
    """Whether spans, oldest first, cover everything from ``start`` to ``end`` without a gap or an overlap."""
    if spans[0][0] != start:
        yield 0, f"this starts on {spans[0][0]}, but covers in ruleset.yaml starts on {start}; {_ONCE}"
    for place, ((_, before), (first, _)) in enumerate(pairwise(spans)):
        if before is None:
            yield place, f"this has no end, but another starts on {first}; write to: {first - _DAY}"
        elif first != before + _DAY:
            yield place + 1, f"this starts on {first}, but the one before it ends on {before}; {_ONCE}"
    for place, (first, last) in enumerate(spans):
        if last is not None and last < first:
            yield place, f"this ends on {last}, before it starts on {first}"
    if spans[-1][1] != end:
        yield len(spans) - 1, f"the newest {_ends(spans[-1][1])}, but covers in ruleset.yaml {_ends(end)}; {_ONCE}"


def _ends(day: date | None) -> str:
    return "has no end" if day is None else f"ends on {day}"


def _ids(stated: _Found) -> _Found:
    seen: set[str] = set()
    for where, id in stated:
        if id in seen:
            yield where, f"the id '{id}' stands twice in this version; each condition, group and exception has its own"
        seen.add(id)


def _all_of(data: Any, keys: tuple[str, ...], path: Path_) -> Iterator[tuple[Path_, Any]]:
    """Every value of one of ``keys`` at any depth, and where it stands."""
    for name, value in data.items() if isinstance(data, dict) else enumerate(data):
        if name in keys:
            yield (*path, name), value
        if isinstance(value, dict | list):
            yield from _all_of(value, keys, (*path, name))


def _complete(said: Mapping[str, Any]) -> Iterator[str]:
    if said["how"] == "recalled":
        return
    for name in ("by", "dated", "url", *(("read_in",) if said["how"] in WORDS_READ else ())):
        if name not in said:
            yield f"{said['how']} needs '{name}': who read it, when and where (recalled needs how alone)"


# -- questions and powers


def _questions(rule_set: RuleSet) -> _Found:
    ids = [question.id for question in rule_set.questions]
    for place, question in enumerate(rule_set.questions):
        if question.id in ids[:place]:
            yield ("questions", place, "id"), f"the question '{question.id}' stands twice; each has its own id"
        if question.id in rule_set.provisions:
            yield ("questions", place, "id"), f"'{question.id}' is a provision too; names differ"
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


# -- names that another rule set has otherwise


def _renamed(rule_set: RuleSet) -> _Found:
    """Whether what another rule set names otherwise is there, and each name of the other stands for one thing."""
    facts = {fact.cell_of or name for name, fact in rule_set.facts.items()}
    known = {*rule_set.provisions, *facts, *rule_set.tables}
    for other, names in rule_set.renamed.items():
        if other == rule_set.id:
            yield ("renamed", other), "this is the rule set itself; name another, whose names differ"
        there = list(names.values())
        for place, (here, name) in enumerate(names.items()):
            path: Path_ = ("renamed", other, here)
            if here not in known:
                near = nearest(here, known)
                yield path, f"there is no provision, fact or table '{here}' in this rule set.{near}"
            elif name in there[:place]:
                yield path, f"'{name}' stands here twice; one thing there is one thing here"


# -- figures and cycles


def _figures(rule_set: RuleSet, written: Mapping[str, Any]) -> _Found:
    for name, figure in written.items():
        steps = sorted(enumerate(figure["values"]), key=lambda step: step[1]["from"])
        spans = [(step["from"], step.get("to")) for _, step in steps]
        for place, message in _tiles(spans, rule_set.covers_from, rule_set.covers_to):
            yield (name, "values", steps[place][0]), message
        for place, step in steps:
            yield from (((name, "values", place, "checked"), message) for message in _complete(step["checked"]))


def _placed(documents: Mapping[str, Document], name: str, message: str) -> Fault:
    """A fault in what ``name`` ("fact …" or "provision …") says, in the file where it says so."""
    sort, _, plain = name.partition(" ")
    if sort == "provision":
        return documents[plain].fault((), message)
    described = (doc for name, doc in documents.items() if name.endswith("/facts.yaml") and plain in doc.data["facts"])
    return next(described).fault(("facts", plain), message)


def _cycles(rule_set: RuleSet) -> Iterator[tuple[str, str]]:
    """Facts, results and provisions that rest on themselves, by the first of them. Each cycle is told once."""
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        if name in trail:
            circle = (*trail[trail.index(name) :], name)
            first = next(each for each in circle if each.partition(" ")[2] not in rule_set.results)
            yield first, f"these rest on one another in a circle, so none can be first: {' -> '.join(circle)}"
        elif name not in done:
            for other in sorted(set(rests_on(rule_set, name))):
                yield from visit(other, (*trail, name))
            done.add(name)

    for name in (*(f"fact {each}" for each in rule_set.facts), *(f"provision {each}" for each in rule_set.provisions)):
        yield from visit(name, ())


def rests_on(rule_set: RuleSet, name: str) -> Iterator[str]:
    """What "fact …" (a result too) or "provision …" is worked out from, named alike."""
    sort, _, plain = name.partition(" ")
    if sort == "provision":
        yield from _provision_rests_on(rule_set, rule_set.provisions[plain])
    elif plain in rule_set.results:
        yield from _result_rests_on(rule_set.provisions[rule_set.results[plain]], plain)
    else:
        fact = rule_set.facts[plain]
        values = [*counted_by(rule_set, fact), *(() if fact.worked_out is None else (fact.worked_out,))]
        yield from (f"fact {each}" for value in values for each in facts_in(value))
        yield from (f"fact {each}" for each in tested_for(fact))
        if any(figure for value in values for figure in figures_in(value)):
            yield f"fact {rule_set.as_at}"


def _provision_rests_on(rule_set: RuleSet, provision: Provision) -> Iterator[str]:
    yield f"fact {provision.governed_by or rule_set.as_at}"
    for version in provision.versions:
        for leaf in leaves_of(version):
            if isinstance(leaf.source, OfProvision):
                yield f"provision {leaf.source.id}"
            yield from (f"fact {each}" for each in facts_of(leaf))


def _result_rests_on(provision: Provision, name: str) -> Iterator[str]:
    """Its provision, and what it is worked out from: other results of the same provision too, one step a line."""
    yield f"provision {provision.id}"
    for version in provision.versions:
        if name in version.gives:
            yield from (f"fact {each}" for each in facts_in(version.gives[name].value))
