"""The command that sends: what is new goes out to whoever follows it, once, whatever stops it on the way."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, update

from casework.following.outbox import CLAIMED_FOR
from cli import main
from config import Config
from storage import REGISTER, outbox, subscription
from tests.casework.followers import EMAIL, Reader
from tests.migrated import opened
from tests.people.stub_notify import TRIAL, StubNotify, notifying, refuses
from tests.register.making import decision_id, decision_record

ROOT = Path(__file__).parents[1]
NOW = datetime.now(UTC)
SENT = "Sent: {}. Refused: {}. Still to be sent: {}. Refused so far: {}.\n"


@dataclass(frozen=True)
class Office:
    """What the command reads and writes, and where it sends to."""

    reader: Reader
    notify: StubNotify
    settings: dict[str, str]

    def run(self, *said: str, **more: str) -> Result:
        """The command, with these settings besides."""
        return CliRunner().invoke(main, ["send-outbox", *said], env={**self.settings, **more})


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    config = Config(data_dir=tmp_path)
    reader = Reader(opened(config.private_url), opened(config.register_url, REGISTER))
    with notifying() as notify:
        settings = {
            "DATA_DIR": str(tmp_path), "PUBLIC_URL": "https://office.example.org", "FOLLOW_BY_EMAIL": "yes",
            "REGISTER_SITE": "https://decisions.example.org", "PRIVATE_DATABASE_URL": "", "REGISTER_DATABASE_URL": "",
            **notify.settings,
        }  # fmt: skip
        yield Office(reader, notify, settings)
    reader.private.close()
    reader.register.close()


def test_whoever_asks_is_asked_to_confirm_and_then_told_of_what_is_published(office: Office) -> None:
    office.reader.asks("q=larkmere", now=NOW)
    assert office.run().stdout == SENT.format(1, 0, 0, 0)
    office.reader.follows("q=larkmere", email="kept@example.org", now=NOW)
    office.reader.publishes(decision_record())
    result = office.run()
    assert (result.exit_code, result.stdout) == (0, SENT.format(1, 0, 0, 0))
    asked, told = office.notify.taken
    assert "https://office.example.org/follow-by-email/confirm/ral_" in asked["personalisation"]["body"]
    assert told["personalisation"]["subject"] == "Register of decisions: 1 new"
    assert f"https://decisions.example.org/decisions/{decision_id()}\n" in told["personalisation"]["body"]
    assert told["one_click_unsubscribe_url"].startswith("https://office.example.org/follow-by-email/stop/ral_")
    assert office.run().stdout == SENT.format(0, 0, 0, 0)
    assert EMAIL not in result.output


def test_what_is_refused_is_told_without_its_address_and_holds_nothing_else_up(office: Office) -> None:
    for email in (EMAIL, "second@example.org"):
        office.reader.asks(email=email, now=NOW)
    office.notify.answers.append(refuses(f"{TRIAL}: {EMAIL}"))
    result = office.run()
    assert (result.exit_code, result.stdout) == (1, SENT.format(1, 1, 0, 1))
    assert f": GOV.UK Notify answers 400: {TRIAL}: (an address)" in result.stderr
    assert "@" not in result.output
    assert office.run().exit_code == 0, "nobody tries it again by itself"
    assert office.run("--again").stdout == f"To be tried again: 1.\n{SENT.format(1, 0, 0, 0)}"
    assert len(office.notify.taken) == 2


@pytest.mark.proof
def test_where_nothing_can_be_sent_just_now_the_run_ends_and_the_next_goes_on(office: Office) -> None:
    for email in (EMAIL, "second@example.org"):
        office.reader.asks(email=email, now=NOW)
    office.notify.answers.append(refuses("Exceeded rate limit", 429))
    result = office.run()
    assert (result.exit_code, result.stdout) == (1, SENT.format(0, 0, 2, 0))
    told = "GOV.UK Notify answers 429: Exceeded rate limit. Nothing more was tried; the next run goes on."
    assert result.stderr.strip() == told
    assert office.notify.asked == 1
    assert office.run().stdout == SENT.format(1, 0, 1, 0), "the first waits a minute"


def test_whoever_did_not_confirm_in_time_is_erased_by_it(office: Office) -> None:
    office.reader.asks(now=NOW - timedelta(days=8))
    assert office.run().stdout == SENT.format(0, 0, 0, 0)
    assert office.reader.kept() == []


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (
            {"FOLLOW_BY_EMAIL": "no"},
            "Nobody follows by e-mail here: FOLLOW_BY_EMAIL is no. See docs/running/register.md.",
        ),
        (
            {"NOTIFY_API_KEY": ""},
            "Nothing can be sent: there is no key of GOV.UK Notify: set NOTIFY_API_KEY, or put it",
        ),
        ({"NOTIFY_TEMPLATE": ""}, "Nothing can be sent: NOTIFY_TEMPLATE is ''; it is the id of a template"),
        ({"PUBLIC_URL": ""}, "Nothing can be sent: PUBLIC_URL is not set, and the links in e-mails lead there."),
        ({"FOLLOW_BY_EMAIL": "on"}, "FOLLOW_BY_EMAIL is 'on'; it is yes or no. Correct it in the environment."),
        ({"REGISTER_SITE": "x"}, "REGISTER_SITE is 'x'; it is where people reach the public register, such as"),
    ],
)
def test_what_is_not_set_is_told_in_one_sentence(office: Office, settings: dict[str, str], told: str) -> None:
    result = office.run(**settings)
    assert result.exit_code == 1
    assert told in " ".join(result.output.split())
    assert office.notify.asked == 0


@pytest.mark.proof
def test_a_sender_that_is_killed_once_its_email_was_taken_sends_it_again_under_the_same_reference(
    office: Office,
) -> None:
    office.reader.follows(now=NOW)
    office.reader.publishes(decision_record())
    command = [sys.executable, "-m", "cli", "send-outbox"]
    environment = {**os.environ, **office.settings}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as sender:
        office.notify.before = lambda: os.kill(sender.pid, signal.SIGKILL)
        assert sender.wait(60) == -signal.SIGKILL
    office.notify.before = None
    assert office.run().stdout == SENT.format(0, 0, 1, 0), "the claim of the one that was killed still stands"
    with office.reader.private.writing() as connection:
        before = connection.execute(select(outbox.c.claimed_until)).scalar_one()
        connection.execute(update(outbox).values(claimed_until=before - CLAIMED_FOR))
    assert office.run().stdout == SENT.format(1, 0, 0, 0)
    first, second = office.notify.taken
    assert first["reference"] == second["reference"]
    assert first["personalisation"]["subject"] == second["personalisation"]["subject"]


@pytest.mark.proof
def test_three_senders_at_once_send_each_email_once(office: Office) -> None:
    row: dict[str, Any] = {
        "asked": "",
        "how_often": "at_once",
        "told_to": -1,
        "told_at": NOW,
        "made_at": NOW,
        "confirmed_at": NOW,
    }
    with office.reader.private.writing() as connection:
        people = [{**row, "id": f"{number:032}", "email": f"{number}@example.org"} for number in range(30)]
        connection.execute(subscription.insert(), people)
    office.reader.publishes(decision_record())
    command, environment = [sys.executable, "-m", "cli", "send-outbox"], {**os.environ, **office.settings}
    senders = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(3)
    ]
    assert [sender.wait(120) for sender in senders] == [0, 0, 0]
    assert sorted(each["email_address"] for each in office.notify.taken) == sorted(each["email"] for each in people)
