"""A case goes from receipt to its determination and its end; what cannot be determined stores nothing."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from casework import (
    Case,
    CaseRefused,
    Move,
    NewCase,
    NewParty,
    NotAllowed,
    Proposal,
    Stale,
    assign,
    change_state,
    close_record,
    determine,
    find,
    keep,
    link,
    put_to,
    record_changes,
    reopen_record,
    retitle,
    state,
    work_out,
)
from engine import ClosingRefused, EngineDisagreement, FactError, RuleSet, determine_case
from keeping import activity, deadlines, determinations, statements
from keeping.kept import Kept
from keeping.rule_files import RuleFilesRefused
from keeping.sayings import Saying
from people import Actor
from storage import deadline, determined, rules_used
from tests.casework.office import LARKMERE, NOON, PHARMACY, RULES, TODAY, Office, appeal, at_once, rules, sayings
from tests.casework.test_stating import JUDGED
from tests.engine.planting import in_the_rules_engine


def stated(office: Office, officer: Actor, told: Mapping[str, Any], new: NewCase = LARKMERE) -> Case:
    """A sample appeal, received, with all that it says stated."""
    here = office.received(officer, replace(new, title=told["title"][:200], rule_sets=tuple(told["rule_sets"])))
    return says(office, officer, here, *sayings(told))


def says(office: Office, officer: Actor, here: Case, *said: Saying) -> Case:
    with office.database.writing() as connection:
        version = find(connection, officer, here.id).version
        state(connection, NOON, officer, here.id, said, rules(), version)
    return office.case(officer, here.id)


def determines(
    office: Office, actor: Actor, here: Case, using: Mapping[str, RuleSet] | None = None
) -> tuple[Kept, ...]:
    with office.database.writing() as connection:
        return determine(connection, NOON, actor, here.id, using or rules(), RULES, here.version)


def nothing_changed(office: Office, officer: Actor, here: Case) -> None:
    """No determination, no deadline, no rules, and the case as it was."""
    with office.database.reading() as connection:
        assert find(connection, officer, here.id) == here
        for table in (determined, deadline, rules_used):
            assert connection.scalar(select(func.count()).select_from(table)) == 0
        assert "determination.made" not in {each.act for each in activity.entries(connection, here.id)}


def test_a_published_appeal_goes_from_receipt_to_its_determination_and_is_closed(
    office: Office, officer: Actor, tmp_path: Path
) -> None:
    told = appeal("published", "reported-2019-leicester")
    parties = (
        NewParty("applicant", "Pharmacy2U", personal=False),
        NewParty("appellant", "Another pharmacy", personal=False),
        NewParty("commissioner", "NHS England", personal=False, organisation="X24"),
    )
    here = stated(office, officer, told, replace(LARKMERE, parties=parties))
    here = office.moved(officer, here, "admissible", "representations")
    kept = determines(office, officer, here)
    assert [each.rule_set for each in kept] == told["rule_sets"]
    (market_entry,) = [each for each in kept if each.rule_set == PHARMACY[0]]
    assert market_entry.headline.startswith("Refuse. ")
    with office.database.reading() as connection:
        assert determinations.newest(connection, here.id) == kept
        assert find(connection, officer, here.id).state == "representations"
        for each in kept:
            assert determinations.replay(connection, each.id, tmp_path).same
    closed = office.moved(officer, here, "determined", "withdrawn", "closed")
    with pytest.raises(CaseRefused, match=r"is closed, and takes no facts, judgements or determinations\. From closed"):
        determines(office, officer, closed)
    with office.database.reading() as connection:
        acts = [each.act for each in activity.entries(connection, here.id)]
        assert isinstance(activity.verify(connection), activity.Verified)
    assert acts.count("determination.made") == len(kept) == 3
    assert acts[-1] == "case.state_changed"


@pytest.mark.parametrize(
    ("kind", "name"), [("published", "sha-23308"), ("invented", "larkmere-grant"), ("invented", "skerrow-deferred")]
)
def test_what_is_kept_is_what_the_engine_says_of_the_appeal_byte_for_byte(
    office: Office, officer: Actor, kind: str, name: str
) -> None:
    told = appeal(kind, name)
    kept = determines(office, officer, stated(office, officer, told))
    assert [each.canonical for each in kept] == [each.canonical for each in determine_case(rules(), told)]


def test_deadlines_follow_from_the_determination(office: Office, officer: Actor) -> None:
    here = stated(office, officer, appeal("invented", "larkmere-grant"))
    kept = determines(office, officer, here)
    with office.database.reading() as connection:
        found = deadlines.of_case(connection, here.id)
    assert found
    assert {each.determined_id for each in found} <= {each.id for each in kept}


def test_facts_that_contradict_one_another_store_nothing(office: Office, officer: Actor) -> None:
    here = stated(office, officer, appeal("invented", "larkmere-grant"))
    here = says(office, officer, here, Saying("fact", "redetermined_outcome", "refuse", source="a letter"))
    with pytest.raises(FactError, match="/facts/redetermined_outcome: two sources disagree"):
        determines(office, officer, here)
    nothing_changed(office, officer, here)


def test_where_the_two_readings_differ_nothing_is_stored(office: Office, officer: Actor) -> None:
    here = stated(office, officer, appeal("invented", "larkmere-grant"))
    planted = in_the_rules_engine(rules()["pharmacy/market-entry"], 0)
    with pytest.raises(EngineDisagreement):
        determines(office, officer, here, {**rules(), planted.id: planted})
    nothing_changed(office, officer, here)


def test_rules_that_changed_on_disk_since_they_were_loaded_store_nothing(
    office: Office, officer: Actor, tmp_path: Path
) -> None:
    here = stated(office, officer, appeal("invented", "larkmere-grant"))
    changed = Path(shutil.copytree(RULES, tmp_path / "rules")) / "pharmacy/appeal-procedure/ruleset.yaml"
    was = changed.read_text("utf-8")
    for words, told in (
        (
            was.replace("There is a valid", "There is no valid").replace('title: "', 'title: "Other ', 1),
            "were changed after",
        ),
        ("title: x: y", "can no longer be read, so they were changed after they were loaded"),
    ):
        changed.write_text(words, "utf-8")
        with pytest.raises(RuleFilesRefused, match=told), office.database.writing() as connection:
            determine(connection, NOON, officer, here.id, rules(), tmp_path / "rules", here.version)
        nothing_changed(office, officer, here)


def test_a_case_that_is_put_to_no_rule_set_is_not_determined(office: Office, officer: Actor) -> None:
    here = office.received(officer, NewCase("gp_dispute", "A dispute", TODAY, ()))
    told = f"{here.reference} is put to no rule set, so there is nothing to determine: choose its rule sets"
    with pytest.raises(CaseRefused, match=told):
        determines(office, officer, here)


def test_what_is_stated_afterwards_makes_the_determination_stale_until_it_is_made_again(
    office: Office, officer: Actor
) -> None:
    here = stated(office, officer, appeal("invented", "larkmere-grant"))
    office.moved(officer, here, "admissible")
    determines(office, officer, office.case(officer, here.id))
    more = Saying("fact", "notice_received_on", "2024-04-04", source="the date stamp", correction="Misread")
    here = says(office, officer, here, more)
    with office.database.reading() as connection:
        assert [each.stale for each in determinations.newest(connection, here.id)] == [True, True]
    told = "something changed since it was determined under pharmacy/market-entry and pharmacy/appeal-procedure. Deter"
    with pytest.raises(CaseRefused, match=told):
        office.does(change_state, officer, here, Move("determined", TODAY))
    determines(office, officer, here)
    assert office.does(change_state, officer, here, Move("determined", TODAY)).state == "determined"


def test_the_record_is_not_closed_while_somebody_has_still_to_find_something(office: Office, officer: Actor) -> None:
    here = stated(office, officer, appeal("published", "sha-23308"))
    with pytest.raises(ClosingRefused, match=r"the record cannot be closed: .* Nothing has been changed\."):
        office.does(closes, officer, here, "All have been heard")
    assert office.case(officer, here.id) == here


def closes(connection: Any, now: Any, actor: Actor, case_id: str, why: str, expected: int) -> Case:
    return close_record(connection, now, actor, case_id, why, rules(), expected)


def test_the_record_is_closed_and_opened_again_with_reasons(office: Office, officer: Actor) -> None:
    here = stated(office, officer, appeal("invented", "larkmere-grant"))
    determines(office, officer, here)
    for why, told in (("", "/why: this is empty: say it in words"), ("\0", "/why: this holds a character that nobody")):
        with pytest.raises(CaseRefused, match=told):
            office.does(closes, officer, here, why)
    closed = office.does(closes, officer, here, "All have been heard")
    assert closed.record_closed
    with pytest.raises(CaseRefused, match=f"the record of {here.reference} is closed already"):
        office.does(closes, officer, here, "Again")
    told = f"/facts: the record of {here.reference} is closed, so no more facts are stated. Open it again first, with"
    with pytest.raises(CaseRefused, match=told):
        says(office, officer, here, Saying("fact", "notice_received_on", "2024-04-04", source="x", correction="y"))
    with office.database.reading() as connection:
        assert all(each.stale for each in determinations.newest(connection, here.id))
    closed = says(office, officer, here, replace(JUDGED, correction="Considered again"))
    assert all(each.record_closed for each in determines(office, officer, closed))
    opened = office.does(reopen_record, officer, here, "A late letter was let in")
    assert not opened.record_closed
    with pytest.raises(CaseRefused, match=f"the record of {here.reference} is open"):
        office.does(reopen_record, officer, here, "Again")
    with office.database.reading() as connection:
        assert [(each.closed, each.why, each.by) for each in record_changes(connection, opened)] == [
            (True, "All have been heard", officer.id), (False, "A late letter was let in", officer.id),
        ]  # fmt: skip


def test_the_law_of_another_day_is_taken_where_it_is_asked_for(office: Office, officer: Actor) -> None:
    here = stated(office, officer, appeal("invented", "larkmere-grant"))
    day = date(2025, 7, 1)
    with office.database.reading() as connection:
        proposal = work_out(connection, officer, here.id, rules(), here.version, day)
    with office.database.writing() as connection:
        kept = keep(connection, NOON, officer, proposal, RULES)
    assert {each.as_at for each in kept} == {day}


def test_what_was_worked_out_before_the_case_changed_is_not_kept(office: Office, officer: Actor) -> None:
    here = stated(office, officer, appeal("invented", "larkmere-grant"))
    with office.database.reading() as connection:
        proposal: Proposal = work_out(connection, officer, here.id, rules(), here.version)
    office.does(retitle, officer, here, "Otherwise")
    with pytest.raises(Stale), office.database.writing() as connection:
        keep(connection, NOON, officer, proposal, RULES)
    nothing_changed(office, officer, office.case(officer, here.id))


def test_of_officers_who_change_a_case_at_once_one_is_stored_and_the_others_are_told(
    office: Office, officer: Actor
) -> None:
    here, other = stated(office, officer, appeal("published", "sha-23308")), office.actor("officer")
    another = office.received(officer)

    def change(act: Any, actor: Actor, *said: Any) -> Any:
        with office.database.writing() as connection:
            return act(connection, NOON, actor, here.id, *said, here.version)

    acts = [
        lambda: determines(office, officer, here),
        lambda: determines(office, other, here),
        lambda: change(retitle, other, "Otherwise"),
        lambda: change(change_state, officer, Move("withdrawn", TODAY, "They withdrew")),
        lambda: change(assign, other, officer.id),
        lambda: change(link, officer, (another.id, "linked")),
    ]
    came = at_once(acts)
    assert sum(isinstance(each, Stale) for each in came) == len(acts) - 1, came
    assert office.case(officer, here.id).version == here.version + 1
    with office.database.reading() as connection:
        assert isinstance(activity.verify(connection), activity.Verified)


def test_a_case_is_put_to_other_rule_sets_that_know_what_is_stated(office: Office, officer: Actor) -> None:
    here = stated(office, officer, appeal("invented", "dunmarrow-misconceived"))
    assert here.rule_sets == PHARMACY[1:]
    both = [rules()[id] for id in PHARMACY]
    wider = office.does(put_to, officer, here, both)
    assert wider.rule_sets == PHARMACY
    with pytest.raises(CaseRefused, match=r"/rule_sets: none of them knows .*, which is stated in APP/2026/0001: take"):
        office.does(put_to, officer, here, both[:1])
    with pytest.raises(CaseRefused, match="/rule_sets: a case is put to one rule set or more: name them, in order"):
        office.does(put_to, officer, here, [])
    with pytest.raises(CaseRefused, match="/rule_sets/0: maternity-incentive-scheme/year-7 is for: assessment"):
        office.does(put_to, officer, here, [rules()["maternity-incentive-scheme/year-7"], *both])
    assert office.case(officer, here.id) == wider


def test_a_reader_does_not_determine_and_an_old_version_is_stale(office: Office, officer: Actor) -> None:
    here = stated(office, officer, appeal("published", "sha-23308"))
    for role in ("reviewer", "auditor"):
        with pytest.raises(NotAllowed, match="You may not determine a case"):
            determines(office, office.actor(role), here)
    with pytest.raises(Stale):
        determines(office, officer, replace(here, version=here.version - 1))
    with office.database.reading() as connection:
        assert statements.given(connection, here.id).to > 0
