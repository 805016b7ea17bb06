"""A requirement that is met on what was stated, and for which every item that is named lies outside its window."""

import hashlib
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from assessment import Site, ahead, freezing, gathering, paperwork, read_changes, requirements_of
from assessment.again import NotTheSame, made_again
from assessment.assessing import assess
from assessment.clock_data import clock_data
from assessment.clock_entries import entries_at
from assessment.item_windows import uncounted
from assessment.items import NewItem, serve
from assessment.model import Assessed, Evidence, EvidenceItem, Serves
from assessment.paper_files import WORKBOOK
from assessment.papers import board_paper
from assessment.trying import _differences as differences
from engine import load_rule_set
from keeping import Days
from keeping.exact import canonical
from storage import Database
from tests.assessment.kept_trust import (
    DRILLS,
    PLAN,
    REGULARLY,
    TODAY,
    Trust,
    adds,
    begun,
    minutes,
    staff,
)
from tests.assessment.small_scheme import SCHEME, rule_sets
from tests.engine.building import write_rules

BEFORE, WITHIN = date(2024, 11, 1), date(2025, 9, 1)
TRAINING = Serves("sa8-a-training")
TOLD = (
    "Regulation 1: what was stated meets it, but no item that is named for it counts, so that it is not yet shown. "
    "Evidence from 1 December 2024 to 30 November 2025 is looked at, and "
    "item 1 (Minutes of the Board), of 1 November 2024, lies outside. "
    "Add an item from those days; or, where it was named by mistake, change what the item serves."
)


@pytest.fixture
def trust(database: Database) -> Trust:
    """Both actions of the small year are met on the facts alone."""
    made = begun(database)
    made.states(PLAN, DRILLS, REGULARLY)
    made.brings(staff("A", "B"))
    return made


def found(trust: Trust) -> Assessed:
    with trust.database.reading() as connection:
        return gathering.assessed(connection, trust.id, rule_sets(), TODAY)


def stands(trust: Trust) -> tuple[str, str]:
    of_trust = found(trust).of_trust
    return of_trust["sa1"], of_trust["sa8"]


def test_facts_alone_are_enough_where_no_item_is_named(trust: Trust) -> None:
    assert stands(trust) == ("met", "met")
    adds(trust, minutes(Serves("sa1-a-drills"), dated=WITHIN))
    assert stands(trust) == ("met", "met")


def test_where_every_item_that_is_named_lies_outside_it_is_not_yet_shown_and_its_finding_says_so(trust: Trust) -> None:
    before = found(trust)
    adds(trust, minutes(TRAINING, dated=BEFORE))
    after = found(trust)
    assert stands(trust) == ("met", "not_shown")
    assert (before.counts["met"], after.counts["met"]) == (2, 1)
    assert after.counts["not_shown"] == before.counts["not_shown"] + 1
    (north,) = after.sites
    (why,) = north.action("sa8").uncounted
    assert (why.requirement, why.told) == ("sa8-a-training", TOLD)
    assert north.action("sa1").uncounted == ()
    shown = {each.id: each for each in requirements_of(after)}
    assert (shown["sa8-a-training"].status, shown["sa8-a-training"].outside) == ("not_known", (TOLD,))
    assert (shown["sa8-b-plan"].status, shown["sa8-b-plan"].outside) == ("met", ())
    assert shown["sa8-a-training"].statement == TOLD


def test_what_the_engine_determined_of_the_site_stays_as_it_was(trust: Trust) -> None:
    before = found(trust).sites[0]
    adds(trust, minutes(TRAINING, dated=BEFORE))
    after = found(trust).sites[0]
    assert after.determination.canonical == before.determination.canonical
    assert after.action("sa8").answer.outcome == "met"
    statuses = {each.id: each.status for each in after.action("sa8").requirements}
    assert statuses["sa8-a-training"] == "met"


def test_one_item_that_lies_within_or_whose_days_nobody_knows_is_enough(trust: Trust) -> None:
    adds(trust, minutes(TRAINING, dated=BEFORE))
    partly = adds(trust, NewItem("The plan", "The archive", (TRAINING,), Days(BEFORE, BEFORE, WITHIN)))
    assert stands(trust) == ("met", "met")
    trust.does(serve, partly.id, (Serves("sa1-a-drills"),), rule_sets())
    assert stands(trust) == ("met", "not_shown")
    adds(trust, NewItem("The plan of no known day", "The archive", (TRAINING,)))
    assert stands(trust) == ("met", "met")


