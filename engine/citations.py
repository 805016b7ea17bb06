"""Every citation in a rule set: of its provisions, their conditions and results, of figures and worked-out facts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from engine.errors import Fault, RuleError
from engine.findings import how_checked
from engine.model import Checked, Group, Leaf, Provision, RuleSet, Unless, Version
from engine.walk import conditions_of, groups, nodes_of
from engine.yaml_reader import Document, Path_, read_yaml

Kind = Literal["heading", "condition", "group", "result", "figure", "fact"]
_STATES = ("condition", "group", "result", "figure", "fact")


@dataclass(frozen=True, slots=True)
class Citing:
    """One thing that cites a place in the law: in which rule set and provision, and how its words were checked.

    ``owner`` is the provision, and of a figure or a fact its name. ``condition`` is the id of a condition; the copies
    that ``for_each`` makes of one have one id. ``start`` tells the versions of a provision apart; ``end`` is empty
    while one is in force, and ``changed_by`` names the instrument that made it.
    """

    rule_set: str
    owner: str
    kind: Kind
    text: str
    start: str = ""
    condition: str = ""
    checked: Checked | None = None
    end: str = ""
    changed_by: str = ""

    @property
    def states_law(self) -> bool:
        """Whether something is decided under this citation, where a heading only names it."""
        return self.kind in _STATES


def citations_of(rule_set: RuleSet) -> tuple[Citing, ...]:
    """All of them, each once, provisions in the law's order and the rest after them."""
    found: dict[Citing, None] = {}
    for provision in rule_set.provisions.values():
        found.update(dict.fromkeys(_of_provision(rule_set.id, provision)))
    for figure in rule_set.figures.values():
        for step in figure.steps:
            days = step.start.isoformat(), _day(step.end)
            made = Citing(rule_set.id, figure.name, "figure", step.cites, days[0], "", step.checked, days[1])
            found[made] = None
    for fact in rule_set.facts.values():
        if fact.cites:
            found[Citing(rule_set.id, fact.cell_of or fact.name, "fact", fact.cites)] = None
    return tuple(found)


def _of_provision(rule_set: str, provision: Provision) -> Iterator[Citing]:
    yield Citing(rule_set, provision.id, "heading", provision.citation.provision)
    for version in provision.versions:
        start = version.start.isoformat()
        ended = _day(version.end), (version.changed_by or {}).get("instrument", "")
        for part in conditions_of(version):
            if part.cites:
                mark = _mark(version, part)
                id = part.id.partition("[")[0]
                yield Citing(rule_set, provision.id, "condition", part.cites, start, id, mark, *ended)
        for group in _groups(version):
            if group.cites:
                yield Citing(rule_set, provision.id, "group", group.cites, start, group.id, version.checked, *ended)
        for result in version.gives.values():
            yield Citing(rule_set, provision.id, "result", result.cites, start, result.name, version.checked, *ended)


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


def _mark(version: Version, part: Leaf | Unless) -> Checked:
    own = part.checked if isinstance(part, Leaf) else None
    return own or version.checked or Checked(how_checked(version, part))


def _groups(version: Version) -> Iterator[Group]:
    for node in nodes_of(version):
        yield from groups(node)


def place_of(root: Path, citing: Citing, message: str) -> Fault:
    """The fault of a citation, with the file and the line on which it stands."""
    area = citing.rule_set.partition("/")[0]
    if citing.kind in ("figure", "fact"):
        files = [root / citing.rule_set / f"{citing.kind}s.yaml", root / area / "facts.yaml"]
    else:
        files = [root / citing.rule_set / f"{citing.owner}.yaml"]
    for path in filter(Path.exists, files):
        shown = path.relative_to(root).as_posix()
        try:
            doc = read_yaml(path, shown)
        except RuleError:
            continue
        if found := next(_standing(doc, citing.text), None):
            return doc.fault(found, message)
    return Fault("", message, files[0].relative_to(root).as_posix(), 1)


def _standing(doc: Document, text: str) -> Iterator[Path_]:
    """Where a citation stands in a file."""
    for path in doc.lines:
        value = doc.data
        for part in path:
            value = value[part]
        if value == text and path[-1:] in (("cites",), ("provision",)):
            yield path
