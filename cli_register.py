"""The commands of the register: check what was downloaded from it, sign its log, and bring older decisions in."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import click
from sqlalchemy import Connection

from casework import CaseRefused
from casework.publishing import forget_copied
from casework.publishing.import_lines import LinesRefused
from casework.publishing.importing import Became, Imported, import_decisions
from casework.publishing.sample_results import publish_samples
from cli_storage import noted, private_database, register_database
from cli_terminal import ERR, OUT, configured, end_with
from config import Config
from engine import capital
from register import (
    BundleRefused,
    PartRerun,
    RegisterRefused,
    Rerun,
    SigningKeyRefused,
    head_json,
    holds,
    newest_head,
    replace_signing_key,
    rerun,
    sign_head,
    signing_key_at_hand,
    signs_with,
    size,
    verify,
)
from storage import copy_file

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOUND = {True: "Holds", False: "Does not hold", None: "Open"}
_CHECK_LOG = "Whether it stands in the log of the register is shown by its proof: rationale verify PROOF."
_SAMPLES = Path("decisions", "published.jsonl")
_RESULTS = Path("scheme-results", "invented.json")


@click.command("rerun")
@click.argument("bundle", type=_FILE)
def rerun_bundle(bundle: Path) -> None:
    """Make the determinations in BUNDLE again, a ZIP of the register, and compare every byte.

    It asks no network and no database.
    """
    try:
        with tempfile.TemporaryDirectory() as folder:
            found = rerun(bundle.read_bytes(), Path(folder))
    except BundleRefused as refused:
        ERR.print(f"{bundle}: {refused}", markup=False)
        raise SystemExit(2) from None
    record = found.record
    OUT.print(f"{record.reference}, version {record.version}: {record.title}", markup=False)
    OUT.print(f"SHA-256 of its record: {found.sha256}. {_CHECK_LOG}", markup=False)
    for place, part in enumerate(found.parts, 1):
        for line in _part_lines(place, part):
            OUT.print(line, markup=False)
    OUT.print(_in_all(found), markup=False)
    for fault in found.faults:
        ERR.print(fault, markup=False)
    if not found.holds:
        raise SystemExit(1)


def _part_lines(place: int, part: PartRerun) -> Iterator[str]:
    yield f"{place}. {part.title} ({part.rule_set}, revision {part.revision[:12]}): {part.says}"
    if part.redacted:
        yield "   Not published, so that nobody can put it to the rules:"
        yield from (f"   - {each.asks} {each.redacted.rstrip('.')}." for each in part.redacted)
    for each in part.lost:
        what, because = f"the {each.about} “{each.asks}”", " ".join(fact.asks for fact in each.because)
        yield f"   The decision’s own answer cannot be made again on {what}, because of: {because}"
    if part.redacted and not part.lost and part.same:
        yield "   Every answer and every provision comes out as in the decision all the same."


def _in_all(found: Rerun) -> str:
    if not found.parts:
        return "It holds no determination of rules, so there is nothing to make again."
    same = sum(each.outcome in {"same", "another_engine"} for each in found.parts)
    own = sum(each.original for each in found.parts)
    told = f"Determinations: {len(found.parts)}. The same as published: {same}."
    return f"{told} Those of the decision itself: {own}."


@click.command("verify")
@click.argument("file", type=_FILE)
@click.option("--head", type=_FILE, help="A head of the log that was kept from elsewhere, or another proof.")
@click.option(
    "--consistency", type=_FILE, help="How the log grew between that head and FILE, as /api/v1/log/consistency."
)
@click.option("--key", help="The key that signs, or its id, in hexadecimal, from elsewhere than FILE.")
@click.option("--record", type=_FILE, help="A publication as JSON, to be compared with the record in FILE.")
def verify_proof(file: Path, head: Path | None, consistency: Path | None, key: str | None, record: Path | None) -> None:
    """Check FILE, a proof of the register: that what it says stands in a signed log.

    That it is the log which others were shown, and that nobody altered it, is shown against a head that you kept, and a
    key from elsewhere. Where that head is of another size, it tells what to download for --consistency. It asks no
    network and no database.
    """
    held, said, grown = (None if each is None else each.read_bytes() for each in (head, record, consistency))
    checks = verify(file.read_bytes(), held, key, said, grown)
    for each in checks:
        OUT.print(f"{_FOUND[each.holds]}: {each.says}", markup=False)
    if not holds(checks):
        ERR.print(f"{file} does not prove what it says.", markup=False)
        raise SystemExit(1)


@click.command("sign-head")
@click.option("--rotate", is_flag=True, help="First bring in a new key, signed by the one before it.")
def sign(rotate: bool) -> None:
    """Sign the log of the register as it stands, and print its head, to be kept elsewhere."""
    config, now = configured(), datetime.now(UTC)
    at_hand = (config.signing_key, config.signing_file)
    with _told(), register_database() as database:
        with database.writing() as connection:
            if rotate:
                head = sign_head(connection, now, replace_signing_key(connection, now, *at_hand))
            else:
                head = signs_with(*at_hand)(connection, now)
        if rotate:
            with database.writing() as connection:
                signing_key_at_hand(connection, *at_hand)  # which puts the new key in the place of the old
            noted(config, "register.key_replaced", {"key_hash": head.key_id})
    noted(config, "register.signed", {"key_hash": head.key_id, "count": head.tree_size})
    click.echo(json.dumps(head_json(head), indent=2))
    told = " It is a new key: publish its id anew wherever the old one stands." if rotate else ""
    ERR.print(f"Signed: {head.tree_size:,} leaves, with the key {head.key_id[:16]}.{told}", markup=False)


@click.command("import-decisions")
@click.argument("file", type=_FILE)
def import_older(file: Path) -> None:
    """Bring the decisions of FILE into the register, one to a line, each made elsewhere: all of them, or none.

    A decision that is there already and says the same is left as it is. A line can also correct, erase or withdraw what
    was brought in before.
    """
    config, now = configured(), datetime.now(UTC)
    try:
        with _told(), register_database() as database, database.writing() as connection:
            done = import_decisions(connection, now, file.name, file.read_bytes())
            if any(each.became != "unchanged" for each in done):
                signs_with(config.signing_key, config.signing_file)(connection, now)
    except LinesRefused as refused:
        ERR.print(f"Nothing was imported from {file.name}.", markup=False)
        end_with([str(each) for each in refused.faults], len(refused.faults))
    noted(config, "register.imported", {"count": sum(each.became != "unchanged" for each in done)})
    marked = "" if all(each.became == "withdrawn" for each in done) else " They are marked as decided elsewhere."
    OUT.print(f"{file.name}: {_became(done)}.{marked}", markup=False)


@click.command("copy-register")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def copy_register(file: Path) -> None:
    """Copy the register, where it is a file of SQLite, to FILE as it stands, also while Rationale serves.

    FILE is new, and is put in the place of register.sqlite to go back to it; then `rationale publish-again` adds what
    went out since.
    """
    try:
        with register_database() as database, database.reading() as connection:
            leaves, head = size(connection), newest_head(connection)
            copy_file(connection, file)
            let_go = _let_go(configured(), connection)
    except FileExistsError:
        told = f"{file} is there already, and is left as it is. Name a file that is not there yet."
        raise click.ClickException(told) from None
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}. Nothing was written.") from None
    except ValueError:
        raise click.ClickException("The register is no file here, but on PostgreSQL: copy it with pg_dump.") from None
    noted(configured(), "register.copied", {"count": leaves})
    signed = f"Its newest head is of {head.tree_size:,}, root {head.root}" if head else "It was never signed"
    OUT.print(f"written: {file}. Leaves in its log: {leaves:,}. {signed}.{let_go}", markup=False)


def _let_go(config: Config, copied: Connection) -> str:
    """The private side keeps no longer what a copy has: how many acts, in words, where there is a private side."""
    if not config.private_database and not (config.data_dir / "private.sqlite").is_file():
        return ""
    try:
        with private_database(config) as private, private.writing() as connection:
            many = forget_copied(connection, copied)
    except click.ClickException as unusable:
        return f" The private side goes on keeping what went out: {unusable.message}"
    return f" What went out was kept on the private side until now, and no longer: {many}." if many else ""


def filled(config: Config, now: datetime) -> None:
    """Before serving: a register of our own in which nothing ever stood shows decisions of elsewhere as its samples.

    They are real, and each has its source. Beside them stand scheme results that are invented, and say so. A register
    that somebody named is left as it is.
    """
    file, invented = config.fixtures_dir / _SAMPLES, config.fixtures_dir / _RESULTS
    if config.register_database or not file.is_file():
        return
    try:
        with _told(), register_database(config) as database, database.writing() as connection:
            if size(connection):
                return
            done = import_decisions(connection, now, file.name, file.read_bytes())
            results = publish_samples(connection, now, invented.read_bytes()) if invented.is_file() else ()
            signs_with(config.signing_key, config.signing_file)(connection, now)
    except LinesRefused as refused:
        raise click.ClickException(f"{file} cannot fill the register: {refused.faults[0]}. Mend it.") from None
    except CaseRefused as refused:
        raise click.ClickException(f"{invented} cannot fill the register: {refused}. Mend it.") from None
    beside = f" Beside them, invented as samples: {len(results)} scheme results." if results else ""
    told = f"The register was empty: {len(done)} decisions made elsewhere stand there, each with its source.{beside}"
    OUT.print(told, markup=False)


def _became(done: tuple[Imported, ...]) -> str:
    """How many lines became what."""
    counts = ((sum(each.became == what for each in done), what) for what in get_args(Became))
    return ", ".join(f"{count} {what}" for count, what in counts if count)


@contextmanager
def _told() -> Iterator[None]:
    """Whatever is refused, in one sentence, and status 1."""
    try:
        yield
    except (RegisterRefused, SigningKeyRefused) as refused:
        raise click.ClickException(f"{capital(str(refused)).rstrip('.')}.") from None
    except OSError as error:
        raise click.ClickException(f"The signing key cannot be used: {error.strerror}.") from None
