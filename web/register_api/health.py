"""Is the public site well? For whoever runs it."""

from typing import Any

from register import size
from web.api.well import health, refuse_unready
from web.shelf import shelf


def readyz() -> Any:
    """Every rule set was read, each can be put to use, its two readings agree, and the register can be read."""
    refuse_unready()
    with shelf().reading() as connection:
        size(connection)
    return {"status": "ready"}


blueprint = health(__name__, readyz)
