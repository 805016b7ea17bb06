"""What had been typed when a session was found to have ended: carried through signing in, shown, and sent once its
owner says so. It goes back to the address of the desk for which it was typed, and nowhere else.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException

from engine import capital

Pair = tuple[str, str]

_NEVER = ("/sign-in", "/sign-out")
_OF_THE_WAY = ("form_token", "once", "version", "twice")
_ID = re.compile("[0-9a-f]{32}|[0-9a-f]{64}")
_WORD = re.compile("[a-z]+(_[a-z]+)+")
_DAY = re.compile(r"(.+)\.(day|month|year)")
AS_CHOSEN = "as chosen on the page"


@dataclass(frozen=True, slots=True)
class Carried:
    """A form: where it was sent, its fields as they were typed, and the files that were chosen, by field and name.

    What the files hold is not carried.
    """

    to: str
    fields: tuple[Pair, ...]
    files: tuple[Pair, ...] = ()

    def written(self) -> str:
        """As the pages of signing in carry it, in one hidden field."""
        return json.dumps({"to": self.to, "fields": self.fields, "files": self.files}, ensure_ascii=False)

    def ids(self) -> set[str]:
        """The values that are ids: whoever they name may be named to the reader."""
        return {value for _, value in self.fields if _ID.fullmatch(value)}

    def rows(self, names: Mapping[str, str]) -> tuple[Pair, ...]:
        """What was typed and is not empty, as people read it; a day in three fields is one. Ids are said by name."""
        told: dict[Pair, list[str]] = {}
        for name, value in self.fields:
            if value and name not in _OF_THE_WAY:
                part = _DAY.fullmatch(name)
                told.setdefault((part[1], " ") if part else (name, ", "), []).append(_value(value, names))
        return tuple((_in_words(name), between.join(values)) for (name, between), values in told.items())


def of_request() -> Carried:
    """The form of the request in hand, without its token."""
    fields = tuple((name, value) for name, value in request.form.items(multi=True) if name != "form_token")
    files = tuple((name, file.filename) for name, file in request.files.items(multi=True) if file.filename)
    return Carried(request.full_path.rstrip("?"), fields, files)


def sent() -> Carried | None:
    """What a page of signing in carried; none where it carried nothing, or what no page of ours would."""
    try:
        said = json.loads(request.form.get("carried", ""))
        found = Carried(_text(said["to"]), _pairs(said["fields"]), _pairs(said["files"]))
        found.written().encode()
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return found if _takes_forms(found.to) else None


def page_of(address: str) -> str:
    """The page on which a form was that goes to this address, as far as its path tells; empty where there is none."""
    path = urlsplit(address).path
    while path.strip("/"):
        if _endpoint(path, "GET"):
            return path
        path = path.rpartition("/")[0]
    return ""


def _takes_forms(address: str) -> bool:
    path = urlsplit(address).path
    ours = re.fullmatch(r"/(?!/)[^\\\x00-\x1f\x7f]*", address) is not None
    return ours and not path.startswith(_NEVER) and _endpoint(path, "POST") != ""


def _endpoint(path: str, method: str) -> str:
    """What of the desk answers there; empty where nothing does."""
    try:
        endpoint, _ = current_app.url_map.bind("localhost").match(path, method)
    except HTTPException:
        return ""
    return endpoint if endpoint.startswith("desk.") else ""


def _text(said: Any) -> str:
    if not isinstance(said, str):
        raise TypeError
    return said


def _pairs(said: Any) -> tuple[Pair, ...]:
    if not isinstance(said, list):
        raise TypeError
    return tuple((_text(name), _text(value)) for name, value in said)


def _in_words(name: str) -> str:
    """``facts.sent_on.source`` as ``Facts, sent on, source``."""
    return capital(re.sub(r"[^\w.]+|_", " ", name).replace(".", ", ").strip()) or name


def _value(value: str, names: Mapping[str, str]) -> str:
    """An id by the name of whom it is of; a word of the program, such as ``interested_party``, as people write it."""
    if _ID.fullmatch(value):
        return names.get(value, AS_CHOSEN)
    return value.replace("_", " ") if _WORD.fullmatch(value) else value
