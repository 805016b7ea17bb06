"""What was signed on an earlier day, submitted by the API and at the desk: only where it still stands so."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count

import pytest

from app import create_app
from assessment.kept import submitting
from config import Config
from storage import REGISTER
from tests.assessment.running_scheme import DIED, NOT_NOTIFIED, rule_sets, rules_dir
from tests.migrated import opened
from tests.web.asking import faults
from tests.web.clocks import clock_at
from tests.web.desks import desk
from tests.web.officers import Place
from tests.web.test_api_assessments import ROLES, Trust
from tests.web.una import Una

FROZEN = datetime(2025, 12, 1, 10, tzinfo=UTC)  # a death of 25 November may be notified until 4 December
STILL_TIME = datetime(2025, 12, 2, 10, tzinfo=UTC)
TOO_LATE = datetime(2026, 3, 3, 10, tzinfo=UTC)
OTHERWISE = "North site, safety action 1: met when it was frozen on 1 December 2025, not met today"
NUMBERS = count(1)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("running")
    config = Config(data_dir=folder / "data", rules_dir=rules_dir())
    opened(config.register_url, REGISTER).close()
    made = Place(create_app(config, rule_sets()).test_client(), opened(config.private_url))
    yield made
    made.close()


@pytest.fixture
def una(place: Place) -> Una:
    """Una of a trust whose assessment was frozen on 1 December, and signed by all four."""
    code = f"RY{next(NUMBERS)}X"
    trust = Trust(place, code)
    place.caller("scheme_officer").post("/icb-trusts", {"trust": code, "icb": "QWO"})
    icb = place.caller("icb", organisation="QWO")
    with clock_at(place.client.application, FROZEN):
        trust.does("/facts", {"facts": [{**each, "site": "north"} for each in (DIED, NOT_NOTIFIED)]})
        trust.does("/snapshots", None)
        for role in ROLES:
            by = icb if role == ROLES[-1] else place.caller("trust", organisation=code)
            trust.does("/signatures", {"role": role, "sha256": hash_of(trust)}, by)
    return Una(place, trust, desk(place, "trust", organisation=code, name="Una"))


def hash_of(trust: Trust) -> str:
    sha256: str = trust.read()["snapshot"]["sha256"]
    return sha256


def test_over_the_api_what_stands_otherwise_by_now_is_refused_and_nothing_is_received(una: Una) -> None:
    with clock_at(una.place.client.application, TOO_LATE):
        told = faults(una.trust.sends("/submissions", {"sha256": hash_of(una.trust)}))
        assert una.trust.read()["submissions"] == []
    assert told["/sha256"].startswith(OTHERWISE)
    assert told["/sha256"].endswith("Freeze it anew, and have that signed")


def test_over_the_api_what_still_stands_so_is_received_once_however_often_it_is_sent(una: Una) -> None:
    version, sha256 = una.trust.caller.get(una.at).headers["ETag"], hash_of(una.trust)
    sent = {"If-Match": version, "Idempotency-Key": "once"}
    with clock_at(una.place.client.application, STILL_TIME):
        first, again = (
            una.trust.caller.open("POST", f"{una.at}/submissions", sent, json={"sha256": sha256}) for _ in range(2)
        )
        assert (first.status_code, first.get_data()) == (201, again.get_data()), first.text
        assert len(una.trust.read()["submissions"]) == 1


def test_the_page_says_beforehand_how_old_it_is_and_refuses_what_stands_otherwise(una: Una) -> None:
    with clock_at(una.place.client.application, TOO_LATE):
        before = una.opens("/sign-off").text
        refused = una.refused("/sign-off", "/sign-off/submissions").text
        assert una.trust.read()["submissions"] == []
    said = "Frozen as at 1 December 2025, 92 days ago; whether it still stands so is looked at when it is submitted."
    assert said in before.partition("2. Signatures")[0]
    assert OTHERWISE in refused.partition("There is a problem")[2]
    assert "Freeze it anew, and have that signed" in refused


def test_at_the_desk_what_still_stands_so_is_received_and_its_age_is_said_no_more(una: Una) -> None:
    with clock_at(una.place.client.application, STILL_TIME):
        assert "Frozen as at 1 December 2025, 1 day ago;" in una.opens("/sign-off").text
        received = una.does("/sign-off", "/sign-off/submissions").text
    assert "received at 10:00:00 on 2 December 2025, London time, from Una" in received
    assert "day ago" not in received


def test_on_the_same_day_nothing_is_said_and_nothing_is_worked_out(una: Una, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("it is worked out again")

    monkeypatch.setattr(submitting, "made_on", never)
    with clock_at(una.place.client.application, FROZEN):
        assert "is looked at when it is submitted" not in una.opens("/sign-off").text
        assert "What is frozen was received" in una.does("/sign-off", "/sign-off/submissions").text
