"""What courts have decided that bears on a judgement: how it was checked, and that whoever has to find is told it."""

from datetime import date
from pathlib import Path

import pytest

from engine import RuleError, how_read, load_rule_set
from engine.authorities import bearing_on
from engine.model import Authority
from tests.engine.building import build, put
from tests.engine.garden import planted, spoilt

GARDEN = '{citation: "Rook v Garden [1932] 1 Inv 4", url: "https://example.org/rook", point: "Singing may be quiet."'
READ = "checked: {how: published_text, by: builders, dated: 2026-11-26}"
COURT = f'{{citation: "Hen v Coop [1931] Invented 1", url: "https://example.org/1", point: "A nod is a yes.", {READ}}}'
COURTS = f"authorities: [{COURT}]"


def of_quiet(root: Path) -> tuple[Authority, ...]:
    return load_rule_set(root / "garden" / "gate").facts["quiet"].authorities


def test_a_decision_of_which_nothing_is_said_was_told_from_memory(tmp_path: Path) -> None:
    (found,) = of_quiet(planted(tmp_path))
    assert (found.citation, found.point, found.checked.how) == (
        "Rook v Garden [1932] 1 Inv 4", "Singing may be quiet.", "recalled",
    )  # fmt: skip
    assert how_read(found) == "From memory: read the judgment before relying on it"


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("published_text", "Read in the judgment"),
        ("construed", "Read in the judgment, and its bearing construed: read it before relying on this"),
        ("secondary", "From reports: read the judgment before relying on it"),
    ],
)
def test_how_a_decision_was_checked_is_said_in_words(tmp_path: Path, how: str, said: str) -> None:
    more = f"{GARDEN}, checked: {{how: {how}, by: builders, dated: 2026-11-26}}"
    (found,) = of_quiet(spoilt(tmp_path, "gate/facts.yaml", GARDEN, more))
    assert how_read(found) == said
    assert found.checked.dated == date(2026, 11, 26)


def test_a_way_of_checking_that_there_is_not_is_told_with_its_place(tmp_path: Path) -> None:
    root = spoilt(tmp_path, "gate/facts.yaml", GARDEN, f"{GARDEN}, checked: {{how: heard}}")
    with pytest.raises(RuleError) as refused:
        of_quiet(root)
    assert str(refused.value) == (
        "garden/gate/facts.yaml:12: facts.quiet.authorities[0].checked.how: this should be one of published_text, "
        "construed, secondary, recalled."
    )


def test_a_decision_that_bears_on_two_judgements_is_told_once(tmp_path: Path) -> None:
    rules = build(
        tmp_path,
        f"kind judgement {COURTS}\nfair judgement {COURTS}\n",
        {"rule": "when: {all: [<k> {judgement: kind}, <f> {judgement: fair}]}"},
    )
    told = ("Hen v Coop [1931] Invented 1: A nod is a yes.", "Read in the judgment.")
    assert list(bearing_on(rules.facts.values())) == [told]
    assert not list(bearing_on([rules.facts["decided_on"]]))


def test_an_explanation_names_it_where_the_judgement_is_still_to_be_found_and_not_afterwards(tmp_path: Path) -> None:
    rules = build(tmp_path, f"kind judgement {COURTS}\n", {"rule": "when: <k> {judgement: kind}"})
    told = "Hen v Coop [1931] Invented 1: A nod is a yes. Read in the judgment."
    assert [each.sort for each in put(rules).told if told in each.text] == ["open"]
    assert not any("Hen v Coop" in each.text for each in put(rules, {"kind": True}).told)
