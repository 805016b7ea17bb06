"""From the files of a rule set to the model. Every authoring mistake is reported at once, with file, line and key."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from engine.build_conditions import Builder
from engine.build_facts import build_figures, first_pass, second_pass, third_pass
from engine.build_provisions import build_provision
from engine.build_tables import counts_pass, tables_pass
from engine.build_values import crossed
from engine.cross_checks import cross_check, waiting_circles
from engine.errors import Fault, RuleError
from engine.for_good import kept_for_good
from engine.frames import Plan
from engine.limits import too_much
from engine.lowering import lower
from engine.model import Invariant, Line, Period, Provision, Question, RuleSet
from engine.naming import Names
from engine.revising import revision
from engine.shapes import load_shape
from engine.yaml_reader import Document, Path_, read_yaml

_FILE_NAME = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
_NUMBERED = re.compile("([a-z]+)([0-9]+)")
NOT_PROVISIONS = ("ruleset.yaml", "facts.yaml", "figures.yaml")


def load_rule_sets(root: Path) -> dict[str, RuleSet]:
    """Every rule set below ``root`` (``root/<area>/<rule set>/ruleset.yaml``), by id such as ``pharmacy/market-entry``.

    Raises RuleError with every fault in every file.
    """
    loaded: dict[str, RuleSet] = {}
    faults: list[Fault] = []
    read: _Read = {}
    with kept_for_good():
        for id in rule_set_ids(root):
            try:
                rule_set = _Loading(root / id, read).load()
            except RuleError as error:
                faults.extend(fault for fault in error.faults if fault not in faults)
            else:
                loaded[rule_set.id] = rule_set
    faults.extend(waiting_circles(loaded))
    if faults:
        raise RuleError(faults)
    return loaded


def rule_set_ids(root: Path) -> list[str]:
    """The ids of the rule sets that stand below ``root``, whether or not they can be read."""
    return ["/".join(path.parts[-3:-1]) for path in sorted(root.glob("*/*/ruleset.yaml"))]


def load_rule_set(folder: Path) -> RuleSet:
    """The rule set in ``folder``, with the facts that its area shares. Raises RuleError with every fault."""
    with kept_for_good():
        return _Loading(folder, {}).load()


def provision_files(folder: Path) -> list[Path]:
    """The files of a rule set that are provisions, in the law's order (numbers in names count as numbers)."""
    files = [path for path in folder.glob("*.yaml") if not path.name.endswith(".test.yaml")]
    return sorted((path for path in files if path.name not in NOT_PROVISIONS), key=lambda path: _natural(path.stem))


def _natural(name: str) -> list[tuple[int, str, int]]:
    """By its words: sa2 before sa10. A number with letters behind it stays a word, since answers are kept in order."""
    return [_word(word) for word in name.split("-")]


def _word(word: str) -> tuple[int, str, int]:
    if word.isdigit():
        return 0, "", int(word)
    numbered = _NUMBERED.fullmatch(word)
    return (1, numbered[1], int(numbered[2])) if numbered else (1, word, 0)


_Read = dict[Path, tuple[Document | None, Sequence[Fault]]]


