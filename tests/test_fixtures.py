"""The sample appeals, put to the real engine: published decisions decide what they state, invented ones decide all."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import get_args

import pytest

from engine import Answer, Determination, RuleSet, determine_case
from scripts.check_decisions import (
    PAGE,
    RESULTS,
    SET_ASIDE,
    Compared,
    Verdict,
    cases,
    compare,
    compare_all,
    not_put,
    page,
)
from tests.ours import our_rule_sets

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "fixtures"
# How appeals of other kinds than the invented ones end; the tests beside the rules reach them.
NOT_INVENTED = {"end_without_determination", "not_disposed_of"}
RESULT_ITSELF = {
    "committee_grants",
    "committee_remits",
    "commissioner_reasons_stand",
    "disposal_outside_these_rules",
    "hours_action_is_confirmed",
    "other_law_allows_grant",
    "outcome_under_part_4",
    "redetermined_outcome",
}

PUBLISHED, INVENTED = cases("published"), cases("invented")


@pytest.fixture(scope="module")
def rule_sets() -> Mapping[str, RuleSet]:
    return our_rule_sets()


def answers(determinations: tuple[Determination, ...]) -> dict[str, tuple[Answer, Determination]]:
    """Every question of a case by its id, with the determination that answers it."""
    return {answer.id: (answer, each) for each in determinations for answer in each.questions}


@pytest.fixture(scope="module")
def compared(rule_sets: Mapping[str, RuleSet]) -> list[Compared]:
    return compare_all(rule_sets, PUBLISHED)


def report(by_verdict: Mapping[str, list[Compared]]) -> Iterator[str]:
    """The four counts, each with its cases; those that lack the same findings stand on one line."""
    yield f"\n{len(PUBLISHED)} published decisions, {sum(map(len, by_verdict.values()))} published results"
    yield f"determined and equal to what was published: {len(by_verdict['equal'])}"
    yield from (f"  {each.result} of {each.case}: {each.found}" for each in by_verdict["equal"])
    yield f"undetermined, because findings are not stated: {len(by_verdict['undetermined'])}"
    lacking: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for each in by_verdict["undetermined"]:
        lacking.setdefault((each.result, each.not_stated), []).append(each.case)
    yield from (f"  {result} of {', '.join(names)}: {', '.join(needs)}" for (result, needs), names in lacking.items())
    yield f"excluded: {len(by_verdict['excluded'])}"
    yield f"{SET_ASIDE}: {len(not_put())} decisions"
    yield from (f"  {each['what']}: {each['why']}" for each in not_put())


def test_published_results_are_never_contradicted(compared: list[Compared], capsys: pytest.CaptureFixture[str]) -> None:
    by_verdict = {verdict: [each for each in compared if each.verdict == verdict] for verdict in get_args(Verdict)}
    with capsys.disabled():
        sys.stdout.write("\n".join(report(by_verdict)) + "\n")
    assert not by_verdict["excluded"], "the engine must be able to take every published case"
    assert not by_verdict["different"], "a published result is contradicted"
    assert by_verdict["equal"], "nothing is determined, so nothing was compared"


def test_what_stays_undetermined_names_what_is_not_stated(compared: list[Compared]) -> None:
    for each in compared:
        if each.verdict != "undetermined":
            continue
        case = PUBLISHED[each.case]
        whole = {name for name, said in case["facts"].items() if "value" in said} | set(case["judgements"])
        assert each.not_stated, f"{each.case}: {each.result} is undetermined and nothing is asked for"
        assert not whole & set(each.not_stated), f"{each.case}: asks for what is stated"


def test_where_the_outcome_is_determined_and_the_disposal_published_people_decide_what_is_left(
    compared: list[Compared],
) -> None:
    """Such a case holds what they decided, and can be played until its letters are out."""
    proposed = [each.case for each in compared if (each.result, each.verdict) == ("final", "equal")]
    told = [name for name in proposed if "disposal" in PUBLISHED[name]["published"]]
    assert told == [name for name, case in PUBLISHED.items() if case.get("decided")]


def test_a_contradicted_result_would_be_noticed(rule_sets: Mapping[str, RuleSet]) -> None:
    case = PUBLISHED["reported-2019-leicester"]
    turned = {**case, "published": {**case["published"], "final": "grant"}}
    assert "different" in [each.verdict for each in compare(rule_sets, "turned", turned)]


def test_a_case_that_the_engine_refuses_would_count_as_excluded(rule_sets: Mapping[str, RuleSet]) -> None:
    case = PUBLISHED["sha-21094"]
    bent = {**case, "facts": {**case["facts"], "application_class": {"value": "neither", "source": "nowhere"}}}
    assert {each.verdict for each in compare(rule_sets, "bent", bent)} == {"excluded"}


def test_published_decisions_have_a_link_and_what_was_read_and_all_but_three_a_result() -> None:
    assert len(PUBLISHED) == 37
    for name, case in PUBLISHED.items():
        assert case["invented"] is False, name
        assert case["source"]["url"].startswith(("https://", "http://")), name
        assert case["source"]["read"], name
        assert case["published"].get("final", "refuse") in ("grant", "refuse"), name
    silent = [name for name, case in PUBLISHED.items() if not RESULTS.keys() & case["published"].keys()]
    assert silent == ["reported-2025-bodmin", "sha-17539", "sha-18502"]


def test_every_decision_is_a_case_once_or_has_a_reason_why_it_is_not_put_to_the_rules() -> None:
    titles = [case["title"] for case in PUBLISHED.values()]
    others = not_put()
    assert len(set(titles)) == len(titles)
    assert len({each["what"] for each in others}) == len(others) == 11
    assert all(each["why"] and each["url"].startswith(("https://", "http://")) for each in others)


def test_what_is_set_aside_is_counted_with_its_reasons(compared: list[Compared]) -> None:
    told = list(report({verdict: [] for verdict in get_args(Verdict)}))
    assert f"{SET_ASIDE}: 11 decisions" in told
    assert all(any(each["why"] in line for line in told) for each in not_put())
    assert f"| {SET_ASIDE} | 11 |" in page(compared, PUBLISHED)


def test_the_page_on_the_decisions_is_up_to_date(compared: list[Compared]) -> None:
    assert PAGE.read_text("utf-8") == page(compared, PUBLISHED), "python -m scripts.check_decisions"


def test_the_published_result_is_never_fed_in_as_a_finding() -> None:
    for name, case in PUBLISHED.items():
        fed = RESULT_ITSELF & ({*case["facts"]} | {*case["judgements"]})
        assert not fed, f"{name} states {sorted(fed)}, which is the result itself"


@pytest.mark.parametrize("name", INVENTED)
def test_an_invented_appeal_is_determined_as_labelled(rule_sets: Mapping[str, RuleSet], name: str) -> None:
    case = INVENTED[name]
    given = answers(determine_case(rule_sets, case))
    assert {question: given[question][0].outcome for question in case["expected"]} == case["expected"]
    left_open = {question for question, (answer, _) in given.items() if answer.status == "undetermined"}
    assert left_open == set(case.get("left_open", {}))


def test_invented_appeals_reach_every_way_a_case_can_end(rule_sets: Mapping[str, RuleSet]) -> None:
    reached = {(question, outcome) for case in INVENTED.values() for question, outcome in case["expected"].items()}
    for rule_set, question in (("pharmacy/market-entry", "final"), ("pharmacy/appeal-procedure", "disposal")):
        asked = next(each for each in rule_sets[rule_set].questions if each.id == question)
        assert {(question, outcome) for outcome in asked.outcomes if outcome not in NOT_INVENTED} <= reached


def test_nineteen_appeals_are_invented_and_say_so() -> None:
    assert len(INVENTED) == 19
    for name, case in INVENTED.items():
        assert case["invented"] is True, name
        assert case["title"].startswith("Invented: "), name
        assert "published" not in case, name
        assert "url" not in case["source"], name


@pytest.mark.parametrize("name", [*PUBLISHED, *INVENTED])
def test_every_fact_belongs_to_a_rule_set_of_the_case(rule_sets: Mapping[str, RuleSet], name: str) -> None:
    case = (PUBLISHED | INVENTED)[name]
    known = {fact for id in case["rule_sets"] for fact in rule_sets[id].facts}
    assert {*case["facts"], *case["judgements"]} <= known


@pytest.mark.parametrize("name", [*PUBLISHED, *INVENTED])
def test_every_fact_has_a_source_and_every_judgement_a_person_and_reasons(name: str) -> None:
    case = (PUBLISHED | INVENTED)[name]
    for fact, said in case["facts"].items():
        assert said["source"], fact
    for judgement, said in case["judgements"].items():
        assert said["by"], judgement
        assert said["reasons"], judgement


def test_the_readme_names_every_case() -> None:
    readme = (FIXTURES / "README.md").read_text(encoding="utf-8")
    assert [name for name in (*PUBLISHED, *INVENTED) if f"`{name}`" not in readme] == []
