"""What the commands that store share, and the command that brings the databases to their shape."""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import click
from alembic.util import CommandError
from sqlalchemy.exc import ArgumentError, DBAPIError

from casework.following import forget_followers
from cli_terminal import ERR, OUT, configured
from config import Config
from keeping import activity, files, idempotency
from people import forget_attempts, forget_sessions
from storage import PRIVATE, REGISTER, Database, StorageError, Unready, bring_up, check, revision

COMMAND_LINE = "command_line"  # who acts, in the activity, where nobody signed in
_SETTINGS = {PRIVATE: "PRIVATE_DATABASE_URL", REGISTER: "REGISTER_DATABASE_URL"}
_AT_WORK = timedelta(hours=1)  # nothing that is still being written is older


@contextmanager
def private_database(config: Config | None = None) -> Iterator[Database]:
    """The private database in its shape; ends with one sentence where it cannot be used."""
    with _opened(PRIVATE, (config or configured()).private_url) as database:
        check(database, PRIVATE)
        yield database


@contextmanager
def register_database(config: Config | None = None, *, read_only: bool = False) -> Iterator[Database]:
    """The register in its shape; ends with one sentence where it cannot be used."""
    with _opened(REGISTER, (config or configured()).register_url, read_only=read_only) as database:
        check(database, REGISTER)
        yield database


def noted(config: Config, act: str, about: Mapping[str, Any]) -> None:
    """Write down in the activity what a command did elsewhere: in the register, or to the shape of a database.

    Where there is no private side there is no activity. Where it cannot be used just now that is told.
    """
    if not config.private_database and not (config.data_dir / "private.sqlite").is_file():
        return
    try:
        with private_database(config) as private, private.writing() as connection:
            activity.record(connection, datetime.now(UTC), COMMAND_LINE, act, about=about)
    except click.ClickException as unusable:
        ERR.print(f"It is done, and could not be written down in the activity: {unusable.message}", markup=False)


@click.command()
def migrate() -> None:
    """Bring the databases to the shape that this version knows: make them, or run what is still to be run.

    Back up first. All of it is done to a database, or nothing.
    """
    config = configured()
    if config.private_url == config.register_url:
        told = "PRIVATE_DATABASE_URL and REGISTER_DATABASE_URL name the same database: give each its own."
        raise click.ClickException(told)
    for which, url in ((PRIVATE, config.private_url), (REGISTER, config.register_url)):
        with _opened(which, url) as database:
            before, after = _brought_up(database, which)
        was = f" (it was at {before})" if before not in ("", after) else ""
        OUT.print(f"The {which} database is at {after}{was}.")
        if was:
            noted(config, "database.migrated", {"name": which})


def made_ready(config: Config) -> None:
    """Before serving: databases of our own, under DATA_DIR, are brought up; for any other somebody runs ``migrate``."""
    for which, url, named in (
        (PRIVATE, config.private_url, config.private_database),
        (REGISTER, config.register_url, config.register_database),
    ):
        with _opened(which, url) as database:
            if named:
                check(database, which)
            else:
                _brought_up(database, which)


def register_to_read(config: Config) -> None:
    """Before serving the public site: say why the register cannot be read, where it cannot. Nothing of it is made."""
    file = config.data_dir / "register.sqlite"
    if not config.register_database and not file.exists():
        told = f"There is no register at {file}: `rationale migrate` makes it, where cases are kept."
        raise click.ClickException(told)
    with _opened(REGISTER, config.register_url, read_only=True) as database:
        check(database, REGISTER)


def swept(config: Config, now: datetime) -> None:
    """Before serving: what is of no more use goes, such as old sessions and files that a stop left half-written.

    What cannot be done just now is left for the next start.
    """
    with (
        suppress(StorageError, OSError),
        closing(Database(config.private_url)) as database,
        database.writing() as connection,
    ):
        forget_attempts(connection, now)
        forget_sessions(connection, now)
        idempotency.forget_answers(connection, now)
        forget_followers(connection, now)
    with suppress(OSError):
        files.clear_unfinished(config.data_dir / "evidence", now - _AT_WORK)


def _brought_up(database: Database, which: str) -> tuple[str, str]:
    """Run the migrations that are still to be run. Gives the last of before and the last of now."""
    try:
        with database.reading() as connection:
            before = revision(connection)
        bring_up(database, which)
        with database.reading() as connection:
            return before, revision(connection)
    except CommandError:
        told = f"The {which} database was brought up by a newer program than this: run that one. Nothing was changed."
        raise click.ClickException(told) from None
    except DBAPIError as error:
        told = f"The {which} database could not be brought up, and nothing was changed: {error.orig}"
        raise click.ClickException(told) from None


@contextmanager
def _opened(which: str, url: str, *, read_only: bool = False) -> Iterator[Database]:
    """A database by its address, of which nothing is said: it may hold a password."""
    try:
        database = Database(url, read_only=read_only)
    except ArgumentError:
        told = "it is sqlite:///path or postgresql://user:password@host/name"
        raise click.ClickException(f"{_SETTINGS[which]} is no address of a database: {told}.") from None
    except ValueError as wrong:
        raise click.ClickException(f"{_SETTINGS[which]}: {wrong}.") from None
    except OSError as error:
        raise click.ClickException(f"The folder of the {which} database cannot be made: {error.strerror}.") from None
    try:
        yield database
    except StorageError as error:
        raise click.ClickException(error.in_full()) from None
    except Unready as error:
        raise click.ClickException(str(error)) from None
    finally:
        database.close()
