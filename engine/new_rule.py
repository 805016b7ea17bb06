"""A new provision and its tests, written side by side: a rule and its tests are born together."""

import re
from pathlib import Path

from engine.errors import Fault, RuleError
from engine.loader import NOT_PROVISIONS, load_rule_set

_FACTS = re.compile(r"^facts:.*\n(?:(?: .*)?\n)*", re.MULTILINE)  # as far as the next key at the margin
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def write_rule(root: Path, name: str) -> tuple[Path, Path]:
    """Write ``root/<area>/<rule set>/<provision>.yaml`` and its ``.test.yaml``; both load and pass as they are.

    The rule is a draft from memory that rests on one new judgement, described in facts.yaml. Raises RuleError where the
    name is not that of a new provision in a rule set that loads; nothing is then written.
    """
    parts = name.strip("/").split("/")
    if len(parts) != 3 or not all(_NAME.fullmatch(part) for part in parts):
        raise _wrong(
            f"'{name}' is not a name for a rule: write area/rule-set/provision, in small letters, digits and hyphens"
        )
    folder = root / parts[0] / parts[1]
    if not (folder / "ruleset.yaml").exists():
        raise _wrong(f"there is no rule set {parts[0]}/{parts[1]}; make its ruleset.yaml first")
    if f"{parts[2]}.yaml" in NOT_PROVISIONS:
        raise _wrong(f"'{parts[2]}' is the name of another file of a rule set; give the provision its own")
    rule, tests = folder / f"{parts[2]}.yaml", folder / f"{parts[2]}.test.yaml"
    for path in (rule, tests):
        if path.exists():
            raise _wrong(f"{path.name} is there already; a new version of a rule goes into its file, on top")
    rule_set = load_rule_set(folder)
    fact = parts[2].replace("-", "_") + "_applies"
    fact = fact if fact[0].isalpha() else f"rule_{fact}"
    facts = folder / "facts.yaml"
    if fact in rule_set.facts or fact in rule_set.results:
        raise _wrong(f"there is a fact '{fact}' already; give the provision another name")
    start = rule_set.covers_from.isoformat()
    end = f", to: {rule_set.covers_to}" if rule_set.covers_to else ""
    instrument = rule_set.instrument
    rule.write_text(_RULE.format(id=instrument["id"], url=instrument["url"], start=start, end=end, fact=fact), "utf-8")
    tests.write_text(_tests(parts[2], fact, rule_set.covers_from.isoformat(), str(rule_set.covers_to or "")), "utf-8")
    described = facts.read_text("utf-8") if facts.exists() else "facts:\n"
    found = _FACTS.search(described)
    place = found.end() if found else len(described)
    facts.write_text(f"{described[:place].rstrip()}\n\n{_FACT.format(fact=fact)}{described[place:]}", "utf-8")
    return rule, tests


def _wrong(message: str) -> RuleError:
    return RuleError([Fault("", message)])


def _tests(provision: str, fact: str, start: str, end: str) -> str:
    met = _TEST.format(
        name="The rule applies where it is found to", day=start, given=f"{{{fact}: true}}", id=provision, is_="met"
    )
    not_met = _TEST.format(
        name="The rule does not apply where it is found not to",
        day=start,
        given=f"{{{fact}: false}}",
        id=provision,
        is_="not_met",
    )
    open_ = _TEST.format(
        name="Without a finding nothing is known", day=start, given="{}", id=provision, is_="not_known"
    )
    last = (
        _TEST.format(
            name="The rule applies on its last day", day=end, given=f"{{{fact}: true}}", id=provision, is_="met"
        )
        if end
        else ""
    )
    return met + not_met + open_ + last


_RULE = """\
title: "Say in a few words what this provision does"
question: "What does this provision ask of a case?"
citation:
  instrument: {id}
  provision: "name the provision"
  url: "{url}"
stage: draft
limits:
  - "Say what this rule does not decide."
versions:
  - effective: {{from: {start}{end}}}
    checked: {{how: recalled}}
    summary: >-
      Say in our own words what the law says.
    when:
      id: applies
      says: "The provision applies to the case"
      cites: "name the sub-paragraph"
      judgement: {fact}
    concludes: "Say what follows where it applies"
    otherwise: "Say what follows where it does not"
"""

_FACT = """\
  {fact}:
    type: yes_no
    decided_by: committee
    ask: "Does the provision apply to this case?"
    personal: false
"""

_TEST = """\
- name: "{name}"
  as_at: {day}
  given: {given}
  expect: {{provisions: {{{id}: {is_}}}}}
"""
