"""Sealing small secrets with a key that the caller holds: AES-256-GCM, bound to what each is for.

The caller gives its keys newest first. The first seals; any of them opens, so that a key can be replaced in peace.
"""

import base64
import binascii
import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_SIZE, _NONCE = 32, 12


def new_sealing_key() -> str:
    """A key as it stands in the settings: 256 random bits in base64."""
    return base64.urlsafe_b64encode(secrets.token_bytes(_SIZE)).decode()


def sealing_keys(said: str) -> tuple[bytes, ...]:
    """The keys in a setting, newest first, parted by spaces. ValueError says what is wrong, and never the key."""
    keys = tuple(_key(number, each) for number, each in enumerate(said.split(), start=1))
    if not keys:
        raise ValueError("there is no key: make one of 32 random bytes in base64")
    return keys


def keys_at_hand(said: str, file: Path) -> tuple[bytes, ...]:
    """The keys that a setting names; where it names none, those in the file, which is made where it is not there.

    ValueError says what is wrong with either, OSError why the file cannot be made or read.
    """
    if said:
        return sealing_keys(said)
    if not file.exists():
        _make(file)
    try:
        return sealing_keys(file.read_text("ascii"))
    except ValueError as wrong:
        told = "put it back as it was, or name the keys in SEALING_KEYS"
        raise ValueError(f"the key file {file} holds no key ({_bare(wrong)}): {told}") from None


def seal(keys: Sequence[bytes], purpose: str, secret: str) -> str:
    """The secret, sealed for this purpose."""
    nonce = secrets.token_bytes(_NONCE)
    return base64.urlsafe_b64encode(nonce + AESGCM(keys[0]).encrypt(nonce, secret.encode(), purpose.encode())).decode()


def unseal(keys: Sequence[bytes], purpose: str, sealed: str) -> str | None:
    """What was sealed for this purpose; none where it was not, or was changed since."""
    try:
        raw = base64.urlsafe_b64decode(sealed.encode("ascii"))
    except (binascii.Error, UnicodeEncodeError):
        return None
    for key in keys:
        try:
            return AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], purpose.encode()).decode()
        except (InvalidTag, ValueError):
            continue
    return None


def _key(number: int, said: str) -> bytes:
    try:
        key = base64.urlsafe_b64decode(said.encode("ascii"))
    except (binascii.Error, UnicodeEncodeError):
        key = b""
    if len(key) != _SIZE:
        raise ValueError(f"key {number} is not 32 bytes in base64: make one of 32 random bytes in base64")
    return key


def _make(file: Path) -> None:
    """A file with a new key, for its owner alone: whole at once, and the same for all who make it at one moment."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as opened:
            opened.write(f"{new_sealing_key()}\n")
            opened.flush()
            os.fsync(opened.fileno())
        with suppress(FileExistsError):  # another was quicker: its key is the one
            os.link(part, file)
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        part.unlink(missing_ok=True)


def _bare(wrong: ValueError) -> str:
    """What is wrong, without what it says of making a new key: there is one somewhere."""
    return "it is not text" if isinstance(wrong, UnicodeError) else str(wrong).partition(":")[0]
