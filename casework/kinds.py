"""The kinds of case, in one table: how they are numbered, which rule sets fit, who has a part, how long they stay."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine import Fault, RuleSet, nearest


@dataclass(frozen=True, slots=True)
class PartyRole:
    """A part in a case: how many must have it before the case can be admitted, and how many may."""

    id: str
    title: str
    at_least: int = 0
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class CaseKind:
    """A kind of case. ``retention_years`` count from its closing: to be settled by whoever answers for our records.

    ``decided_elsewhere``: who decides it, where it is not us; no decision is drafted in it then. ``usual``: the rule
    sets that such a case is put to unless somebody chooses otherwise; empty: all that fit.
    """

    id: str
    title: str
    series: str
    rule_set_kinds: frozenset[str]
    roles: tuple[PartyRole, ...]
    retention_years: int
    decided_elsewhere: str = ""
    usual: tuple[str, ...] = ()

    def role(self, id: str) -> PartyRole | None:
        """The part by its name; None where this kind has no such part."""
        return next((role for role in self.roles if role.id == id), None)


_COMMISSIONER = PartyRole("commissioner", "Commissioner", at_least=1, at_most=1)
_APPELLANT = PartyRole("appellant", "Appellant", at_least=1)
_APPLICANT = PartyRole("applicant", "Applicant", at_most=1)
_INTERESTED = PartyRole("interested_party", "Interested party")
_CONTRACTOR = PartyRole("contractor", "Contractor", at_least=1)
_PERFORMER = PartyRole("performer", "Performer", at_least=1, at_most=1)
_TRUST = PartyRole("trust", "Trust", at_least=1, at_most=1)
_SCHEME = PartyRole("scheme", "Scheme team", at_most=1)

_PROCEDURE = "pharmacy/appeal-procedure"
_ENTRY = ("pharmacy/excepted-applications", "pharmacy/rural", "pharmacy/market-entry", _PROCEDURE)
_SCHEME_YEAR = (
    "maternity-data-quality/cqim",
    *(f"maternity-incentive-scheme/{each}" for each in ("year-7", "verdict", "scheme-conditions")),
)
_APPEAL, _DISPUTE = frozenset({"appeal"}), frozenset({"dispute"})
_SCHEMES = frozenset({"assessment", "data_quality"})
_IN_APPEALS = (_APPELLANT, _COMMISSIONER, _APPLICANT, _INTERESTED)
_IN_DISPUTES = (_CONTRACTOR, _COMMISSIONER, _INTERESTED)


def _pharmacy(id: str, title: str, *usual: str) -> CaseKind:
    return CaseKind(id, title, "APP", _APPEAL, _IN_APPEALS, 10, usual=usual)


KINDS: Mapping[str, CaseKind] = {
    kind.id: kind
    for kind in (
        _pharmacy("pharmacy_market_entry", "Pharmacy market entry appeal", *_ENTRY),
        _pharmacy("pharmacy_rural", "Controlled locality or reserved location appeal", "pharmacy/rural", _PROCEDURE),
        _pharmacy("dispensing_doctor", "Dispensing doctor appeal", "pharmacy/dispensing-doctors", _PROCEDURE),
        _pharmacy("pharmacy_hours", "Pharmacy opening hours appeal", "pharmacy/opening-hours", _PROCEDURE),
        _pharmacy("pharmacy_terms", "Pharmacy terms of service appeal", "pharmacy/terms-of-service", _PROCEDURE),
        CaseKind("gp_dispute", "General practice contract dispute", "DIS", _DISPUTE, _IN_DISPUTES, 10),
        CaseKind("dental_dispute", "Dental contract dispute", "DIS", _DISPUTE, _IN_DISPUTES, 10),
        CaseKind("ophthalmic_dispute", "Ophthalmic contract dispute", "DIS", _DISPUTE, _IN_DISPUTES, 10),
        CaseKind(
            "performers_list",
            "Performers list case",
            "PER",
            _APPEAL,
            (_PERFORMER, _COMMISSIONER),
            10,
            "the First-tier Tribunal (Primary Health Lists)",
        ),
        CaseKind(
            "maternity_scheme",
            "Maternity Incentive Scheme appeal",
            "MIS",
            _SCHEMES,
            (_TRUST, _SCHEME),
            8,
            usual=_SCHEME_YEAR,
        ),
    )
}


def kind_faults(kind: str) -> Iterator[Fault]:
    """What is wrong with the name of a kind."""
    if kind not in KINDS:
        yield Fault("/kind", f"there is no kind of case '{kind}'.{nearest(kind, KINDS)}")


def usual_order(kind: CaseKind, rule_sets: Mapping[str, RuleSet]) -> tuple[str, ...]:
    """The rule sets that are usual for a kind in their order, each after those whose answers it takes up."""
    fits, ordered = fitting(kind, rule_sets), list[str]()
    left = [id for id in kind.usual or fits if id in fits]
    while left:
        ready = next((id for id in left if not _awaited(rule_sets[id]) & set(left)), left[0])
        left.remove(ready)
        ordered.append(ready)
    return tuple(ordered)


def fitting(kind: CaseKind, rule_sets: Mapping[str, RuleSet]) -> list[str]:
    """The rule sets that a case of this kind can be put to, by name."""
    return sorted(id for id, each in rule_sets.items() if each.kind in kind.rule_set_kinds)


def rule_set_faults(kind: CaseKind, ids: tuple[str, ...], rule_sets: Mapping[str, RuleSet]) -> Iterator[Fault]:
    """What is wrong with the rule sets of a case: each must exist, fit, stand once, and after those it takes up.

    A case has none only where there is none yet that fits its kind: then people deal with it alone.
    """
    if not ids and (fits_here := fitting(kind, rule_sets)):
        told = f"a case names the rule sets it is put to, in order; for this kind there are: {', '.join(fits_here)}"
        yield Fault("/rule_sets", told)
    for place, id in enumerate(ids):
        where = f"/rule_sets/{place}"
        if id not in rule_sets:
            yield Fault(where, f"there is no rule set '{id}'.{nearest(id, rule_sets)}")
        elif id in ids[:place]:
            yield Fault(where, f"{id} stands there twice: keep the first")
        elif rule_sets[id].kind not in kind.rule_set_kinds:
            fits = " or ".join(sorted(kind.rule_set_kinds))
            yield Fault(where, f"{id} is for: {rule_sets[id].kind}. A {kind.title} takes rule sets for: {fits}")
        elif later := sorted(_awaited(rule_sets[id]) & set(ids[place + 1 :])):
            yield Fault(where, f"{id} takes up an answer of {' and '.join(later)}: put it after that")


def _awaited(rule_set: RuleSet) -> set[str]:
    return {fact.bridge[0] for fact in rule_set.facts.values() if fact.bridge}
