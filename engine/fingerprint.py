"""A provision's fingerprint: the same as long as its text, its dates, its marks and where it stands are the same."""

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from engine.model import Provision
from engine.record import canonical_bytes, scalar_json


def fingerprint(provision: Provision) -> str:
    """The SHA-256 of a provision as it is encoded, in hexadecimal: who read it in the law has read this and no other.

    What happens to other provisions of its rule set leaves it as it is.
    """
    return hashlib.sha256(canonical_bytes(_plain(provision))).hexdigest()


def _plain(thing: Any) -> Any:
    """JSON in which things of two types differ, even where their fields are alike."""
    if is_dataclass(thing):
        compared = (field.name for field in fields(thing) if field.compare)
        return {type(thing).__name__: {name: _plain(getattr(thing, name)) for name in compared}}
    if isinstance(thing, Mapping):
        return {str(name): _plain(value) for name, value in thing.items()}
    if isinstance(thing, frozenset):
        return sorted((_plain(each) for each in thing), key=str)
    if isinstance(thing, tuple | list):
        return [_plain(each) for each in thing]
    said = scalar_json(thing)
    return said if said is None or isinstance(said, bool | int | str) else str(said)
