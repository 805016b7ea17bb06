"""Who may use an address: each operation names its act of the one table of rights, and is checked before it begins.

Whether the act is allowed in the very case that is asked for is casework's to say, once the case is found.
"""

from flask import Flask, current_app, g, request

from people import may_at_all
from web.api.asking import actor
from web.api.errors import refuse


def set_up(app: Flask) -> None:
    """Check every operation of this application that names an act."""
    app.before_request(_check)


def act() -> str:
    """The act that the operation in hand names. Raises LookupError in one that names none."""
    named: str | None = g.get("act")
    if named is None:
        raise LookupError(f"{request.endpoint} names no act of people/rights.py: give it one in operation(…, act=…)")
    return named


def _check() -> None:
    """Raises Refused: 401 where nobody says who they are, 403 where there is no case in which they might do this."""
    named: str | None = getattr(current_app.view_functions.get(request.endpoint or ""), "act", None)
    if named is None:
        return
    g.act = named
    if not may_at_all(actor(), named):
        told = f"Your roles, or your token's scopes, do not allow this ({named}). Ask an administrator."
        raise refuse("not-allowed", told)
