"""What a trust paid and what all trusts paid, as a file states it in pounds; every fault with its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from assessment.errors import AssessmentRefused
from assessment.model import Assessed
from assessment.money import Estimate, Pot, contribution_of, estimate
from assessment.strict_json import read_json
from engine import Fault, nearest

_KEYS = ("contribution", "maternity_part", "of_those_that_meet_all", "left_over")
_EXAMPLE = '{"contribution": 400000, "of_those_that_meet_all": 60000000, "left_over": 9000000}'
_MOST = 10**12  # pounds: more than all trusts ever paid


@dataclass(frozen=True, slots=True)
class Paid:
    """What the trust paid, in pence, and what all trusts did, where that is known."""

    contribution: int
    pot: Pot | None = None

    def estimate(self, assessed: Assessed) -> Estimate:
        """What may come back on an assessment. AssessmentRefused where a sum cannot be."""
        return estimate(assessed, self.contribution, self.pot)


def read_money_file(path: Path) -> Paid:
    """What a JSON file states, each sum in pounds: the contribution, or the maternity part of which it is a tenth.

    Perhaps also what all trusts paid that meet ten of ten, and what is left over by the others: both or neither.
    AssessmentRefused with every fault.
    """
    try:
        said = read_json(path)
    except (OSError, ValueError) as wrong:
        raise AssessmentRefused([Fault(str(path), str(wrong))]) from None
    if faults := [*_faults(said)]:
        raise AssessmentRefused(faults)
    pence = {key: int(Decimal(value) * 100) for key, value in said.items()}
    own = pence["contribution"] if "contribution" in pence else contribution_of(pence["maternity_part"])
    if "left_over" not in pence:
        return Paid(own)
    return Paid(own, Pot(pence["of_those_that_meet_all"], pence["left_over"]))


def _faults(said: Mapping[str, Any]) -> Iterator[Fault]:
    for key, value in said.items():
        if key not in _KEYS:
            yield Fault(f"/{key}", f"no sum has this name; there are {', '.join(_KEYS)}.{nearest(key, _KEYS)}")
        elif isinstance(value, bool) or not isinstance(value, int | Decimal) or not _whole_pence(value):
            yield Fault(f"/{key}", "this is a sum in pounds, from 0 up, with two decimals at most and without quotes")
    if ("contribution" in said) == ("maternity_part" in said):
        yield Fault("", f"state either contribution or maternity_part, in pounds: {_EXAMPLE}")
    if ("of_those_that_meet_all" in said) != ("left_over" in said):
        yield Fault("", "of_those_that_meet_all and left_over go together: state both, or neither")


def _whole_pence(value: int | Decimal) -> bool:
    sum_ = Decimal(value)
    return sum_.is_finite() and 0 <= sum_ < _MOST and sum_ * 100 == int(sum_ * 100)
