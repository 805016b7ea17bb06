"""What is said before anything of rules that are no law: how much of them is recalled, and which years are there."""

from dataclasses import replace
from pathlib import Path

import pytest

from engine import RuleSet, conditions_of, said_first
from engine.model import Checked
from tests.engine.building import build
from tests.ours import our_rule_sets

SCHEME = "maternity-incentive-scheme"
LATEST = "No scheme document after year 7 is encoded."
CHECK = "Check each before anyone signs."


@pytest.fixture
def small(tmp_path: Path) -> RuleSet:
    """Three conditions of the first year of a scheme, which nobody has read."""
    rules = {f"rule-{number}": "when: <planned> {fact: plan, is: true}" for number in (1, 2, 3)}
    return build(tmp_path, "plan yes_no", rules, id="scheme/year-1")


def with_unread(rule_set: RuleSet, many: int) -> dict[str, RuleSet]:
    """The rule set as if somebody had read every provision but the first so many."""
    provisions = dict(rule_set.provisions)
    for id in list(provisions)[many:]:
        newest = replace(provisions[id].versions[0], checked=Checked("published_text"))
        provisions[id] = replace(provisions[id], versions=(newest,))
    return {rule_set.id: replace(rule_set, provisions=provisions)}


def conditions(id: str) -> int:
    """How many there are in the newest versions of a rule set, of which nobody has read one yet."""
    return sum(len(conditions_of(each.versions[0])) for each in our_rule_sets()[id].provisions.values())


def test_a_year_says_how_much_of_it_is_recalled_and_which_year_is_the_last() -> None:
    id = f"{SCHEME}/year-6"
    told = f"The rules of year 6 are recalled: none of their {conditions(id)} conditions has been checked against the"
    assert said_first(our_rule_sets(), id) == (f"{told} published scheme document. {CHECK}", LATEST)


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("verdict", "Maternity Incentive Scheme, the verdict on a trust"),
        ("scheme-conditions", "Maternity Incentive Scheme year 7, its conditions"),
        ("early-notification", "Reports to MNSI and to Early Notification"),
    ],
)
def test_the_other_rule_sets_of_a_scheme_say_it_by_their_names(name: str, called: str) -> None:
    id = f"{SCHEME}/{name}"
    told = f"The rules “{called}” are recalled: none of their {conditions(id)} conditions has been checked against the"
    assert said_first(our_rule_sets(), id) == (f"{told} published document. {CHECK}", LATEST)


def test_rules_that_are_no_law_say_it_too_and_nothing_of_years_where_there_are_none() -> None:
    id = "maternity-data-quality/cqim"
    (told,) = said_first(our_rule_sets(), id)
    called = "Data quality of the maternity metrics (CQIM), eleven metrics and their tests"
    assert told.startswith(f"The rules “{called}” are recalled: none of their {conditions(id)} conditions has been")


@pytest.mark.parametrize("id", [id for id in our_rule_sets() if id.startswith("pharmacy/")])
def test_law_says_nothing_first_since_each_condition_says_how_it_was_read(id: str) -> None:
    assert said_first(our_rule_sets(), id) == ()


def test_of_two_each_is_told_and_the_last_year_once() -> None:
    first, second, latest = said_first(our_rule_sets(), f"{SCHEME}/year-6", f"{SCHEME}/year-7")
    assert (first[:19], second[:19]) == ("The rules of year 6", "The rules of year 7")
    assert latest == LATEST
    assert said_first(our_rule_sets(), f"{SCHEME}/year-7", f"{SCHEME}/year-7") == (second, latest)
    assert said_first(our_rule_sets()) == ()


@pytest.mark.parametrize(
    ("unread", "told"), [(2, "2 of the 3 conditions of year 1 are"), (1, "1 of the 3 conditions of year 1 is")]
)
def test_where_some_were_read_the_rest_is_counted(small: RuleSet, unread: int, told: str) -> None:
    first, latest = said_first(with_unread(small, unread), "scheme/year-1")
    assert first.startswith(f"{told} recalled, and not checked against the published scheme document. Check each")
    assert latest == "No scheme document after year 1 is encoded."


def test_once_all_of_it_was_read_only_the_last_year_is_told(small: RuleSet) -> None:
    assert said_first(with_unread(small, 0), "scheme/year-1") == ("No scheme document after year 1 is encoded.",)


def test_the_last_year_is_the_highest_by_its_number(small: RuleSet) -> None:
    years = {f"scheme/{name}": small for name in ("year-10", "year-9", "year-two")}
    assert said_first(years, "scheme/year-9")[-1] == "No scheme document after year 10 is encoded."
