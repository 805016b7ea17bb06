"""One folder of rules as plain dictionaries, every scalar read by five patterns and otherwise left as words."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from tests.reference.for_each import with_cells, written_out

# That in C is many times as quick, and is held against the other in tests/test_reference.py.
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
Raw = Any  # what stands in a rule file: dictionaries, lists and the scalars below


def scalar(text: str) -> Raw:
    """true, false, none, a number, a percentage, a day, a minute; anything else is words."""
    fixed = {"true": True, "false": False, "none": None}
    if text in fixed:
        return fixed[text]
    if re.fullmatch(r"-?(0|[1-9]\d*)", text):
        return int(text)
    if re.fullmatch(r"-?\d+\.\d+", text):
        return Fraction(text)
    if re.fullmatch(r"-?\d+(\.\d+)?%", text):
        return Fraction(text[:-1]) / 100
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return date.fromisoformat(text)
    if re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", text):
        return datetime.fromisoformat(text)
    return text


def _read(node: Raw) -> Raw:
    if isinstance(node, dict):
        return {key: _read(part) for key, part in node.items()}
    if isinstance(node, list):
        return [_read(part) for part in node]
    return scalar(node)


def read_text(text: str) -> Raw:
    """Rule-language YAML as dictionaries, lists and typed scalars; `none` is None."""
    loaded = yaml.load(text, Loader=LOADER)  # noqa: S506 - it makes strings, lists and dictionaries only
    return _read(loaded)


@dataclass(frozen=True)
class Rules:
    """One rule set: its own page, the facts that it may read, its figures and its provisions; copies written out."""

    ruleset: dict[str, Raw]
    facts: dict[str, Raw]
    figures: dict[str, Raw] = field(default_factory=dict)
    provisions: dict[str, Raw] = field(default_factory=dict)
    must_hold: list[Raw] = field(default_factory=list)

    def results(self) -> dict[str, str]:
        """The name of each amount that a provision gives, with that provision's id."""
        return {
            name: provision
            for provision, body in self.provisions.items()
            for version in body["versions"]
            for name in version.get("gives", {})
        }


def read_rules(folder: Path) -> Rules:
    """The rule set in `folder` with the facts of its area, which stand one folder up."""
    named = {
        path.stem: _kept(read_text(path.read_text()))
        for path in sorted(folder.glob("*.yaml"))
        if not path.stem.endswith(".test")
    }
    shared = folder.parent / "facts.yaml"
    facts = read_text(shared.read_text())["facts"] if shared.exists() else {}
    own = named.pop("facts", {})
    facts |= own.get("facts", {})
    for fact in facts.values():
        if "from" in fact:
            fact |= {
                "type": "choice",
                "options": _outcomes(folder.parents[1] / fact["from"]["rule_set"], fact["from"]["question"]),
            }
    ruleset, figures = named.pop("ruleset"), named.pop("figures", {})
    facts = with_cells(written_out(facts, {}))
    return Rules(
        written_out(ruleset, facts),
        facts,
        figures,
        written_out(named, facts),
        written_out(own.get("must_hold", []), facts),
    )


def _kept(file: Raw) -> Raw:
    """A version that is as before has what the one below it has, written out."""
    versions = file.get("versions", [])
    for newer, older in reversed([*pairwise(versions)]):
        if newer.pop("as_before", False):
            newer |= {key: part for key, part in older.items() if key not in newer}
    return file


def _outcomes(folder: Path, question: str) -> list[str]:
    """Every outcome that a question of another rule set may have."""
    asked = next(q for q in read_text((folder / "ruleset.yaml").read_text())["questions"] if q["id"] == question)
    return sorted({line.get("outcome") or line["otherwise"] for line in asked["first_of"]})
