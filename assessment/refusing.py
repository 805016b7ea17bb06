"""What stops an act in an assessment that is kept, told to whoever must act. Nothing was stored where one is raised."""

from collections.abc import Iterable, Mapping

from assessment.errors import AssessmentRefused
from engine import Fault
from keeping import refusals
from keeping.refusals import NotFound, Stale

__all__ = ["NotAllowed", "NotFound", "Stale", "refuse"]

# What an act of people's table of rights is called where somebody may not do it.
ACTS: Mapping[str, str] = {
    "assessment.begin": "begin an assessment of this trust",
    "assessment.change": "change what is stated and brought for this assessment",
    "assessment.sign": "sign for this trust or for its integrated care board",
    "assessment.submit": "submit the declaration of this trust",
    "assessment.validate": "record what external checks found",
    "icb_trust.enter": "say which integrated care board a trust belongs to",
}


class NotAllowed(refusals.NotAllowed):
    """The actor sees the assessment, and may not do this in it."""

    words = ACTS


def refuse(faults: Iterable[Fault]) -> None:
    """Raises AssessmentRefused where there is any fault."""
    if found := tuple(faults):
        raise AssessmentRefused(found)
