"""How operations of the register answer: under the hash of what they answer, and asked for again each time."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Response, request

from schemas.base import Strict
from web.negotiation import CACHES, sent

COMMON = ("bad-parameter", "too-many", "storage")  # problems that each of them may answer with


def answer(schema: type[Strict], data: Any, headers: Mapping[str, str] = {}) -> Response:
    """An answer that caches may keep, and ask about each time; 304 where the caller has it already."""
    return given(schema().dumps(data), headers)


def given(text: str, headers: Mapping[str, str] = {}) -> Response:
    """As ``answer``, of JSON that was made already."""
    return sent(Response(text, headers={"Cache-Control": CACHES, **headers}, content_type="application/json"))


def pages(path: str, **after: str) -> dict[str, str]:
    """The header that leads to other pages, by their relation: the same address, asked for what stands ``after``."""
    asked = request.args.to_dict()
    links = [f'<{path}?{urlencode({**asked, "after": each})}>; rel="{name}"' for name, each in after.items() if each]
    return {"Link": ", ".join(links)} if links else {}
