"""The key that signs heads of the log, where the publisher's process finds it. The process that serves has none.

It stands in a setting, or in a file of its own. A file is changed in steps that can be done again after a stop between
any two: the next key lies beside it until the log has it.
"""

import base64
import binascii
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection

from register import log
from register.errors import RegisterRefused
from register.heads import Head, add_key, key_id, keys, sign_head

_SIZE = 32


class SigningKeyRefused(ValueError):
    """A key that cannot be read, or is not there."""


def new_signing_key() -> str:
    """A key as it stands in a setting or a file: 256 random bits in base64."""
    return base64.urlsafe_b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode()


def signing_keys(said: str) -> tuple[Ed25519PrivateKey, ...]:
    """The keys in a setting, the newest first, parted by spaces: one, or the one before it too. The text of
    SigningKeyRefused never holds a key.
    """
    words = said.split()
    if not 1 <= len(words) <= 2:
        raise SigningKeyRefused(f"there are {len(words)} keys: give one, or the new one and the one before it")
    return tuple(_key(place, each) for place, each in enumerate(words, 1))


def signing_key_at_hand(connection: Connection, said: str, file: Path) -> Ed25519PrivateKey:
    """The key that signs now: of a setting that names keys, or else of the file. Ask in a transaction that writes.

    The file is made where it is not there and the log knows no key yet. Read it anew for each signature: it may have
    been replaced. Raises SigningKeyRefused, and OSError where the file cannot be read or made.
    """
    log.lock(connection)  # or a key that another process is bringing in would seem to be of no use
    if said:
        return _of_setting(connection, signing_keys(said))
    _end_of_replacing(connection, file)
    if not file.exists():
        if held := keys(connection):
            raise SigningKeyRefused(
                f"there is no key file {file}, and the log was signed with {held[-1].key_id[:16]} before: put the file "
                "back, or name that key in SIGNING_KEY"
            )
        _write(file, new_signing_key())
    return _of_file(file)


def signs_with(said: str, file: Path) -> Callable[[Connection, datetime], Head]:
    """What signs the log as it stands with the key at hand, on a connection of a transaction that writes."""

    def sign(connection: Connection, now: datetime) -> Head:
        return sign_head(connection, now, signing_key_at_hand(connection, said, file))

    return sign


def replace_signing_key(connection: Connection, now: datetime, said: str, file: Path) -> Ed25519PrivateKey:
    """Bring a new key into the log, signed by the one before, and give it.

    Of a setting that names two keys the first replaces the second. Otherwise one is made, and lies beside the file as
    ``signing.key.next``: once the transaction is over, ``signing_key_at_hand`` puts it in the file’s place and keeps
    the old one under its id. Raises as ``signing_key_at_hand`` does, and RegisterRefused.
    """
    log.lock(connection)
    if said:
        given = signing_keys(said)
        if len(given) == 1:
            told = "SIGNING_KEY names one key: put a new one before it, 32 random bytes in base64, with a space between"
            raise SigningKeyRefused(told)
        add_key(connection, now, given[0], given[1])
        return given[0]
    before = signing_key_at_hand(connection, said, file)
    if not keys(connection):
        raise RegisterRefused("The log was never signed, so there is no key to replace: sign it first.")
    beside = _next(file)
    _write(beside, new_signing_key())
    made = _of_file(beside)
    add_key(connection, now, made, before)
    return made


def _of_setting(connection: Connection, given: tuple[Ed25519PrivateKey, ...]) -> Ed25519PrivateKey:
    """The newest that the log knows; a first key needs not be known. So both may stand there while it is replaced."""
    held = {each.key_id for each in keys(connection)}
    return next((each for each in given if _id(each) in held), given[-1])


def _end_of_replacing(connection: Connection, file: Path) -> None:
    """Finish what a stop left: the next key takes the file's place once the log has it, and goes where it has not."""
    beside = _next(file)
    if not beside.exists():
        return
    held = [each.key_id for each in keys(connection)]
    if not held or _id(_of_file(beside)) != held[-1]:
        beside.unlink(missing_ok=True)
        return
    if file.exists():
        file.replace(file.with_name(f"{file.name}.{_id(_of_file(file))[:16]}"))
    beside.replace(file)


def _next(file: Path) -> Path:
    return file.with_name(f"{file.name}.next")


def _of_file(file: Path) -> Ed25519PrivateKey:
    try:
        (key,) = signing_keys(file.read_text("ascii"))
    except ValueError as wrong:
        told = str(wrong) if isinstance(wrong, SigningKeyRefused) else "it holds something else than one key"
        raise SigningKeyRefused(f"the key file {file} cannot be used ({told}): put it back as it was") from None
    return key


def _write(file: Path, key: str) -> None:
    """Whole or not at all, for its owner alone."""
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_name(f"{file.name}.{os.getpid()}.half")
    half.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as to:
            to.write(f"{key}\n")
            to.flush()
            os.fsync(to.fileno())
        half.replace(file)
    finally:
        with suppress(OSError):
            half.unlink(missing_ok=True)


def _id(key: Ed25519PrivateKey) -> str:
    return key_id(key.public_key().public_bytes_raw())


def _key(place: int, said: str) -> Ed25519PrivateKey:
    try:
        raw = base64.urlsafe_b64decode(said.encode("ascii"))
    except (binascii.Error, UnicodeEncodeError):
        raw = b""
    if len(raw) != _SIZE:
        raise SigningKeyRefused(f"key {place} is not 32 bytes in base64: make one of 32 random bytes in base64")
    return Ed25519PrivateKey.from_private_bytes(raw)
