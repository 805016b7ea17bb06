"""Who acts, with which roles; and what is to be recorded of an act on accounts and keys."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Role:
    """A role that somebody holds, for one organisation (its ODS code) where the role is of one."""

    name: str
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever acts. ``scopes`` are the acts that an API token is for; none where a person acts without one."""

    id: str
    name: str = field(repr=False)
    roles: frozenset[Role]
    second_factor: bool
    scopes: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What the caller records in the activity: ids, roles, acts and codes of organisations, no name, no secret."""

    act: str
    about: Mapping[str, Any]


class PeopleRefused(Exception):
    """What was asked of an account, a role or a key cannot be; nothing was stored. ``where`` names what to correct."""

    def __init__(self, where: str, message: str) -> None:
        self.where, self.message = where, message
        super().__init__(message)
