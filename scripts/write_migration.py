"""Writes a migration of one of the two databases from what the tables say and the newest migration does not.

Usage: python scripts/write_migration.py private 0002 "what it changes". Read what it wrote: types and data
are for a person.
"""

import sys
import tempfile
from pathlib import Path

from alembic import command

from storage import PRIVATE, REGISTER, Database, bring_up
from storage.migrating import config


def main(which: str, number: str, message: str) -> None:
    """One new file in the database's folder of storage/migrations."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder, 'empty.sqlite')}")
        bring_up(database, which)
        settings = config(which)
        settings.set_main_option("file_template", "%%(rev)s_%%(slug)s")
        with database.writing() as connection:
            settings.attributes["connection"] = connection
            command.revision(settings, message, autogenerate=True, rev_id=number)
        database.close()


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] not in (PRIVATE, REGISTER):
        sys.exit(__doc__)
    main(*sys.argv[1:])
