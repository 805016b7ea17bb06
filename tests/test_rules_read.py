"""Of our rules: every mark of words that were read leads to a text, and every court decision to its judgment."""

import re
from datetime import date

import pytest

from engine import load_reading
from engine.citations import citations_of
from engine.model import Authority
from engine.tracing import Tracing, marked_read
from engine.yaml_reader import read_yaml
from tests.ours import RULES, our_rule_sets

TRACED = ("pharmacy",)  # areas whose words were read in copies: their read.yaml says where
# The court decisions that the notes on pharmacy appeals name, and where the judgment stands.
COURTS = {
    "[2008] EWHC 289 (Admin)": "pharmacy/market-entry",
    "[2008] EWCA Civ 1356": "pharmacy/market-entry",
    "[2016] EWHC 907 (Admin)": "pharmacy/market-entry",
    "[2016] EWHC 1595 (QB)": "pharmacy/excepted-applications",
    "[2024] EWCA Civ 1477": "pharmacy/appeal-procedure",
    "[2025] EWHC 2616 (Admin)": "pharmacy/excepted-applications",
}
NEUTRAL = re.compile(r"\[(\d{4})\] (EWHC|EWCA) (?:(Civ) )?(\d+)(?: \((Admin|QB|KB)\))?$")


def every_authority() -> list[tuple[str, str, Authority]]:
    """The rule set, the judgement and the decision of a court, for each that our rules name."""
    return [
        (id, fact.name, each)
        for id, rule_set in our_rule_sets().items()
        for fact in rule_set.facts.values()
        for each in fact.authorities
    ]


def addresses(citation: str) -> set[str]:
    """Where a judgment stands by its neutral citation: in Find Case Law, and on BAILII."""
    found = NEUTRAL.search(citation)
    assert found, f"'{citation}' does not end in a neutral citation, such as [2016] EWHC 1595 (QB)"
    year, court, civil, number, division = found.groups()
    part = civil or division
    return {
        f"https://caselaw.nationalarchives.gov.uk/{court.lower()}/{part.lower()}/{year}/{number}",
        f"https://www.bailii.org/ew/cases/{court}/{part}/{year}/{number}.html",
    }


@pytest.mark.parametrize("area", TRACED)
def test_everything_that_is_marked_as_read_leads_to_a_text_and_the_stretch_that_holds_it(area: str) -> None:
    reading = load_reading(RULES, area)
    assert reading is not None
    places = read_yaml(RULES / area / "coverage.yaml", "coverage.yaml").data["chapters"]
    tracing = Tracing(reading, [row["id"] for chapter in places for row in chapter["rows"]])
    ours = [rule_set for id, rule_set in our_rule_sets().items() if id.startswith(f"{area}/")]
    marked = [each for rule_set in ours for each in citations_of(rule_set) if marked_read(each)]
    assert len(marked) > 1_500
    assert [told for _, told in tracing.untraced(marked)] == []


@pytest.mark.parametrize("area", TRACED)
def test_copies_are_named_by_their_commit_and_texts_by_the_day_of_their_law(area: str) -> None:
    reading = load_reading(RULES, area)
    assert reading is not None
    for text in reading.texts:
        assert re.fullmatch(r"https://github\.com/[^/]+/[^/]+/blob/[0-9a-f]{40}/uk/[a-z]+-\d{4}-\d+\.md", text.copy)
        assert text.url.startswith(f"https://www.legislation.gov.uk/{text.instrument}/")
        assert text.copy.endswith(f"/{text.instrument.replace('/', '-')}.md")
        assert date(2013, 4, 1) <= text.first <= date(2026, 11, 26)


def test_citations_of_one_rule_set_carry_the_days_and_the_maker_of_their_version() -> None:
    cites = citations_of(our_rule_sets()["pharmacy/market-entry"])
    days = {(each.start, each.end, each.changed_by) for each in cites if each.owner == "reg-31-same-or-adjacent"}
    assert ("2014-04-01", "2016-12-04", "uksi/2014/417") in days
    assert {start for start, end, _ in days if not end} == {"", "2025-10-01"}, "a heading has no version"


def test_every_decision_of_a_court_has_its_judgment_behind_it_and_says_how_it_was_checked() -> None:
    assert every_authority()
    for id, name, each in every_authority():
        where = f"{id} {name}: {each.citation}"
        assert each.url in addresses(each.citation), where
        assert each.checked.by == "builders", where
        assert each.checked.dated is not None, where
        assert each.checked.how == "recalled" or each.checked.url.startswith("https://"), where
        assert len(each.point.split()) <= 45, f"{where}: one sentence of our own"
        assert re.fullmatch(r"(?:[^.]|\breg\.)+\.", each.point), f"{where}: one sentence of our own"


def test_the_court_decisions_of_the_notes_stand_at_the_judgements_they_bear_on() -> None:
    stand = {(each.citation[each.citation.index("[") :], id) for id, _, each in every_authority()}
    assert set(COURTS.items()) <= stand
