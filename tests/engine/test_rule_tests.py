"""The tests beside the rules say why they fail, and what they do not show. Each message: authoring/bad/test-*.yaml."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from engine import RuleError, RuleSet, load_rule_set
from engine.coverage import Coverage, coverage_of
from engine.rule_tests import Run, read_tests, run_test
from tests.engine.test_authoring import GOOD
from tests.reference import reference


@pytest.fixture
def licence(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GOOD, tmp_path / "rules")) / "pool/licence"


def put(folder: Path, tests: str) -> tuple[RuleSet, list[Run]]:
    """The runs of these tests and no others."""
    (folder / "art-1-licence.test.yaml").write_text(tests, "utf-8")
    rule_set = load_rule_set(folder)
    return rule_set, [run_test(rule_set, each) for each in read_tests(folder)]


def covered(folder: Path, tests: str) -> Coverage:
    return coverage_of(*put(folder, tests))


def a_test(given: str, expect: str, more: str = "as_at: 2020-01-01") -> str:
    return f'- name: "A pool"\n  {more}\n  given: {given}\n  expect: {expect}\n'


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ("{depth: -1}", "depth"),
        ("{depth: {from: 3, to: 2}}", "depth"),
        ("{dept: 1}", "dept"),
        ("{visited_on: 2020-01-01, applied_on: 2020-01-02}", "applied_on"),
        ("{lengths_swum: 1, lengths_in_lane: 2}", "lengths_in_lane"),
    ],
)
def test_a_test_may_expect_that_facts_are_refused(licence: Path, given: str, refused: str) -> None:
    _, (run,) = put(licence, a_test(given, f"{{refused: [{refused}]}}"))
    assert run.failures == ()
    assert run.determination is None


def test_a_date_that_the_rules_do_not_cover_is_refused_as_such(licence: Path) -> None:
    _, (run,) = put(licence, a_test("{}", "{refused: [as_at]}", "as_at: 2031-01-01"))
    assert run.failures == ()


def test_every_refused_fact_must_be_named(licence: Path) -> None:
    _, (run,) = put(licence, a_test("{depth: -1, wears_cap: 3}", "{refused: [depth]}"))
    assert run.failures == ("depth was to be refused, and depth, wears_cap is",)


def test_each_difference_is_told(licence: Path) -> None:
    amounts = "amounts: {last_day_to_complain: none}"
    expect = f"{{provisions: {{art-1-licence: not_met}}, questions: {{licensed: unlicensed}}, {amounts}}}"
    _, (run,) = put(licence, a_test("{depth: 1, visited_on: 2020-01-02}", expect))
    assert [failure.split(":")[0] for failure in run.failures] == [
        "provision art-1-licence",
        "question licensed",
        "amount last_day_to_complain",
    ]


def test_every_fault_of_every_test_file_is_told(licence: Path) -> None:
    for name in ("art-1-licence", "art-2-tiles"):
        (licence / f"{name}.test.yaml").write_text(a_test("{}", "{}"), "utf-8")
    with pytest.raises(RuleError) as refused:
        read_tests(licence)
    assert [(fault.file, fault.line) for fault in refused.value.faults] == [
        ("pool/licence/art-1-licence.test.yaml", 4),
        ("pool/licence/art-2-tiles.test.yaml", 4),
    ]


def test_a_failing_test_still_shows_what_it_shows_and_a_refused_one_nothing(licence: Path) -> None:
    shown = covered(licence, a_test("{depth: 1}", "{provisions: {art-1-licence: not_met}}"))
    assert "art-1-licence: no test shows it met" not in shown.gaps()
    nothing = covered(licence, a_test("{depth: -1}", "{refused: [depth]}"))
    assert "art-1-licence: no test shows it met" in nothing.gaps()


TOO_LATE = "{visited_on: 2020-01-01, applied_on: 2020-01-02}"
NEVER_REFUSED = "no test is refused because: A ticket is not applied for after the visit."


@pytest.mark.parametrize(
    ("given", "expect", "refused"),
    [
        (TOO_LATE, "{refused: [applied_on]}", True),
        (TOO_LATE, "{provisions: {art-1-licence: not_known}}", False),
        ("{visited_on: 2020-01-01, applied_on: 2020-01-01}", "{provisions: {art-1-licence: not_known}}", False),
        ("{applied_on: 3}", "{refused: [applied_on]}", False),
    ],
    ids=["expected", "unexpected", "held", "for another reason"],
)
def test_what_must_hold_is_shown_by_a_test_that_expects_to_be_refused_for_it(
    licence: Path, given: str, expect: str, refused: bool
) -> None:
    shown = covered(licence, a_test(given, expect))
    assert (NEVER_REFUSED not in shown.gaps()) == refused
    assert shown.counts()["refusals"] == (int(refused), 1)


def test_what_must_hold_in_the_area_and_in_the_rule_set_is_told_in_that_order(licence: Path) -> None:
    facts = licence / "facts.yaml"
    own = 'must_hold:\n  - {when: {fact: depth, at_most: 9}, message: "No pool is that deep."}\n'
    facts.write_text(facts.read_text("utf-8") + own, "utf-8")
    gaps = covered(licence, a_test("{}", "{provisions: {art-1-licence: not_known}}")).gaps()
    assert gaps[-2:] == (NEVER_REFUSED, "no test is refused because: No pool is that deep.")
    gaps = covered(licence, a_test("{depth: 10}", "{refused: [depth]}")).gaps()
    assert gaps[-1] == NEVER_REFUSED


@pytest.mark.parametrize(
    ("depth", "side"),
    [("1.99", "just below the"), ("2", "at the"), ("2.01", "just above the"), ("2.5", "just above the")],
)
def test_a_bound_is_tried_on_each_side(licence: Path, depth: str, side: str) -> None:
    gaps = covered(licence, a_test(f"{{depth: {depth}}}", "{questions: {licensed: licensed}}")).gaps()
    missing = {
        each
        for each in ("just below the", "at the", "just above the")
        if any(f"is {each} upper" in gap for gap in gaps)
    }
    assert missing == {"just below the", "at the", "just above the"} - {side}


def test_the_bound_of_an_exception_is_tried_on_each_side_too(licence: Path) -> None:
    rule = licence / "art-1-licence.yaml"
    deep = "    unless: [{id: too_deep, says: It is, cites: art. 2, when: {fact: depth, more_than: 5}}]\n    concludes:"
    rule.write_text(rule.read_text("utf-8").replace("    concludes:", deep, 1), "utf-8")
    gaps = covered(licence, a_test("{depth: 5}", "{provisions: {art-1-licence: not_met}}")).gaps()
    assert [each.partition(": ")[2] for each in gaps if "bound of 'too_deep'" in each] == [
        "no test is just below the lower bound of 'too_deep'",
        "no test is just above the lower bound of 'too_deep'",
    ]


def test_a_version_that_is_as_before_has_two_days_to_show_and_no_conditions(licence: Path) -> None:
    rule = licence / "art-1-licence.yaml"
    before, _, after = rule.read_text("utf-8").partition("  - effective: {from: 2001-01-01, to: 2030-12-31}\n")
    changed = (
        'changed_by: {instrument: invented/1935/1, note: "a word"}, checked: {how: recalled}, summary: "The same."'
    )
    newer = f"  - {{effective: {{from: 2010-01-01, to: 2030-12-31}}, {changed}, as_before: true}}\n"
    rule.write_text(f"{before}{newer}  - effective: {{from: 2001-01-01, to: 2009-12-31}}\n{after}", "utf-8")
    tests = a_test("{depth: 2}", "{provisions: {art-1-licence: met}}")
    rule_set, (run,) = put(licence, tests)
    assert run.failures == ()
    assert reference(licence, {"visited_on": date(2020, 1, 1), "depth": 2}).provisions["art-1-licence"] == "met"
    gaps = [each for each in coverage_of(rule_set, [run]).gaps() if "version of" in each]
    assert [each for each in gaps if "2010-01-01:" in each] == [
        "art-1-licence, version of 2010-01-01: no test stands on 2010-01-01, its first day",
        "art-1-licence, version of 2010-01-01: no test stands on 2030-12-31, its last day",
    ]
    assert not any("being met" in each for each in gaps), (
        "what it shows of the conditions it shows of the older version"
    )


def test_counts_say_how_many_are_shown_of_how_many(licence: Path) -> None:
    none = covered(licence, a_test("{}", "{provisions: {art-1-licence: not_known}}"))
    assert none.counts() == {"conditions": (0, 2), "outcomes": (0, 2), "versions": (0, 2), "refusals": (0, 1)}
    rule_set = load_rule_set(GOOD / "pool/licence")
    every = coverage_of(rule_set, [run_test(rule_set, each) for each in read_tests(GOOD / "pool/licence")])
    assert every.counts() == {"conditions": (2, 2), "outcomes": (2, 2), "versions": (2, 2), "refusals": (1, 1)}
    assert every.gaps() == ()


def test_the_tests_of_one_provision_are_read_alone(licence: Path) -> None:
    every = read_tests(licence)
    assert read_tests(licence, "art-1-licence") == tuple(test for test in every if test.provision == "art-1-licence")
    assert read_tests(licence, "art-9-not-there") == ()
