"""Findings: each condition's status in a case, on which facts, and how its text was checked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.evaluate import Evaluation
from engine.facts import Facts
from engine.model import WORDS_READ, Checked, How, Leaf, Node, OfProvision, RuleSet, Unless, Version
from engine.reasons import Carrier
from engine.resting import fallen_behind, rests_on, tests_of, values_behind
from engine.values import Known, Span
from engine.walk import bounds_of, conditions_of, facts_in, facts_of, figures_in, leaves, tested_by


@dataclass(frozen=True, slots=True)
class Because:
    """A fact that a finding rests on: what is known of it, who says so, and the burden where it fell."""

    fact: str
    value: Known
    source: str
    fell: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One condition of one provision, as it stands in this case."""

    provision: str
    condition: str
    statement: str
    status: str
    cites: str
    checked: str
    because: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A condition that an answer rests on, and how it falls short: ``not_reviewed``, or a mark but published_text."""

    provision: str
    condition: str
    how: str


def findings_of(ev: Evaluation, facts: Facts, fallen: Mapping[str, Known]) -> tuple[Finding, ...]:
    """Every condition of every version that may apply, in the law's order."""
    return tuple(
        finding
        for id in ev.rule_set.provisions
        for version, dates in ev.versions(id)
        for finding in _of_version(ev, facts, fallen, id, version, dates)
    )


def finding_of(ev: Evaluation, facts: Facts, fallen: Mapping[str, Known], carrier: Carrier) -> Finding:
    """The finding of one condition that carries a status."""
    return _finding(ev, facts, fallen, carrier.provision, carrier.version, carrier.dates, carrier.part)


def unchecked_of(ev: Evaluation) -> tuple[Unchecked, ...]:
    """What the answers rest on that falls short of words read in the published law and reviewed by a lawyer."""
    return unchecked_in(ev, rests_on(ev, ev.rule_set.questions))


def unchecked_in(ev: Evaluation, carriers: Iterable[Carrier]) -> tuple[Unchecked, ...]:
    """What of these conditions falls short of that."""
    found: dict[Unchecked, None] = {}
    for carrier in carriers:
        how: str = how_checked(carrier.version, carrier.part)
        if how == "published_text" and ev.rule_set.provisions[carrier.provision].stage != "reviewed":
            how = "not_reviewed"
        for each in (how, *_figures_checked(ev, carrier)):
            if each != "published_text":
                found[Unchecked(carrier.provision, carrier.part.id, each)] = None
    return tuple(found)


def _figures_checked(ev: Evaluation, carrier: Carrier) -> Iterator[How]:
    """How the figures were checked that a condition reads, itself or in what it compares."""
    tested = tuple(tests_of(carrier.part))
    behind = [(bound, carrier.dates) for leaf in tested for bound in bounds_of(leaf)]
    behind += [each for leaf in tested for name in tested_by(leaf) for each in values_behind(ev, name)]
    while behind:
        value, dates = behind.pop()
        for figure in figures_in(value):
            yield from (step.checked.how for step in ev.steps(figure, dates))
        behind += [each for name in facts_in(value) for each in values_behind(ev, name)]


def how_checked(version: Version, part: Leaf | Unless) -> How:
    """How the text of a condition was checked: its own mark, or that of its version."""
    own = part.checked if isinstance(part, Leaf) else None
    mark: Checked | None = own or version.checked
    return mark.how if mark else "recalled"


def unchecked_conditions(rule_set: RuleSet) -> int:
    """How many conditions of the newest versions nobody has read in the published law."""
    newest = [provision.versions[0] for provision in rule_set.provisions.values()]
    marks = [how_checked(version, part) for version in newest for part in conditions_of(version)]
    return sum(mark not in WORDS_READ for mark in marks)


def _of_version(
    ev: Evaluation, facts: Facts, fallen: Mapping[str, Known], id: str, version: Version, dates: Span
) -> Iterator[Finding]:
    for part in conditions_of(version):
        yield _finding(ev, facts, fallen, id, version, dates, part)


def _finding(
    ev: Evaluation,
    facts: Facts,
    fallen: Mapping[str, Known],
    id: str,
    version: Version,
    dates: Span,
    part: Leaf | Unless,
) -> Finding:
    status = ev.leaf(part, dates) if isinstance(part, Leaf) else ev.exception(part, dates)
    node: Node = part.when if isinstance(part, Unless) else part
    named = _facts_of(node)
    behind = (each for name in named for each in fallen_behind(ev, name, fallen))
    because = tuple(_because(ev, facts, fallen, name) for name in dict.fromkeys((*named, *behind)))
    return Finding(id, part.id, part.says, status.word, part.cites, how_checked(version, part), because)


def _facts_of(node: Node) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for leaf in leaves(node):
        if not isinstance(leaf.source, OfProvision):
            names.update(dict.fromkeys(facts_of(leaf)))
    return tuple(names)


def _because(ev: Evaluation, facts: Facts, fallen: Mapping[str, Known], name: str) -> Because:
    fact = ev.rule_set.facts.get(name)
    counted = fact.counted if fact else None
    said = facts.get(name) or (facts.get(counted.records) if counted else None)
    source = said.by or said.source if said else ""
    return Because(name, ev.fact(name), source, name in fallen)
