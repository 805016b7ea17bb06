"""An assessment told on a terminal, line by line, and as JSON. What nobody has checked is said before (``notice``)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from textwrap import wrap
from typing import Any

from assessment.few import by_eye
from assessment.model import ActionStands, Assessed, SiteStands, Standing
from assessment.notice import said_year
from assessment.requirements import named_in
from engine import Determination, Need, ProvisionStatus, capital, day, role, why_it_stands

WORDS: Mapping[Standing, str] = {"met": "met on evidence", "not_met": "not met", "not_shown": "not yet shown"}
_SUBJECT = re.compile(r"^Is safety action \d+, on (?P<subject>.+), met\?$")
_FIRST = 4  # of the things that could settle an action; the others are counted, and stand in the JSON
_INDENT, _WIDTH = " " * 7, 118


def told(assessed: Assessed) -> Iterator[str]:
    """Who was assessed and when, and what is still to come; site by site the ten actions with their reasons.

    Then the trust's verdict and counts.
    """
    evidence = assessed.evidence
    sample = " Everything about this trust is invented." if evidence.invented else ""
    asked = f"Maternity Incentive Scheme, {said_year(evidence.year)}, assessed as at {day(assessed.as_at)}."
    yield f"{evidence.name} ({evidence.trust}). {asked}{sample}"
    if assessed.to_come:
        yield ""
        for one in assessed.to_come:
            yield from wrap(one.told, _WIDTH, subsequent_indent="  ")
    for site in assessed.sites:
        yield ""
        yield site.site.name
        for action in site.actions:
            yield f"  {action.number:>2}  {WORDS[action.stands]:<15}  {capital(subject(action))}"
            why = (*_why(site.determination, action), *dict.fromkeys(one.told for one in action.uncounted))
            for each in (*why, *_by_eye(site.determination, action)):
                yield from wrap(each, _WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT)
    yield ""
    yield assessed.verdict.headline
    yield f"For the trust as a whole: {counted(assessed)}."


def counted(assessed: Assessed) -> str:
    """``8 met on evidence, 1 not met, 1 not yet shown``."""
    return ", ".join(f"{assessed.counts[each]} {word}" for each, word in WORDS.items())


def subject(action: ActionStands) -> str:
    """What a safety action is on, as its question has it: ``training``."""
    found = _SUBJECT.match(action.answer.asks)
    return found["subject"] if found else action.answer.asks


def as_json(assessed: Assessed, first: tuple[str, ...]) -> dict[str, Any]:
    """The same for programs. ``first``: what is said before anything else of the year's rules."""
    evidence = assessed.evidence
    return {
        "read_first": list(first),
        "invented": evidence.invented,
        "trust": {"ods_code": evidence.trust, "name": evidence.name},
        "year": evidence.year,
        "as_at": assessed.as_at.isoformat(),
        "to_come": [asdict(each) for each in assessed.to_come],
        "sites": [_site(each) for each in assessed.sites],
        "actions": dict(assessed.of_trust),
        "counts": dict(assessed.counts),
        "verdict": {"stands": assessed.stands, "says": assessed.verdict.headline, "determination": assessed.verdict.id},
    }


def _site(site: SiteStands) -> dict[str, Any]:
    found = site.determination
    rules = {"id": found.rule_set.id, "revision": found.rule_set.revision}
    actions = [_action(found, each) for each in site.actions]
    named = {"code": site.site.code, "name": site.site.name}
    return {**named, "determination": found.id, "rule_set": rules, "actions": actions}


def _action(found: Determination, action: ActionStands) -> dict[str, Any]:
    outside = {each.requirement: each.told for each in action.uncounted}
    why = (
        {} if action.stands != "not_met" else {each.id: list(why_it_stands(found, each.id)) for each in action.carrying}
    )
    return {
        "id": action.id,
        "on": subject(action),
        "stands": action.stands,
        "uncounted": [{"requirement": each.requirement, "told": each.told} for each in action.uncounted],
        "requirements": [_requirement(found, each, outside, why.get(each.id, [])) for each in action.requirements],
        "needs": [
            {"what": each.what, "name": each.fact, "asks": each.ask, "of": each.shown_by} for each in action.needs
        ],
    }


def _requirement(
    found: Determination, stands: ProvisionStatus, outside: Mapping[str, str], why: list[str]
) -> dict[str, Any]:
    """How a requirement stands as it counts, and beside that as the engine has it on what was stated."""
    engine = {"status": stands.status, "says": stands.statement}
    counts = {"status": "not_known", "says": outside[stands.id]} if stands.id in outside else engine
    return {"id": stands.id, **counts, "why": why, "engine": engine, "by_eye": by_eye(found, stands.id)}


def _by_eye(found: Determination, action: ActionStands) -> Iterator[str]:
    """Which of its requirements rest on a share of few or none."""
    for id in dict.fromkeys(named_in(found, action)):
        if told := by_eye(found, id):
            yield f"{capital(found.rule_set.provisions[id].citation.provision)}: {told}"


def _why(found: Determination, action: ActionStands) -> Iterator[str]:
    """Of what is not met, each requirement that is not, and why; of what is not shown, what could still settle it."""
    if action.stands == "not_met":
        for each in action.carrying:
            yield each.statement.rstrip(".") + "."
            yield from why_it_stands(found, each.id)
    elif action.stands == "not_shown":
        needs = _needs(found, action)
        yield from (_asked(each) for each in needs[:_FIRST])
        if len(needs) > _FIRST:
            yield f"… and {len(needs) - _FIRST} more to show."


def _needs(found: Determination, action: ActionStands) -> list[Need]:
    """What could settle it, without the numbers that a table would give which is needed too."""
    tables = {each.fact for each in action.needs if each.what == "rows"}
    counted = {name: fact.counted.records for name, fact in found.rule_set.facts.items() if fact.counted}
    return [each for each in action.needs if counted.get(each.fact) not in tables]


def _asked(need: Need) -> str:
    """One thing to show, as whoever has to show it would read it."""
    if need.what == "rows":
        return f"All the records, and who says that they are all: {need.ask}"
    if need.what == "find":
        return f"For {role(need.shown_by)} to find: {need.ask}"
    if need.what == "close":
        return f"Nobody knows yet: {need.ask}"
    return f"To show: {need.ask}"
