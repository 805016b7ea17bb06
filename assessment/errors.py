"""What is refused of an assessment: each fault with its place, what is allowed and what to do."""

from collections.abc import Sequence

from engine import Fault


class AssessmentRefused(ValueError):
    """Evidence or an act that is not taken; nothing of it was stored."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(f"{each.where}: {each.message}" if each.where else each.message for each in faults))
