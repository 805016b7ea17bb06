"""What if: before and after on a scratch copy, with what changed told; and every change that cannot be made refused."""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from assessment import (
    AddRows,
    AssessmentRefused,
    FillRows,
    RaiseNumber,
    ScratchChange,
    StateFact,
    WhatIf,
    read_changes,
    what_if,
)
from assessment.scratch import changed
from tests.assessment.looking_ahead import death, evidence, staff, table
from tests.ours import our_rule_sets

AS_AT = date(2025, 12, 1)
GROUP, COURSE = "other_anaesthetic_doctors", "emergencies_training"
CELL = {"group": GROUP, "course": COURSE}
TRAINED = {"training_year_ended_on": "2025-11-30"}


def tried(*changes: ScratchChange, of_trust: dict[str, Any] | None = None, **north: Any) -> WhatIf:
    return what_if(our_rule_sets(), evidence(of_trust or TRAINED, north), changes, AS_AT)


def emergencies(found: WhatIf) -> tuple[str, str]:
    """How 8(b) stands before and after."""
    each = [
        {one.id: one.status for one in side.sites[0].determination.provisions} for side in (found.before, found.after)
    ]
    return each[0]["sa8-b-emergencies"], each[1]["sa8-b-emergencies"]


def three_more(count: int = 3) -> FillRows:
    return FillRows("training", {**CELL, "attended_on": None}, {"attended_on": "2025-11-20"}, "north", count)


def test_three_more_anaesthetists_bring_a_group_from_not_met_to_met() -> None:
    found = tried(three_more(), training=table(*staff(GROUP, COURSE, 24, 6)))
    assert emergencies(found) == ("not_met", "met")
    assert found.changes == ("North site: attended on 2025-11-20 in rows 25, 26, 27 of training",)
    assert any(
        each.startswith("North site, Emergencies") and "not met before, met after" in each for each in found.told
    )


def test_two_more_are_one_too_few_and_it_is_told_how_many_are_still_needed() -> None:
    found = tried(three_more(2), training=table(*staff(GROUP, COURSE, 24, 6)))
    assert emergencies(found) == ("not_met", "not_met")
    wanted = "North site, safety action 8(b): 3 more needed before, 1 after. At least 90% of other anaesthetic doctors"
    assert any(each.startswith(wanted) for each in found.told)


def test_the_evidence_that_was_given_is_left_as_it_was() -> None:
    given = evidence(TRAINED, {"training": table(*staff(GROUP, COURSE, 24, 6)), "in_scope": [{**CELL, "is": 30}]})
    kept = deepcopy(given)
    changes: list[ScratchChange] = [
        three_more(),
        StateFact("training_year_ended_on", "2025-11-29"),
        AddRows("training", [], "north"),
    ]
    what_if(our_rule_sets(), given, changes, AS_AT)
    assert given == kept


def test_a_number_that_is_stated_for_a_group_is_raised_and_told() -> None:
    counts: dict[str, Any] = {
        "in_scope": [{**CELL, "is": 30}],
        "attended": [{**CELL, "is": 24, "source": "the report"}],
    }
    found = tried(RaiseNumber("attended", 3, "north", CELL), **counts)
    assert found.changes == (
        "North site: attended (other anaesthetic doctors, emergencies training) is 27, which was 24",
    )
    cells = found.after.evidence.of_sites["north"]["attended"]
    assert cells == [{**CELL, "is": 27}]
    (told,) = found.told
    assert told == (
        "North site, safety action 8(b): 3 more needed before, 0 after. At least 90% of other anaesthetic doctors "
        "attended emergencies training."
    )
    assert emergencies(found) == ("not_known", "not_known"), "nothing is known of the other groups"


def test_what_is_stated_or_added_is_told_with_its_place() -> None:
    new = death("D9", "2025-06-02")
    given = evidence(TRAINED, {"deaths": table(death("D1", "2025-05-02"))}, south={})
    changes: list[ScratchChange] = [
        StateFact("long_term_locum_plan_approved", True, "north"),
        StateFact("training_year_ended_on", "2025-10-31"),
        AddRows("deaths", [new], "north"),
        AddRows("deaths", [new], "south"),
        StateFact("in_scope", 30, "south", CELL),
    ]
    after, told = changed(given, changes)
    assert told == (
        "North site: long term locum plan approved is yes",
        "The trust: training year ended on is 2025-10-31",
        "North site: 1 row is added to deaths",
        "South site: 1 row is added to deaths",
        "South site: in scope (other anaesthetic doctors, emergencies training) is 30",
    )
    assert [each["death"] for each in after.of_sites["north"]["deaths"]["rows"]] == ["D1", "D9"]
    assert after.of_sites["south"] == {"deaths": {"rows": [new]}, "in_scope": [{**CELL, "is": 30}]}


