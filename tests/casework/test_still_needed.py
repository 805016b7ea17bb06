"""What is still needed in a case is worked out for whoever fills it, and nothing is kept of that."""

from dataclasses import replace

import pytest

from casework import Case, CaseRefused, NewCase, close_record, state, still_needed
from engine import FactError
from keeping.sayings import Saying
from people import Actor
from tests.casework.office import TODAY, Office, appeal, rules, sayings

DUNMARROW = NewCase("pharmacy_market_entry", "Dunmarrow", TODAY, ("pharmacy/appeal-procedure",))


def needed(office: Office, actor: Actor, case: Case) -> list[set[str]]:
    """The names of what is needed, by rule set."""
    with office.database.reading() as connection:
        found = still_needed(connection, office.case(actor, case.id), rules())
    return [{need.fact for need in each.needs} for each in found]


def test_every_rule_set_says_what_it_needs_until_it_is_determined(office: Office, officer: Actor) -> None:
    here = office.received(officer)
    entry, procedure = needed(office, officer, here)
    assert "significant_benefits" in entry
    assert "redetermined_outcome" in procedure
    office.does(state, officer, here, sayings(appeal("invented", "larkmere-grant")), rules())
    assert needed(office, officer, here) == [set(), set()]
    assert office.case(officer, here.id).version == here.version + 1, "working it out changes nothing"


def test_a_closed_record_needs_no_fact_and_a_judgement_that_was_taken_back_is_needed_again(
    office: Office, officer: Actor
) -> None:
    here = office.received(officer, DUNMARROW)
    office.does(state, officer, here, sayings(appeal("invented", "dunmarrow-misconceived")), rules())
    office.does(close_record, officer, here, "All have been heard", rules())
    assert needed(office, officer, here) == [set()]
    back = Saying("judgement", "dismissed_as_misconceived", None, correction="To be decided again")
    office.does(state, officer, here, [back], rules())
    assert "dismissed_as_misconceived" in needed(office, officer, here)[0]


def test_what_contradicts_itself_or_has_no_rules_is_told_of(office: Office, officer: Actor) -> None:
    here = office.received(officer)
    early = Saying("fact", "decision_under_appeal_made_on", "2012-01-01", source="the notice")
    office.does(state, officer, here, [early], rules())
    with pytest.raises(FactError, match="covers the law from 1 April 2013"):
        needed(office, officer, here)
    gone = replace(here, rule_sets=("gone/away",))
    with office.database.reading() as connection, pytest.raises(CaseRefused, match="gone/away, which is not loaded"):
        still_needed(connection, gone, rules())
