"""Where publications go out: to the register, from this process alone, which holds the key that signs its log."""

from collections.abc import Callable
from functools import lru_cache

from flask import current_app

from casework.publishing import Outlet
from documents import Record, canonical, published_pdf, read_record

_FOLDERS = {"d": "decisions", "s": "scheme-results"}


def outlet() -> Outlet:
    """The outlet of the application in hand."""
    found: Outlet = current_app.extensions["rationale.outlet"]
    return found


def path_of(public_id: str) -> str:
    """The path at which a publication stands on the public pages."""
    return f"/{_FOLDERS[public_id[:1]]}/{public_id}"


def sets_pdf(site: str) -> Callable[[Record], bytes]:
    """What sets a record as PDF, with links that lead to a site. The last few are held, since to set one takes long.

    Raises documents.PDFUnavailable where this machine lacks what PDF needs.
    """
    return lambda record: _set(canonical(record), f"{site}{path_of(record.id)}")


@lru_cache(maxsize=8)
def _set(held: bytes, address: str) -> bytes:
    return published_pdf(read_record(held), address)
