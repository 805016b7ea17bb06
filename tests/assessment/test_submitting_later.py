"""What was signed weeks ago goes out only where it still stands so: meanwhile time limits have run."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest

from assessment import AssessmentRefused, freezing, signing, submitting
from assessment.stating import Said, state
from engine import RuleSet
from keeping import rule_files
from storage import Database
from tests.assessment.kept_trust import NOON, Trust, begun
from tests.assessment.running_scheme import DIED, FROZEN_ON, NOT_NOTIFIED, rule_sets, rules_dir
from tests.assessment.small_scheme import SCHEME
from tests.assessment.small_scheme import rule_sets as other_rule_sets

STILL_TIME = datetime(2025, 12, 4, 12, tzinfo=UTC)
LAST_NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
OTHERWISE = (
    "North site, safety action 1: met when it was frozen on 1 December 2025, not met today; all ten safety actions at "
    "every site: not yet shown when it was frozen on 1 December 2025, not met today. Freeze it anew, and have that "
    "signed"
)


@pytest.fixture
def trust(database: Database) -> Trust:
    """A baby died on 25 November; nobody has notified it yet, and on 1 December there is still time."""
    made = begun(database)
    said = [Said("north", each["name"], each["value"], each["source"]) for each in (DIED, NOT_NOTIFIED)]
    made.does(state, said, rule_sets())
    return made


def signed(trust: Trust, on: date = FROZEN_ON) -> str:
    """Freeze it as on a day, and have all four sign; the hash that they signed."""
    with trust.database.writing() as connection:
        version = trust.held().version
        made = freezing.work_out(connection, trust.member, trust.id, rule_sets(), on, version, rules_dir())
        freezing.keep(connection, NOON, trust.member, made)
    sha256 = trust.last().sha256
    for role in signing.ROLES:
        trust.signs(role, sha256)
    return sha256


def submits(trust: Trust, sha256: str, now: datetime, in_use: Mapping[str, RuleSet] | None = None) -> str:
    return trust.does(submitting.submit, sha256, in_use or rule_sets(), now=now).state


def looks(trust: Trust, sha256: str, now: datetime) -> submitting.Looked:
    with trust.database.reading() as connection:
        version = trust.held().version
        return submitting.look(connection, now, trust.member, trust.id, sha256, rule_sets(), version)


def test_a_death_that_nobody_notified_in_time_meanwhile_is_not_sent_out_as_met(trust: Trust) -> None:
    sha256 = signed(trust)
    (north,) = trust.last().frozen["found"]
    assert north["actions"]["sa1"] == "met"
    assert trust.refused(submitting.submit, sha256, rule_sets(), now=LAST_NOON) == {"/sha256": OTHERWISE}
    anew = signed(trust, LAST_NOON.date())
    (north,) = trust.last().frozen["found"]
    assert north["actions"]["sa1"] == "not_met"
    assert submits(trust, anew, LAST_NOON) == "submitted"


def test_what_still_stands_so_some_days_later_is_received(trust: Trust) -> None:
    assert submits(trust, signed(trust), STILL_TIME) == "submitted"


def test_it_is_looked_at_by_the_rules_with_which_it_was_frozen(trust: Trust) -> None:
    sha256 = signed(trust)
    in_use = {**rule_sets(), f"{SCHEME}/year-7": other_rule_sets()[f"{SCHEME}/year-7"]}
    assert trust.refused(submitting.submit, sha256, in_use, now=LAST_NOON) == {"/sha256": OTHERWISE}
    assert submits(trust, sha256, STILL_TIME, in_use) == "submitted"


def test_what_cannot_be_looked_at_is_not_sent_out(trust: Trust, monkeypatch: pytest.MonkeyPatch) -> None:
    sha256 = signed(trust)
    monkeypatch.setattr(rule_files, "there", lambda *_: False)
    in_use = {**rule_sets(), f"{SCHEME}/year-7": other_rule_sets()[f"{SCHEME}/year-7"]}
    told = trust.refused(submitting.submit, sha256, in_use, now=STILL_TIME)["/sha256"]
    assert told.startswith(
        "whether it still stands as it was frozen on 1 December 2025 cannot be looked at. Snapshot 1 cannot be made "
        "again. The files of its rules"
    )
    assert told.endswith("Freeze it anew, and have that signed")


def test_on_the_day_on_which_it_was_frozen_it_is_not_worked_out_again(
    trust: Trust, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha256 = signed(trust, LAST_NOON.date())
    monkeypatch.setattr(submitting, "made_on", never)
    assert looks(trust, sha256, LAST_NOON) == submitting.Looked(trust.last().id, LAST_NOON.date())
    assert submits(trust, sha256, LAST_NOON) == "submitted"


def test_what_was_looked_at_beforehand_is_not_worked_out_while_others_wait(
    trust: Trust, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha256 = signed(trust)
    looked = looks(trust, sha256, STILL_TIME)
    monkeypatch.setattr(submitting, "made_on", never)
    with trust.database.writing() as connection:
        said = (connection, STILL_TIME, trust.member, trust.id, sha256, rule_sets(), trust.held().version)
        assert submitting.submit(*said, looked).state == "submitted"


def test_what_was_looked_at_on_another_day_is_looked_at_again(trust: Trust) -> None:
    sha256 = signed(trust)
    looked, version = looks(trust, sha256, STILL_TIME), trust.held().version
    with trust.database.writing() as connection, pytest.raises(AssessmentRefused, match="not met today"):
        submitting.submit(connection, LAST_NOON, trust.member, trust.id, sha256, rule_sets(), version, looked)


def never(*_: object) -> None:
    raise AssertionError("it is worked out again")
