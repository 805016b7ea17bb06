"""The shelf behind the public pages: what is published, to be read and never written.

It stands in an application that keeps cases too, and in one that has nothing else (``rationale serve-register``).
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar
from urllib.parse import urlencode

from flask import current_app, request

Answer = TypeVar("Answer")


class Readable(Protocol):
    """The register's database as the public pages know it: one block reads one state of it."""

    def reading(self) -> AbstractContextManager[Any]:
        """A connection to read with."""


INTAKE = ("/report-a-problem", "/ask-to-take-down")  # forms, which web/intake.py has
FOLLOW = "/follow-by-email"  # and the one that web/following.py has


@dataclass(frozen=True, slots=True)
class Shelf:
    """What one application shows the public with. Bulk files are made below ``bulk_dir``.

    ``public_url``: the address of this site, where the settings name one, without a slash at its end. ``intake_url``:
    the same of the site that takes what the public sends; empty where it is this one, and none where nothing does.
    ``by_email``: it also takes who wishes to follow by e-mail what is published. ``troubles``: the faults of a database
    that cannot be read.
    """

    database: Readable
    bulk_dir: Path
    public_url: str = ""
    intake_url: str | None = None
    by_email: bool = False
    troubles: tuple[type[Exception], ...] = ()

    def reading(self) -> AbstractContextManager[Any]:
        """A connection that sees one state of the register."""
        return self.database.reading()

    def asked(self, ask: Callable[[Any], Answer]) -> Answer | None:
        """What the register answers; none while it cannot be read, for pages that have more to show than that."""
        try:
            with self.reading() as connection:
                return ask(connection)
        except self.troubles:
            return None

    def intake(self, path: str, **asked: str) -> str:
        """The address of a form of the intake, such as ``/report-a-problem``; empty where nothing takes it."""
        if self.intake_url is None or path not in ((*INTAKE, FOLLOW) if self.by_email else INTAKE):
            return ""
        said = {name: value for name, value in asked.items() if value}
        return f"{self.intake_url}{path}{'?' if said else ''}{urlencode(said)}"


def shelf() -> Shelf:
    """The shelf of the application in hand."""
    found: Shelf = current_app.extensions["rationale.register"]
    return found


def site() -> str:
    """The address of this site, without a slash at its end: as the settings name it, or as it was asked for."""
    return shelf().public_url or request.url_root.rstrip("/")
