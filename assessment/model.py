"""What a trust brings for one year of the scheme, and how its ten safety actions stand on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal

from engine import Answer, Determination, Need, ProvisionStatus

Standing = Literal["met", "not_met", "not_shown"]
ACTIONS = tuple(f"sa{number}" for number in range(1, 11))


@dataclass(frozen=True, slots=True)
class Site:
    """One maternity unit of a trust: a short code of the trust's own, and its name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Serves:
    """A requirement that an item of evidence supports, by its id, at one site, or everywhere (no site)."""

    requirement: str
    site: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """What shows that requirements were met: what it is, where its original is kept, and of which days it tells.

    ``place`` counts from 1 among the trust's items. A day that is not known is None.
    """

    place: int
    title: str
    original: str
    serves: tuple[Serves, ...]
    dated: date | None = None
    covers_from: date | None = None
    covers_to: date | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that is stated for one trust and year: what is about the trust once, and what is about each site.

    ``of_trust`` and each of ``of_sites`` (by the site's code) hold facts and tables by name, as ``engine.read_facts``
    takes them, judgements among them. Each is in one of the two places only: which, its rule set says (``about``). The
    day of the assessment is nobody's to state: it is the day on which it is assessed. ``items``: what shows that
    requirements were met; a requirement for which none is named stands on what was stated.
    """

    trust: str  # its ODS code
    name: str
    year: str  # the last part of the rule set's id: year-7
    sites: tuple[Site, ...]
    of_trust: Mapping[str, Any]
    of_sites: Mapping[str, Mapping[str, Any]]
    invented: bool = False  # such as the samples: whatever shows it says so
    items: tuple[EvidenceItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Uncounted:
    """A requirement that is met on what was stated, though no item that is named for it counts; told in sentences.

    ``last``: the last of the days from which evidence of it is looked at, where there is a last one. ``of_trust``: each
    such item is named for the trust as a whole. ``behind``: the items are named for requirements behind it alone.
    """

    requirement: str
    told: str
    last: date | None
    of_trust: bool = False
    behind: bool = False


@dataclass(frozen=True, slots=True)
class ToCome:
    """Stated days that lie after the day of the assessment, so that they count as not known; told in a sentence.

    Of the fact ``name``, or of one column of the table of that name, at a site by its code (empty: the trust).
    """

    site: str
    name: str
    told: str


@dataclass(frozen=True, slots=True)
class ActionStands:
    """How one safety action stands at one site: its answer, its requirements in order, and what could settle it.

    All of that is the engine's. ``uncounted``: the requirements whose items lie outside their windows, each beside the
    status that the engine gives it; ``rests_on_uncounted``: the action is met only through such requirements.
    """

    id: str
    answer: Answer
    requirements: tuple[ProvisionStatus, ...]
    needs: tuple[Need, ...]
    uncounted: tuple[Uncounted, ...] = ()
    rests_on_uncounted: bool = False

    @property
    def number(self) -> int:
        """1 to 10."""
        return int(self.id.removeprefix("sa"))

    @property
    def carrying(self) -> tuple[ProvisionStatus, ...]:
        """The requirements that make the answer what it is: where it is not met, those that are not met."""
        named = {ground.provision for ground in self.answer.determined_by}
        return tuple(each for each in self.requirements if each.id in named)

    @property
    def stands(self) -> Standing:
        """Met on evidence, not met, or not yet shown: evidence from outside its window shows nothing."""
        if self.answer.status == "undetermined" or self.rests_on_uncounted:
            return "not_shown"
        return "met" if self.answer.outcome == "met" else "not_met"


@dataclass(frozen=True)
class SiteStands:
    """One site: its determination under the year's rule set, and its ten actions in their order.

    ``earlier``: the determinations whose answers that one takes up, such as the one on the quality metrics.
    """

    site: Site
    determination: Determination
    actions: tuple[ActionStands, ...]
    earlier: tuple[Determination, ...] = ()

    def action(self, id: str) -> ActionStands:
        """One of them by its id, sa1 to sa10."""
        return next(each for each in self.actions if each.id == id)


@dataclass(frozen=True)
class Assessed:
    """What the engine says of a trust's evidence, site by site and for the trust as a whole. Nobody has signed it.

    ``evidence`` is as it was stated; ``to_come``: what of it did not count, since its days have not come yet.
    """

    evidence: Evidence
    as_at: date
    sites: tuple[SiteStands, ...]
    verdict: Determination
    to_come: tuple[ToCome, ...] = ()

    @property
    def stands(self) -> Standing:
        """Whether all ten are met at every site."""
        answer = self.verdict.questions[0]
        if answer.status == "undetermined":
            return "not_shown"
        return "met" if answer.outcome == "met" else "not_met"

    @cached_property
    def of_trust(self) -> Mapping[str, Standing]:
        """Each action for the trust: not met where one site does not meet it, met where every site does."""
        return {id: _worst([each.action(id).stands for each in self.sites]) for id in ACTIONS}

    @cached_property
    def counts(self) -> Mapping[Standing, int]:
        """How many of the ten are met on evidence, not met, and not yet shown, for the trust. They add up to ten."""
        found = list(self.of_trust.values())
        return {each: found.count(each) for each in ("met", "not_met", "not_shown")}


def _worst(stands: list[Standing]) -> Standing:
    if "not_met" in stands:
        return "not_met"
    return "not_shown" if "not_shown" in stands else "met"
