"""Evidence for tests: the invented trusts of fixtures/trusts, and trusts of which little is stated."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from assessment import Assessed, Evidence, Site, TrustFolder, assess, read_folder
from tests.ours import our_rule_sets

ROOT = Path(__file__).parents[2]
TRUSTS = ROOT / "fixtures" / "trusts"
YEAR_7 = "maternity-incentive-scheme/year-7"
DAY = date(2026, 2, 24)
WHO = "A. Matron (invented)"

Said = Mapping[str, Any]


@cache
def folder(name: str) -> TrustFolder:
    """One of the invented trusts: alderholme, brackenford or carrowmere."""
    return read_folder(TRUSTS / f"{name}-invented", our_rule_sets(), "year-7")


@cache
def assessed(name: str, day: date = DAY) -> Assessed:
    """How one of them stands."""
    return assess(our_rule_sets(), folder(name).evidence, day)


def one_site(site: Said = {}, trust: Said = {}, year: str = "year-7") -> Evidence:  # noqa: B006  # neither is changed
    """A trust with one site, north, of which nothing else is stated."""
    return Evidence("ZZZ", "Fellgate (invented)", year, (Site("north", "North site"),), trust, {"north": site}, True)


def otherwise(evidence: Evidence, site: Said = {}, trust: Said = {}, code: str = "") -> Evidence:  # noqa: B006  # as above
    """The evidence with something else stated of a site, the first where none is named, or of the trust."""
    code = code or evidence.sites[0].code
    of_sites = {**evidence.of_sites, code: {**evidence.of_sites[code], **site}}
    return replace(evidence, of_trust={**evidence.of_trust, **trust}, of_sites=of_sites)


def put(evidence: Evidence, day: date = DAY) -> Assessed:
    """The evidence, assessed."""
    return assess(our_rule_sets(), evidence, day)


def requirement(evidence: Evidence, id: str, day: date = DAY) -> str:
    """How a requirement stands at the first site: met, not_met or not_known."""
    provisions = put(evidence, day).sites[0].determination.provisions
    return next(each.status for each in provisions if each.id == id)


def every(*rows: Said) -> dict[str, Any]:
    """A table of which somebody has said that these are all the rows."""
    return {"rows": [dict(row) for row in rows], "complete": True, "by": WHO}