def test_changes_that_change_nothing_say_so() -> None:
    found = tried(StateFact("training_year_ended_on", "2025-11-30"))
    assert found.told == ("Nothing stands otherwise for these changes.",)


def test_the_trust_and_each_action_that_comes_to_stand_otherwise_are_told_first() -> None:
    certificates: dict[str, Any] = {
        "certificates_needed": 10,
        "certificates_current": 8,
        "formal_certificate_plan": False,
    }
    found = tried(RaiseNumber("certificates_current", 1, "north"), **certificates)
    assert found.told[0] == "The trust, all ten: not met before, not yet shown after."
    assert found.told[1] == "North site, safety action 8: not met before, not yet shown after."


REFUSED: list[tuple[ScratchChange, str]] = [
    (StateFact("x", 1, "nort"), "site: the trust has no site nort; it has north. Did you mean north?"),
    (
        three_more(7),
        (
            "count: 6 rows of training hold group other anaesthetic doctors, course emergencies training, attended on "
            "none, which is fewer than 7"
        ),
    ),
    (
        FillRows("training", {"group": "nobody"}, {}, "north"),
        "count: 0 rows of training hold group nobody, which is fewer than 1",
    ),
    (
        FillRows("deaths", {}, {}, "north"),
        "table: this table has not been given here, so it has no rows to change",
    ),
    (
        RaiseNumber("point_of_care_drills", 1, "north"),
        (
            "more: point of care drills is not stated as a whole number, so nothing can be added to it: state what it "
            "becomes"
        ),
    ),
    (
        StateFact("training_year_ended_on", 3, "", CELL),
        "cell: this is stated as one value, and not as a list of cells",
    ),
]


@pytest.mark.parametrize(("change", "message"), REFUSED, ids=range(len(REFUSED)))
def test_a_change_that_cannot_be_made_is_refused_with_its_place(change: ScratchChange, message: str) -> None:
    given = evidence(TRAINED, {"training": table(*staff(GROUP, COURSE, 24, 6))})
    with pytest.raises(AssessmentRefused) as refused:
        changed(given, [change])
    assert str(refused.value) == f"/changes/0/{message}"


def test_what_is_no_fact_of_the_rules_is_refused_as_it_always_is() -> None:
    with pytest.raises(AssessmentRefused, match="/sites/north/point_of_care_drill"):
        tried(StateFact("point_of_care_drill", 1, "north"))


def test_changes_are_read_from_what_a_file_holds() -> None:
    said = [
        {"state": "formal_certificate_plan", "value": True, "site": "north"},
        {"raise": "attended", "more": 3, "site": "north", "cell": CELL},
        {"add_rows": "deaths", "rows": [{"death": "D1"}], "site": "north"},
        {"fill_rows": "training", "where": {**CELL, "attended_on": None}, "put": {"attended_on": "2025-11-20"},
         "site": "north", "count": 3},
    ]  # fmt: skip
    assert read_changes(said) == (
        StateFact("formal_certificate_plan", True, "north"),
        RaiseNumber("attended", 3, "north", CELL),
        AddRows("deaths", [{"death": "D1"}], "north"),
        three_more(),
    )


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ([], '/changes: this is a list of changes: [{"state": NAME, "value": …}, …]'),
        ([{}], "/changes/0: a change has exactly one of state, raise, add_rows, fill_rows"),
        ([{"state": "a", "raise": "b"}], "/changes/0: a change has exactly one of state, raise, add_rows, fill_rows"),
        ([{"state": "a"}], "/changes/0: 'value' is missing: state goes with value"),
        ([{"fill_rows": "a", "where": {}}], "/changes/0: 'put' is missing: fill_rows goes with where, put"),
        ([{"state": 1, "value": 1}], "/changes/0/state: this is a name"),
        ([{"raise": "a", "more": "3"}], "/changes/0/more: this is a whole number"),
        ([{"raise": "a", "more": True}], "/changes/0/more: this is a whole number"),
        ([{"state": "a", "value": 1, "sit": "north"}], "/changes/0/sit: state has no such key. Did you mean site?"),
    ],
)
def test_what_is_no_change_is_refused_with_what_one_is(said: Any, message: str) -> None:
    with pytest.raises(AssessmentRefused) as refused:
        read_changes(said)
    assert str(refused.value).startswith(message)
