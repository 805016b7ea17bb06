"""By when a declaration is taken, by its year: noon in London of the day that the year's own conditions name."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from assessment import beginning, submitting
from assessment.clock_data import clock_data, years_with_a_clock
from engine import RuleSet, conditions_of
from storage import Database
from tests.assessment.kept_trust import NOON, SOUTH, Trust, begun
from tests.assessment.small_scheme import SCHEME, rule_sets
from tests.ours import our_rule_sets

# All three as recalled, with little doubt; nothing that was read names them
DUE = {
    "year-5": datetime(2024, 2, 1, 12, tzinfo=UTC),
    "year-6": datetime(2025, 3, 3, 12, tzinfo=UTC),
    "year-7": datetime(2026, 3, 3, 12, tzinfo=UTC),
}
TOLD = {"year-5": "1 February 2024", "year-6": "3 March 2025", "year-7": "3 March 2026"}
FIRST = {"year-5": "31 May 2023", "year-6": "2 April 2024", "year-7": "2 April 2025"}
SECOND = timedelta(seconds=1)


def refusals(year: str, now: datetime, rules: Mapping[str, RuleSet] | None = None) -> list[str]:
    """Why a declaration of the year that comes now is not taken."""
    return [each.message for each in submitting.late_faults(rules or our_rule_sets(), year, now)]


def conditions(year: str) -> RuleSet:
    """The conditions of a year, of which we have them."""
    found = submitting.conditions_of_year(our_rule_sets(), year)
    assert found is not None
    return found


@pytest.mark.parametrize("year", DUE)
def test_it_is_taken_up_to_noon_of_the_day_of_its_year_and_no_second_later(year: str) -> None:
    due = DUE[year]
    for in_time in (due - timedelta(days=30), due - SECOND, due):
        assert refusals(year, in_time) == []
    (told,) = refusals(year, due + SECOND)
    assert told.startswith(f"It is 12:00:01 on {TOLD[year]}, in London, and this is late. In our own words: ")
    assert f"only where it reaches NHS Resolution by noon, London time, on {TOLD[year]}. (" in told.replace("\n", " ")
    assert told.endswith(
        "(scheme conditions, time). This rule is from memory and was not checked against the published document."
    )


@pytest.mark.parametrize(("late", "of_next"), [("year-5", "year-6"), ("year-6", "year-7")])
def test_what_is_late_for_its_own_year_is_late_however_much_time_the_next_year_has(late: str, of_next: str) -> None:
    (told,) = refusals(late, DUE[of_next])
    assert f"by noon, London time, on {TOLD[late]}" in told
    assert TOLD[of_next] not in told.partition("In our own words: ")[2]


@pytest.mark.parametrize("year", DUE)
def test_before_the_first_day_of_a_year_no_declaration_of_it_is_taken(year: str) -> None:
    first = our_rule_sets()[f"{SCHEME}/{year}"].covers_from
    midnight = datetime(first.year, first.month, first.day, tzinfo=submitting.LONDON)
    (told,) = refusals(year, midnight - SECOND)
    assert told.startswith("It is 23:59:59 on ")
    assert told.endswith(f", in London, and {year} begins on {FIRST[year]}: no declaration of it is taken before")
    assert refusals(year, midnight) == []


@pytest.mark.parametrize("year", DUE)
def test_both_days_of_a_year_are_its_clocks_moment_and_are_marked_as_recalled(year: str) -> None:
    assert years_with_a_clock() == tuple(DUE)
    assert clock_data(year).declaration == DUE[year].replace(tzinfo=None)
    for id in ("c2-declaration-in-time", "c2-correction-in-time"):
        (version,) = conditions(year).provisions[id].versions
        (condition,) = conditions_of(version)
        assert condition.says.endswith(f"by noon on {TOLD[year]}")
        assert version.checked is not None
        assert version.checked.how == "recalled"


def test_each_year_that_takes_declarations_has_just_one_set_of_conditions() -> None:
    ids = [id for id in our_rule_sets() if id.startswith(submitting.CONDITIONS)]
    found = {year: conditions(year).id for year in DUE}
    assert sorted(found.values()) == sorted(ids)
    assert found["year-7"] == f"{SCHEME}/scheme-conditions"
    assert submitting.conditions_of_year(our_rule_sets(), "year-4") is None


def test_a_declaration_of_year_6_is_received_at_its_noon(database: Database) -> None:
    made = begun(database)
    new = beginning.New("RX1", "Wrenlow Hospitals NHS Trust", "year-6", (SOUTH,))
    with database.writing() as connection:
        id = beginning.begin(connection, NOON, made.member, new, rule_sets()).id
    other = Trust(database, made.office, id, made.member, made.icb, made.officer)
    sha256 = other.all_sign()
    of_year_6 = f"{SCHEME}/scheme-conditions-year-6"
    rules = {**rule_sets(), of_year_6: our_rule_sets()[of_year_6]}
    (told,) = other.refused(submitting.submit, sha256, rules, now=DUE["year-6"] + SECOND).values()
    assert told.startswith("It is 12:00:01 on 3 March 2025, in London, and this is late.")
    assert other.does(submitting.submit, sha256, rules, now=DUE["year-6"]).state == "submitted"
    with database.reading() as connection:
        (receipt,) = submitting.submissions(connection, id)
    assert receipt.received_in_london == "12:00:00 on 3 March 2025"
