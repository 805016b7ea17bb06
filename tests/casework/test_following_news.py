"""What those who follow are told, and when: each change once, as it stands when the e-mail goes, and why it came."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from casework.following import due, last_morning, looking_of, put_by
from casework.following.digests import IN_A_MAIL
from documents import Said
from register import Looking, Withdrawing
from storage import Database, outbox, subscription
from tests.casework.followers import MONDAY, SITES, Reader, secret_of
from tests.register.making import decision_id, decision_record, later, redacted, scheme_id, scheme_record

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LARKMERE = "q=larkmere"
GRANTED = decision_record(
    2, title="Relocation in Fernwick", summary="It is granted.", final=Said("grant", "It is granted")
)
REASON = "It named a person who has no public part in it."
ALL = (decision_record(1), GRANTED, scheme_record())


def withdrawing(number: int) -> Withdrawing:
    return Withdrawing(decision_id(number), REASON, date(2026, 11, 26))


@pytest.fixture
def reader(database: Database, register_file: Database) -> Reader:
    return Reader(database, register_file)


def test_an_email_says_why_it_came_what_is_new_and_how_it_is_ended(reader: Reader) -> None:
    reader.publishes(decision_record(7))
    reader.follows("q=larkmere+-fernwick")
    reader.publishes(*ALL)
    (mail,) = reader.told()
    assert mail.subject == "Register of decisions: 2 new"
    assert mail.body.startswith("You are sent this because you asked to be told by e-mail of what is published")
    assert "What you follow: what q=larkmere+-fernwick finds\nHow often: as soon as it is published" in mail.body
    one = decision_record(1)
    assert (
        f"{one.reference}: {one.title}\nThis is a sample, and no real decision.\nThe application is refused"
        in mail.body
    )
    assert f"{SITES.register}/decisions/{one.id}" in mail.body
    assert f"{SITES.register}/scheme-results/{scheme_id()}" in mail.body
    assert f"All of it stands here:\n{SITES.register}/decisions?q=larkmere+-fernwick\n" in mail.body
    assert mail.body.rstrip().endswith(mail.ends_at)
    assert mail.ends_at == f"{SITES.office}/follow-by-email/stop/{secret_of(mail)}"
    assert decision_id(7) not in mail.body, "what was there before is not new"
    assert reader.told() == [], "and is told once"


def test_what_is_told_is_what_the_feed_of_the_same_search_has(reader: Reader) -> None:
    one, two, result = decision_id(1), decision_id(2), scheme_id()
    searches = {
        "": {one, two, result},
        "outcome=grant": {two},
        "kind=scheme_result": {result},
        "provision=pharmacy%2Fmarket-entry%2Freg-18-2-b-significant-benefits": {one, two},
        "q=zebra": set(),
        f"publication={two}": {two},
    }
    for number, asked in enumerate(searches):
        reader.follows(asked, email=f"{number}@example.org")
    reader.publishes(*ALL)
    told = {each.to: each.body for each in reader.told()}
    for number, (asked, found) in enumerate(searches.items()):
        body = told.get(f"{number}@example.org", "")
        assert {id for id in (one, two, result) if f"/{id}\n" in body} == found, asked


def test_a_correction_and_a_withdrawal_say_why(reader: Reader) -> None:
    reader.publishes(*ALL)
    for asked in (LARKMERE, f"publication={decision_id(1)}"):
        reader.follows(asked)
    reader.publishes(later(decision_record(1), says="A date was\nwrong."), withdrawing(2), decision_record(3))
    by_search, by_id = sorted(reader.told(), key=lambda each: len(each.body), reverse=True)
    assert by_search.subject == "Register of decisions: 1 new, 1 corrected, 1 withdrawn"
    assert "Corrected:\n\nSAMPLE/2026/0001" in by_search.body
    assert "Why it was corrected: A date was wrong.\n" in by_search.body
    gone = f"{GRANTED.reference} was withdrawn from the register on 26 November 2026. The reason: {REASON}"
    assert gone in by_search.body
    assert "so whoever follows a search is told, whether it was found by that search or not" in by_search.body
    assert (by_id.subject, "withdrawn" in by_id.body) == ("Register of decisions: 1 corrected", False)
    assert f"All of it stands here:\n{SITES.register}/decisions/{decision_id(1)}\n" in by_id.body


def test_nothing_is_told_of_what_is_erased_or_withdrawn_before_the_email_goes_out(reader: Reader) -> None:
    reader.follows()
    reader.publishes(decision_record(1, title="An application about Ermintrude"), decision_record(2))
    assert reader.looks() == 1
    reader.publishes(redacted("Ermintrude"), withdrawing(2))
    assert reader.sent() == [], "all of it changed again, so that the next e-mail tells of it"
    (mail,) = reader.told()
    assert mail.subject == "Register of decisions: 1 corrected, 1 withdrawn"
    assert "Ermintrude" not in mail.body
    with reader.private.reading() as connection:
        held = [repr(connection.execute(select(each)).all()) for each in (subscription, outbox)]
    assert "application" not in "".join(held), "nothing of a publication is kept here"


@pytest.mark.proof
def test_an_email_has_an_end(reader: Reader) -> None:
    reader.follows()
    reader.publishes(*map(decision_record, range(1, IN_A_MAIL + 3)))
    (mail,) = reader.told()
    assert mail.subject == f"Register of decisions: more than {IN_A_MAIL} changes"
    assert mail.body.count(f"{SITES.register}/decisions/d-") == IN_A_MAIL
    assert f"More has changed than is listed here: these {IN_A_MAIL} changed last." in mail.body


def test_who_wishes_it_daily_or_weekly_is_told_in_the_morning_and_not_before(reader: Reader) -> None:
    for often in ("at_once", "daily", "weekly"):
        reader.follows("", often, f"{often}@example.org")
    told = []
    for number, now in enumerate((MONDAY + HOUR, MONDAY + DAY, MONDAY + DAY + HOUR, MONDAY + 7 * DAY), start=1):
        reader.publishes(decision_record(number))
        told.append([each.to.partition("@")[0] for each in reader.told(now)])
    assert [sorted(each) for each in told] == [
        ["at_once"], ["at_once", "daily"], ["at_once"], ["at_once", "daily", "weekly"],
    ]  # fmt: skip


def test_a_quiet_morning_does_not_make_the_next_news_come_at_noon(reader: Reader) -> None:
    reader.follows(how_often="daily")
    assert reader.looks(MONDAY + DAY) == 0
    reader.publishes(decision_record())
    assert reader.looks(MONDAY + DAY + HOUR) == 0
    assert reader.looks(MONDAY + 2 * DAY) == 1


@pytest.mark.parametrize(
    ("now", "daily", "weekly"),
    [
        ("2026-11-23T07:00:00", "2026-11-23T07:00:00", "2026-11-23T07:00:00"),
        ("2026-11-23T06:59:59", "2026-11-22T07:00:00", "2026-11-16T07:00:00"),
        ("2026-11-29T23:00:00", "2026-11-29T07:00:00", "2026-11-23T07:00:00"),
        ("2026-03-29T06:30:00", "2026-03-29T06:00:00", "2026-03-23T07:00:00"),  # summer time begins
        ("2026-07-01T05:59:00", "2026-06-30T06:00:00", "2026-06-29T06:00:00"),
        ("2026-10-25T07:00:00", "2026-10-25T07:00:00", "2026-10-19T06:00:00"),  # and ends
    ],
)
def test_the_morning_is_seven_in_london_and_the_week_begins_on_monday(now: str, daily: str, weekly: str) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    for often, wanted in (("daily", daily), ("weekly", weekly)):
        assert last_morning(at, often).astimezone(UTC).isoformat() == f"{wanted}+00:00"
    assert last_morning(at, "at_once") == at


def test_two_who_look_at_once_put_one_email_by(reader: Reader) -> None:
    reader.follows()
    reader.publishes(decision_record())
    with reader.private.reading() as connection, reader.register.reading() as reading:
        found = [due(connection, reading, MONDAY) for _ in range(2)]
    with reader.private.writing() as connection:
        assert [put_by(connection, MONDAY, each) for each in found] == [1, 0]


def test_a_search_is_read_as_its_address_says_it() -> None:
    assert looking_of("q=a+b&outcome=grant&kind=x&other=1") == Looking("a b", {"outcome": "grant", "kind": "x"})
    assert looking_of("") == Looking("", {})
