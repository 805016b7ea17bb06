"""What a decision and a letter say that the parties can do next, for each way in which an appeal can end."""

import pytest

from casework.deciding import DISPOSALS
from casework.deciding.next_steps import next_steps

OPEN = {"not_disposed_of"}
ENDS = "This decision is final. Nobody can appeal to us against it"
STAYS_OPEN = "This is not the last decision in the appeal, but it stands until there is another."
MORE = {
    "quash_and_remit": "The matter is with the commissioner again",
    "not_disposed_of": "The appeal stays open.",
}


@pytest.mark.parametrize("disposal", DISPOSALS)
def test_only_the_high_court_can_change_it_and_in_which_time(disposal: str) -> None:
    first, court, *more = next_steps(True, disposal)
    assert first.startswith(STAYS_OPEN if disposal in OPEN else ENDS)
    assert court.startswith("Only the High Court can change it, by judicial review.")
    assert "promptly, and in any event not later than three months" in court
    assert "rule 54.5(1)" in court
    assert [each.startswith(MORE[disposal]) for each in more] == ([True] if disposal in MORE else [])


def test_nobody_is_sent_to_court_about_a_scheme() -> None:
    assert next_steps(False, "confirm") == ("Questions about this decision go to the scheme’s team at NHS Resolution.",)
