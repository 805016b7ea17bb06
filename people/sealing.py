"""Sealing small secrets with a key that the caller holds: AES-256-GCM, bound to what each is for.

The caller gives its keys newest first. The first seals; any of them opens, so that a key can be replaced in peace.
"""

import base64
import binascii
import secrets
from collections.abc import Sequence

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
