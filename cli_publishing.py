"""What publishes without anybody at a desk: what a stop left on its way arrives, and what was held back goes out."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

import click
from sqlalchemy import Connection

from casework.publishing import Outlet, Swept, release_due, sweep
from cli_storage import private_database, register_database
from cli_terminal import OUT, RuleSetsAsAsked, configured
from config import Config
from documents import PDFUnavailable
from engine import Determination, capital
from keeping import Kept, NotMadeAgain, determinations
from register import SigningKeyRefused, signs_with
from web.outlet import sets_pdf


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
