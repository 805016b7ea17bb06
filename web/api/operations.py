"""An operation of the API: its address, what it takes and answers, and the problems that it may answer with."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar

from flask_smorest import Api, Blueprint  # type: ignore[import-untyped]  # flask-smorest publishes no types

from schemas.base import Strict
from schemas.problems import KINDS, ProblemSchema

__all__ = ["Api", "Blueprint", "operation"]

View = TypeVar("View", bound=Callable[..., Any])


def operation(
    blueprint: Blueprint,
    method: str,
    rule: str,
    answers: type[Strict] | None,
    takes: type[Strict] | None = None,
    *problems: str,
) -> Callable[[View], View]:
    """Register a view. ``answers`` dumps what it returns, None where it makes its own text; ``takes`` is its body."""

    def register(view: View) -> View:
        body = {"requestBody": {"required": True, "content": {"application/json": {"schema": takes}}}} if takes else {}
        described = blueprint.doc(operationId=view.__name__, responses=_responses(problems), **body)(view)
        if answers:
            described = blueprint.response(HTTPStatus.OK, answers, description=answers.__doc__)(described)
        else:
            described = blueprint.response(HTTPStatus.OK, {"type": "string"}, content_type="text/plain")(described)
        blueprint.route(rule, methods=[method])(described)
        return view

    return register


def _responses(problems: tuple[str, ...]) -> dict[str, Any]:
    """The problems by status; any other of HTTP's looks the same."""
    kinds = sorted((KINDS[name] for name in problems), key=lambda kind: kind.status)
    means = {str(each.status): " ".join(kind.means for kind in kinds if kind.status == each.status) for each in kinds}
    return {
        status: {"description": meaning, "content": {"application/problem+json": {"schema": ProblemSchema}}}
        for status, meaning in {**means, "default": "Any other problem."}.items()
    }
