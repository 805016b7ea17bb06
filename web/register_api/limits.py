"""How much one address may ask of the public API in a minute, and send us in an hour, of one process.

Pages that are only read have no limit, and neither has what is kept; a PDF that has to be set counts as a request of
the API. Each process counts by itself and in its memory: nothing is kept of who asked.
"""

from typing import NoReturn, cast

from flask import Blueprint, Flask
from flask_limiter import Limiter, RequestLimit
from flask_limiter.util import get_remote_address
from werkzeug.exceptions import TooManyRequests

from web import setting_pdfs

ASKED = ("publications", "log", "bulk", "register_files")  # blueprints that are asked
SENT = ("intake", "following")  # blueprints to which the public sends
FORMS_AN_HOUR = 20
_WAIT = {True: 60, False: 600}  # seconds, for whoever asks and for whoever sends


def set_up(app: Flask, a_minute: int) -> None:
    """Count what each address asks and sends, and refuse what is too much: 429, and when to come back."""
    limiter = Limiter(get_remote_address, app=app, storage_uri="memory://", on_breach=_refuse)
    asks = limiter.shared_limit(f"{a_minute} per minute", scope="asked")
    for name in ASKED:
        asks(cast("Blueprint", app.blueprints[name]))
    setting_pdfs.set_up(app, asks(_one_more))
    sends = limiter.shared_limit(f"{FORMS_AN_HOUR} per hour", scope="sent", methods=["POST"])
    for name in SENT:
        if name in app.blueprints:
            sends(cast("Blueprint", app.blueprints[name]))


def _one_more() -> None:
    """One more thing is asked: the limit counts it before it comes here."""


def _refuse(limit: RequestLimit) -> NoReturn:
    often = f"{limit.limit.amount} times within {'a minute' if _asked(limit) else 'an hour'}"
    then = "Wait a minute, or take the bulk files." if _asked(limit) else "Wait a while, and send it again."
    raise TooManyRequests(f"This address has asked {often}. {then}", retry_after=_WAIT[_asked(limit)])


def _asked(limit: RequestLimit) -> bool:
    """Whether it is the limit of what is asked, and not of what is sent."""
    return "asked" in limit.key