@dataclass
class _Loading:
    folder: Path
    read: _Read  # what was read already: several rule sets share facts, and ask each other's questions
    faults: list[Fault] = field(default_factory=list)
    names: Names = field(default_factory=Names)
    documents: dict[str, Document] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """By which the rule set is known: the names of its area and of its folder."""
        return "/".join(self.folder.parts[-2:])

    def load(self) -> RuleSet:
        self._file_names()
        ruleset = self._read(self.folder / "ruleset.yaml", "ruleset")
        shared = self._read(self.folder.parent / "facts.yaml", "facts", optional=True)
        facts = self._read(self.folder / "facts.yaml", "facts", optional=True)
        figures = self._read(self.folder / "figures.yaml", "figures", optional=True)
        provisions = {path.stem: self._read(path, "provision") for path in provision_files(self.folder)}
        if ruleset is None or self.faults:
            raise self._error()
        self.names.rule_set = self.id
        self.names.provisions = frozenset(provisions)
        self._results(provisions)
        invariants = self._facts([doc for doc in (shared, facts) if doc], figures, ruleset)
        made = {
            id: build_provision(Builder(doc, self.names, self.faults), id, doc.data)
            for id, doc in provisions.items()
            if doc
        }
        area = frozenset(shared.data["facts"]) if shared else frozenset()
        rule_set = self._rule_set(ruleset, made, tuple(invariants), area)
        if not self.faults:
            cross_check(rule_set, self.documents, self.faults)
        if not self.faults:
            rule_set = replace(rule_set, plan=lower(rule_set))
            self.faults.extend(ruleset.fault((), message) for message in too_much(rule_set.plan))
        if self.faults:
            raise self._error()
        return rule_set

    def _file_names(self) -> None:
        """Every file here is read, or refused: none is passed over because of how it is named."""
        tests = ".test.yaml"
        for path in sorted(each for each in self.folder.glob("[!.]*") if each.is_file() and each.suffix != ".md"):
            shown, stem = "/".join(path.parts[-3:]), path.name.removesuffix(tests).removesuffix(".yaml")
            if path.suffix != ".yaml" or not _FILE_NAME.fullmatch(stem):
                message = "a rule file is named in small letters, digits and hyphens, and ends in .yaml"
                self.faults.append(Fault("", message, shown, 1))
            elif path.name.endswith(tests) and not path.with_name(f"{stem}.yaml").exists():
                message = f"there is no {stem}.yaml that this tests; name it after the provision beside it"
                self.faults.append(Fault("", message, shown, 1))

    def _error(self) -> RuleError:
        return RuleError(sorted(self.faults, key=lambda fault: (fault.file, fault.line)))

    def _read(self, path: Path, shape: str, optional: bool = False) -> Document | None:
        shown = "/".join(path.parts[-3:]) if path.parent == self.folder else "/".join(path.parts[-2:])
        if not path.exists():
            if not optional:
                self.faults.append(Fault("", "this file is missing; every rule set has one", shown, 1))
            return None
        doc, faults = self._once(path, shown, shape)
        self.faults.extend(faults)
        if doc is not None:
            self.documents[path.stem if shape == "provision" else shown] = doc
        return doc

    def _once(self, path: Path, shown: str, shape: str) -> tuple[Document | None, Sequence[Fault]]:
        """A file that can be read, and all that is wrong with it."""
        if path not in self.read:
            try:
                doc = read_yaml(path, shown)
            except RuleError as error:
                self.read[path] = None, error.faults
            else:
                self.read[path] = doc, [doc.fault(*wrong) for wrong in load_shape(shape, doc.data).items()]
        return self.read[path]

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
            tables_pass(Builder(doc, self.names, self.faults), doc.data["facts"])
        for doc in docs:
            first_pass(Builder(doc, self.names, self.faults), doc.data["facts"], bridges[doc.file])
        for name in sorted(set(self.names.facts) & set(self.names.results)):
            doc = self.documents[self.names.results[name][1]]
            place = next(n for n, version in enumerate(doc.data["versions"]) if name in version.get("gives", {}))
            path: Path_ = ("versions", place, "gives", name)
            self.faults.append(doc.fault(path, f"'{name}' is a fact already; names are unique"))
        if figures:
            build_figures(Builder(figures, self.names, self.faults), figures.data)
        self._periods(ruleset)
        builders = [Builder(doc, self.names, self.faults) for doc in docs]
        for builder in builders:
            second_pass(builder, builder.doc.data["facts"])
        for builder in builders:
            counts_pass(builder, builder.doc.data["facts"])
        return [each for builder in builders for each in third_pass(builder, builder.doc.data)]

    def _bridges(self, doc: Document) -> dict[tuple[str, str], tuple[str, tuple[str, ...]]]:
        """The questions of the rule sets that facts are bridged from: what they ask, and their outcomes."""
        found: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {}
        for rule_set in {fact["from"]["rule_set"] for fact in doc.data["facts"].values() if "from" in fact}:
            path = self.folder.parent.parent / rule_set / "ruleset.yaml"
            if path.exists() and path.parent != self.folder:
                other, wrong = self._once(path, "/".join(path.parts[-3:]), "ruleset")  # its loading tells what is wrong
                for question in other.data["questions"] if other and not wrong else ():
                    outcomes = dict.fromkeys(
                        line.get("outcome", line.get("otherwise")) for line in question["first_of"]
                    )
                    found[rule_set, question["id"]] = (question["asks"], tuple(outcomes))
        return found

    def _periods(self, ruleset: Document) -> None:
        periods = ruleset.data.get("periods", {})
        self.names.period_names = frozenset(periods)
        builder = Builder(ruleset, self.names, self.faults)
        for name, data in periods.items():
            path: Path_ = ("periods", name)
            start, end = (builder.value(data[key], (*path, key), "date") for key in ("from", "to"))
            if crossed(start, end):
                builder.wrong(path, "this period ends before it starts; swap from and to")
            self.names.periods[name] = Period(start, end)

    # -- the rule set

    def _rule_set(
        self,
        doc: Document,
        provisions: dict[str, Provision],
        invariants: tuple[Invariant, ...],
        area: frozenset[str],
    ) -> RuleSet:
        data = doc.data
        builder = Builder(doc, self.names, self.faults)
        builder.governing(data["as_at"], ("as_at",))
        if (last := data["covers"].get("to")) and last < data["covers"]["from"]:
            builder.wrong(("covers",), "covers ends before it starts; swap from and to")
        questions = tuple(
            self._question(builder, each, ("questions", place)) for place, each in enumerate(data["questions"])
        )
        return RuleSet(
            id=self.id,
            title=data["title"],
            kind=data["kind"],
            instrument=data["instrument"],
            covers_from=data["covers"]["from"],
            covers_to=data["covers"].get("to"),
            as_at=data["as_at"],
            periods=self.names.periods,
            questions=questions,
            facts=self.names.facts,
            tables=self.names.tables,
            figures=self.names.figures,
            must_hold=invariants,
            provisions=provisions,
            results={name: owner for name, (_, owner) in self.names.results.items()},
            revision=revision(self.documents, self.names.facts),
            plan=Plan(),
            of_area=area,
            renamed=data.get("renamed", {}),
        )

    def _question(self, builder: Builder, data: Mapping[str, Any], path: Path_) -> Question:
        lines = [self._line(builder, line, (*path, "first_of", place)) for place, line in enumerate(data["first_of"])]
        last = len(lines) - 1
        for place, line in enumerate(lines):
            if (line.when is None) != (place == last) or ("otherwise" in data["first_of"][place]) != (place == last):
                builder.wrong(
                    (*path, "first_of", place), "every line has when but the last, which is {otherwise: OUTCOME, says}"
                )
            if line.outcome in ("none", "undetermined"):
                builder.wrong(
                    (*path, "first_of", place), f"'{line.outcome}' is a reserved word; name the outcome otherwise"
                )
        return Question(data["id"], data["asks"], tuple(lines), data.get("step", False))

    def _line(self, builder: Builder, data: Mapping[str, Any], path: Path_) -> Line:
        if "otherwise" in data:
            for name in sorted({"when", "if_used", "told"} & set(data)):
                builder.wrong((*path, name), f"otherwise is what is left: it has no '{name}'")
            return Line(data["otherwise"], data["says"])
        when = builder.node(data["when"], (*path, "when"), said=False, root=True) if "when" in data else None
        return Line(data["outcome"], data["says"], when, data.get("if_used", ""), data.get("told", False))
