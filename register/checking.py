"""What stops a record at the door of the register: every fault is told, and what to do about it."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import date

import rfc8785
from sqlalchemy import Connection, RowMapping

from documents import DecisionRecord, Record, canonical, read_record
from register import rows
from register.errors import RegisterRefused
from register.model import Publishing, Withdrawing

ID = re.compile(r"[ds]-[0-9a-f]{32}")
_SALT = re.compile(r"[0-9a-f]{32}")
_LONGEST_NAME = 200
_PREFIX: Mapping[bool, tuple[str, str]] = {True: ("d-", "decision"), False: ("s-", "scheme result")}


def refuse_unfit(what: Publishing) -> bytes:
    """The canonical JSON of a record. Raises RegisterRefused for what could never be published, whatever is held."""
    content, unwritten = _written(what.record)
    faults = [*_faults_of(what.record), *unwritten, *_faults_beside(what)]
    if faults:
        raise RegisterRefused(f"{what.record.id} cannot be published: {'; '.join(faults)}.")
    return content


def refuse_unsalted(what: Publishing) -> None:
    """Raises RegisterRefused for a new version whose hash would tell what stood there, once it was erased.

    What went out before is taken without a salt too: its hash is known already.
    """
    if not (what.went_out or _SALT.fullmatch(what.record.salt)):
        told = f"{what.record.id} cannot be published: its salt is not 32 random hexadecimal digits, so that"
        raise RegisterRefused(f"{told} a version that is erased could be guessed: give each version one of its own.")


def refuse_unsaid(what: Withdrawing) -> None:
    """Raises RegisterRefused where a withdrawal gives no reason that readers can be told."""
    if not what.reason.strip() or "\0" in what.reason:
        raise RegisterRefused(f"Why {what.id} is withdrawn is not said: give the reason that readers will be told.")


def refuse_out_of_turn(record: Record, held: RowMapping | None) -> None:
    """Raises RegisterRefused where a version is not the next, or does not say why it is there."""
    following = 1 if held is None else held["version"] + 1
    if record.version != following:
        told = f"Version {record.version} of {record.id} cannot be published: the next is version {following}."
        raise RegisterRefused(f"{told} Read the publication again, and correct the version that stands.")
    if held is not None and (record.why is None or not record.why.says.strip()):
        told = f"Version {record.version} of {record.id} does not say why it is there"
        raise RegisterRefused(f"{told}: say in “why” what is corrected.")


def refuse_taken_names(connection: Connection, what: Publishing) -> None:
    """Raises RegisterRefused where another publication has the reference or an alias, now or ever."""
    for each in rows.names_of(what):
        owner = rows.named(connection, each)
        if owner not in (None, what.record.id):
            told = f"The name “{each}” belongs to {owner}, for good, and cannot name {what.record.id} too"
            raise RegisterRefused(f"{told}: publish it under a name of its own.")


def _faults_of(record: Record) -> Iterator[str]:
    prefix, kind = _PREFIX[isinstance(record, DecisionRecord)]
    if not (ID.fullmatch(record.id) and record.id.startswith(prefix)):
        yield f"the id of a {kind} is {prefix} and 32 hexadecimal digits"
    if record.version < 1:
        yield "versions count from 1"
    if isinstance(record, DecisionRecord) and record.decided_on and not _is_day(record.decided_on):
        yield f"decided_on is an ISO date or empty, and not “{record.decided_on}”"
    if isinstance(record, DecisionRecord):
        yield from _guessable(record)
    if not 0 <= record.year <= 9999:
        yield f"the year {record.year} is none"
    if record.why is not None and "\0" in record.why.says:
        yield "why it is there holds a sign that cannot be kept"


def _written(record: Record) -> tuple[bytes, list[str]]:
    """Canonical JSON from which the same record is read again, or why there is none."""
    try:
        content = canonical(record)
        same = read_record(content) == record
    except (rfc8785.CanonicalizationError, ValueError, RecursionError) as wrong:
        return b"", [f"it cannot be written as canonical JSON ({wrong})"]
    return content, [] if same else ["it would not be read again as it is"]


def _guessable(record: DecisionRecord) -> Iterator[str]:
    """Hashes by which anybody could try what was redacted."""
    for each in record.determinations:
        if each.sha256 not in ("", each.published_sha256):
            yield (
                f"the hash of the determination under {each.rule_set} would let anybody try what its redacted facts "
                "were: leave sha256 empty"
            )


def _faults_beside(what: Publishing) -> Iterator[str]:
    for name in (what.record.reference, *what.aliases):
        if not 1 <= len(rows.name_of(name)) <= _LONGEST_NAME or not name.isprintable():
            yield f"a reference or alias has 1 to {_LONGEST_NAME} signs that can be printed, and {name[:40]!r} has not"
        elif ID.fullmatch(name.strip().casefold()):
            yield f"“{name}” looks like an opaque id, and an alias must not"
    made = what.record.determinations if isinstance(what.record, DecisionRecord) else ()
    named = {each.published_sha256 for each in made}
    for each in what.determinations:
        if hashlib.sha256(each.canonical).hexdigest() != each.sha256:
            yield f"the determination {each.sha256[:12]} has another hash"
        elif each.sha256 not in named:
            yield f"the record names no determination {each.sha256[:12]}"
    for rules in what.rules:
        if rules.revision not in {each.revision for each in made}:
            yield f"the record names no rules at revision {rules.revision[:12]}"
    if what.erases and what.record.version == 1:
        yield "a first version has none before it to erase"


def _is_day(said: str) -> bool:
    try:
        return date.fromisoformat(said).isoformat() == said
    except ValueError:
        return False
