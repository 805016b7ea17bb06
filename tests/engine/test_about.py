"""``about``: whether one answer serves every site of a trust. It changes no answer, and no fingerprint of old."""

from pathlib import Path

import pytest

from engine import Fact, fingerprint, load_rule_set
from tests.engine.building import build, write_rules
from tests.engine.test_authoring import GOOD
from tests.ours import our_rule_sets

OF_TRUST = "About the trust: the same for each of its units."
REPORTS = "reports records fields: {{made_on: {{type: date}}}}{table}\n"
COUNT = 'made number counted_from: {{records: reports}}, ask: "How many?", shown_by: trust{count}\n'
ONE = "when: <enough> {fact: made, at_least: 1}"
# Of ONE counted from REPORTS, where nothing says whom they are about: as it was before a rule file could say so.
BEFORE = "957ee99a340093181fba3d617400a5b03672390684e96cc20b052346c8ae07a1"


def facts(table: str = "", count: str = "") -> str:
    return (REPORTS + COUNT).format(table=table, count=count)


def test_a_fact_and_a_table_are_about_whoever_the_case_is_about_unless_they_say_that_it_is_the_trust() -> None:
    rules = load_rule_set(GOOD / "pool" / "lessons")
    assert {name: table.about for name, table in rules.tables.items()} == {"lessons": "", "inspections": "trust"}
    told = {fact.cell_of or name: fact.about for name, fact in rules.facts.items()}
    assert {name for name, about in told.items() if about == "site"} == {"complaints"}
    assert {name for name, about in told.items() if about == "trust"} == {"longest_without_inspection", "inspected"}


@pytest.mark.parametrize(
    ("table", "count", "about"),
    [
        ("", "", ""),
        ("", ", about: site", "site"),
        (", about: site", "", "site"),
        (", about: trust", "", "trust"),
        (", about: trust", ", about: trust", "trust"),
    ],
)
def test_a_count_is_about_whom_its_records_are_about(tmp_path: Path, table: str, count: str, about: str) -> None:
    assert build(tmp_path, facts(table, count), {"rule": ONE}).facts["made"].about == about


def test_below_the_question_it_says_so_before_the_hint() -> None:
    facts = our_rule_sets()["maternity-incentive-scheme/year-7"].facts
    submitted, drills, ready = (
        facts[name] for name in ("july_2025_submitted_on", "point_of_care_drills", "surveillance_model_embedded")
    )
    assert (submitted.help, drills.help, ready.help) == (f"{OF_TRUST} None, where it did not.", "", OF_TRUST)


def test_no_hint_of_year_7_says_what_the_key_says() -> None:
    rules = our_rule_sets()["maternity-incentive-scheme/year-7"]
    asked: list[Fact] = [fact for fact in rules.facts.values() if fact.given]
    hints = {each.name: each.hint for each in asked} | {name: table.hint for name, table in rules.tables.items()}
    assert not [name for name, hint in hints.items() if "about the trust" in hint.lower()]
    of_trust = {name for name, table in rules.tables.items() if table.about == "trust"}
    assert of_trust == {"mortality_reports", "staffing_reports", "board_reports"}
    counted = {fact.name for fact in asked if fact.counted and fact.counted.records in of_trust}
    assert counted <= {fact.name for fact in asked if fact.about == "trust"}


def test_a_fingerprint_is_what_it_was_where_nothing_is_said_and_another_where_it_is(tmp_path: Path) -> None:
    silent, of_trust = (
        build(tmp_path / name, facts(table), {"rule": ONE}) for name, table in (("a", ""), ("b", ", about: trust"))
    )
    assert fingerprint(silent, "rule") == BEFORE
    assert fingerprint(of_trust, "rule") != BEFORE


def test_the_revision_changes_where_it_is_written(tmp_path: Path) -> None:
    folders = [
        write_rules(tmp_path / name, facts(table), {"rule": ONE})
        for name, table in (("a", ""), ("b", ", about: trust"))
    ]
    assert len({load_rule_set(folder).revision for folder in folders}) == 2
