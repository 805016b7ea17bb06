"""What publishes without anybody at a desk: what a stop left on its way, what was held back, and what a loss took."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

import click
from sqlalchemy import Connection

from casework import CaseRefused
from casework.publishing import Outlet, Swept, publish_again, release_due, sweep
from cli_storage import COMMAND_LINE, private_database, register_database
from cli_terminal import OUT, RuleSetsAsAsked, configured
from config import Config
from documents import PDFUnavailable
from engine import Determination, capital
from keeping import Kept, NotMadeAgain, determinations
from register import RegisterRefused, SigningKeyRefused, signs_with, size
from web.outlet import sets_pdf

_WHAT = {"publish": "version {}", "correct": "version {}", "withdraw": "its withdrawal"}


@click.command("publish-due")
def publish_due() -> None:
    """Publish what was held back until a moment that has come, and finish what a stop left on its way.

    To be run regularly, such as every hour. What was held back goes out as whoever set the moment, and only where
    nothing else is lacking; what does not go out is told, with status 1.
    """
    config, now = configured(), datetime.now(UTC)
    rule_sets = RuleSetsAsAsked(None)

    def live(connection: Connection, kept: Kept) -> Determination:
        in_use = rule_sets.get(kept.rule_set)
        return determinations.again(connection, kept.id, config.data_dir / "replaying", in_use)

    try:
        with _outlet(config) as outlet:
            arrived, released = sweep(outlet, now), release_due(outlet, now, live)
    except (SigningKeyRefused, PDFUnavailable, NotMadeAgain) as refused:
        raise click.ClickException(f"{capital(str(refused)).rstrip('.')}.") from None
    for each in arrived:
        OUT.print(_said(each), markup=False)
    for one in released:
        OUT.print(f"{one.reference}: {one.told or 'published, since its moment has come.'}", markup=False)
    OUT.print(f"Finished: {len(arrived)}. Held back until now: {len(released)}.")
    if any([each.told for each in arrived] + [each.told for each in released]):
        raise SystemExit(1)


@click.command("publish-again")
def republish() -> None:
    """Put back into the register what went out after the copy of it that stands there now.

    To be run after going back to a copy, and before anything is served. What is there already is left alone, so it can
    be run again. What cannot be put back is told, with status 1.
    """
    config, now = configured(), datetime.now(UTC)
    try:
        with _outlet(config) as outlet:
            done = publish_again(outlet, now, COMMAND_LINE)
            with outlet.register.reading() as connection:
                leaves = size(connection)
    except (CaseRefused, RegisterRefused, SigningKeyRefused, PDFUnavailable) as refused:
        raise click.ClickException(f"{capital(str(refused)).rstrip('.')}.") from None
    for each in done:
        OUT.print(f"{each.reference}, {_WHAT[each.act].format(each.version)}: {each.told or 'put back'}.", markup=False)
    lacking = sum(bool(each.told) for each in done)
    OUT.print(f"Put back: {len(done) - lacking}. Not put back: {lacking}. Leaves in the log: {leaves:,}.")
    if lacking:
        raise SystemExit(1)


def finished(config: Config, now: datetime) -> None:
    """Before serving: what a stop left on its way to the register arrives.

    What cannot be done just now is left for the next start, or for ``rationale publish-due``.
    """
    with suppress(click.ClickException, SigningKeyRefused, OSError), _outlet(config) as outlet:
        for each in sweep(outlet, now):
            OUT.print(_said(each), markup=False)


@contextmanager
def _outlet(config: Config) -> Iterator[Outlet]:
    site = config.public_url or f"http://127.0.0.1:{config.port}"
    with private_database(config) as private, register_database(config) as register:
        yield Outlet(private, register, signs_with(config.signing_key, config.signing_file), sets_pdf(site))


def _said(swept: Swept) -> str:
    return f"A publication was on its way ({swept.act}): {swept.told or 'it has arrived.'}"
