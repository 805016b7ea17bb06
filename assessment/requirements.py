"""Each requirement of the ten safety actions at each site, as the determination has it: what papers are made of."""

from collections.abc import Iterator
from dataclasses import dataclass

from assessment.few import by_eye
from assessment.model import ActionStands, Assessed, Site, SiteStands, Standing
from engine import (
    Determination,
    Finding,
    Need,
    Provision,
    ProvisionStatus,
    Version,
    capital,
    needs_of_provision,
    provisions_in,
    why_it_stands,
)


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement that a safety action names itself, at one site. ``status`` is met, not_met or not_known.

    ``stands``: how the whole action stands there. In years with several ways it may be met without one of them.

    ``wanted`` is what it asks for in our own words, ``statement`` how it stands; ``reasons`` say why in the words of
    the determination, where it is not met; ``needs`` is what could settle it, where it is not known. ``outside``: it is
    met on what was stated, and not known here, since the items that are named for it lie outside its window.
    ``by_eye``: that it rests on a share of few or none, so that a person looks at it too; else empty.
    """

    action: int
    stands: Standing
    id: str
    cited: str
    title: str
    wanted: str
    site: Site
    status: str
    statement: str
    reasons: tuple[str, ...]
    needs: tuple[Need, ...]
    findings: tuple[Finding, ...]
    outside: tuple[str, ...] = ()
    by_eye: str = ""

    @property
    def fails(self) -> bool:
        """Whether it is not met, and so is its action."""
        return self.status == "not_met" and self.stands == "not_met"

    @property
    def waits(self) -> bool:
        """Whether it is not yet shown, and its action is not met without it."""
        return self.status == "not_known" and self.stands != "met"


def requirements(assessed: Assessed) -> tuple[Requirement, ...]:
    """Every requirement in the order of the actions, and of each of them the sites in their order."""
    by_site = [tuple(_of_site(each)) for each in assessed.sites]
    return tuple(each for alike in zip(*by_site, strict=True) for each in alike)


def _of_site(stands: SiteStands) -> Iterator[Requirement]:
    found = stands.determination
    for action in stands.actions:
        named = {*named_in(found, action)}
        for each in (each for each in action.requirements if each.id in named):
            provision = found.rule_set.provisions[each.id]
            outside = tuple(one.told for one in action.uncounted if one.requirement == each.id)
            yield Requirement(
                action.number,
                action.stands,
                each.id,
                capital(provision.citation.provision),
                provision.title,
                _version(provision, each).summary,
                stands.site,
                "not_known" if outside else each.status,
                " ".join(outside) or each.statement.rstrip(".") + ".",
                why_it_stands(found, each.id) if each.status == "not_met" else (),
                _needs(found, each),
                tuple(one for one in found.findings if one.provision == each.id),
                outside,
                by_eye(found, each.id),
            )


def named_in(found: Determination, action: ActionStands) -> Iterator[str]:
    """The provisions that the action's question names, and not what stands behind them."""
    for line in (line for each in found.rule_set.questions if each.id == action.id for line in each.lines):
        if line.when is not None:
            yield from provisions_in(line.when)


def _version(provision: Provision, stands: ProvisionStatus) -> Version:
    """The version that was applied; the newest where several may apply."""
    applied = (each for each in provision.versions if each.start.isoformat() == stands.version)
    return next(applied, provision.versions[0])


def _needs(found: Determination, stands: ProvisionStatus) -> tuple[Need, ...]:
    """What could settle a requirement, without the numbers that a table would give which is needed too."""
    if stands.status != "not_known":
        return ()
    needs = needs_of_provision(found.evaluation, found.facts, stands.id)
    tables = {each.fact for each in needs if each.what == "rows"}
    return tuple(each for each in needs if _counted_from(found, each.fact) not in tables)


def _counted_from(found: Determination, name: str) -> str:
    fact = found.rule_set.facts.get(name)
    return fact.counted.records if fact and fact.counted else ""
