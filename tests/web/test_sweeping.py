"""While the service runs, what is of no more use goes: a little at a time, by whoever changes something."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, insert, select, text

from keeping.idempotency import ANSWERS_STAY
from storage import answered, new_key, sign_in_tried, signed_in
from tests.web.officers import Caller, Place
from tests.web.test_api_cases import LARKMERE
from web.sweeping import MOST, Sweeping

NOW = datetime.now(UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def an_hour_passes(office: Place) -> None:
    """The next change finds that it is time."""
    office.client.application.extensions["rationale.sweeping"].go_on(NOW - DAY)


def changes(officer: Caller) -> None:
    assert officer.post("/cases", LARKMERE).status_code == 201


def left_behind(office: Place, who: str, count: int = 1) -> None:
    """Answers, attempts and a session of long ago, and the same of just now."""
    with office.database.writing() as connection:
        for name, at, times in (("old", NOW - ANSWERS_STAY - HOUR, count), ("young", NOW - ANSWERS_STAY + HOUR, 1)):
            row = {"person_id": who, "request": "0" * 64, "status": 201, "body": b"values", "at": at}
            connection.execute(insert(answered), [{**row, "key": f"{name}-{new_key()}"} for _ in range(times)])
        for at in (NOW - 2 * DAY, NOW):
            tried = {"id": new_key(), "who": "0" * 64, "whence": "1" * 64, "at": at, "came_in": False}
            connection.execute(insert(sign_in_tried).values(tried))
        for ended in (NOW - 100 * DAY, NOW):
            held = {"id": new_key(), "person_id": who, "hash": new_key() * 2, "second_factor": True}
            lasted = {"made_at": ended, "seen_at": ended, "expires_at": ended}
            connection.execute(insert(signed_in).values({**held, **lasted}))


def left(office: Place) -> tuple[int, int, int]:
    """How many answers, attempts and sessions there are."""
    with office.database.reading() as connection:
        tables = (answered, sign_in_tried, signed_in)
        first, second, third = (connection.scalar(select(func.count()).select_from(each)) or 0 for each in tables)
        return first, second, third


def test_once_an_hour_whoever_changes_something_takes_the_old_away(either: Place) -> None:
    officer = either.caller("officer")
    changes(officer)
    left_behind(either, officer.person_id)
    before = left(either)
    changes(officer)
    assert left(either) == before, "it is not time yet"
    an_hour_passes(either)
    officer.get("/me")
    assert left(either) == before, "reading takes nothing away"
    changes(officer)
    after = tuple(number - 1 for number in before)
    assert left(either) == after
    left_behind(either, officer.person_id)
    changes(officer)
    assert left(either) == tuple(number + 2 for number in after), "it is not time again"


def test_what_is_more_than_can_go_at_once_goes_with_the_changes_that_follow(office: Place) -> None:
    officer = office.caller("officer")
    an_hour_passes(office)
    changes(officer)  # what other tests left behind
    left_behind(office, officer.person_id, MOST + 1)
    an_hour_passes(office)
    answers = left(office)[0]
    for gone in (MOST, MOST + 1, MOST + 1):
        changes(officer)
        assert left(office)[0] == answers - gone


def test_what_cannot_be_taken_away_now_changes_no_answer_and_goes_the_next_time(office: Place) -> None:
    officer = office.caller("officer")
    an_hour_passes(office)
    changes(officer)  # what other tests left behind
    left_behind(office, officer.person_id)
    before = left(office)
    with office.database.writing() as connection:
        connection.execute(text("ALTER TABLE sign_in_tried RENAME TO elsewhere"))
    an_hour_passes(office)
    changes(officer)
    with office.database.writing() as connection:
        connection.execute(text("ALTER TABLE elsewhere RENAME TO sign_in_tried"))
    assert left(office) == before, "all of it is left, or nothing"
    an_hour_passes(office)
    changes(officer)
    assert left(office) == tuple(number - 1 for number in before)


def test_of_those_who_ask_in_an_hour_one_is_told_that_it_is_time() -> None:
    waiting = Sweeping(NOW, ())
    asked = [waiting.due(NOW + minutes * timedelta(minutes=1)) for minutes in (0, 59, 60, 61, 119, 120)]
    assert asked == [False, False, True, False, False, True]


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_whoever_only_looks_never_waits_for_it(office: Place, method: str) -> None:
    an_hour_passes(office)
    waiting: Sweeping = office.client.application.extensions["rationale.sweeping"]
    due_at = waiting.next
    office.client.open("/sign-in", method=method)
    assert waiting.next == due_at
