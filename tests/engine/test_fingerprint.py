"""Who read a provision in the law has read it as it was encoded: another text, date or mark is another fingerprint."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from engine import fingerprint
from tests.engine.building import A, B, build

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
    assert fingerprint(before.provisions["rule"]) != fingerprint(after.provisions["rule"])


def test_other_provisions_leave_it_as_it_is_and_no_two_have_the_same(tmp_path: Path) -> None:
    alone = build(tmp_path / "a", FACTS, {"rule": TEXT})
    among = build(
        tmp_path / "b", FACTS, {"rule": TEXT, "other": TEXT}, {"final": ["grant: {provision: rule}", "refuse"]}
    )
    assert fingerprint(alone.provisions["rule"]) == fingerprint(among.provisions["rule"])
    assert fingerprint(among.provisions["rule"]) != fingerprint(among.provisions["other"])


def test_where_a_provision_stands_and_its_stage_belong_to_it(tmp_path: Path) -> None:
    provision = build(tmp_path, FACTS, {"rule": TEXT}).provisions["rule"]
    citation = replace(provision.citation, provision="regulation 2")
    others = [replace(provision, citation=citation), replace(provision, limits=("Another.",))]
    assert len({fingerprint(each) for each in (provision, *others)}) == 3


def test_every_process_gives_the_same_one(tmp_path: Path) -> None:
    build(tmp_path, "a yes_no\nkind choice options: [b, c, d, e]\n", {
        "rule": "when: {all: [<x> {fact: a, is: true}, <second> {fact: kind, is_one_of: [b, c, d, e]}]}"
    })  # fmt: skip
    code = (
        "import sys; from pathlib import Path; from engine import fingerprint, load_rule_set; "
        "print(fingerprint(load_rule_set(Path(sys.argv[1])).provisions['rule']))"
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
