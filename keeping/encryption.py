"""Sealing what leaves the house: AES-256-GCM in pieces, so that a file of any size is read without holding it all.

A sealed file is a head and pieces. The head is ``RATIONALE-SEAL-1``, sixteen bytes that name the key, and thirty-two
random ones. The key of the file is derived from the key file, those random bytes and the file's name (HKDF, SHA-256).
Each piece is 65,536 bytes (the last may be shorter, or empty) and sixteen more that vouch for it, for its place, for
whether it is the last, and for the head. So one that was changed, moved, left out, repeated or put in another file does
not open.
"""

import hashlib
import os
import secrets
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_HEAD, _FIRST_LINE = b"RATIONALE-SEAL-1", "RATIONALE-KEY-1"
_PIECE, _VOUCHER, _SIZE, _MARK = 65_536, 16, 32, 16


class KeyRefused(Exception):
    """A key file that cannot be made or used. Says why, and what to do."""


class NotAsSealed(Exception):
    """Bytes that are not those that were sealed under this name with this key."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key, and the mark by which sealed files name it. It never shows itself."""

    secret: bytes = field(repr=False)
    mark: bytes


def new_key_file(path: Path) -> None:
    """Make a key and write it to a file that only its owner may read. KeyRefused where there is a file already."""
    try:
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise KeyRefused(f"{path} is there already, and is left as it is. Name a file that is not there yet.") from None
    except OSError as error:
        raise KeyRefused(f"{path} cannot be written: {error.strerror}. Name a file in a folder of yours.") from None
    with os.fdopen(made, "w", encoding="ascii") as file:
        file.write(f"{_FIRST_LINE}\n{secrets.token_hex(_SIZE)}\n")
        file.flush()
        os.fsync(file.fileno())


def read_key_file(path: Path) -> Key:
    """The key in a file. KeyRefused where it cannot be read, is none of ours, or can be read by others."""
    try:
        text, mode = path.read_bytes(), stat.S_IMODE(path.stat().st_mode)
    except OSError as error:
        raise KeyRefused(f"The key file {path} cannot be read: {error.strerror}.") from None
    if mode & 0o077:
        raise KeyRefused(f"The key file {path} can be read by others (mode {mode:04o}). Run: chmod 600 {path}")
    lines = text.decode("ascii", "replace").split()
    if len(lines) != 2 or lines[0] != _FIRST_LINE or not _is_hexadecimal(lines[1]):
        raise KeyRefused(f"{path} is no key file: `rationale backup --new-key FILE` makes one.")
    return key_of(bytes.fromhex(lines[1]))


def key_of(secret: bytes) -> Key:
    """The key with these 32 bytes."""
    return Key(secret, hashlib.sha256(b"rationale: name of a key\0" + secret).digest()[:_MARK])


def _is_hexadecimal(text: str) -> bool:
    return len(text) == 2 * _SIZE and all(each in "0123456789abcdef" for each in text)


def seal(key: Key, name: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The sealed file of these bytes, under the name by which alone they can be had back."""
    head = _HEAD + key.mark + secrets.token_bytes(_SIZE)
    cipher, waiting, place = _cipher(key, name, head), bytearray(), 0
    yield head
    for piece in pieces:
        waiting += piece
        while len(waiting) > _PIECE:
            yield cipher.encrypt(_nonce(place, last=False), bytes(waiting[:_PIECE]), head)
            del waiting[:_PIECE]
            place += 1
    yield cipher.encrypt(_nonce(place, last=True), bytes(waiting), head)


def unseal(key: Key, name: str, sealed: BinaryIO) -> Iterator[bytes]:
    """The bytes that were sealed under this name. NotAsSealed at the first piece that is not what it was."""
    head = sealed.read(len(_HEAD) + _MARK + _SIZE)
    if len(head) != len(_HEAD) + _MARK + _SIZE or not head.startswith(_HEAD):
        raise NotAsSealed(f"{name} is not sealed as `rationale backup` seals, or it was altered.")
    if head[len(_HEAD) :][:_MARK] != key.mark:
        raise NotAsSealed(f"{name} was sealed with another key than the one given, or it was altered.")
    cipher, place = _cipher(key, name, head), 0
    here = sealed.read(_PIECE + _VOUCHER)
    while here or not place:
        after = sealed.read(_PIECE + _VOUCHER)
        try:
            piece = cipher.decrypt(_nonce(place, last=not after), here, head)
        except InvalidTag:
            raise NotAsSealed(f"{name} was altered, cut off or put in another's place.") from None
        yield piece
        here, place = after, place + 1


def _cipher(key: Key, name: str, head: bytes) -> AESGCM:
    about = b"rationale: one sealed file\0" + name.encode()
    return AESGCM(HKDF(SHA256(), _SIZE, salt=head[-_SIZE:], info=about).derive(key.secret))


def _nonce(place: int, *, last: bool) -> bytes:
    return place.to_bytes(11, "big") + bytes([last])
