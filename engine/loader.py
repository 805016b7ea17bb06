"""From the files of a rule set to the model. Every authoring mistake is reported at once, with file, line and key."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import rfc8785

from engine.build_conditions import Builder, checked
from engine.build_facts import build_figures, first_pass, second_pass
from engine.cross_checks import cross_check
from engine.errors import Fault, RuleError, nearest
from engine.grammar import load_shape
from engine.model import Citation, Invariant, Line, Period, Provision, Question, Result, RuleSet, Version
from engine.naming import Names
from engine.values import NUMERIC
from engine.yaml_reader import Document, Path_, read_yaml

NOT_PROVISIONS = ("ruleset.yaml", "facts.yaml", "figures.yaml")


def load_rule_sets(root: Path) -> dict[str, RuleSet]:
    """Every rule set below ``root`` (``root/<area>/<rule set>/ruleset.yaml``), by id such as ``pharmacy/market-entry``.

    Raises RuleError with every fault in every file.
    """
    loaded: dict[str, RuleSet] = {}
    faults: list[Fault] = []
    for path in sorted(root.glob("*/*/ruleset.yaml")):
        try:
            rule_set = load_rule_set(path.parent)
        except RuleError as error:
            faults.extend(fault for fault in error.faults if fault not in faults)
        else:
            loaded[rule_set.id] = rule_set
    if faults:
        raise RuleError(faults)
    return loaded


def load_rule_set(folder: Path) -> RuleSet:
    """The rule set in ``folder``, with the facts that its area shares. Raises RuleError with every fault."""
    return _Loading(folder).load()


def provision_files(folder: Path) -> list[Path]:
    """The files of a rule set that are provisions, in the law's order (numbers in names count as numbers)."""
    files = [path for path in folder.glob("*.yaml") if not path.name.endswith(".test.yaml")]
    return sorted((path for path in files if path.name not in NOT_PROVISIONS), key=lambda path: _natural(path.stem))


def _natural(name: str) -> list[tuple[int, int, str]]:
    return [(0, int(word), "") if word.isdigit() else (1, 0, word) for word in name.split("-")]


