"""Who asks: whoever sent a token, with no more rights than its scopes."""

from flask import g, request

import people
from people import Actor
from web.api.errors import refuse
from web.office import now, office

_HOW = "Send Authorization: Bearer TOKEN. `rationale token add` makes a token; ask whoever runs this service for one."


def actor() -> Actor:
    """Whoever sent the request in hand. Raises Refused (401) where no token came, or none that stands."""
    if "actor" not in g:
        g.actor = _bearer()
    found: Actor = g.actor
    return found


def _bearer() -> Actor:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise refuse("no-token", f"This address is for people who say who they are. {_HOW}")
    with office().private.reading() as connection:
        found = people.whose_token(connection, now(), secret.strip())
    if found is None:
        raise refuse("no-token", f"This token is not known, was revoked or has run out. {_HOW}")
    if found.token.to_be_used(now()):
        with office().private.writing() as connection:
            people.used(connection, now(), found.token.id)
    return found.actor
