"""Whether an answer is one that the description of the API has for that address, in its status and in its shape."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from flask import Flask
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it publishes no types
from werkzeug.test import TestResponse


def as_described(app: Flask, answer: TestResponse) -> TestResponse:
    """The answer, which the description has. AssertionError where it does not."""
    method, path = answer.request.method.lower(), answer.request.path
    found = [operation for pattern, operation in _operations(app, method) if pattern.fullmatch(path)]
    if answer.status_code == 405 or not found:
        return answer
    said = found[0]["responses"]
    assert str(answer.status_code) in said, f"{method} {path} answers {answer.status_code}, which nothing describes"
    for kind, content in said[str(answer.status_code)].get("content", {}).items():
        if kind.endswith("json"):
            assert answer.mimetype == kind
            if "$ref" in content["schema"]:
                _shape(app, content["schema"]["$ref"]).validate(answer.get_json(force=True))
    return answer


@lru_cache(maxsize=4)
def described(app: Flask) -> Mapping[str, Any]:
    """The description."""
    api: Mapping[str, Any] = app.extensions["rationale.openapi"].to_dict()
    return api


@lru_cache(maxsize=32)
def _operations(app: Flask, method: str) -> tuple[tuple[re.Pattern[str], Mapping[str, Any]], ...]:
    """The operations of a method, by the form of their addresses; those without a part left open first."""
    paths = sorted(described(app)["paths"].items(), key=lambda each: each[0].count("{"))
    return tuple(
        (re.compile(re.sub(r"\\\{[a-z_]+\\\}", "[^/]+", re.escape(path))), item[method])
        for path, item in paths
        if method in item
    )


@lru_cache(maxsize=256)
def _shape(app: Flask, name: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": name, "components": described(app)["components"]})
