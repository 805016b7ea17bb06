"""Secrets that are shown this once: on the page that answers the form, and never in an address, a log or a cache."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import make_response
from flask.typing import ResponseReturnValue

from web.desk import sending
from web.desk.account_frame import shown
from web.desk.coming_in import kept_nowhere
from web.desk.sending import Places


@dataclass(frozen=True, slots=True)
class Secret:
    """What is shown, what it is called, what to do with it, and where to go on when it is copied."""

    title: str
    secret: str
    advice: str
    back: str


def in_account(secret: Secret) -> str:
    """A secret of one's own, on a page of one's account."""
    return shown("account_shown_once", title=secret.title, secret=secret.secret, advice=secret.advice, back=secret.back)


def made(
    make: Callable[[Any], Secret],
    made_already: str,
    again: Callable[[Places], str],
    page: Callable[[Secret], str] = in_account,
) -> ResponseReturnValue:
    """Make a secret in one transaction, and show it on a page once that is stored.

    The same form sent again makes none, and shows none: it leads to ``made_already``, a page that says so.
    """
    fresh: list[Secret] = []

    def work(connection: Any) -> str:
        fresh.append(make(connection))
        return made_already

    answer = sending.sent(work, again)
    if not fresh or isinstance(answer, tuple):  # it was made before, or given up again
        return answer
    return kept_nowhere(make_response(page(fresh[0])))
