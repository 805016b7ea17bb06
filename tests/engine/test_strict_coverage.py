"""Coverage is strict: a test shows what it expects and what that rests on, and of all else it shows nothing."""

from pathlib import Path

import pytest

from engine import load_rule_set
from engine.coverage import Coverage, coverage_of
from engine.rule_tests import read_tests, run_test
from tests.engine.building import write_rules

FACTS = "a yes_no\nb yes_no\nc yes_no\nd yes_no\ne yes_no\n"
PROVISIONS = {
    "one": 'when: <a> {fact: a, is: true}\nunless: [{id: out, says: "It is out", cites: para 2, '
    "when: {all: [{fact: b, is: true}, {fact: c, is: true}]}}]",
    "two": "when: <d> {fact: d, is: true}",
    "behind": "when: <through> {provision: two}",
    "lost": "when: <e> {fact: e, is: true}",
}
QUESTIONS = {"first": ["grant: {provision: one}", "refuse"], "second": ["pass: {provision: behind}", "fail"]}


def covered(root: Path, *tests: tuple[str, str]) -> Coverage:
    """What tests of a small rule set show: each what is given, and what is expected."""
    folder = write_rules(root, FACTS, PROVISIONS, QUESTIONS)
    text = "".join(
        f'- {{name: "A case", as_at: 2013-04-01, given: {given}, expect: {expect}}}\n' for given, expect in tests
    )
    (folder / "one.test.yaml").write_text(text, "utf-8")
    rule_set = load_rule_set(folder)
    runs = [run_test(rule_set, each) for each in read_tests(folder)]
    assert [run.failures for run in runs] == [()] * len(tests), "each of these tests holds"
    return coverage_of(rule_set, runs)


EVERYTHING = "{a: true, b: false, c: true, d: true, e: true}"


def test_a_test_shows_the_question_that_it_expects_and_no_other_that_it_happens_to_answer(tmp_path: Path) -> None:
    gaps = covered(tmp_path, (EVERYTHING, "{questions: {first: grant}}")).gaps()
    assert "question first: no test reaches grant" not in gaps
    assert "one: no test shows it met" not in gaps
    assert "question second: no test reaches pass" in gaps, "it was answered, and nobody expected it"
    assert "two: no test shows it met" in gaps


def test_a_test_of_a_question_shows_every_provision_on_which_that_rests(tmp_path: Path) -> None:
    shown = covered(tmp_path, (EVERYTHING, "{questions: {second: pass}}"))
    gaps = shown.gaps()
    assert {"behind: no test shows it met", "two: no test shows it met"}.isdisjoint(gaps)
    assert not any("turns on 'd' being met" in gap or "turns on 'through' being met" in gap for gap in gaps)
    assert "one: no test shows it met" in gaps
    assert shown.counts()["outcomes"] == (1, 4)


def test_a_test_of_a_provision_shows_that_and_no_question(tmp_path: Path) -> None:
    shown = covered(tmp_path, (EVERYTHING, "{provisions: {one: met}}"))
    assert "one: no test shows it met" not in shown.gaps()
    assert shown.counts()["outcomes"] == (0, 4)


@pytest.mark.parametrize(
    ("given", "expect", "shown"),
    [
        ("{a: true, b: false, c: true}", "met", {"condition 1' being not met"}),
        ("{a: true, b: true, c: false}", "met", {"condition 2' being not met"}),
        ("{a: true, b: false, c: false}", "met", {"condition 1' being not met", "condition 2' being not met"}),
        ("{a: true, b: true, c: true}", "not_met", {"condition 1' being met", "condition 2' being met"}),
        ("{a: false, b: false, c: true}", "not_met", set()),
    ],
)
def test_each_condition_inside_an_exception_has_to_be_seen_deciding_both_ways(
    tmp_path: Path, given: str, expect: str, shown: set[str]
) -> None:
    gaps = covered(tmp_path, (given, f"{{provisions: {{one: {expect}}}}}")).gaps()
    every = {f"condition {place}' being {way}" for place in (1, 2) for way in ("met", "not met")}
    assert {each for each in every if not any(f"'out, {each}" in gap for gap in gaps)} == shown


def test_a_provision_that_no_test_comes_to_is_named_although_its_facts_were_given(tmp_path: Path) -> None:
    everything = [
        (EVERYTHING, "{questions: {first: grant, second: pass}}"),
        ("{a: false, d: false, e: false}", "{questions: {first: refuse, second: fail}}"),
    ]
    gaps = covered(tmp_path, *everything).gaps()
    assert [gap for gap in gaps if gap.startswith("lost")] == [
        "lost: no test shows it met",
        "lost: no test shows it not met",
        "lost: no test shows it not known",
        "lost, version of 2013-04-01: no test stands on 2013-04-01, its first day",
        "lost, version of 2013-04-01: no test turns on 'e' being met",
        "lost, version of 2013-04-01: no test turns on 'e' being not met",
    ]