def test_each_item_that_lies_outside_is_named_with_its_days(trust: Trust) -> None:
    adds(trust, minutes(TRAINING, dated=BEFORE))
    adds(trust, NewItem("The plan", "The archive", (TRAINING,), Days(None, date(2025, 12, 1), TODAY)))
    (why,) = found(trust).sites[0].action("sa8").uncounted
    assert (
        "item 1 (Minutes of the Board), of 1 November 2024; and item 2 (The plan), which covers 1 December 2025 to "
        "24 February 2026, lie outside."
    ) in why.told
    assert why.told.endswith("or, where they were named by mistake, change what the items serve.")


def test_an_item_that_is_named_for_one_site_says_nothing_of_another() -> None:
    rule_set, sites = rule_sets()[f"{SCHEME}/year-7"], ("north", "south")
    item = an_item(1, BEFORE, Serves("sa8-a-training", "north"))
    assert [[*uncounted(rule_set, [item], site)] for site in sites] == [["sa8-a-training"], []]
    everywhere = an_item(2, WITHIN, Serves("sa8-a-training"))
    assert [[*uncounted(rule_set, [item, everywhere], site)] for site in sites] == [[], []]
    old = an_item(3, BEFORE, Serves("sa8-a-training"), Serves("sa9-gone"))
    assert [[*uncounted(rule_set, [item, old], site)] for site in sites] == [["sa8-a-training"], ["sa8-a-training"]]


def an_item(place: int, dated: date, *serves: Serves) -> EvidenceItem:
    return EvidenceItem(place, "Minutes", "The archive", serves, dated)


FACTS = "first date\nsecond date\nthird date\n"
RULES = {
    "sa1-a": "when: <a> {fact: first, in_period: long_window}",
    "sa1-b": "when: <b> {fact: second, in_period: long_window}",
    "sa2-a": "when: <whole> {provision: sa2-b}",
    "sa2-b": "when: <behind> {fact: third, in_period: long_window}",
}
QUESTIONS = {
    "sa1": ["met: {any: [{provision: sa1-a}, {provision: sa1-b}]}", "not_met"],
    "sa2": ["met: {provision: sa2-a}", "not_met"],
}


def of_two_ways(folder: Path, items: list[EvidenceItem], **stated: bool) -> Assessed:
    """A year in which the first action may be met in two ways, and a requirement stands behind the second's."""
    windows = "periods: {long_window: {from: 2024-12-01, to: 2025-11-30}}"
    year = load_rule_set(write_rules(folder, FACTS, RULES, QUESTIONS, more=windows, id=f"{SCHEME}/year-7"))
    days = {True: "2025-05-01", False: "2024-05-01"}
    north = {name: {"value": days[value], "source": "minutes"} for name, value in stated.items()}
    evidence = Evidence("RX1", "Wrenlow", "year-7", (Site("north", "North"),), {}, {"north": north}, items=tuple(items))
    return assess({**rule_sets(), year.id: year}, evidence, TODAY)


def test_an_action_that_is_met_in_another_way_stays_met(tmp_path: Path) -> None:
    old = an_item(1, BEFORE, Serves("sa1-a"))
    both = of_two_ways(tmp_path / "both", [old], first=True, second=True)
    assert both.of_trust["sa1"] == "met"
    assert [each.status for each in requirements_of(both) if each.action == 1] == ["not_known", "met"]
    one = of_two_ways(tmp_path / "one", [old], first=True)
    assert one.of_trust["sa1"] == "not_shown"
    failing = of_two_ways(tmp_path / "failing", [old], first=False, second=False)
    assert failing.of_trust["sa1"] == "not_met"
    assert failing.sites[0].action("sa1").uncounted == ()


def test_what_stands_behind_a_requirement_is_looked_at_too(tmp_path: Path) -> None:
    after = of_two_ways(tmp_path, [an_item(1, BEFORE, Serves("sa2-b"))], third=True)
    assert after.of_trust["sa2"] == "not_shown"
    (shown,) = (each for each in requirements_of(after) if each.action == 2)
    assert (shown.id, shown.status, len(shown.outside)) == ("sa2-a", "not_known", 1)
    asked = [(each.provision, each.says) for each in entries_at(after.sites[0], clock_data("year-7"), TODAY)]
    named = [provision for provision, says in asked if says.startswith("An item of evidence")]
    assert named == ["sa2-b"], "an item for what it rests on is asked for, and none for itself"


def test_the_verdict_follows_the_actions(tmp_path: Path) -> None:
    plain = of_two_ways(tmp_path / "plain", [], first=True)
    after = of_two_ways(tmp_path / "after", [an_item(1, BEFORE, Serves("sa1-a"))], first=True)
    rows = [each.verdict.evaluation.table("sites").rows for each in (plain, after)]
    assert rows[0] != rows[1]


