"""Who read a provision in the law has read it as it was encoded: another text, date or mark is another fingerprint."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from engine import fingerprint
from tests.engine.building import A, B, build
from tests.ours import our_rule_sets

ROOT = Path(__file__).parents[2]
FACTS = "a yes_no\nb yes_no\n"
TEXT = f"when: {A}"
# The same provision with one thing in it changed, each as its author would write it.
CHANGED: dict[str, str | list[str]] = {
    "a condition": f"when: {B}",
    "its words": f"when: {A.replace('<a>', '<c>')}",
    "its summary": f'{TEXT}\nsummary: "In other words."',
    "its days": [
        f"{TEXT}\neffective: {{from: 2020-01-01}}",
        f"{TEXT}\neffective: {{from: 2013-04-01, to: 2019-12-31}}",
    ],
    "how it was checked": f"{TEXT}\nchecked: {{how: secondary, by: A. B, dated: 2026-03-03, url: 'https://example.org'}}",
    "what it concludes": f'{TEXT}\nconcludes: "It is met then"',
}


@pytest.mark.parametrize("changed", CHANGED.values(), ids=CHANGED)
def test_what_changes_in_a_provision_changes_its_fingerprint(tmp_path: Path, changed: str | list[str]) -> None:
    before, after = build(tmp_path / "a", FACTS, {"rule": TEXT}), build(tmp_path / "b", FACTS, {"rule": changed})
    assert fingerprint(before, "rule") != fingerprint(after, "rule")


def test_other_provisions_leave_it_as_it_is_and_no_two_have_the_same(tmp_path: Path) -> None:
    alone = build(tmp_path / "a", FACTS, {"rule": TEXT})
    among = build(
        tmp_path / "b", FACTS, {"rule": TEXT, "other": TEXT}, {"final": ["grant: {provision: rule}", "refuse"]}
    )
    assert fingerprint(alone, "rule") == fingerprint(among, "rule")
    assert fingerprint(among, "rule") != fingerprint(among, "other")


def test_where_a_provision_stands_and_its_stage_belong_to_it(tmp_path: Path) -> None:
    rules = build(tmp_path, FACTS, {"rule": TEXT})
    provision = rules.provisions["rule"]
    citation = replace(provision.citation, provision="regulation 2")
    others = [replace(provision, citation=citation), replace(provision, limits=("Another.",))]
    every = (replace(rules, provisions={"rule": each}) for each in (provision, *others))
    assert len({fingerprint(each, "rule") for each in every}) == 3


# What a provision reads that the rules work out, with one thing in it changed.
DAYS = "notified date\nreceived date\nlast_day date worked_out: {fact: notified, plus: %s}, cites: reg. 63(1)\n"
IN_TIME = "when: <in_time> {fact: received, on_or_before: {fact: last_day}}"
BEHIND = (
    "fine number\nfull number worked_out: {add: [{fact: fine}, %s]}, cites: reg. 1\n"
    "twice number worked_out: {multiply: [{fact: full}, 2]}, cites: reg. 1\n"
)


@pytest.mark.parametrize(
    ("facts", "before", "after", "text"),
    [
        (DAYS, "{days: 30}", "{days: 28}", IN_TIME),
        (BEHIND, "1", "2", "when: <dear> {fact: twice, at_least: 10}"),
    ],
    ids=["a time limit", "what stands behind that"],
)
def test_what_it_reads_that_is_worked_out_belongs_to_it(
    tmp_path: Path, facts: str, before: str, after: str, text: str
) -> None:
    one, other, asked = (
        build(tmp_path / name, each, {"rule": text, "other": TEXT})
        for name, each in (
            ("a", FACTS + facts % before),
            ("b", FACTS + facts % after),
            ("c", FACTS + facts % before + "c yes_no\n"),
        )
    )
    assert fingerprint(one, "rule") != fingerprint(other, "rule")
    assert fingerprint(one, "rule") == fingerprint(asked, "rule")
    assert fingerprint(one, "other") == fingerprint(other, "other")


def test_the_thirty_days_of_an_appeal_belong_to_the_provision_that_counts_them() -> None:
    rules = our_rule_sets()["pharmacy/appeal-procedure"]
    assert rules.facts["last_day_to_appeal"].derived
    other = replace(rules.facts["last_day_to_appeal"], cites="Sch. 9 para 1")
    changed = replace(rules, facts={**rules.facts, "last_day_to_appeal": other})
    moved = {id for id in rules.provisions if fingerprint(rules, id) != fingerprint(changed, id)}
    assert moved == {"thirty-days"}


def test_every_process_gives_the_same_one(tmp_path: Path) -> None:
    build(tmp_path, "a yes_no\nkind choice options: [b, c, d, e]\n", {
        "rule": "when: {all: [<x> {fact: a, is: true}, <second> {fact: kind, is_one_of: [b, c, d, e]}]}"
    })  # fmt: skip
    code = (
        "import sys; from pathlib import Path; from engine import fingerprint, load_rule_set; "
        "print(fingerprint(load_rule_set(Path(sys.argv[1])), 'rule'))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / "pharmacy/entry")],
            cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }  # fmt: skip
    assert len(said) == 1
    assert len(said.pop().strip()) == 64