@dataclass
class _Loading:
    folder: Path
    faults: list[Fault] = field(default_factory=list)
    names: Names = field(default_factory=Names)
    documents: dict[str, Document] = field(default_factory=dict)

    def load(self) -> RuleSet:
        ruleset = self._read(self.folder / "ruleset.yaml", "ruleset")
        shared = self._read(self.folder.parent / "facts.yaml", "facts", optional=True)
        facts = self._read(self.folder / "facts.yaml", "facts", optional=True)
        figures = self._read(self.folder / "figures.yaml", "figures", optional=True)
        provisions = {path.stem: self._read(path, "provision") for path in provision_files(self.folder)}
        if ruleset is None or self.faults:
            raise RuleError(self.faults)
        self.names.provisions = frozenset(provisions)
        self._results(provisions)
        invariants = self._facts([doc for doc in (shared, facts) if doc], figures, ruleset)
        made = {id: self._provision(id, doc) for id, doc in provisions.items() if doc}
        rule_set = self._rule_set(ruleset, made, tuple(invariants))
        if not self.faults:
            cross_check(rule_set, self.documents, self.faults)
        self._stop_at_faults()
        return rule_set

    def _stop_at_faults(self) -> None:
        if self.faults:
            raise RuleError(self.faults)

    def _read(self, path: Path, shape: str, optional: bool = False) -> Document | None:
        shown = "/".join(path.parts[-3:]) if path.parent == self.folder else "/".join(path.parts[-2:])
        if not path.exists():
            if not optional:
                self.faults.append(Fault("", "this file is missing; every rule set has one", shown, 1))
            return None
        try:
            doc = read_yaml(path, shown)
        except RuleError as error:
            self.faults.extend(error.faults)
            return None
        self.documents[path.stem if shape == "provision" else shown] = doc
        self.faults.extend(doc.fault(where, message) for where, message in load_shape(shape, doc.data).items())
        return doc

    # -- names first, then what is said with them

    def _results(self, provisions: Mapping[str, Document | None]) -> None:
        for id, doc in ((id, doc) for id, doc in provisions.items() if doc is not None):
            for place, version in enumerate(doc.data["versions"]):
                for name, result in version.get("gives", {}).items():
                    kind, owner = self.names.results.setdefault(name, (result["type"], id))
                    if owner != id or kind != result["type"]:
                        path: Path_ = ("versions", place, "gives", name)
                        self.faults.append(
                            doc.fault(path, f"'{name}' is given by {owner} already, as a {kind}; names are unique")
                        )

    def _facts(self, docs: list[Document], figures: Document | None, ruleset: Document) -> list[Invariant]:
        bridges = {doc.file: self._bridges(doc) for doc in docs}
        for doc in docs:
            first_pass(Builder(doc, self.names, self.faults), doc.data["facts"], bridges[doc.file])
        for name in sorted(set(self.names.facts) & set(self.names.results)):
            self.faults.append(
                Fault(name, f"'{name}' is a fact and a provision's result; names are unique", ruleset.file, 1)
            )
        if figures:
            build_figures(Builder(figures, self.names, self.faults), figures.data)
        self._periods(ruleset)
        return [each for doc in docs for each in second_pass(Builder(doc, self.names, self.faults), doc.data)]

    def _bridges(self, doc: Document) -> dict[tuple[str, str], tuple[str, tuple[str, ...]]]:
        """The questions of the rule sets that facts are bridged from: what they ask, and their outcomes."""
        found: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {}
        for rule_set in {fact["from"]["rule_set"] for fact in doc.data["facts"].values() if "from" in fact}:
            path = self.folder.parent.parent / rule_set / "ruleset.yaml"
            if path.exists() and path.parent != self.folder:
                for question in read_yaml(path, "/".join(path.parts[-3:])).data.get("questions", []):
                    lines = question.get("first_of", [])
                    outcomes = dict.fromkeys(line.get("outcome", line.get("otherwise")) for line in lines)
                    found[rule_set, question.get("id")] = (question.get("asks", ""), tuple(outcomes))
        return found

    def _periods(self, ruleset: Document) -> None:
        periods = ruleset.data.get("periods", {})
        self.names.period_names = frozenset(periods)
        builder = Builder(ruleset, self.names, self.faults)
        for name, data in periods.items():
            path: Path_ = ("periods", name)
            start, end = (builder.value(data[key], (*path, key), "date") for key in ("from", "to"))
            self.names.periods[name] = Period(start, end)

    # -- provisions

    def _provision(self, id: str, doc: Document) -> Provision:
        data = doc.data
        builder = Builder(doc, self.names, self.faults)
        if ("reviewed" in data) != (data["stage"] == "reviewed"):
            builder.wrong(
                ("stage",),
                "a rule is reviewed by somebody: stage: reviewed has reviewed: {by, dated}, and no other stage has",
            )
        if "governed_by" in data and self.names.kind(data["governed_by"]) != "date":
            builder.wrong(
                ("governed_by",),
                f"'{data['governed_by']}' is not a date fact.{nearest(data['governed_by'], self.names.facts)}",
            )
        return Provision(
            id=id,
            title=data["title"],
            question=data["question"],
            citation=Citation(**data["citation"]),
            stage=data["stage"],
            limits=tuple(data["limits"]),
            versions=tuple(
                self._version(builder, version, ("versions", place)) for place, version in enumerate(data["versions"])
            ),
            effect=data.get("effect"),
            governed_by=data.get("governed_by", ""),
            reviewed=data.get("reviewed"),
        )

    def _version(self, builder: Builder, data: Mapping[str, Any], path: Path_) -> Version:
        start, end = data["effective"]["from"], data["effective"].get("to")
        if data.get("not_in_force"):
            for name in sorted(set(data) - {"effective", "not_in_force", "changed_by", "checked", "summary"}):
                builder.wrong((*path, name), f"law that was not in force has no '{name}'")
            return Version(
                start,
                end,
                summary=data.get("summary", ""),
                changed_by=data.get("changed_by"),
                checked=checked(data.get("checked")),
            )
        for name in ("checked", "summary", "when", "concludes", "otherwise"):
            if name not in data:
                builder.wrong(
                    path, f"the key '{name}' is missing; a version has checked, summary, when, concludes and otherwise"
                )
        if "when" not in data:
            return Version(start, end)
        return Version(
            start,
            end,
            when=builder.node(data["when"], (*path, "when"), said=True, root=True),
            unless=tuple(builder.unless(data.get("unless", []), (*path, "unless"))),
            gives=dict(self._gives(builder, data.get("gives", {}), (*path, "gives"))),
            summary=data.get("summary", ""),
            concludes=data.get("concludes", ""),
            otherwise=data.get("otherwise", ""),
            changed_by=data.get("changed_by"),
            checked=checked(data.get("checked")),
        )

    def _gives(self, builder: Builder, data: Mapping[str, Any], path: Path_) -> Iterator[tuple[str, Result]]:
        for name, result in data.items():
            how, kind = result.get("rounded"), result["type"]
            bare = {key: value for key, value in result.items() if key not in ("rounded", "type", "says", "cites")}
            value = builder.value(bare, (*path, name), kind)
            if kind == "money" and not how and not builder.whole(value):
                builder.wrong((*path, name), "this may hold a fraction of a penny; say rounded: down, nearest or up")
            if how and kind not in NUMERIC:
                builder.wrong((*path, name, "rounded"), "only a number or money is rounded")
            yield name, Result(name, kind, result["says"], result["cites"], value, how)

    # -- the rule set

    def _rule_set(self, doc: Document, provisions: dict[str, Provision], invariants: tuple[Invariant, ...]) -> RuleSet:
        data = doc.data
        builder = Builder(doc, self.names, self.faults)
        if self.names.kind(data["as_at"]) != "date" or data["as_at"] in self.names.results:
            builder.wrong(
                ("as_at",), f"'{data['as_at']}' is not a date fact.{nearest(data['as_at'], self.names.facts)}"
            )
        questions = tuple(
            self._question(builder, each, ("questions", place)) for place, each in enumerate(data["questions"])
        )
        return RuleSet(
            id="/".join(self.folder.parts[-2:]),
            title=data["title"],
            kind=data["kind"],
            instrument=data["instrument"],
            covers_from=data["covers"]["from"],
            covers_to=data["covers"].get("to"),
            as_at=data["as_at"],
            periods=self.names.periods,
            questions=questions,
            facts=self.names.facts,
            figures=self.names.figures,
            must_hold=invariants,
            provisions=provisions,
            results={name: owner for name, (_, owner) in self.names.results.items()},
            revision=revision(self.documents),
        )

    def _question(self, builder: Builder, data: Mapping[str, Any], path: Path_) -> Question:
        lines = [self._line(builder, line, (*path, "first_of", place)) for place, line in enumerate(data["first_of"])]
        last = len(lines) - 1
        for place, line in enumerate(lines):
            if (line.when is None) != (place == last):
                builder.wrong(
                    (*path, "first_of", place), "every line has when but the last, which is {otherwise: OUTCOME, says}"
                )
            if line.outcome in ("none", "undetermined"):
                builder.wrong(
                    (*path, "first_of", place), f"'{line.outcome}' is a reserved word; name the outcome otherwise"
                )
        return Question(data["id"], data["asks"], tuple(lines))

    def _line(self, builder: Builder, data: Mapping[str, Any], path: Path_) -> Line:
        if "otherwise" in data:
            for name in sorted({"when", "if_used"} & set(data)):
                builder.wrong((*path, name), f"otherwise is what is left: it has no '{name}'")
            return Line(data["otherwise"], data["says"])
        when = builder.node(data["when"], (*path, "when"), said=False) if "when" in data else None
        return Line(data["outcome"], data["says"], when, data.get("if_used", ""))


def revision(documents: Mapping[str, Document]) -> str:
    """The SHA-256 of the canonical form of the rules used: it changes when the law as encoded does, not its layout."""
    content = {name: _canonical(doc.data) for name, doc in documents.items()}
    return hashlib.sha256(rfc8785.dumps(content)).hexdigest()


def _canonical(data: Any) -> Any:
    if isinstance(data, dict):
        return {name: _canonical(value) for name, value in data.items()}
    if isinstance(data, list):
        return [_canonical(value) for value in data]
    return str(data) if isinstance(data, Fraction | date) else data
