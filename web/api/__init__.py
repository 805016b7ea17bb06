"""The API: JSON in, JSON out, described at /openapi.json and read at /docs."""

from flask import Flask
from flask_smorest import Api

from web.api import determinations, errors, health, logs, metrics, openapi, rule_sets

BLUEPRINTS = (rule_sets.blueprint, determinations.blueprint, health.blueprint)


class _Api(Api):  # type: ignore[misc]  # flask-smorest publishes no types
    """The description of the API; problem documents come from our own handlers, not from flask-smorest."""

    def _register_error_handlers(self) -> None:
        """None: web.api.errors has them."""


def set_up_api(app: Flask) -> None:
    """Register the API, its description, its log, its metrics and the handlers of everything that goes wrong."""
    app.config.update(openapi.SETTINGS)
    logs.set_up(app)
    metrics.set_up(app)
    errors.set_up(app)
    api = _Api(app)
    for blueprint in BLUEPRINTS:
        api.register_blueprint(blueprint)
    openapi.set_up(app, api.spec)
