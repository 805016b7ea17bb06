"""What a trust paid and what all trusts paid, as a file or a person states it in pounds; every fault with its place."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from assessment.errors import AssessmentRefused
from assessment.model import Assessed
from assessment.money import Estimate, Pot, check, contribution_of, estimate, pounds
from assessment.strict_json import read_json
from engine import Fault, nearest

_KEYS = ("contribution", "maternity_part", "of_those_that_meet_all", "left_over")
_EXAMPLE = '{"contribution": 400000, "of_those_that_meet_all": 60000000, "left_over": 9000000}'
_MOST = 10**12  # pounds: more than all trusts ever paid
NO_SUM = f"this is a sum in pounds, from 0 up and less than {pounds(_MOST * 100)}"
_NO_NUMBER = "this is a sum in pounds, from 0 up, with two decimals at most and without quotes"
_EITHER = "state either the contribution or the maternity part of which it is a tenth, and not both"
_TOGETHER = "what all trusts paid that meet ten of ten and what is left over go together: state both, or neither"


@dataclass(frozen=True, slots=True)
class Paid:
    """What the trust paid, in pence, and what all trusts did, where that is known.

    ``maternity_part``: what the contribution is a tenth of, where that was stated instead of it.
    """

    contribution: int
    pot: Pot | None = None
    maternity_part: int | None = None

    def estimate(self, assessed: Assessed) -> Estimate:
        """What may come back on an assessment. AssessmentRefused where a sum cannot be."""
        found = estimate(assessed, self.contribution, self.pot)
        if self.maternity_part is None:
            return found
        tenth = f"{pounds(self.maternity_part)} / 10 = {pounds(self.contribution)}"
        told = f"Estimate of the contribution: a tenth of the maternity part, {tenth}."
        return replace(found, told=(*found.told[:-1], told, found.told[-1]))


@dataclass(frozen=True, slots=True)
class Sums:
    """What was stated, in pence. One of the first two; of the last two, both or neither."""

    contribution: int | None = None
    maternity_part: int | None = None
    of_those_that_meet_all: int | None = None
    left_over: int | None = None

    @property
    def paid(self) -> Paid:
        """What was paid. AssessmentRefused with every fault, where these sums cannot be."""
        if faults := tuple(self._faults()):
            raise AssessmentRefused(faults)
        own = self.contribution if self.contribution is not None else contribution_of(self.maternity_part or 0)
        pot = None if self.left_over is None else Pot(self.of_those_that_meet_all or 0, self.left_over)
        check(own, pot)
        return Paid(own, pot, self.maternity_part)

    def _faults(self) -> Iterator[Fault]:
        for name, pence in asdict(self).items():
            if pence is not None and not can_be(pence):
                yield Fault(f"/{name}", NO_SUM)
        if (self.contribution is None) == (self.maternity_part is None):
            yield Fault("", _EITHER)
        if (self.of_those_that_meet_all is None) != (self.left_over is None):
            yield Fault("", _TOGETHER)


def can_be(pence: int) -> bool:
    """Whether so many pence are a sum that was paid: from 0 up, and not beyond all that there is."""
    return 0 <= pence < _MOST * 100


def pence_of(value: Any) -> int:
    """A sum in pounds as JSON has it, in pence. Raises ValueError, which says what can be stated."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not _whole_pence(value):
        raise ValueError(_NO_NUMBER)
    return int(Decimal(value) * 100)


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
    return Sums(**{key: pence_of(value) for key, value in said.items()}).paid


def _faults(said: Mapping[str, Any]) -> Iterator[Fault]:
    for key, value in said.items():
        if key not in _KEYS:
            yield Fault(f"/{key}", f"no sum has this name; there are {', '.join(_KEYS)}.{nearest(key, _KEYS)}")
        else:
            try:
                pence_of(value)
            except ValueError as wrong:
                yield Fault(f"/{key}", str(wrong))
    if ("contribution" in said) == ("maternity_part" in said):
        yield Fault("", f"state either contribution or maternity_part, in pounds: {_EXAMPLE}")
    if ("of_those_that_meet_all" in said) != ("left_over" in said):
        yield Fault("", "of_those_that_meet_all and left_over go together: state both, or neither")


def _whole_pence(value: int | Decimal) -> bool:
    sum_ = Decimal(value)
    return sum_.is_finite() and 0 <= sum_ < _MOST and sum_ * 100 == int(sum_ * 100)