def test_it_is_frozen_and_made_again(trust: Trust) -> None:
    item = adds(trust, minutes(TRAINING, dated=BEFORE))
    trust.freezes()
    frozen = trust.last().frozen
    (north,) = frozen["found"]
    assert (frozen["format"], frozen["counts"]["met"]) == (freezing.FORMAT, 1)
    assert (north["actions"]["sa8"], north["requirements"]["sa8-a-training"]) == ("not_shown", "met")
    assert north["uncounted"] == ["sa8-a-training"]
    assert frozen["uncounted"] == [{"site": "north", "requirement": "sa8-a-training", "told": TOLD}]
    trust.does(serve, item.id, (Serves("sa1-a-drills"),), rule_sets())
    with trust.database.reading() as connection:
        again = made_again(connection, trust.held(), trust.last(), rule_sets()).assessed
    assert (again.of_trust["sa1"], again.of_trust["sa8"]) == ("met", "not_shown")


def test_a_snapshot_without_any_such_holds_nothing_new(trust: Trust) -> None:
    adds(trust, minutes(TRAINING, dated=WITHIN))
    trust.freezes()
    assert "uncounted" not in str(trust.last().frozen)


@pytest.mark.parametrize("earlier", freezing.EARLIER)
def test_what_was_frozen_before_is_made_again_as_it_was(trust: Trust, earlier: str) -> None:
    adds(trust, minutes(TRAINING, dated=BEFORE))
    trust.freezes()
    with trust.database.reading() as connection:
        facts_alone = replace(gathering.evidence_of(connection, trust.id), items=())
        plain = freezing.of_engine(assess(rule_sets(), facts_alone, TODAY))
        again = made_again(connection, trust.held(), as_if(trust, earlier, plain), rule_sets())
        with pytest.raises(NotTheSame, match="comes out otherwise than it was frozen, under found"):
            made_again(connection, trust.held(), as_if(trust, freezing.FORMAT, plain), rule_sets())
    assert (plain["counts"]["met"], again.assessed.of_trust["sa8"]) == (2, "met")


def as_if(trust: Trust, named: str, parts: dict[str, Any]) -> freezing.Snapshot:
    """The last snapshot as if it had been frozen in the format of this name, with these parts."""
    text = canonical({**trust.last().frozen, **parts, "format": named}).encode()
    return replace(trust.last(), canonical=text, sha256=hashlib.sha256(text).hexdigest())


def test_what_if_begins_from_what_is_counted(trust: Trust) -> None:
    adds(trust, minutes(TRAINING, dated=BEFORE))
    with trust.database.reading() as connection:
        fewer = read_changes([{"raise": "drills", "more": -2, "site": "north"}])
        tried = ahead.tried(connection, trust.id, rule_sets(), fewer, TODAY)
    assert [each.of_trust["sa8"] for each in (tried.before, tried.after)] == ["not_shown", "not_shown"]
    assert [each.of_trust["sa1"] for each in (tried.before, tried.after)] == ["met", "not_met"]


def test_what_if_says_why_an_action_is_not_shown_though_its_requirement_is_met(tmp_path: Path) -> None:
    old = [an_item(1, BEFORE, Serves("sa1-a"))]
    before, after = (
        of_two_ways(tmp_path / word, old, first=met, second=False) for word, met in (("before", False), ("after", True))
    )
    told = [*differences(before, after)]
    assert told[1] == "North, safety action 1: not met before, not yet shown after."
    assert told[2].startswith("North. Regulation 1: what was stated meets it, but no item that is named for it counts")


def test_the_board_paper_says_which_item_and_what_to_do(trust: Trust) -> None:
    adds(trust, minutes(TRAINING, dated=BEFORE))
    paper = board_paper(rule_sets(), found(trust))
    (eight,) = (each for each in paper.left if each.number == 8)
    assert [each.needs for each in eight.unshown] == [(TOLD,)]
    assert paper.met == 1


def test_the_workbook_answers_not_yet_shown_and_says_why(trust: Trust) -> None:
    adds(trust, minutes(TRAINING, dated=BEFORE))
    with trust.database.reading() as connection:
        made = paperwork.papers(connection, trust.id, rule_sets(), TODAY).make(WORKBOOK)
    rows = [*load_workbook(BytesIO(made))["Safety action 8"].iter_rows(values_only=True)]
    assert next(row[2] for row in rows if row[0] == "The action as a whole") == "Not yet shown"
    assert [row[2] for row in rows if row[3] == f"North site: {TOLD}"] == ["Not yet shown"]
