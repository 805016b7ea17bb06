"""Whole appeals as they are explained, from the notice of appeal to the disposal: a story for each route, and more.

Every explanation stands in ``stories/`` as it was read by a person. After a change of the rules or of how
explanations are worded, ``python -m tests.golden.test_stories`` writes them anew: read them before you keep them.
"""

import json
import re
from pathlib import Path

import pytest

from engine import determine_case, on_questions
from tests.ours import our_rule_sets

HERE = Path(__file__).parent / "stories"
APPEALS = Path(__file__).parents[2] / "fixtures" / "appeals" / "invented"
STORIES = [path.stem for path in sorted(APPEALS.glob("*.json"))]


# What is told first of an appeal: where it lies, who may bring it, and whether it was brought in time.
HEARD = ("right_of_appeal", "forum", "jurisdiction", "summary_dismissal")


def told(name: str) -> str:
    """A story: what happened, whether the appeal can be heard, and then every determination, the outcome first."""
    case = json.loads((APPEALS / f"{name}.json").read_text("utf-8"))
    parts, merits = [f"# {case['title']}", case["story"]], []
    for found in determine_case(our_rule_sets(), case):
        first = [each.id for each in found.rule_set.questions if each.id in HEARD]
        rest = on_questions(found, [each.id for each in found.rule_set.questions if each.id not in HEARD])
        if first:
            parts += ["## The notice of appeal", *on_questions(found, first).reasons]
        merits += [f"## {found.rule_set.title}", f"**{rest.headline}**", *rest.reasons]
    return "\n\n".join([*parts, *merits]) + "\n"


def test_every_route_has_its_story_and_every_story_its_appeal() -> None:
    assert sorted(path.stem for path in HERE.glob("*.md")) == STORIES
    assert len(STORIES) >= 12
    put_to = {id for name in STORIES for id in json.loads((APPEALS / f"{name}.json").read_text("utf-8"))["rule_sets"]}
    assert put_to == {id for id in our_rule_sets() if id.startswith("pharmacy/")}


@pytest.mark.parametrize("name", STORIES)
def test_each_story_begins_with_the_notice_of_appeal_and_names_the_last_day_for_it(name: str) -> None:
    text = (HERE / f"{name}.md").read_text("utf-8")
    assert text.index("## The notice of appeal") == text.index("## ")
    assert re.search(r"The last day to appeal( on opening hours)?: \d", text.partition("## Pharmacy")[0])


@pytest.mark.parametrize("name", STORIES)
def test_the_story_reads_as_it_was_read_by_a_person(name: str) -> None:
    again = "python -m tests.golden.test_stories"
    assert told(name) == (HERE / f"{name}.md").read_text("utf-8"), f"read it, and write it anew: {again}"


def test_a_refusal_for_want_of_benefits_is_told_in_the_order_of_a_decision() -> None:
    refused = "must be refused because it rests neither on the needs assessment nor on unforeseen benefits"
    texts = [path.read_text("utf-8") for path in (*HERE.glob("*.md"), *(HERE.parent / "cases").glob("*.md"))]
    texts = [each.partition(f"{refused} (reg. 22(1)).")[2] for each in texts if refused in each]
    of_regulation_18 = [each for each in texts if "reg. 18(2)" in each]
    assert len(of_regulation_18) >= 2
    for text in of_regulation_18:
        parts = ("Regulation 31 does not stand in the way", "reg. 18(2)(a)(i)", "Regulation 22(1): ", "reg. 18(2)(b)")
        assert sorted(parts, key=text.index) == [*parts]


if __name__ == "__main__":
    for story in STORIES:
        (HERE / f"{story}.md").write_text(told(story), "utf-8")
