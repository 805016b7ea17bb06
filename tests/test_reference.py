"""The reference itself, on cases worked by hand; numbers are the rows of the table of cases that once went wrong."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.reference import Reading, read_rules, read_text, reference
from tests.reference.calendar_days import shift
from tests.reference.decide import Case
from tests.reference.generate import write_rule_set
from tests.reference.knowledge import chain, some_random
from tests.reference.reading import read_case
from tests.reference.yaml_reader import LOADER, scalar

FACTS = """
facts:
  dated: {type: date}
  applied: {type: date}
  n: {type: number, whole: true, at_least: 0}
  whole: {type: number, whole: true, at_least: 0}
  part: {type: number, whole: true, at_least: 0, part_of: whole}
  rate: {type: number}
  kind: {type: choice, options: [routine, excepted, other]}
  died: {type: date, may_be_none: true}
  yes: {type: yes_no}
  good: {type: yes_no, decided_by: committee}
  used: {type: yes_no, decided_by: committee}
  twice: {type: number, worked_out: {multiply: [{fact: n}, 2]}}
"""
RULESET = (
    "{covers: {from: 2013-04-01}, as_at: dated, periods: {year: {from: 2024-04-01, to: 2025-03-31}}, questions: %s}"
)
ALWAYS = "versions: [{effective: {from: 2013-04-01}, when: %s}]"


def says(folder: Path, given: str, questions: str = "[]", **provisions: str) -> Reading:
    """What the reference says of provisions written in shorthand; dated 1 June 2024 where nothing else is given."""
    texts = {"facts": FACTS, "ruleset": RULESET % questions} | provisions
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(
            text if "versions" in text or name in ("facts", "ruleset") else ALWAYS % text
        )
    return reference(folder, {"dated": date(2024, 6, 1)} | read_text(given), None)


def leaf(folder: Path, when: str, given: str) -> str:
    return says(folder, given, p=when).provisions["p"]


def test_row_2_scalars_are_read_by_pattern_and_nothing_is_guessed() -> None:
    words = [scalar(text) for text in ("12:00", "010", "1_000", "yes", "0x10")]
    assert words == ["12:00", "010", "1_000", "yes", "0x10"]
    assert (scalar("0.005"), scalar("0.5%")) == (Fraction(1, 200), Fraction(1, 200))


LINES = """
[{id: q, asks: x, first_of:
  [{outcome: %s, when: {provision: a}}, {outcome: %s, when: {provision: b}}, {otherwise: defer}]}]
"""


@pytest.mark.parametrize(
    ("outcomes", "answer"),
    [(("refuse", "grant"), ("undetermined", None)), (("refuse", "refuse"), ("determined", "refuse"))],
)
def test_rows_4_and_5_reachable_lines_end_at_the_first_that_is_met(tmp_path: Path, outcomes: Any, answer: Any) -> None:
    read = says(tmp_path, "{n: 5}", LINES % outcomes, a="{fact: yes, is: true}", b="{fact: n, at_least: 5}")
    assert read.questions["q"] == answer
    assert read.needs == ({"yes": "ask"} if answer[1] is None else {})


def test_row_8_none_is_a_value_and_compares_with_nothing(tmp_path: Path) -> None:
    assert leaf(tmp_path, "{fact: died, on_or_after: 2020-01-01}", "{died: none}") == "not_met"
    assert leaf(tmp_path, "{fact: died, before: 2020-01-01}", "{died: none}") == "not_met"
    assert leaf(tmp_path, "{fact: died, is: none}", "{died: none}") == "met"
    assert leaf(tmp_path, "{fact: died, is: none}", "{}") == "not_known"


@pytest.mark.parametrize(("when_none", "status"), [("met", "met"), ("not_met", "not_met")])
def test_row_9_a_share_of_nothing_is_what_when_none_says(tmp_path: Path, when_none: str, status: str) -> None:
    when = f"{{share: part, of: whole, at_least: 90%, when_none: {when_none}}}"
    assert leaf(tmp_path, when, "{part: 0, whole: 0}") == status
    assert leaf(tmp_path, when, "{part: 9, whole: 10}") == "met"
    assert leaf(tmp_path, when, "{part: 8, whole: 9}") == "not_met"


def test_a_part_is_never_more_than_its_whole(tmp_path: Path) -> None:
    when = "{share: part, of: whole, at_most: 100%, when_none: met}"
    assert leaf(tmp_path, when, "{part: {from: 3}, whole: {from: 1}}") == "met"
    most = "{share: part, of: whole, at_least: 70%, when_none: not_met}"
    assert leaf(tmp_path, most, "{part: 5}") == "not_known", "the whole is five at least, and may be no more"
    assert leaf(tmp_path, when.replace("part", "n"), "{n: {from: 3}, whole: {from: 1}}") == "not_known"


@pytest.mark.parametrize(
    ("start", "months", "back", "including", "end"),
    [
        (date(2024, 8, 31), 6, False, True, date(2025, 2, 28)),
        (date(2024, 8, 31), 6, False, False, date(2025, 2, 28)),
        (date(2024, 8, 15), 6, False, True, date(2025, 2, 14)),
        (date(2024, 3, 1), 6, False, True, date(2024, 8, 31)),
        (date(2025, 3, 31), 12, True, True, date(2024, 4, 1)),
        (date(2025, 3, 31), 1, True, False, date(2025, 2, 28)),
    ],
)
def test_row_12_months_end_where_the_month_does(
    start: date, months: int, back: bool, including: bool, end: date
) -> None:
    assert shift(start, "months", months, back=back, including=including) == end


def test_working_days_pass_over_weekends_and_bank_holidays() -> None:
    assert shift(date(2024, 3, 28), "working_days", 1, back=False, including=False) == date(2024, 4, 2)  # Easter
    assert shift(date(2024, 4, 2), "working_days", 1, back=True, including=False) == date(2024, 3, 28)
    assert shift(date(2024, 4, 2), "working_days", 2, back=False, including=True) == date(2024, 4, 3)


OLD_AND_NEW = """
governed_by: %s
versions:
  - {effective: {from: 2020-01-01}, when: {fact: yes, is: true}}
  - {effective: {from: 2013-04-01, to: 2019-12-31}, %s}
