"""The commands for what is kept: back it up, restore it, export a case, let go of what is over, and verify it."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from zoneinfo import ZoneInfo

import click
from sqlalchemy import select

from assessment.kept import KEPT_FOR_YEARS
from casework import KINDS
from cli_terminal import ERR, OUT, configured
from config import Config
from engine import day, words
from keeping import determinations, old_assessments, retention
from keeping.activity import ActivityBroken, FirstAltered, Verified, record, verify
from keeping.backup import BackupRefused, about, make
from keeping.backup_files import BackupAltered
from keeping.encryption import Key, KeyRefused, new_key_file, read_key_file
from keeping.exporting import Exported, ExportRefused, export
from keeping.files import EvidenceGone
from keeping.manifest import Manifest
from keeping.restoring import Restored, RestoreRefused, clear, open_backup
from keeping.restoring import restore as put_back
from storage import PRIVATE, Database, StorageError, Unready, case, check

BY = "command_line"
_LONDON = ZoneInfo("Europe/London")
_REFUSALS = (
    ActivityBroken,
    BackupAltered,
    BackupRefused,
    EvidenceGone,
    ExportRefused,
    KeyRefused,
    RestoreRefused,
    StorageError,
    Unready,
)
_KEY = click.option("--key", "key_file", metavar="FILE", type=click.Path(path_type=Path), help="The key file.")
_INCOMPLETE = click.option("--even-incomplete", is_flag=True, help="Go on where files of evidence are missing.")


@click.command()
@click.argument("folder", metavar="DIR", required=False, type=click.Path(path_type=Path))
@_KEY
@click.option("--new-key", metavar="FILE", type=click.Path(path_type=Path), help="Make a key file, and nothing else.")
@click.option("--unencrypted", is_flag=True, help="Whoever can read DIR can read every case in it.")
@_INCOMPLETE
def backup(
    folder: Path | None, key_file: Path | None, new_key: Path | None, unencrypted: bool, even_incomplete: bool
) -> None:
    """Back up the private database and its evidence to DIR, also while Rationale serves."""
    with _told():
        if new_key is not None:
            _make_key(new_key, alone=not (folder or key_file or unencrypted))
            return
        if folder is None:
            raise click.UsageError("Name the new folder that the backup is to be: rationale backup DIR --key FILE")
        key = _key(key_file, unencrypted)
        with _kept() as (config, database):
            with database.reading() as connection:
                made = make(connection, _now(), _evidence(config), folder, key, even_incomplete=even_incomplete)
            OUT.print(f"Backed up to {folder}: {_counted(made)}", markup=False)
            if made.missing:
                ERR.print(f"Without {len(made.missing)} files of evidence that are missing.", markup=False)
            with database.writing() as connection:
                record(connection, _now(), BY, "backup.made", about=about(made))


def _make_key(path: Path, *, alone: bool) -> None:
    if not alone:
        raise click.UsageError("--new-key makes a key file and nothing else: back up with --key once it is kept safe.")
    new_key_file(path)
    OUT.print(
        f"written: {path}. Keep a copy where the backups are not: without it they cannot be read, and with it anybody "
        "can read them.",
        markup=False,
    )


def _key(key_file: Path | None, unencrypted: bool) -> Key | None:
    if key_file is not None and unencrypted:
        raise click.UsageError("Say --key FILE or --unencrypted, and not both.")
    if key_file is None and not unencrypted:
        raise click.UsageError(
            "A backup holds what people said in confidence. Say --key FILE (rationale backup --new-key FILE makes "
            "one), or --unencrypted where only you can read it."
        )
    return read_key_file(key_file) if key_file else None


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@_KEY
@click.option("--replace", is_flag=True, help="Put it in the place of what there is, which is kept aside.")
@_INCOMPLETE
def restore(folder: Path, key_file: Path | None, replace: bool, even_incomplete: bool) -> None:
    """Verify the backup in DIR, and put it in the place of an empty private database. Stop serving first."""
    with _told():
        key = read_key_file(key_file) if key_file else None
        opened = open_backup(folder, key, even_incomplete=even_incomplete)
        with _kept(ready=False) as (config, database):
            now = _now()
            aside = config.data_dir / f"before-restore-{now:%Y%m%dT%H%M%SZ}"
            with database.writing() as connection:
                done = put_back(connection, now, BY, opened, _evidence(config), aside, replace=replace)
            with database.writing() as connection:
                clear(connection, _evidence(config), done)
            _say_restored(done)


def _say_restored(done: Restored) -> None:
    OUT.print(f"Restored as it was on {done.manifest.made_at}: {_counted(done.manifest)}", markup=False)
    OUT.print(
        "Everybody has to sign in again. What was revoked or let go since then is back: look at tokens and calendar "
        "feeds, and run rationale retention.",
        markup=False,
    )
    if done.aside:
        OUT.print(f"What was there is kept in {done.aside}, as a backup under the same key, if any.", markup=False)


@click.command("export-case")
@click.argument("reference")
@click.argument("file", type=click.Path(path_type=Path))
def export_case(reference: str, file: Path) -> None:
    """Write all that is held about the case REFERENCE to FILE, a ZIP with a page to read (index.html)."""
    with _told(), _kept() as (config, database):
        if file.exists():
            raise ExportRefused(f"{file} is there already, and is left as it is. Name a file that is not there yet.")
        made = _write_export(database, _evidence(config), reference, file)
    OUT.print(f"written: {file}, with {len(made.files)} files. SHA-256 of its manifest: {made.manifest}", markup=False)
    for fault in made.faults:
        ERR.print(fault, markup=False)
    if made.faults:
        raise SystemExit(1)


def _write_export(database: Database, folder: Path, reference: str, file: Path) -> Exported:
    """The whole file, recorded before it stands under its name; or nothing."""
    try:
        with NamedTemporaryFile("wb", dir=file.parent, delete=False) as new, _gone_if_it_fails(Path(new.name)):
            with database.reading() as connection:
                made = export(connection, _now(), folder, reference, new)
            new.flush()
            os.fsync(new.fileno())
            with database.writing() as connection:
                said = {"count": len(made.files), "content_hash": made.manifest}
                record(connection, _now(), BY, "case.exported", made.case_id, said)
            Path(new.name).replace(file)
    except OSError as error:
        raise ExportRefused(f"{file} cannot be written: {error.strerror}. Nothing was written.") from error
    return made


@contextmanager
def _gone_if_it_fails(path: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise


@click.command("retention")
@click.option("--apply", "really", is_flag=True, help="Let them go. Without this, they are listed and nothing changes.")
def let_go(really: bool) -> None:
    """List the closed cases and the assessments whose time is over, or let their values go; hashes and days stay."""
    years = {kind.id: kind.retention_years for kind in KINDS.values()}
    with _told(), _kept() as (config, database):
        now = _now()
        today = now.astimezone(_LONDON).date()
        if not really:
            with database.reading() as connection:
                OUT.print(f"Files of evidence that nothing holds: {retention.unnamed(connection, _evidence(config))}.")
                _say_plan(retention.plan(connection, today, years))
                _say_assessments(old_assessments.plan(connection, today, KEPT_FOR_YEARS))
            OUT.print("Nothing was changed. With --apply they go, and cannot be had back but from a backup.")
            return
        with database.writing() as connection:
            gone = retention.apply(connection, now, BY, today, years)
            old = old_assessments.apply(connection, now, BY, today, KEPT_FOR_YEARS)
        with database.writing() as connection:
            OUT.print(f"Files of evidence that nothing held: {retention.sweep(connection, _evidence(config))}.")
        _say_plan(gone)
        _say_assessments(old)
        OUT.print("Their values are gone. Backups that were made before still hold them.")


def _say_plan(found: retention.Plan) -> None:
    for each in found.due:
        OUT.print(
            f"{each.reference}: {words(each.kind)}, closed on {day(each.closed_on)}, over on {day(each.over_on)}: "
            f"statements {each.statements}, determinations {each.determinations}, evidence {each.evidence}.",
            markup=False,
        )
    for stays in found.stays:
        OUT.print(f"{stays.reference}: left alone, since {stays.why}.", markup=False)
    OUT.print(f"Cases whose time is over: {len(found.due)}.")


def _say_assessments(found: Sequence[old_assessments.OldAssessment]) -> None:
    for each in found:
        OUT.print(
            f"{each.organisation} {words(each.year)}: last worked on {day(each.last_on)}, over on {day(each.over_on)}: "
            f"statements {each.statements}, tables {each.tables}, evidence {each.items}.",
            markup=False,
        )
    OUT.print(f"Assessments whose time is over: {len(found)}.")


@click.command()
@click.argument("reference", metavar="CASE")
def replay(reference: str) -> None:
    """Make each determination of the case CASE again, from the rules and facts kept with it, and compare every byte."""
    with _told(), _kept() as (_, database), database.reading() as connection, tempfile.TemporaryDirectory() as folder:
        id = connection.scalar(select(case.c.id).where(case.c.reference == reference))
        if id is None:
            ERR.print(f"There is no case {reference}. A reference looks like APP/2026/0001.", markup=False)
            raise SystemExit(2)
        made = determinations.of_case(connection, id)
        again = [determinations.replay(connection, each.id, Path(folder)) for each in made]
    with _told(), _kept() as (_, database), database.writing() as connection:
        record(connection, _now(), BY, "determination.replayed", id, {"determined_ids": [each.id for each in made]})
    for each, found in zip(made, again, strict=True):
        OUT.print(f"{each.place}. {found.rule_set}, {day(each.at.date())}: {found.said}", markup=False)
    OUT.print(f"Determinations: {len(made)}. The same byte for byte: {sum(found.same for found in again)}.")
    if any(found.outcome not in ("same", "gone") for found in again):
        raise SystemExit(1)


@click.command("verify-activity")
@click.option(
    "--kept", metavar="PLACE HASH", nargs=2, type=(int, str), multiple=True, help="What an earlier check found."
)
def verify_activity(kept: tuple[tuple[int, str], ...]) -> None:
    """Find the first entry of the activity that was altered, taken away or added."""
    with _told(), _kept() as (_, database), database.reading() as connection:
        found = verify(connection, [Verified(*each) for each in kept])
    if isinstance(found, FirstAltered):
        ERR.print(str(found), markup=False)
        raise SystemExit(1)
    OUT.print(f"{found} Keep this elsewhere, and give it to the next check:", markup=False)
    OUT.print(f"--kept {found.place} {found.hash}", markup=False)


COMMANDS = (backup, restore, export_case, let_go, replay, verify_activity)


@contextmanager
def _told() -> Iterator[None]:
    """Whatever is refused, in one sentence, and status 1."""
    try:
        yield
    except _REFUSALS as refused:
        ERR.print(refused.in_full() if isinstance(refused, StorageError) else str(refused), markup=False)
        raise SystemExit(1) from None


@contextmanager
def _kept(*, ready: bool = True) -> Iterator[tuple[Config, Database]]:
    """The settings and the private database, which is ready unless it is to be filled."""
    config = configured()
    try:
        database = Database(config.private_url)
    except ValueError as wrong:
        raise click.ClickException(str(wrong)) from None
    try:
        if ready:
            check(database, PRIVATE)
        yield config, database
    finally:
        database.close()


def _evidence(config: Config) -> Path:
    return config.data_dir / "evidence"


def _now() -> datetime:
    return datetime.now(UTC)


def _counted(made: Manifest) -> str:
    return (
        f"{made.rows:,} rows and {len(made.evidence):,} files of evidence. Its activity ends with entry {made.place:,} "
        f"({made.hash})."
    )
