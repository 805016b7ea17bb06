"""Our years of the scheme side by side: they differ as the notes on the years say, and no name leads nowhere."""

from engine import Comparison, comparable, compare
from tests.ours import our_rule_sets

Change = tuple[str, str, str]


def stands(found: Comparison) -> dict[str, str]:
    """How each provision stands, by its id."""
    return {each.id: each.stands for several in found.provisions.values() for each in several}


def ours(before: int, after: int) -> Comparison:
    """Two of our years of the scheme side by side."""
    known = our_rule_sets()
    scheme = "maternity-incentive-scheme"
    return compare(known[f"{scheme}/year-{before}"], known[f"{scheme}/year-{after}"])


def of_ours(found: Comparison) -> dict[str, list[Change]]:
    """The changes of each provision that is in both."""
    every = (each for several in found.provisions.values() for each in several if each.before and each.stands != "gone")
    return {each.id: [(change.how, change.before, change.after) for change in each.changes] for each in every}


def test_year_7_beside_year_6_differs_as_the_notes_on_the_years_say() -> None:
    found = ours(6, 7)
    new = {id for id, stood in stands(found).items() if stood == "new"}
    assert new == {
        "sa1-c-iii-external-members", "sa2-c-provisional-submission", "sa2-d-quality-metrics",
        "sa4-a-3-compensatory-rest",
    }  # fmt: skip
    assert found.counts["gone"] == 0
    changes = of_ours(found)
    assert ("threshold", "at least 60%", "at least 75%") in changes["sa1-c-ii-reviews-published"]
    long_window = ("window", "8 December 2023 to 30 November 2024", "1 December 2024 to 30 November 2025")
    assert long_window in changes["sa10-a-reported-to-mnsi"]
    assert ("condition", "", "There is evidence that the trust is moving to the Perinatal Quality Oversight Model") in (
        changes["sa9-a-oversight-model"]
    )
    assert {how for how, *_ in changes["sa2-b-ethnic-categories"]} <= {"wording"}


def test_every_name_that_one_of_our_rule_sets_says_was_changed_is_there() -> None:
    known = our_rule_sets()
    told = [(each, other, names) for each in known.values() for other, names in each.renamed.items()]
    said = [(each, other, name) for each, other, names in told for name in names.values()]
    assert said, "no rule set follows a name: this looks at nothing"
    for each, other, name in said:
        there = known[other]
        facts = {fact.cell_of or fact.name for fact in there.facts.values()}
        assert name in {*there.provisions, *facts, *there.tables}, f"{each.id} speaks of {name} in {other}"


def test_years_of_one_scheme_can_be_compared_and_rule_sets_that_share_nothing_are_not_offered() -> None:
    known = our_rule_sets()
    offered = comparable(known["maternity-incentive-scheme/year-7"], known.values())
    assert "maternity-incentive-scheme/year-6" in {each.id for each in offered}
    assert "maternity-incentive-scheme/verdict" not in {each.id for each in offered}
    assert comparable(known["maternity-data-quality/cqim"], known.values()) == ()


def test_how_many_conditions_nobody_has_checked_is_said_of_both() -> None:
    before, after = ours(6, 7).unchecked
    assert before > 50
    assert after > 50


def test_year_6_beside_year_5_differs_as_the_notes_on_the_years_say() -> None:
    found = ours(5, 6)
    stood = stands(found)
    assert {id for id, how in stood.items() if how == "gone"} == {
        "sa1-a-surveillance", "sa1-c-drafts", "sa2-c-provisional-submission", "sa2-d-quality-metrics",
        "sa2-e-continuity-of-carer", "sa2-f-registered-submitters", "sa3-d-transitional-care-data",
        "sa4-a-3-compensatory-rest", "sa8-plan-in-twelve-weeks",
    }  # fmt: skip
    assert stood["sa2-a-birthweights"] == stood["sa8-b-out-of-hours-anaesthetists"] == "new"
    changes = of_ours(found)
    assert ("alternative", "The Board has approved a plan for what is missing with short-term locums", "") in (
        changes["sa4-a-1-short-term-locums"]
    )
    assert ("threshold", "", "At least 70% of all interventions of the care bundle are in place") not in (
        changes["sa6-c-care-bundle"]
    )
    assert {"threshold", "alternative"} <= {how for how, *_ in changes["sa6-c-care-bundle"]}
    assert {how for how, *_ in changes["sa8-a-fetal-monitoring"]} >= {"alternative", "window"}


def test_year_5_beside_year_4_differs_as_the_notes_on_the_years_say() -> None:
    found = ours(4, 5)
    stood = stands(found)
    gone = {id for id, how in stood.items() if how == "gone"}
    assert gone == {f"sa{number}-the-rest" for number in range(1, 11)} | {"sa2-g-digital-strategy", "sa8-attendance"}
    assert stood["sa1-a-surveillance"] == stood["sa5-b-funded-establishment"] == "changed"
    assert stood["sa3-d-transitional-care-data"] == "same"
    assert stood["sa4-b-duty-anaesthetist"] == stood["sa6-a-assurance"] == "new"
    changes = of_ours(found)
    months = ("window", "6 May 2022 to 5 December 2022", "30 May 2023 to 7 December 2023")
    assert changes["sa1-a-surveillance"] == [months]
    assert ("threshold", "at least 50%", "at least 60%") in changes["sa1-c-drafts"]
    to_hsib = ("window", "1 April 2021 to 5 December 2022", "6 December 2022 to 7 December 2023")
    assert to_hsib in changes["sa10-a-reported-to-mnsi"], "HSIB and MNSI are followed as one"


def test_year_4_beside_year_3_differs_as_the_notes_on_the_years_say() -> None:
    found = ours(3, 4)
    assert found.counts["gone"] == 0
    changes = of_ours(found)
    assert ("alternative", "It is assessed on 18 March 2021 or later, when the 90% was no longer asked for", "") in (
        changes["sa8-attendance"]
    )
    early = ("window", "1 April 2019 to 31 March 2020", "1 April 2022 to 5 December 2022")
    assert early in changes["sa10-b-reported-to-early-notification"]
