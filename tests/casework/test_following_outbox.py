"""E-mails go out at least once, each under one reference, and never by two at the same time."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.following import claim, left, standing, stop, try_again, was_put_off, was_refused, was_sent
from casework.following.outbox import CLAIMED_FOR, GIVEN_UP_AFTER, LINKS_WORK, Left
from people.keys import hashed
from storage import Database, outbox, subscription_link
from tests.casework.followers import EMAIL, MONDAY, Reader, secret_of
from tests.casework.office import at_once
from tests.register.making import decision_record

SECOND, MINUTE, HOUR, DAY = (timedelta(**{unit: 1}) for unit in ("seconds", "minutes", "hours", "days"))
WHY = "GOV.UK Notify answers 500"


@pytest.fixture
def reader(database: Database, register_file: Database) -> Reader:
    return Reader(database, register_file)


def test_whoever_stops_between_sending_and_marking_leaves_it_to_the_next_under_the_same_reference(
    reader: Reader,
) -> None:
    reader.asks()
    first = reader.claims()
    assert first is not None
    assert reader.claims(MONDAY + CLAIMED_FOR - SECOND) is None, "nobody else is at it meanwhile"
    second = reader.claims(MONDAY + CLAIMED_FOR)
    assert second is not None
    assert (second.id, second.email) == (first.id, EMAIL)
    with reader.private.reading() as connection:
        for each in (first, second):  # both e-mails may have arrived, and the link in either works
            assert standing(connection, MONDAY, each.secret, "confirm").how_often == "at_once"


def test_two_senders_at_once_send_nothing_twice(reader: Reader) -> None:
    emails = [f"{number}@example.org" for number in range(6)]
    for each in emails:
        reader.asks(email=each)

    def sends() -> list[str]:
        return [each.to for each in reader.sent()]

    came = at_once([sends] * 3)
    assert sorted(each for sent in came for each in sent) == sorted(emails), came


@pytest.mark.proof
def test_what_cannot_be_sent_now_is_tried_after_ever_longer_whiles(reader: Reader) -> None:
    reader.asks()
    now, waits = MONDAY, []
    for _ in range(11):
        claimed = reader.claims(now)
        assert claimed is not None
        with reader.private.writing() as connection:
            was_put_off(connection, now, claimed.id, WHY)
            later = connection.execute(select(outbox.c.next_at)).scalar_one()
        assert reader.claims(later - SECOND) is None
        waits.append((later - now) / MINUTE)
        now = later
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]


@pytest.mark.proof
def test_after_a_week_it_is_given_up_and_says_so(reader: Reader) -> None:
    reader.follows()
    reader.publishes(decision_record())
    reader.looks()
    claimed = reader.claims(MONDAY + GIVEN_UP_AFTER + HOUR)
    assert claimed is not None
    with reader.private.writing() as connection:
        was_put_off(connection, MONDAY + GIVEN_UP_AFTER + HOUR, claimed.id, WHY)
        row = connection.execute(select(outbox)).one()
    assert (row.failed_at is not None, row.why) == (True, f"not taken within 7 days; at last: {WHY}")


def test_what_is_refused_waits_until_somebody_says_that_it_is_mended(reader: Reader) -> None:
    reader.asks()
    first = reader.claims()
    assert first is not None
    with reader.private.writing() as connection:
        was_refused(connection, MONDAY, first.id, "x" * 300)
        assert left(connection) == Left(0, 1)
        assert EMAIL not in repr(connection.execute(select(outbox)).all())
    assert reader.claims(MONDAY + DAY) is None
    with reader.private.writing() as connection:
        assert try_again(connection, MONDAY + DAY) == 1
        assert left(connection) == Left(1, 0)
    again = reader.claims(MONDAY + DAY)
    assert again is not None
    assert again.id == first.id
    with reader.private.writing() as connection:
        was_sent(connection, again.id)
        assert left(connection) == Left(0, 0)


def test_a_run_does_not_come_back_to_what_it_put_off(reader: Reader) -> None:
    reader.asks()
    claimed = reader.claims()
    assert claimed is not None
    with reader.private.writing() as connection:
        was_put_off(connection, MONDAY, claimed.id, WHY)
        assert claim(connection, MONDAY + HOUR, begun=MONDAY) is None
        assert claim(connection, MONDAY + HOUR, begun=MONDAY + HOUR) is not None


@pytest.mark.proof
def test_whoever_stops_meanwhile_is_let_go(reader: Reader) -> None:
    reader.follows()
    reader.publishes(decision_record(1))
    (mail,) = reader.told()
    reader.publishes(decision_record(2))
    reader.looks()
    claimed = reader.claims()
    assert claimed is not None
    with reader.private.writing() as connection:
        stop(connection, MONDAY, secret_of(mail))
        was_put_off(connection, MONDAY, claimed.id, WHY)
        was_sent(connection, claimed.id)
        assert connection.execute(select(outbox)).all() == []


@pytest.mark.proof
def test_links_of_old_emails_go_where_there_are_newer_ones(reader: Reader) -> None:
    reader.follows()
    secrets = []
    for number, now in enumerate((MONDAY, MONDAY + DAY, MONDAY + LINKS_WORK + HOUR), start=1):
        reader.publishes(decision_record(number))
        secrets.append(secret_of(reader.told(now)[0]))
    with reader.private.reading() as connection:
        held = set(connection.scalars(select(subscription_link.c.hash)))
    assert held == {hashed(each) for each in secrets[1:]}


def test_neither_whom_it_is_to_nor_what_opens_its_link_is_shown_by_accident(reader: Reader) -> None:
    reader.asks()
    claimed = reader.claims()
    assert claimed is not None
    assert EMAIL not in repr(claimed)
    assert claimed.secret not in repr(claimed)
    assert EMAIL not in repr(reader.made(claimed))
