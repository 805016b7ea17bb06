"""While the service runs, the log is signed and what is due goes out: set off by whoever changes or watches it."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from casework.publishing import Outlet
from register import Head, Publishing, heads
from register import publish as put_into_register
from tests.register.making import decision_record
from tests.web.officers import Place
from web.sweeping import Sweeping

NOW = datetime.now(UTC)
METRIC = "rationale_register_head_signed_timestamp_seconds"


def an_hour_passes(office: Place) -> None:
    """Whoever asks next sets it off."""
    turns: Sweeping = office.client.application.extensions["rationale.going_out"]
    turns.go_on(NOW - timedelta(days=1))


def asked(office: Place, path: str, method: str = "GET") -> None:
    """Ask, and take all of the answer."""
    office.client.open(path, method=method).close()


def outlet_of(office: Place) -> Outlet:
    found: Outlet = office.client.application.extensions["rationale.outlet"]
    return found


def published(office: Place, number: int) -> None:
    """A record stands in the register that no head holds."""
    with outlet_of(office).register.writing() as connection:
        put_into_register(connection, NOW, Publishing(decision_record(number)))


def signed(office: Place) -> tuple[Head, ...]:
    with outlet_of(office).register.reading() as connection:
        return heads(connection)


def test_whoever_watches_the_service_sets_it_off_once_an_hour_and_waits_for_nothing(office: Place) -> None:
    assert "newest_head_at" not in office.client.get("/readyz").get_json()
    published(office, 1)
    an_hour_passes(office)
    for path, method in (("/sign-in", "GET"), ("/readyz", "HEAD"), ("/healthz", "GET")):
        asked(office, path, method)
    assert signed(office) == ()
    answer = office.client.get("/readyz")
    assert signed(office) == (), "it is done after the answer"
    answer.close()
    (head,) = signed(office)
    assert head.tree_size == 2
    told = office.client.get("/readyz").get_json()
    assert told == {"status": "ready", "newest_head_at": head.at.isoformat(), "newest_head_hours": 0}
    line = next(each for each in office.client.get("/metrics").text.splitlines() if each.startswith(METRIC))
    assert abs(float(line.split()[1]) - head.at.timestamp()) < 1
    published(office, 2)
    asked(office, "/readyz")
    assert len(signed(office)) == 1, "it is not time again"
    an_hour_passes(office)
    asked(office, "/metrics")
    assert [each.tree_size for each in signed(office)] == [3, 2]


@pytest.mark.proof
def test_what_cannot_be_done_now_changes_no_answer_is_logged_and_done_the_next_time(
    office: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    published(office, 3)
    an_hour_passes(office)
    asked(office, "/readyz")
    before = len(signed(office))
    published(office, 4)
    key = Path(outlet_of(office).register.engine.url.database or "").with_name("signing.key")
    away = key.rename(key.with_name("away.key"))
    an_hour_passes(office)
    capsys.readouterr()
    answer = office.client.get("/readyz")
    assert answer.status_code == 200
    answer.close()
    lines = [json.loads(each) for each in capsys.readouterr().err.splitlines()]
    assert [each["error"] for each in lines if each["event"] == "broke"] == ["SigningKeyRefused"]
    assert len(signed(office)) == before
    away.rename(key)
    an_hour_passes(office)
    asked(office, "/readyz")
    assert len(signed(office)) == before + 1
