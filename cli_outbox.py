"""The command that tells those who follow by e-mail what is new, and sends what waits to go out."""

from datetime import UTC, datetime

import click

from casework import following
from casework.following import Sites
from cli_storage import private_database, register_database, register_to_read
from cli_terminal import ERR, OUT, configured
from config import Config
from people import MailPutOff, MailRefused, Notify, notify_key
from people.notifying import NOTIFY
from storage import Database


@click.command("send-outbox")
@click.option("--again", is_flag=True, help="Try those once more that were refused, since what was wrong is mended.")
def send_outbox(again: bool) -> None:
    """Tell those who follow by e-mail what is new, and send what waits to go out, by GOV.UK Notify.

    To be run regularly, such as every five minutes; two at once send nothing twice. Where something was refused, or
    cannot be sent just now, the status is 1; what can be tried again is, each time after a longer while.
    """
    config = configured()
    notify, sites = _notify(config), _sites(config)
    register_to_read(config)
    with private_database(config) as private, register_database(config, read_only=True) as register:
        begun = datetime.now(UTC)
        with private.writing() as connection:
            following.forget_followers(connection, begun)
            tried_again = following.try_again(connection, begun) if again else 0
        _put_by(private, register)
        sent, refused, told = _send(private, register, notify, sites)
        with private.reading() as connection:
            left = following.left(connection)
    if again:
        OUT.print(f"To be tried again: {tried_again}.")
    OUT.print(f"Sent: {sent}. Refused: {refused}. Still to be sent: {left.waiting}. Refused so far: {left.refused}.")
    if told:
        ERR.print(f"{told}. Nothing more was tried; the next run goes on.", markup=False)
    if told or refused:
        raise SystemExit(1)


def _put_by(private: Database, register: Database) -> None:
    with private.reading() as connection, register.reading() as reading:
        found = following.due(connection, reading, datetime.now(UTC))
    with private.writing() as connection:
        following.put_by(connection, datetime.now(UTC), found)


def _send(private: Database, register: Database, notify: Notify, sites: Sites) -> tuple[int, int, str]:
    """How many went out, how many were refused for good, and why no more is tried now; empty where all was."""
    begun, sent, refused = datetime.now(UTC), 0, 0
    while True:
        with private.writing() as connection:
            claimed = following.claim(connection, datetime.now(UTC), begun=begun)
        if claimed is None:
            return sent, refused, ""
        with register.reading() as reading:
            mail = following.mail_of(reading, claimed, sites)
        try:
            if mail is not None:
                notify.send(datetime.now(UTC), mail)
                sent += 1
        except MailRefused as wrong:
            refused += 1
            ERR.print(f"E-mail {claimed.id}: {wrong}", markup=False)
            with private.writing() as connection:
                following.was_refused(connection, datetime.now(UTC), claimed.id, str(wrong))
            continue
        except MailPutOff as later:
            with private.writing() as connection:
                following.was_put_off(connection, datetime.now(UTC), claimed.id, str(later))
            return sent, refused, str(later)
        with private.writing() as connection:
            following.was_sent(connection, claimed.id)


def _notify(config: Config) -> Notify:
    """Where e-mails are handed in; ends with one sentence where nothing can be sent."""
    if not config.follow_by_email:
        raise click.ClickException(
            "Nobody follows by e-mail here: FOLLOW_BY_EMAIL is no. See docs/running/register.md."
        )
    try:
        key = notify_key(config.notify_key, config.notify_file)
        return Notify(key, config.notify_template, config.notify_url or NOTIFY)
    except ValueError as wrong:
        raise click.ClickException(f"Nothing can be sent: {wrong}.") from None


def _sites(config: Config) -> Sites:
    if not config.public_url:
        raise click.ClickException("Nothing can be sent: PUBLIC_URL is not set, and the links in e-mails lead there.")
    return Sites(config.public_url, config.register_site or config.public_url)