"""


def test_row_13_law_not_in_force_is_not_met_and_a_date_outside_is_refused(tmp_path: Path) -> None:
    law = OLD_AND_NEW % ("dated", "not_in_force: true")
    read = says(tmp_path, "{yes: true, dated: 2019-12-31}", p=law, other="{not: {provision: p}}")
    assert (read.provisions["p"], read.provisions["other"]) == ("not_met", "met")
    with pytest.raises(ValueError, match="outside what is covered"):
        says(tmp_path, "{yes: true, dated: 2013-03-31}", p=law)


def test_row_14_a_provision_may_be_governed_by_a_date_of_its_own(tmp_path: Path) -> None:
    read = says(
        tmp_path, "{yes: true, applied: 2019-06-20}", p=OLD_AND_NEW % ("applied", "when: {fact: yes, is: false}")
    )
    assert (read.provisions["p"], read.versions["p"]) == ("not_met", [date(2013, 4, 1)])


def test_row_15_what_all_versions_that_may_apply_agree_on_stands(tmp_path: Path) -> None:
    law = OLD_AND_NEW % ("applied", "when: {any: [{fact: yes, is: true}, {fact: n, at_least: 1}]}")
    assert says(tmp_path, "{yes: true}", p=law).provisions["p"] == "met"
    read = says(tmp_path, "{yes: false, n: 1}", p=law)
    assert (read.provisions["p"], read.provision_needs["p"]) == ("not_known", {"applied": "ask"})


def test_row_16_each_leaf_is_judged_alone(tmp_path: Path) -> None:
    assert leaf(tmp_path, "{any: [{fact: n, at_least: 5}, {fact: n, less_than: 5}]}", "{}") == "not_known"


def test_row_24_not_a_provision_that_is_not_known_is_not_known(tmp_path: Path) -> None:
    read = says(tmp_path, "{}", p="{fact: yes, is: true}", other="{not: {provision: p}}")
    assert read.provisions["other"] == "not_known"


def test_row_26_given_and_worked_out_are_intersected(tmp_path: Path) -> None:
    read = says(tmp_path, "{n: {from: 3, to: 10}, twice: {from: 10, to: 12}}", p="{fact: yes, is: true}")
    assert read.amounts["twice"].ends() == (10, 12, False)
    with pytest.raises(ValueError, match="no value in common"):
        says(tmp_path, "{n: 3, twice: 9}", p="{fact: twice, at_least: 1}")


@pytest.mark.parametrize("state", ["not_asked", "not_known", "disputed"])
def test_row_27_whatever_its_state_an_unknown_fact_has_all_of_its_domain(tmp_path: Path, state: str) -> None:
    given = f"{{n: {{state: {state}}}}}"
    assert leaf(tmp_path, "{fact: n, at_least: 0}", given) == "met"
    assert leaf(tmp_path, "{fact: n, at_least: 1}", given) == "not_known"


def test_row_28_a_choice_may_be_known_in_part(tmp_path: Path) -> None:
    given = "{kind: {one_of: [routine, excepted]}}"
    assert leaf(tmp_path, "{fact: kind, is_one_of: [routine, excepted]}", given) == "met"
    assert leaf(tmp_path, "{fact: kind, is: other}", given) == "not_met"
    assert leaf(tmp_path, "{fact: kind, is: routine}", given) == "not_known"


def test_row_29_a_leaf_may_have_two_bounds(tmp_path: Path) -> None:
    when = "{fact: n, at_least: 10, less_than: 500}"
    answers = [
        leaf(tmp_path, when, f"{{n: {n}}}") for n in ("9", "10", "499", "500", "{from: 20, to: 400}", "{from: 9}")
    ]
    assert answers == ["not_met", "met", "met", "not_met", "met", "not_known"]
    assert leaf(tmp_path, when, "{n: {from: 600}}") == "not_met"


def test_a_power_waits_for_the_person_who_may_use_it(tmp_path: Path) -> None:
    lines = "[{id: q, asks: x, first_of: [{outcome: defer, when: {provision: p}, if_used: used}, {otherwise: grant}]}]"
    read = says(tmp_path, "{yes: true}", lines, p="{fact: yes, is: true}")
    assert (read.questions["q"][0], read.needs) == ("undetermined", {"used": "find"})


def test_exceptions_may_have_exceptions(tmp_path: Path) -> None:
    law = """
    versions:
      - effective: {from: 2013-04-01}
        when: {fact: yes, is: true}
        unless: [{id: a, when: {fact: n, at_least: 5}, unless: [{id: b, when: {judgement: good}}]}]
    """
    answers = [
        says(tmp_path, f"{{yes: true, n: {n}, good: {good}}}", p=law).provisions["p"]
        for n, good in ((4, "false"), (5, "false"), (5, "true"))
    ]
    assert answers == ["met", "not_met", "met"]


def test_a_result_is_none_while_its_provision_may_not_be_met(tmp_path: Path) -> None:
    law = """
    versions:
      - effective: {from: 2013-04-01}
        when: {fact: yes, is: true}
        gives:
          sum: {type: number, divide: [{fact: n}, 4], rounded: nearest}
          more: {type: number, add: [{fact: sum}, 1]}
    """
    assert says(tmp_path, "{n: 6}", p=law).amounts["sum"].ends() == (2, 2, True)
    assert says(tmp_path, "{n: 6, yes: true}", p=law).amounts["more"].ends() == (3, 3, False)
    assert says(tmp_path, "{n: 6, yes: false}", p=law).amounts["sum"].ends() == (None, None, True)


def test_at_least_so_many_of_a_list(tmp_path: Path) -> None:
    of = "[{fact: yes, is: true}, {judgement: good}, {fact: n, at_least: 1}]"
    when = f"{{at_least_of: {{count: 2, of: {of}}}}}"
    assert leaf(tmp_path, when, "{yes: true, n: 1}") == "met"
    assert leaf(tmp_path, when, "{yes: true, n: 0}") == "not_known"
    assert leaf(tmp_path, when, "{yes: false, n: 0}") == "not_met"


def _decided(read: Reading) -> dict[str, Any]:
    answers = {name: status for name, status in read.provisions.items() if status != "not_known"}
    return answers | {name: answer for name, answer in read.questions.items() if answer[0] == "determined"}


@pytest.mark.proof
@pytest.mark.parametrize("batch", range(6))
def test_learning_more_never_flips_what_the_reference_decided(tmp_path: Path, batch: int) -> None:
    decided_early = 0
    for seed in range(batch, 120, 6):
        rng = some_random(seed)
        rules = read_rules(
            write_rule_set(tmp_path / f"area-{seed}", "set", rng, large=seed % 40 == 0, wild=seed % 2 == 0)
        )
        before: dict[str, Any] = {}
        for given in chain(rules, rng, 4):
            read = read_case(Case(rules, given, None))
            assert _decided(read).items() >= before.items(), f"seed {seed}"
            before = _decided(read)
            decided_early += len(read.needs) > 0 and len(before) > 0
        assert not read.needs, f"seed {seed}: everything is known"
    assert decided_early > 5


@pytest.mark.proof
def test_the_quick_reader_of_yaml_reads_every_rule_file_as_the_plain_one_does() -> None:
    every = (Path(__file__).parents[1] / "rules").rglob("*.yaml")
    files = [path for path in every if not path.name.endswith(".test.yaml")]
    assert len(files) > 500
    for file in files:
        text = file.read_text("utf-8")
        plain, quick = (yaml.load(text, Loader=one) for one in (yaml.BaseLoader, LOADER))  # noqa: S506 - only text comes out
        assert quick == plain, file
