"""What stops an act in an assessment that is kept, told to whoever must act. Nothing was stored where one is raised."""

from collections.abc import Iterable, Mapping

from assessment.errors import AssessmentRefused
from engine import Fault

# What an act of people's table of rights is called where somebody may not do it.
ACTS: Mapping[str, str] = {
    "assessment.begin": "begin an assessment of this trust",
    "assessment.change": "change what is stated and brought for this assessment",
    "assessment.sign": "sign for this trust or for its integrated care board",
    "assessment.submit": "submit the declaration of this trust",
    "assessment.validate": "record what external checks found",
    "icb_trust.enter": "say which integrated care board a trust belongs to",
}


class NotFound(Exception):
    """What is not there, and just the same what the actor may not see."""

    def __init__(self) -> None:
        super().__init__("There is nothing here that you may see. Check the reference, or ask who gave it to you.")


class NotAllowed(Exception):
    """The actor sees the assessment, and may not do this in it."""

    def __init__(self, act: str) -> None:
        self.act = act
        what = ACTS.get(act, f"do this ({act})")
        super().__init__(f"You may not {what}. Ask somebody whose role allows it, or an administrator for the role.")


class Stale(Exception):
    """Somebody else changed the assessment since the actor read it."""

    def __init__(self, of: str, expected: int) -> None:
        self.expected = expected
        super().__init__(
            f"The assessment of {of} was changed by somebody else since you read it (you had version {expected}). "
            "Nothing was stored. Read it again, see what changed, and then do what is still to be done."
        )


def refuse(faults: Iterable[Fault]) -> None:
    """Raises AssessmentRefused where there is any fault."""
    if found := tuple(faults):
        raise AssessmentRefused(found)
