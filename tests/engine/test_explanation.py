"""An explanation reads like reasons: the outcome, what decided it, what else weighed, and then it stops."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine import Determination, RuleSet
from tests.engine.building import YES_NO, A, B, build, put

JUDGED = f"{YES_NO}near judgement\nuse judgement\n"
NEAR = "<near> {judgement: near}"


def rules_of(
    root: Path, provisions: Mapping[str, str], questions: Mapping[str, Sequence[str]], *steps: str, **more: Any
) -> RuleSet:
    """Rules of those questions, of which some are steps."""
    made = build(root, JUDGED, provisions, questions, **more)
    return replace(made, questions=tuple(replace(each, step=each.id in steps) for each in made.questions))


def reasons(found: Determination) -> str:
    return " ".join(found.reasons)


def test_the_outcome_is_first_and_its_reasons_follow_and_are_numbered_by_themselves(tmp_path: Path) -> None:
    rules = rules_of(tmp_path, {"rule": f"when: {A}"}, {"final": ["grant: {provision: rule}", "refuse"]})
    found = put(rules, {"a": True})
    assert found.headline == "It is grant. On the law as at 1 May 2024."
    assert found.explanation[0] == f"1. {found.headline}"
    assert found.reasons[0] == "1. Regulation 1: what a says (para 1)."
    assert [each.partition(". ")[2] for each in found.reasons] == [
        each.partition(". ")[2] for each in found.explanation[1:]
    ]


def test_the_outcome_is_named_where_the_words_of_the_rule_do_not_name_it(tmp_path: Path) -> None:
    rules = build(tmp_path, JUDGED, {"rule": f"when: {A}"}, {"final": ["must_grant: {provision: rule}", "refuse"]})
    line = replace(rules.questions[0].lines[0], says="The law leaves no choice")
    question = replace(rules.questions[0], lines=(line, *rules.questions[0].lines[1:]))
    found = put(replace(rules, questions=(question,)), {"a": True})
    assert found.headline.startswith("Must grant. The law leaves no choice.")


def test_a_plain_fact_that_fails_is_denied_and_not_asked_and_answered(tmp_path: Path) -> None:
    valid = 'when: {id: x, says: "The notice is valid", cites: para 2, fact: a, is: true}'
    rules = build(tmp_path, YES_NO, {"rule": valid})
    found = put(rules, {"a": False})
    assert "The notice is not valid (para 2)." in reasons(found)
    assert "What of a?" not in reasons(found)
    assert "What of a? No (para 2)." in " ".join(found.account.paragraphs)


def test_a_provision_on_which_nothing_turned_is_only_named_and_what_a_person_found_is_told(tmp_path: Path) -> None:
    lines = ["stop: {provision: barred}", "refuse: {provision: adjacent}", "grant: {provision: rule}", "refuse"]
    provisions = {"barred": f"when: {B}", "adjacent": f"when: {NEAR}", "rule": f"when: {A}"}
    rules = rules_of(tmp_path, provisions, {"final": lines})
    found = put(rules, {"a": True, "b": False, "near": False})
    assert "The Committee was not satisfied that what near says (para 1)." in reasons(found)
    assert "What b says" not in reasons(found)
    assert "Also looked at, and none of it leads to another answer: regulation 1." in reasons(found)
    assert "What of b? No" in " ".join(found.account.paragraphs)


def test_a_line_with_which_a_decision_deals_first_is_told_before_what_decided(tmp_path: Path) -> None:
    lines = [
        "stop: {provision: barred}, told: true",
        "refuse: {provision: adjacent}, told: true",
        "grant: {provision: rule}",
    ]
    provisions = {"barred": f"when: {B}", "adjacent": f"when: {NEAR}", "rule": f"when: {A}"}
    rules = rules_of(tmp_path, provisions, {"final": [*lines, "refuse"]})
    told = reasons(put(rules, {"a": True, "b": False, "near": False}))
    parts = ["It is not the case that what b says", "not satisfied that what near says", "Regulation 1: what a says"]
    assert sorted(parts, key=told.index) == parts
    assert "Also looked at" not in told


def test_such_a_line_that_only_another_provision_settles_is_named_with_the_others(tmp_path: Path) -> None:
    lines = ["stop: {provision: barred}, told: true", "grant: {provision: rule}", "refuse"]
    provisions = {"behind": f"when: {B}", "barred": "when: <behind> {provision: behind}", "rule": f"when: {A}"}
    told = reasons(put(rules_of(tmp_path, provisions, {"final": lines}), {"a": True, "b": False}))
    assert told.index("Regulation 1: what a says") < told.index("Also looked at")


def test_a_power_that_is_open_and_not_used_is_told(tmp_path: Path) -> None:
    lines = ["defer: {provision: rule} used use", "grant: {provision: other}", "refuse"]
    provisions = {"rule": f"when: {A}", "other": f"when: {B}"}
    rules = rules_of(tmp_path, provisions, {"final": lines}, heads={"rule": "effect: may"})
    told = reasons(put(rules, {"a": True, "b": True, "use": False}))
    assert "Regulation 1: it is met. The Committee does not use this power." in told


STEPPED = {
    "first": ["heard: {provision: notice}", "out: {not: {provision: notice}}", "other"],
    "final": ["dismiss: {not: {provision: notice}}", "grant: {provision: rule}", "refuse"],
}


def test_a_step_is_told_after_what_is_decided_and_at_its_head_where_the_outcome_comes_of_it(tmp_path: Path) -> None:
    rules = rules_of(tmp_path, {"notice": f"when: {A}", "rule": f"when: {B}"}, STEPPED, "first")
    found = put(rules, {"a": False, "b": True})
    assert [each.id for each in found.first] == ["final"]
    assert found.headline == "It is dismiss. It is out. On the law as at 1 May 2024."
    assert [each.question for each in found.told if each.sort == "answer"] == ["final"]
    assert next(each.question for each in found.told if each.sort == "reason") == "first"
    heard = put(rules, {"a": True, "b": True})
    assert heard.headline == "It is grant. On the law as at 1 May 2024."
    assert "It is heard (regulation 1)." in reasons(heard)


def test_where_only_steps_arise_each_of_them_is_told_first(tmp_path: Path) -> None:
    rules = rules_of(tmp_path, {"notice": f"when: {A}", "rule": f"when: {B}"}, STEPPED, "first", "final")
    assert [each.id for each in put(rules, {"a": True, "b": True}).first] == ["first", "final"]


def test_a_step_that_is_open_says_what_could_settle_it_where_it_stands(tmp_path: Path) -> None:
    lines = {"first": ["heard: {fact: c, is: true}", "out"], "final": ["grant: {provision: rule}", "refuse"]}
    found = put(rules_of(tmp_path, {"rule": f"when: {A}"}, lines, "first"), {"a": True})
    assert found.headline.startswith("It is grant.")
    assert [(each.question, each.sort) for each in found.told][:4] == [
        ("final", "answer"),
        ("final", "reason"),
        ("first", "reason"),
        ("first", "open"),
    ]
    assert "One thing could settle it. For the applicant to show: What of c?" in reasons(found)


def test_of_many_things_that_could_settle_it_the_first_are_told_and_who_has_the_others(tmp_path: Path) -> None:
    facts = "".join(f"f{number} yes_no shown_by: {'trust' if number else 'applicant'}\n" for number in range(9))
    leaves = ", ".join(f"<f{number}> {{fact: f{number}, is: true}}" for number in range(9))
    told = reasons(put(build(tmp_path, facts, {"rule": f"when: {{all: [{leaves}]}}"})))
    assert "9 things could settle it: 1 for the applicant to show and 8 for the trust to show." in told
    assert "These come first. For the applicant to show: What of f0? For the trust to show: What of f1? What" in told
    assert "f3" not in told


def test_what_does_not_arise_is_counted_where_it_is_much_and_told_where_it_is_little(tmp_path: Path) -> None:
    aside = ["does_not_arise: {fact: b, is: false}", "x"]
    lines = {"final": ["grant: {provision: rule}", "refuse"], **{f"q{number}": aside for number in range(3)}}
    found = put(rules_of(tmp_path / "many", {"rule": f"when: {A}"}, lines), {"a": True, "b": False})
    assert "The other 3 questions of these rules do not arise." in reasons(found)
    few = {name: lines[name] for name in ("final", "q0")}
    found = put(rules_of(tmp_path / "few", {"rule": f"when: {A}"}, few), {"a": True, "b": False})
    assert "It is does_not_arise." in reasons(found)


def test_where_nothing_weighed_the_plain_reasons_are_told(tmp_path: Path) -> None:
    lines = ["grant: {provision: rule}", "grant: {provision: other}", "refuse"]
    rules = rules_of(tmp_path, {"rule": f"when: {A}", "other": f"when: {B}"}, {"final": lines})
    told = reasons(put(rules, {"a": False, "b": False}))
    assert told.count("It is not the case that what") == 2
    assert "Also looked at" not in told


def test_a_ground_that_is_open_and_changes_nothing_is_told_as_that(tmp_path: Path) -> None:
    lines = ["refuse: {provision: rule}", "refuse: {provision: other}", "grant"]
    rules = rules_of(tmp_path, {"rule": f"when: {A}", "other": f"when: {B}"}, {"final": lines})
    told = reasons(put(rules, {"b": True}))
    assert "Not yet known, and the answer is the same either way: regulation 1." in told
