"""The generated structure written in the project's rule language, as the files an author would write."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from benchmarks.generate import HIGHEST_NUMBER, Fact, Group, Leaf, Node, Provision, Reference, RuleSpec

COVERS_FROM = date(2019, 1, 1)
AS_AT = date(2024, 5, 1)
GOVERNING_DATE = "decided_on"
LIVES_AT = "https://example.org/benchmark"


def write_rules(spec: RuleSpec, folder: Path) -> None:
    """Write the rule set into a folder, which is made: ruleset.yaml, facts.yaml and a file for each provision."""
    folder.mkdir(parents=True)
    _write(folder / "ruleset.yaml", _rule_set(spec))
    facts = {GOVERNING_DATE: _described(Fact(GOVERNING_DATE, "date"))} | {f.name: _described(f) for f in spec.facts}
    _write(folder / "facts.yaml", {"facts": facts})
    for provision in spec.provisions:
        _write(folder / f"{provision.id}.yaml", _provision(provision))


def _write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=120), encoding="utf-8")


def _rule_set(spec: RuleSpec) -> dict[str, Any]:
    last, before = spec.provisions[-1].id, spec.provisions[-2].id
    return {
        "title": "Generated rules to measure speed with",
        "kind": "assessment",
        "instrument": {"id": "benchmark/2024/1", "title": "Generated, not law", "url": LIVES_AT},
        "covers": {"from": COVERS_FROM},
        "as_at": GOVERNING_DATE,
        "questions": [
            {
                "id": "outcome",
                "asks": "What follows from the generated provisions?",
                "first_of": [
                    {"outcome": "first", "when": {"provision": last}, "says": "The last provision is met"},
                    {"outcome": "second", "when": {"provision": before}, "says": "The last but one is met"},
                    {"otherwise": "neither", "says": "Neither of the last two is met"},
                ],
            }
        ],
    }


def _described(fact: Fact) -> dict[str, Any]:
    more: dict[str, Any] = {"choice": {"options": list(fact.options)}}.get(fact.kind, {})
    if fact.kind == "number":
        more = {"unit": "items", "whole": True, "at_least": 0, "at_most": HIGHEST_NUMBER}
    described = {"type": fact.kind} | more
    return described | {"ask": f"What is {fact.name}?", "shown_by": "applicant", "personal": False}


def _provision(provision: Provision) -> dict[str, Any]:
    number = int(provision.id[1:])
    version: dict[str, Any] = {
        "effective": {"from": COVERS_FROM},
        "checked": {"how": "recalled"},
        "summary": f"Generated provision {number}.",
        "when": _node(provision.when, number),
    }
    if provision.exceptions:
        version["unless"] = [_exception(exception, number) for exception in provision.exceptions]
    version |= {"concludes": f"Provision {number} applies", "otherwise": f"Provision {number} does not apply"}
    return {
        "title": f"Generated provision {number}",
        "question": f"Does provision {number} apply?",
        "citation": {"instrument": "benchmark/2024/1", "provision": f"provision {number}", "url": LIVES_AT},
        "stage": "draft",
        "limits": ["It is not law: it exists to be measured."],
        "versions": [version],
    }


def _node(node: Node, number: int, place: str = "") -> dict[str, Any]:
    """A condition as the language writes it; below the root, a group of more than three has words of its own."""
    if not isinstance(node, Group):
        return _words(node.id, number) | _test(node)
    children = [_node(child, number, f"{place}_{at}") for at, child in enumerate(node.children, 1)]
    words = _words(f"g{place}", number) if place and len(children) > 3 else {}
    if node.kind == "not":
        return {"not": children[0]}
    if node.kind == "at_least_of":
        return words | {"at_least_of": {"count": node.count, "of": children}}
    return words | {node.kind: children}


def _exception(leaf: Leaf | Reference, number: int) -> dict[str, Any]:
    return _words(leaf.id, number) | {"when": _test(leaf)}


def _words(ident: str, number: int) -> dict[str, Any]:
    return {"id": ident, "says": f"Condition {ident} of provision {number}", "cites": f"prov. {number}({ident})"}


def _test(leaf: Leaf | Reference) -> dict[str, Any]:
    if isinstance(leaf, Reference):
        return {"provision": leaf.provision}
    return {"fact": leaf.fact, leaf.operator: list(leaf.value) if isinstance(leaf.value, tuple) else leaf.value}
