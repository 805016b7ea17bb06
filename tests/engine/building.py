"""Small rule sets from short text, written as the files that an author writes and read by the real loader.

A fact is a line ``name kind more: keys`` (``judgement`` is a kind here). A condition is marked ``<name> {…}`` instead
of giving it id, says and cites. A version is the YAML under ``versions``, without what every version has.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from engine import Determination, FactError, RuleError, RuleSet, determine, load_rule_set, read_facts
from engine.facts import read_given
from engine.grammar import COUNTS

START = "2013-04-01"
DECIDED = date(2024, 5, 1)

# What several of the tests speak of: three facts and their conditions; a refusal; a provision in two versions.
YES_NO = "a yes_no\nb yes_no\nc yes_no\n"
A, B, C = (f"<{name}> {{fact: {name}, is: true}}" for name in "abc")
FACTS = """
class choice options: [routine, excepted, other]
next_door yes_no if_not_shown: false
consolidation yes_no if_not_shown: false
cost money
weight number
seen_on date
same_service judgement
"""
REFUSAL = """
when: {all: [<in_scope> {fact: class, is_one_of: [routine, excepted]}, <near> {fact: next_door, is: true}, \
<same> {judgement: same_service}]}
unless: [{id: consolidated, says: "It is a consolidation", cites: reg. 31(1), when: {fact: consolidation, is: true}}]
"""
TWO = [
    "effective: {from: 2020-01-01}\nwhen: <a> {fact: next_door, is: true}",
    "effective: {from: 2013-04-01, to: 2019-12-31}\nwhen: <b> {fact: consolidation, is: true}",
]


_DERIVED = ("worked_out", *COUNTS)


def facts_yaml(text: str) -> str:
    """The facts of the lines of ``text``; who shows them and how they are asked for is filled in."""
    lines = [line.split(maxsplit=2) for line in text.strip().splitlines() if line.strip()]
    return "facts:\n" + "".join(_fact(name, kind, "".join(more)) for name, kind, *more in lines)


def _fact(name: str, kind: str, more: str) -> str:
    parts = [] if kind == "bridge" else [f"type: {'yes_no' if kind == 'judgement' else kind}"]
    if not any(f"{way}:" in more for way in _DERIVED) or "ask:" in more:
        parts += [] if "ask:" in more else [f'ask: "What of {name}?"']
        parts += ["decided_by: committee"] if kind == "judgement" else []
        parts += [] if kind == "judgement" or "shown_by" in more else ["shown_by: applicant"]
    return f"  {name}: {{{', '.join([*parts, *([more] if more else [])])}}}\n"


def provision_yaml(versions: str | Sequence[str], head: str = "") -> str:
    """A provision of one version, or of several, the newest first."""
    several = [versions] if isinstance(versions, str) else versions
    return (
        'title: "A provision"\nquestion: "Is it met?"\n'
        'citation: {instrument: uksi/2013/349, provision: regulation 1, url: "https://www.legislation.gov.uk/uksi/2013/349"}\n'
        f'stage: draft\nlimits: ["It decides nothing else."]\n{head}\nversions:\n' + "".join(map(_version, several))
    )


def _version(text: str) -> str:
    usual = {
        "effective": f"{{from: {START}}}",
        "checked": "{how: recalled}",
        "summary": '"In our own words."',
        "concludes": '"It is met"',
        "otherwise": '"It is not met"',
    }
    if "not_in_force" in text:
        usual = {"effective": usual["effective"]}
    lines = [line.strip() for line in text.strip().splitlines()]
    lines += [f"{key}: {value}" for key, value in usual.items() if f"{key}:" not in text]
    marked = [re.sub(r"<(\w+)> \{", r'{id: \1, says: "What \1 says", cites: para 1, ', line) for line in lines]
    return "  - " + "\n    ".join(marked) + "\n"


def question_yaml(id: str, lines: Sequence[str]) -> str:
    """A question of lines ``outcome: condition``, perhaps `` used judgement``; the last is the outcome that is left."""
    made = f'  - id: {id}\n    asks: "What is to be done?"\n    first_of:\n'
    for line in lines[:-1]:
        outcome, _, rest = line.partition(": ")
        when, _, used = rest.partition(" used ")
        power = f", if_used: {used}" if used else ""
        made += f'      - {{outcome: {outcome}, when: {when}{power}, says: "It is {outcome}"}}\n'
    return made + f'      - {{otherwise: {lines[-1]}, says: "Otherwise it is {lines[-1]}"}}\n'


def write_rules(
    root: Path,
    facts: str,
    provisions: Mapping[str, str | Sequence[str]],
    questions: Mapping[str, Sequence[str]] | None = None,
    *,
    heads: Mapping[str, str] | None = None,
    must_hold: str = "",
    figures: str = "",
    more: str = "",
    covers: str = f"{{from: {START}}}",
    id: str = "pharmacy/entry",
) -> Path:
    """The folder of a rule set, written below ``root``. ``decided_on`` is the date whose law applies."""
    folder = root / id
    folder.mkdir(parents=True, exist_ok=True)
    asked = questions or {"final": [f"grant: {{provision: {next(iter(provisions))}}}", "refuse"]}
    (folder / "ruleset.yaml").write_text(
        'title: "Entry in the list"\nkind: appeal\ninstrument: {id: uksi/2013/349, title: "The Regulations", '
        f'url: "https://www.legislation.gov.uk/uksi/2013/349"}}\ncovers: {covers}\nas_at: decided_on\n{more}\n'
        "questions:\n" + "".join(question_yaml(name, lines) for name, lines in asked.items())
    )
    dated = "" if "decided_on " in facts else "decided_on date\n"
    (folder / "facts.yaml").write_text(facts_yaml(dated + facts) + (f"must_hold:\n{must_hold}\n" if must_hold else ""))
    for name, versions in provisions.items():
        (folder / f"{name}.yaml").write_text(provision_yaml(versions, (heads or {}).get(name, "")))
    if figures:
        (folder / "figures.yaml").write_text(figures)
    return folder


def build(
    root: Path,
    facts: str,
    provisions: Mapping[str, str | Sequence[str]],
    questions: Mapping[str, Sequence[str]] | None = None,
    **more: Any,
) -> RuleSet:
    """As ``write_rules``, loaded."""
    return load_rule_set(write_rules(root, facts, provisions, questions, **more))


def put(rule_set: RuleSet, given: Mapping[str, Any] | None = None, **more: Any) -> Determination:
    """Facts and judgements, as rule tests state them, put to a rule set, as at 1 May 2024 unless told otherwise."""
    return determine(rule_set, read_given(rule_set, given or {}), **{"as_at": DECIDED, **more})


def refused(rule_set: RuleSet, given: Mapping[str, Any] | None = None, **more: Any) -> dict[str, str]:
    """As ``put``, of facts that are refused: what is said, by its place."""
    with pytest.raises(FactError) as error:
        put(rule_set, given, **more)
    return {fault.where: fault.message for fault in error.value.faults}


def mistake(root: Path, *rules: Any, **more: Any) -> str:
    """As ``build``, of rules that are refused: what their author is told."""
    with pytest.raises(RuleError) as error:
        build(root, *rules, **more)
    return str(error.value)


def status(found: Determination, provision: str = "rule") -> str:
    """How a provision stands: met, not_met or not_known."""
    return next(each.status for each in found.provisions if each.id == provision)


def needs(found: Determination) -> dict[str, str]:
    """What could settle it, and how."""
    return {need.fact: need.what for need in found.needs}


def replay(found: Determination, rule_set: RuleSet) -> Determination:
    """The same determination again, from nothing but what its record holds."""
    held = found.record()
    raw: dict[str, dict[str, Any]] = {"facts": {}, "judgements": {}}
    for name, statement in held["facts"].items():
        judged = rule_set.facts[name].judgement
        exact = rule_set.facts[name].kind in ("number", "money")
        raw["judgements" if judged else "facts"][name] = _said(statement, "answer" if judged else "value", exact)
    as_at = date.fromisoformat(held["as_at"]) if held["as_at_given"] else None
    return determine(rule_set, read_facts(rule_set, raw), as_at, held["record_closed"])


def _said(statement: Mapping[str, Any], one: str, number: bool) -> dict[str, Any]:
    words = {key: statement[key] for key in ("source", "by", "reasons") if statement[key]}
    if statement["state"] != "stated":
        return {"state": statement["state"]} | words
    known = statement["known"] if isinstance(statement["known"], dict) else {one: statement["known"]}
    if number:  # the record holds what is not whole as exact text
        known = {
            key: Fraction(each) if key in (one, "from", "to") and each != "none" else each
            for key, each in known.items()
        }
    return known | words
