"""Ids as they stand in addresses."""

import re

from casework import NotFound

_KEY = re.compile("[0-9a-f]{32}", re.ASCII)


def as_id(said: str) -> str:
    """An id as it stands in an address. Raises NotFound where it is none: a database is asked for nothing else."""
    if _KEY.fullmatch(said):
        return said
    raise NotFound
