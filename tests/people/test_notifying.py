"""E-mails go to GOV.UK Notify as its API asks, and what it answers is told apart; no message ever names an address."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from people import Mail, MailPutOff, MailRefused, Notify, notify_key
from tests.people.making import NOON
from tests.people.stub_notify import ISSUER, KEY, SECRET, TEMPLATE, TRIAL, Answer, StubNotify, notifying, refuses

OTHER = "11111111-1111-4111-8111-111111111111"
TO = "rowan.ashby@example.org"
MAIL = Mail("a" * 32, TO, "Two are new", "Words\nof it", "https://office.example.org/follow-by-email/stop/ral_x")


@pytest.fixture
def stub() -> Iterator[StubNotify]:
    with notifying() as made:
        made.now = lambda: NOON
        yield made


def test_an_email_is_handed_in_under_its_reference_with_the_address_that_ends_it(stub: StubNotify) -> None:
    stub.known().send(NOON, MAIL)
    assert stub.taken == [
        {
            "email_address": TO, "template_id": TEMPLATE, "reference": MAIL.reference,
            "personalisation": {"subject": "Two are new", "body": "Words\nof it"},
            "one_click_unsubscribe_url": MAIL.ends_at,
        }
    ]  # fmt: skip


@pytest.mark.parametrize("ends_at", ["", "http://127.0.0.1:8000/follow-by-email/stop/ral_x"])
def test_one_press_needs_an_address_that_is_encrypted(stub: StubNotify, ends_at: str) -> None:
    stub.known().send(NOON, Mail("a" * 32, TO, "Subject", "Body", ends_at))
    assert "one_click_unsubscribe_url" not in stub.taken[0]


@pytest.mark.parametrize(
    ("answer", "sort", "told"),
    [
        (refuses(TRIAL), MailRefused, f"GOV.UK Notify answers 400: {TRIAL}"),
        (refuses(f"ValidationError: {TO} is not valid"), MailRefused, "400: ValidationError: \\(an address\\) is not"),
        (refuses("Exceeded rate limit", 429), MailPutOff, "GOV.UK Notify answers 429: Exceeded rate limit"),
        (refuses("Internal server error", 500), MailPutOff, "GOV.UK Notify answers 500: Internal server error"),
        ((502, b"<html>"), MailPutOff, "GOV.UK Notify answers 502: Bad Gateway"),
        ((400, [1]), MailRefused, "GOV.UK Notify answers 400: Bad Request"),
        ((302, {}), MailPutOff, "GOV.UK Notify answers 302: Found"),
        ((0, b""), MailPutOff, r"GOV.UK Notify does not answer \(ConnectionError\)"),
    ],
)
def test_what_is_wrong_with_an_email_is_told_apart_from_what_will_pass(
    stub: StubNotify, answer: Answer, sort: type[Exception], told: str
) -> None:
    stub.answers.append(answer)
    with pytest.raises(sort, match=told) as raised:
        stub.known().send(NOON, MAIL)
    assert TO not in str(raised.value)
    assert stub.taken == []


@pytest.mark.parametrize("key", [f"{OTHER}-{SECRET}", f"{ISSUER}-{OTHER}"])
def test_a_key_that_it_does_not_know_stops_the_sending_and_no_email_is_to_blame(stub: StubNotify, key: str) -> None:
    wrong = Notify(key, TEMPLATE, stub.url)
    with pytest.raises(MailPutOff, match=r"GOV\.UK Notify answers 403: Invalid token"):
        wrong.send(NOON, MAIL)


def test_neither_the_key_nor_whom_it_is_to_is_ever_shown(stub: StubNotify) -> None:
    assert SECRET not in repr(stub.known())
    assert TO not in repr(MAIL)
    assert "ral_x" not in repr(MAIL)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (("", TEMPLATE), "NOTIFY_API_KEY is no key as GOV.UK Notify shows it once: name-UUID-UUID"),
        ((SECRET, TEMPLATE), "NOTIFY_API_KEY is no key"),
        ((KEY, "mine"), "NOTIFY_TEMPLATE is 'mine'; it is the id of a template, which is a UUID"),
        ((KEY, TEMPLATE, "http://example.org"), "NOTIFY_URL is 'http://example.org'; it is an address that begins"),
        ((KEY, TEMPLATE, "example"), "NOTIFY_URL is 'example'; it is an address that begins with https://, such as"),
    ],
)
def test_settings_that_cannot_be_are_named_without_the_key(settings: tuple[str, ...], told: str) -> None:
    with pytest.raises(ValueError, match=told) as raised:
        Notify(*settings)
    assert SECRET not in str(raised.value)


def test_the_key_is_a_setting_or_stands_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "notify.key"
    with pytest.raises(
        ValueError, match=r"there is no key of GOV\.UK Notify: set NOTIFY_API_KEY, or put it into .*key"
    ):
        notify_key(" ", file)
    file.write_text(f"{KEY}\n", "utf-8")
    assert (notify_key("", file), notify_key("another ", file)) == (KEY, "another")
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(ValueError, match=r"the key file .*notify\.key cannot be read: put the key into it as GOV.UK"):
        notify_key("", file)
