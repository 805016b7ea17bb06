"""Evidence outside its window does not count: what a site comes to once that is so.

The determination of each site stays as the engine made it, on the facts. Beside it stands which requirements no item
shows that counts; an action that is met only through these is not yet shown, and the verdict follows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assessment.behind import with_those_behind
from assessment.item_windows import uncounted
from assessment.model import ActionStands, EvidenceItem, SiteStands, Uncounted
from engine import Determination, Evaluation, Status


def as_counted(site: SiteStands, items: Sequence[EvidenceItem]) -> SiteStands:
    """The same site, with the items of evidence counted that are named."""
    if not items:
        return site
    ev = site.determination.evaluation
    return _counted(site, uncounted(ev.rule_set, items, site.site.code, ev))


@dataclass(slots=True)
class _Shown(Evaluation):
    """What is known where some provisions are not shown: such a one is at best not known."""

    not_shown: frozenset[str] = frozenset()

    def provision(self, id: str) -> Status:
        """Whether a provision is met, so far as it is shown."""
        status = Evaluation.provision(self, id)
        return min(status, Status.NOT_KNOWN) if id in self.not_shown else status


def _counted(site: SiteStands, found: Mapping[str, Uncounted]) -> SiteStands:
    met = {each.id for each in site.determination.provisions if each.status == "met"}
    not_shown = {id: each for id, each in found.items() if id in met}
    if not not_shown:
        return site
    ev = site.determination.evaluation
    shown = _Shown(ev.rule_set, ev.given, ev.as_at, ev.tables, ev.splits, not_shown=frozenset(not_shown))
    return replace(site, actions=tuple(_action(site.determination, each, shown, not_shown) for each in site.actions))


def _action(found: Determination, action: ActionStands, shown: _Shown, named: Mapping[str, Uncounted]) -> ActionStands:
    falls = tuple(_falling(found, action, shown, named))
    if not falls:
        return action
    question = next(each for each in found.rule_set.questions if each.id == action.id)
    rests = action.stands == "met" and shown.outcomes(question) != (action.answer.outcome,)
    return replace(action, uncounted=falls, rests_on_uncounted=rests)


def _falling(
    found: Determination, action: ActionStands, shown: _Shown, named: Mapping[str, Uncounted]
) -> Iterator[Uncounted]:
    """The requirements that are met, and are not known to be once those are not shown; told of what stands behind."""
    for each in action.requirements:
        if each.status == "met" and shown.provision(each.id) is not Status.MET:
            behind = [named[id] for id in sorted(with_those_behind(found, [each.id]) & named.keys())]
            told = " ".join(one.told for one in behind)
            last = max((one.last for one in behind if one.last), default=None)
            yield named.get(each.id) or Uncounted(each.id, told, last, behind=True)
