"""The shelf behind the public pages: what is published, to be read and never written.

It stands in an application that keeps cases too, and in one that has nothing else (``rationale serve-register``).
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlencode

from flask import current_app, request


class Readable(Protocol):
    """The register's database as the public pages know it: one block reads one state of it."""

    def reading(self) -> AbstractContextManager[Any]:
        """A connection to read with."""


INTAKE = ("/report-a-problem", "/ask-to-take-down")  # forms, which web/intake.py has


@dataclass(frozen=True, slots=True)
class Shelf:
    """What one application shows the public with. Bulk files are made below ``bulk_dir``.

    ``public_url``: the address of this site, where the settings name one, without a slash at its end. ``intake_url``:
    the same of the site that takes what the public sends; empty where it is this one, and none where nothing does.
    """

    database: Readable
    bulk_dir: Path
    public_url: str = ""
    intake_url: str | None = None

    def reading(self) -> AbstractContextManager[Any]:
        """A connection that sees one state of the register."""
        return self.database.reading()

    def intake(self, path: str, **asked: str) -> str:
        """The address of a form of the intake, such as ``/report-a-problem``; empty where nothing takes it."""
        if self.intake_url is None or path not in INTAKE:
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
