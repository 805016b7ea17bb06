"""Salts of this installation: what people type and where they come from is counted by salted hashes alone."""

import hashlib
import hmac
import secrets
from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from storage import secret


def locked_salt(connection: Connection, now: datetime, name: str) -> str:
    """The salt of this name, made where there is none. Whoever asks for it next waits until this act is stored."""
    asked = select(secret.c.value).where(secret.c.name == name).with_for_update()
    found = connection.scalar(asked)
    if found is not None:
        return str(found)
    try:
        with connection.begin_nested():
            connection.execute(secret.insert().values(name=name, value=secrets.token_hex(32), made_at=now))
    except IntegrityError:  # somebody else made it in the meantime
        pass
    return str(connection.scalar(asked))


def salted(salt: str, value: str) -> str:
    """HMAC-SHA256 in hexadecimal."""
    return hmac.new(bytes.fromhex(salt), value.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
