"""An operation of the API: its address, what it takes and answers, and the problems that it may answer with."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeVar

from flask_smorest import Api, Blueprint  # type: ignore[import-untyped]  # flask-smorest publishes no types

from schemas.base import Strict
from schemas.problems import KINDS, ProblemSchema

__all__ = ["Api", "AsItIs", "Blueprint", "operation"]

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class AsItIs:
    """A body that no schema of ours describes: its media type, and what JSON Schema calls it."""

    media_type: str
    type: str = "string"

    @property
    def schema(self) -> dict[str, str]:
        """It as JSON Schema. A file of any media type may be JSON, which is no string to whoever reads it as that."""
        return {"description": "A file, as it is."} if self.media_type == "*/*" else {"type": self.type}


def operation(  # noqa: PLR0913  # an operation has many sides, and each is named
    blueprint: Blueprint,
    method: str,
    rule: str,
    answers: type[Strict] | AsItIs | None,
    takes: type[Strict] | AsItIs | None = None,
    *problems: str,
    act: str | None,
    asks: tuple[str, ...] = (),
    status: int = HTTPStatus.OK,
) -> Callable[[View], View]:
    """Register a view. ``answers`` dumps what it returns, None where it makes its own text; ``takes`` is its body.

    ``asks``: the parameters that its address may have.

    ``act``: what whoever asks must be allowed (people/rights.py), checked before the view begins; None for everybody.

    A view may return a whole Response of its own, which goes out as it is.
    """

    def register(view: View) -> View:
        said: dict[str, Any] = {"requestBody": {"required": True, "content": _content(takes)}} if takes else {}
        said["parameters"] = [*_asked(asks), *(_HEADERS[each] for each in problems if each in _HEADERS)]
        if act:
            said |= {"security": [{"token": []}], "x-act": act}
        described = blueprint.doc(operationId=view.__name__, responses=_responses(problems), **said)(view)
        if isinstance(answers, type):
            described = blueprint.response(status, answers, description=answers.__doc__)(described)
        else:
            given = answers or AsItIs("text/plain")
            described = blueprint.response(status, given.schema, content_type=given.media_type)(described)
        described.act = act
        blueprint.route(rule, methods=[method])(described)
        return view

    return register


_HEADERS: dict[str, dict[str, Any]] = {
    "if-match": {
        "in": "header",
        "name": "If-Match",
        "required": True,
        "schema": {"type": "string"},
        "description": "The ETag that came with what you read.",
    },
    "idempotency-key": {
        "in": "header",
        "name": "Idempotency-Key",
        "schema": {"type": "string"},
        "description": "Sent again with the same key, the request is answered again and does nothing twice.",
    },
}


def _asked(asks: tuple[str, ...]) -> list[dict[str, Any]]:
    return [{"in": "query", "name": each, "schema": {"type": "string"}} for each in asks]


def _content(takes: type[Strict] | AsItIs) -> dict[str, Any]:
    if isinstance(takes, AsItIs):
        return {takes.media_type: {"schema": takes.schema}}
    return {"application/json": {"schema": takes}}


def _responses(problems: tuple[str, ...]) -> dict[str, Any]:
    """The problems by status; any other of HTTP's looks the same."""
    kinds = sorted((KINDS[name] for name in problems), key=lambda kind: kind.status)
    means = {str(each.status): " ".join(kind.means for kind in kinds if kind.status == each.status) for each in kinds}
    return {
        status: {"description": meaning, "content": {"application/problem+json": {"schema": ProblemSchema}}}
        for status, meaning in {**means, "default": "Any other problem."}.items()
    }
