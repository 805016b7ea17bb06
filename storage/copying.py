"""A copy of a database of SQLite, made while others write: one state of it, in a new file of its own."""

import errno
import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection


def copy_file(connection: Connection, to: Path) -> None:
    """Copy what a connection of ``reading()`` sees of a database of SQLite to a file that is not there yet.

    It stands under its name only when it is whole and on the disk. Raises OSError, also where the disk is full;
    ValueError of another kind of database.
    """
    if connection.dialect.name != "sqlite":
        raise ValueError("only a database of SQLite is a file")
    if to.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(to))
    part = to.with_name(f"{to.name}.{os.getpid()}.part")
    file: Any = connection.connection.dbapi_connection
    try:
        part.touch(mode=0o600)
        with closing(sqlite3.connect(part)) as copy:
            file.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # so that the one file is all of it
        with part.open("rb") as whole:
            os.fsync(whole.fileno())
        part.replace(to)
    except sqlite3.Error as error:
        raise OSError(errno.EIO, str(error), str(to)) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
