"""What may come back to a trust, as an estimate and never as an entitlement: the scheme's own formula was not read.

All sums are whole pence. The shape is recalled: a trust pays a tenth on top of the maternity part of its contribution;
with ten of ten it gets that back, and a share of what the others leave.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

import yaml

from assessment.errors import AssessmentRefused
from assessment.model import Assessed, Standing
from engine import Fault

_RECOVERIES = Path(__file__).parent / "data" / "recoveries.yaml"
_TENTH = Fraction(1, 10)
FORMULA = (
    "estimate = contribution + contribution / contributions of all trusts that meet ten of ten × what is left over by "
    "the others, rounded down to a penny"
)
_NO_ENTITLEMENT = "This is an estimate and no entitlement: how NHS Resolution shares what is left over was not read."


@dataclass(frozen=True, slots=True)
class Pot:
    """What all trusts of a year paid, in pence: those that meet ten of ten, and what is left over by the others."""

    of_those_that_meet_all: int
    left_over: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """What may come back, in pence. ``refund`` and ``share`` are None where nothing can be estimated."""

    contribution: int
    stands: Standing
    refund: int | None
    share: int | None
    formula: str
    told: tuple[str, ...]

    @property
    def total(self) -> int | None:
        """Refund and share together, as far as they can be estimated."""
        return None if self.refund is None else self.refund + (self.share or 0)


@dataclass(frozen=True, slots=True)
class Recovery:
    """What a trust gave back after a second check, in pence, for which years, and why; ``exact``, or about so."""

    trust: str
    name: str
    years: tuple[int, ...]
    pence: int
    exact: bool
    why: str
    told_by: str


def contribution_of(maternity_part: int) -> int:
    """The contribution as an estimate, in pence: a tenth of the maternity part, rounded down to a penny."""
    _not_below_nothing("/maternity_part", maternity_part)
    return int(maternity_part * _TENTH)


def estimate(assessed: Assessed, contribution: int, pot: Pot | None = None) -> Estimate:
    """What may come back to the trust on this assessment. AssessmentRefused where a sum cannot be."""
    return estimate_of(assessed.stands, contribution, pot)


def estimate_of(stands: Standing, contribution: int, pot: Pot | None = None) -> Estimate:
    """The same, for a trust of which it is known how all ten stand."""
    check(contribution, pot)
    if stands == "not_met":
        told = (
            "Estimate: nothing. Not all ten safety actions are met, so the contribution does not come back.",
            "A trust below ten may be given a smaller sum towards its action plan. How much cannot be estimated.",
        )
        return Estimate(contribution, stands, None, None, FORMULA, (*told, _NO_ENTITLEMENT))
    share = None if pot is None else int(Fraction(contribution, pot.of_those_that_meet_all) * pot.left_over)
    return Estimate(contribution, stands, contribution, share, FORMULA, _told(stands, contribution, share, pot))


def _told(stands: Standing, contribution: int, share: int | None, pot: Pot | None) -> tuple[str, ...]:
    if_all = "" if stands == "met" else " if all ten safety actions come to be met, which is not shown yet"
    back = f"Estimate: {pounds(contribution)} comes back{if_all}."
    if share is None or pot is None:
        return back, "No share can be estimated without what the other trusts paid.", FORMULA, _NO_ENTITLEMENT
    reckoned = (
        f"Estimate of the share: {pounds(contribution)} / {pounds(pot.of_those_that_meet_all)} × "
        f"{pounds(pot.left_over)} = {pounds(share)}; estimate of both: {pounds(contribution + share)}."
    )
    return back, reckoned, FORMULA, _NO_ENTITLEMENT


@cache
def recoveries() -> tuple[Recovery, ...]:
    """The recoveries that are known of, as others tell of them: no list of all there were."""
    said = yaml.safe_load(_RECOVERIES.read_text("utf-8"))
    return tuple(
        Recovery(
            each["trust"],
            each["name"],
            tuple(each["years"]),
            each["pounds"] * 100,
            each["exact"],
            each["why"].strip(),
            each["told_by"],
        )
        for each in said
    )


def pounds(pence: int) -> str:
    """``£1,734.18``; without pence where there are none."""
    whole, rest = divmod(pence, 100)
    return f"£{whole:,}.{rest:02d}" if rest else f"£{whole:,}"


def check(contribution: int, pot: Pot | None) -> None:
    """Raises AssessmentRefused where these cannot be what a trust, and what all trusts, paid."""
    _not_below_nothing("/contribution", contribution)
    if pot is None:
        return
    _not_below_nothing("/left_over", pot.left_over)
    if pot.of_those_that_meet_all < max(contribution, 1):
        told = (
            f"the contributions of all trusts that meet ten of ten come to {pounds(pot.of_those_that_meet_all)}: "
            f"less than this trust's own {pounds(contribution)}: give the sum of all of them, this trust's among them"
        )
        raise AssessmentRefused([Fault("/of_those_that_meet_all", told)])


def _not_below_nothing(where: str, pence: int) -> None:
    if pence < 0:
        raise AssessmentRefused([Fault(where, f"a sum is whole pence from 0 up, and this is {pence}")])
