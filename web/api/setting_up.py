"""What makes an application answer as the API: its description, its log and its metrics."""

from collections.abc import Iterable
from typing import Any

from flask import Flask
from flask.json.provider import DefaultJSONProvider

from web.api import logs, metrics, openapi
from web.api.operations import Api


class _Json(DefaultJSONProvider):
    """JSON in the order in which our schemas name their keys, and in the letters in which it was written."""

    sort_keys = False
    ensure_ascii = False


class _Api(Api):  # type: ignore[misc]  # flask-smorest publishes no types
    """The description of the API; problem documents come from our own handlers, not from flask-smorest."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_responses(self) -> None:
        """None of flask-smorest's own: every operation names its problems."""

    def _register_pagination_header(self) -> None:
        """Nothing here comes in pages."""

    def _register_error_handlers(self) -> None:
        """None: web.api.errors has them."""


def describe(app: Flask, blueprints: Iterable[Any]) -> None:
    """Register blueprints of the API with their description; web.api.errors answers for what goes wrong."""
    app.config.update(openapi.SETTINGS)
    app.json = _Json(app)
    logs.set_up(app)
    metrics.set_up(app)
    api = _Api(app)
    for blueprint in blueprints:
        api.register_blueprint(blueprint)
    openapi.set_up(app, api.spec)
