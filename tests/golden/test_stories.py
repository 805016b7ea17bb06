"""Whole appeals as they are explained, from the notice of appeal to the disposal: a story for each route, and more.

Every explanation stands in ``stories/`` as it was read by a person. After a change of the rules or of how
explanations are worded, ``python -m tests.golden.test_stories`` writes them anew: read them before you keep them.
"""

import json
from pathlib import Path

import pytest

from engine import determine_case
from tests.ours import our_rule_sets

HERE = Path(__file__).parent / "stories"
APPEALS = Path(__file__).parents[2] / "fixtures" / "appeals" / "invented"
STORIES = [path.stem for path in sorted(APPEALS.glob("*.json"))]


def told(name: str) -> str:
    """A story: what happened, and every determination as people read it, the outcome first."""
    case = json.loads((APPEALS / f"{name}.json").read_text("utf-8"))
    parts = [f"# {case['title']}", case["story"]]
    for found in determine_case(our_rule_sets(), case):
        parts += [f"## {found.rule_set.title}", f"**{found.headline}**", *found.reasons]
    return "\n\n".join(parts) + "\n"


def test_every_route_has_its_story_and_every_story_its_appeal() -> None:
    assert sorted(path.stem for path in HERE.glob("*.md")) == STORIES
    assert len(STORIES) >= 12
    put_to = {id for name in STORIES for id in json.loads((APPEALS / f"{name}.json").read_text("utf-8"))["rule_sets"]}
    assert put_to == {id for id in our_rule_sets() if id.startswith("pharmacy/")}


@pytest.mark.parametrize("name", STORIES)
def test_the_story_reads_as_it_was_read_by_a_person(name: str) -> None:
    again = "python -m tests.golden.test_stories"
    assert told(name) == (HERE / f"{name}.md").read_text("utf-8"), f"read it, and write it anew: {again}"


if __name__ == "__main__":
    for story in STORIES:
        (HERE / f"{story}.md").write_text(told(story), "utf-8")
