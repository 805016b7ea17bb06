"""What if: evidence changed on a scratch copy, and how the ten actions stand before and after. Nothing is kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from assessment.asked_for import asked_for
from assessment.assessing import assess
from assessment.model import ACTIONS, ActionStands, Assessed, Evidence, SiteStands
from assessment.report import WORDS
from assessment.scratch import ScratchChange, changed
from assessment.to_come import so_far
from engine import ByWhen, RuleSet, Span, provisions_in, said, still_asked

_STATUS = {"met": "met", "not_met": "not met", "not_known": "not yet shown"}


@dataclass(frozen=True)
class WhatIf:
    """How all stands before and after. ``changes``: what was changed; ``told``: what that changes, the trust first."""

    before: Assessed
    after: Assessed
    changes: tuple[str, ...]
    told: tuple[str, ...]


def what_if(
    rule_sets: Mapping[str, RuleSet],
    evidence: Evidence,
    changes: Sequence[ScratchChange],
    as_at: date,
) -> WhatIf:
    """The same evidence before and after these changes, on one day; what was given stays as it was.

    What is stated of days to come counts as not known on both sides, as ``assess`` has it; what is tried is taken as if
    it had come about, whatever its day. Raises AssessmentRefused as ``assess`` does, and where a change cannot be made.
    """
    seen, _ = so_far(asked_for(rule_sets, evidence).every, evidence, as_at)
    other, made = changed(seen, changes)
    before = assess(rule_sets, evidence, as_at)
    after = assess(rule_sets, other, as_at, as_stated=True)
    told = tuple(_differences(before, after)) or ("Nothing stands otherwise for these changes.",)
    return WhatIf(before, after, made, told)


def _differences(before: Assessed, after: Assessed) -> Iterator[str]:
    if before.stands != after.stands:
        yield f"The trust, all ten: {WORDS[before.stands]} before, {WORDS[after.stands]} after."
    for one, other in zip(before.sites, after.sites, strict=True):
        yield from _at_site(one, other)


def _at_site(before: SiteStands, after: SiteStands) -> Iterator[str]:
    place = before.site.name
    for id in ACTIONS:
        one, other = before.action(id), after.action(id)
        if one.stands != other.stands:
            yield f"{place}, safety action {one.number}: {WORDS[one.stands]} before, {WORDS[other.stands]} after."
        yield from (f"{place}. {told}" for told in _told(other) if told not in _told(one))
    was = {each.id: each for each in before.determination.provisions}
    for each in after.determination.provisions:
        if each.status != was[each.id].status:
            title = after.determination.rule_set.provisions[each.id].title
            stood = f"{_STATUS[was[each.id].status]} before, {_STATUS[each.status]} after"
            yield f"{place}, {title}: {stood}. {each.statement}."
    yield from _closer(before, after)


def _told(action: ActionStands) -> tuple[str, ...]:
    """Why requirements of an action are not shown that are met on what is stated, each sentence once."""
    return tuple(dict.fromkeys(each.told for each in action.uncounted))


def _closer(before: SiteStands, after: SiteStands) -> Iterator[str]:
    """Each condition of which more or fewer are needed than before."""
    was, now = _lacking(before), _lacking(after)
    for key, found in {**was, **now}.items():
        one, other = _more(was.get(key)), _more(now.get(key))
        if one is not None and other is not None and one != other:
            fewer, more = (said(Span(each, each)) for each in (one, other))
            yield f"{before.site.name}, {found.cites}: {fewer} more needed before, {more} after. {found.says}."


def _more(found: ByWhen | None) -> Fraction | None:
    """How many more a condition needs: none, where it is not asked for; None where nobody can tell."""
    if found is None:
        return Fraction(0)
    return None if found.lacking is None else found.lacking.more


def _lacking(site: SiteStands) -> dict[tuple[str, str], ByWhen]:
    ev = site.determination.evaluation
    lines = (line for question in site.determination.rule_set.questions for line in question.lines)
    named = dict.fromkeys(id for line in lines if line.when is not None for id in provisions_in(line.when))
    open_ = (each for id in named for each in still_asked(ev, id) if not each.settled)
    return {(each.provision, each.condition): each for each in open_}
