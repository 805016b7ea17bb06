"""What is asked in the address, read strictly: nothing is passed over in silence, and nothing is guessed."""

import re
from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from flask import request

from web.api.errors import refuse

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_WHOLE = re.compile("[0-9]{1,15}")
_ANSWERS = {"true": True, "false": False}


def asked(*names: str) -> Mapping[str, str]:
    """What is asked. Raises Refused where a parameter comes twice, or is none of these."""
    for name in request.args:
        if name not in names or len(request.args.getlist(name)) > 1:
            known = f"There are: {', '.join(names)}." if names else "There are none."
            raise refuse("bad-parameter", f"'{name[:60]}' is read by nothing here, or comes twice. {known}")
    return request.args.to_dict()


def day(said: Mapping[str, str], name: str) -> date | None:
    """A date; none where it is not asked. Raises Refused."""
    if name not in said:
        return None
    try:
        return date.fromisoformat(said[name] if _DAY.fullmatch(said[name]) else "")
    except ValueError:
        raise refuse("bad-parameter", f"{name} is a date, such as 2026-03-31.") from None


def whole(said: Mapping[str, str], name: str, usual: int, least: int, most: int) -> int:
    """A whole number within limits; the usual one where it is not asked. Raises Refused."""
    text = said.get(name, str(usual))
    if not (_WHOLE.fullmatch(text) and least <= int(text) <= most):
        raise refuse("bad-parameter", f"{name} is a whole number from {least} to {most}.")
    return int(text)


def yes_no(said: Mapping[str, str], name: str) -> bool:
    """Whether it is asked: ``true`` or ``false``, and left out is false. Raises Refused."""
    text = said.get(name, "false")
    if text not in _ANSWERS:
        raise refuse("bad-parameter", f"{name} is true or false.")
    return _ANSWERS[text]


def following(**changed: str) -> dict[str, str]:
    """The header that leads to the next page: the same address, asked for what comes after."""
    return {"Link": f'<{request.path}?{urlencode({**request.args.to_dict(), **changed})}>; rel="next"'}
