"""Searches in private cases: who looked is in the activity, and which cases they were shown; the words never are.

They stand there as hashes with a salt of the year: whoever must know can try a word on them. Once the salt is gone
nobody can, as with the hashes of a case whose time is over.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from keeping.activity import insert_if_new, record, salted
from storage import secret

_SALT = "search "  # and the year


def note(
    connection: Connection,
    now: datetime,
    by: str,
    words: Mapping[str, str],
    asked: Mapping[str, Any],
    shown: Sequence[str],
) -> None:
    """Write down that somebody searched. ``words``: what was typed, by where it was looked for; ``asked``: what was
    chosen, in words of the program; ``shown``: the ids of the cases that they were shown.
    """
    salt = _salt(connection, now)
    hashed = {f"{name}_hash": hashed_word(salt, said) for name, said in words.items() if said.strip()}
    about = {**asked, **hashed, "case_ids": list(shown), "count": len(shown)}
    record(connection, now, by, "case.searched", about=about)


def hashed_word(salt: str, word: str) -> str:
    """What stands for what was looked for: the same in capital and in small letters."""
    return salted(salt, word.strip().casefold())


def forget_salts(connection: Connection, today: date) -> int:
    """Take away the salts of the years before the last; how many. Nobody tries words on those searches again."""
    old = secret.c.name.startswith(_SALT, autoescape=True) & (secret.c.name < f"{_SALT}{today.year - 1}")
    return connection.execute(delete(secret).where(old)).rowcount


def _salt(connection: Connection, now: datetime) -> str:
    name = f"{_SALT}{now.year}"
    insert_if_new(connection, secret, name=name, value=secrets.token_hex(32), made_at=now)
    return connection.scalar(select(secret.c.value).where(secret.c.name == name)) or ""
