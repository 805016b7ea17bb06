"""Every determination is made twice. A fault in either reading ends it: nothing is determined, and it is told where."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from durable.engine import MessageNotHandledException

from engine import EngineDisagreement, FactError, RuleSet, hosts_discarded, load_rule_set
from engine.agreement import case_id, check_agreement
from engine.frames import Compare, Frame, InQuestion, Plan, Together
from engine.inference import KEPT, Decider, Inference, RulesEngineFault, _deciders, infer
from engine.rule_tests import RuleTest, read_tests, run_test
from tests.engine.building import FACTS, TWO, YES_NO, A, build, put, status
from tests.engine.planting import (
    in_the_choice_of_a_version,
    in_the_definition,
    in_the_exceptions,
    in_the_lines,
    in_the_rules_engine,
    misplaced,
    with_frame,
)

RULES = Path(__file__).parents[2] / "rules"
MARKET_ENTRY = RULES / "pharmacy" / "market-entry"
REFUSED = {"class": "routine", "next_door": True, "consolidation": False, "same_service": True}


def differing(rule_set: RuleSet, given: dict[str, object] | None = None) -> tuple[str, ...]:
    """Where the readings differ, as it is told."""
    with pytest.raises(EngineDisagreement) as error:
        put(rule_set, given or REFUSED)
    return error.value.differing


def test_both_say_the_same_of_every_condition_exception_provision_and_question(refusal: RuleSet) -> None:
    found = put(refusal, REFUSED)
    reading = infer(found.evaluation)
    assert {leaf.id for _, leaf, _, _ in reading.judged} == {"in_scope", "near", "same", ""}
    version = refusal.provisions["rule"].versions[0]
    assert reading.provision("rule").word == status(found) == "met"
    assert reading.exception("rule", version, version.unless[0], found.as_at).word == "not_met"
    lines, settled = reading.ends(refusal.questions[0])
    assert ([line.outcome for line in lines], settled) == (["refuse"], True)


# -- planted faults


def test_a_fault_in_the_definition_is_caught(refusal: RuleSet) -> None:
    told = differing(in_the_definition(refusal, "rule"))
    assert told == ("provision rule from 2013-04-01", "provision rule", "question final")


def test_a_condition_that_is_read_otherwise_is_caught(tmp_path: Path) -> None:
    """It tests what another provision gives, of which the rules engine has another answer."""
    gives = 'gives: {cap: {type: money, says: "The cap", cites: para 2, fact: cost}}'
    versions = {"rule": f"when: {A}\n{gives}", "next": "when: <high> {fact: cap, at_least: 100}"}
    rules = build(tmp_path, f"{YES_NO}cost money\n", versions, {"final": ["grant: {provision: next}", "refuse"]})
    given: dict[str, object] = {"a": True, "cost": 500}
    assert status(put(rules, given), "next") == "met"
    planted = in_the_rules_engine(rules, rules.plan.versions["rule", rules.provisions["rule"].versions[0].start])
    assert "condition high of provision next" in differing(planted, given)


def test_an_exception_that_is_read_otherwise_is_caught(refusal: RuleSet) -> None:
    told = differing(in_the_exceptions(refusal, "rule"))
    assert told[0] == "exception consolidated of provision rule"


def test_a_line_of_a_question_that_is_read_otherwise_is_caught(refusal: RuleSet) -> None:
    assert differing(in_the_lines(refusal, "final")) == ("question final",)


def test_another_version_than_applies_is_caught(tmp_path: Path) -> None:
    rules = build(tmp_path, FACTS, {"rule": TWO})
    ev = put(rules, {"next_door": True, "consolidation": False}).evaluation
    newest, older = rules.provisions["rule"].versions
    check_agreement(in_the_choice_of_a_version(ev, "rule", newest))
    with pytest.raises(EngineDisagreement) as error:
        check_agreement(in_the_choice_of_a_version(ev, "rule", older))
    assert error.value.differing == ("which version of provision rule applies", "question final")


def test_a_fault_in_any_frame_of_the_rules_engine_is_caught(refusal: RuleSet) -> None:
    assert len(refusal.plan.frames) == 2
    assert differing(in_the_rules_engine(refusal, 0)) == (
        "provision rule from 2013-04-01",
        "provision rule",
        "question final",
    )
    assert differing(in_the_rules_engine(refusal, 1)) == ("question final",)


OTHERS = [path.parent for path in sorted(RULES.glob("*/*/ruleset.yaml")) if path.parent != MARKET_ENTRY]


@pytest.mark.parametrize(
    ("folder", "every"),
    [
        (MARKET_ENTRY, 16),
        pytest.param(MARKET_ENTRY, 1, marks=pytest.mark.proof),
        *(pytest.param(folder, 6, marks=pytest.mark.proof) for folder in OTHERS),
    ],
    ids=lambda each: each.name if isinstance(each, Path) else str(each),
)
def test_a_fault_in_any_frame_of_the_real_rules_is_noticed_in_their_tests(folder: Path, every: int) -> None:
    """But a frame that says what versions agree on, which is used only where a day is known in part."""
    rules, tests = load_rule_set(folder), read_tests(folder)

    def noticed(frame: Frame) -> bool:
        planted = with_frame(rules, misplaced(frame))
        likely = sorted(tests, key=lambda test: not _speaks_of(test, frame))
        return any("do not agree" in told for test in likely for told in run_test(planted, test).failures)

    always_used = [frame for frame in rules.plan.frames if not isinstance(frame.place, Together)]
    assert [frame.place for frame in always_used[::every] if not noticed(frame)] == []


def _speaks_of(test: RuleTest, frame: Frame) -> bool:
    """Whether a test is about what the frame decides: such a one most likely notices a fault in it."""
    if isinstance(frame.place, InQuestion):
        return "questions" in test.data["expect"]
    return test.provision == frame.place.provision


def test_a_fault_names_the_rules_and_the_case_and_nothing_that_was_said(refusal: RuleSet) -> None:
    planted = in_the_definition(refusal, "rule")
    with pytest.raises(EngineDisagreement) as error:
        put(planted, {"class": "excepted", **REFUSED})
    told = error.value
    assert (told.rule_set, len(told.case)) == ("pharmacy/entry", 16)
    assert str(told).startswith(f"the two readings of pharmacy/entry do not agree in case {told.case}: provision rule")
    assert "excepted" not in str(told)
    assert not isinstance(told, FactError), "nobody but us is at fault"


def test_the_same_case_has_the_same_name_and_another_has_another(refusal: RuleSet) -> None:
    cases = [put(refusal, given).evaluation for given in (REFUSED, dict(reversed(REFUSED.items())), {})]
    first, again, other = map(case_id, cases)
    assert first == again != other


def test_after_a_fault_the_set_up_is_thrown_away_and_the_next_case_is_right(refusal: RuleSet) -> None:
    planted, before = in_the_rules_engine(refusal, 0), hosts_discarded()
    differing(planted)
    differing(planted)
    assert hosts_discarded() == before + 2
    assert planted.plan not in _deciders
    assert status(put(refusal, REFUSED)) == "met"
    assert hosts_discarded() == before + 2


# -- what durable-rules might do


class Forgetful(Decider):
    """A rules engine that loses the last answer of each wave."""

    def decide(self, wave: Sequence[tuple[Frame, Sequence[int]]]) -> dict[int, int]:
        answers = super().decide(wave)
        answers.popitem()
        return answers


def test_an_answer_that_is_lost_is_noticed(refusal: RuleSet) -> None:
    found = put(refusal, REFUSED)
    reading = Inference(refusal, found.evaluation.given, found.as_at)
    with pytest.raises(RulesEngineFault, match="frame 0 was not decided"):
        reading.run(Forgetful(refusal.plan))


def only(frame: Frame, *rules: int) -> Plan:
    """A plan of one frame with some of its rules."""
    return Plan((replace(frame, number=0, wave=0, rules=tuple(frame.rules[each] for each in rules)),))


def test_a_frame_that_no_rule_answers_is_noticed(refusal: RuleSet) -> None:
    frame = refusal.plan.frames[0]
    unsure = (0,) * len(frame.slots)
    silent = Decider(only(frame, 0, 1))
    with pytest.raises(MessageNotHandledException):
        silent.decide([(frame, unsure)])


def test_where_two_rules_fit_one_fires_and_says_nothing_of_the_other(refusal: RuleSet) -> None:
    """So the rules of a frame must shut one another out: test_lowering shows that they do."""
    frame = refusal.plan.frames[0]
    both_fit = replace(frame, rules=((1, Compare(0, "above", -1)), (0, Compare(0, "below", 1))))
    assert Decider(Plan((both_fit,))).decide([(both_fit, (0,) * len(frame.slots))]) == {0: 1}


def test_whatever_goes_wrong_in_the_rules_engine_is_a_disagreement(refusal: RuleSet) -> None:
    broken = with_frame(refusal, replace(refusal.plan.frames[0], rules=refusal.plan.frames[0].rules[:1]))
    assert differing(broken, {"class": "other"}) == ("MessageNotHandledException in the rules engine",)


# -- one set-up for each plan, used by one thread at a time


def test_threads_share_one_set_up_and_each_gets_its_own_answers(refusal: RuleSet) -> None:
    wrong: list[str] = []

    def determine_many(same_service: bool) -> None:
        for _ in range(60):
            expected = "met" if same_service else "not_met"
            if status(put(refusal, {**REFUSED, "same_service": same_service})) != expected:
                wrong.append(expected)

    threads = [threading.Thread(target=determine_many, args=(number % 2 == 0,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len([plan for plan in _deciders if plan is refusal.plan]) == 1


def test_only_so_many_plans_are_kept_and_one_that_was_let_go_is_set_up_again(tmp_path: Path) -> None:
    first = build(tmp_path, YES_NO, {"rule": f"when: {A}"})
    others = [replace(first, plan=replace(first.plan)) for _ in range(KEPT)]
    for rules in (first, *others):
        assert status(put(rules, {"a": True})) == "met"
    assert len(_deciders) == KEPT
    assert first.plan not in _deciders
    assert status(put(first, {"a": False})) == "not_met"


def test_rules_without_a_condition_need_no_rules_engine(tmp_path: Path) -> None:
    rules = build(tmp_path, YES_NO, {"rule": "not_in_force: true"}, {"final": ["refuse"]})
    assert put(rules, {}).questions[0].outcome == "refuse"


def test_closing_the_record_is_read_twice_too(tmp_path: Path) -> None:
    rules = build(tmp_path, "a yes_no if_not_shown: false", {"rule": f"when: {A}"})
    assert put(rules, {}, record_closed=True).questions[0].outcome == "refuse"
    _, not_met, open_still = rules.plan.frames[0].rules
    rules_of = (rules.plan.frames[0].rules[0], (0, not_met[1]), (-1, open_still[1]))
    swapped = with_frame(rules, replace(rules.plan.frames[0], rules=rules_of))
    with pytest.raises(EngineDisagreement):
        put(swapped, {}, record_closed=True)


def test_nothing_that_ships_is_content_with_one_reading() -> None:
    """``read_once`` is for tests of rules: no room, no page and no command names it but the file that has it."""
    root = Path(__file__).parents[2]
    ours = [
        path for path in (*root.glob("*.py"), *root.glob("[a-z]*/**/*.py")) if path.parts[len(root.parts)] != "tests"
    ]
    naming = {path.relative_to(root).as_posix() for path in ours if "read_once" in path.read_text("utf-8")}
    assert naming == {"engine/determination.py"}
