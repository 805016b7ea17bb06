"""What stands at the head of a paper: what is decided on the matter itself, and no step on the way to it."""

import pytest

from casework.deciding.matter import STEPS, Said, on_the_matter
from casework.kinds import KINDS
from tests.ours import our_rule_sets

TERMS = "pharmacy/terms-of-service"
STANDS = Said(TERMS, "breach_notice", "Should it stand?", "stands", "The breach notice stands")


def test_what_the_rules_mark_as_a_step_is_left_out_and_nothing_else() -> None:
    first = {kind.usual[0] for kind in KINDS.values() if kind.usual}
    marked = {each.id for id in first for each in our_rule_sets()[id].questions if each.step}
    assert marked == STEPS


@pytest.mark.parametrize("step", ["right_of_appeal", "reasons_for_breach"])
def test_a_step_is_no_result(step: str) -> None:
    said = Said(TERMS, step, "How is it?", "so", "The reasons for the breach have to be taken into account")
    assert on_the_matter(KINDS["pharmacy_terms"], "substitute", "none", [said, STANDS]) == ("The breach notice stands",)
