"""The API: JSON in, JSON out, described at /openapi.json and read at /docs."""

from flask import Flask
from flask.json.provider import DefaultJSONProvider

from web.api import (
    activity,
    before_issue,
    body,
    calendar,
    case_acts,
    case_determinations,
    cases,
    deadlines,
    decision_acts,
    decision_documents,
    decisions,
    determinations,
    evidence,
    health,
    letters,
    logs,
    metrics,
    openapi,
    parties,
    rights,
    rule_sets,
    statements,
)
from web.api.operations import Api

BLUEPRINTS = (
    rule_sets.blueprint,
    determinations.blueprint,
    cases.blueprint,
    case_acts.blueprint,
    parties.blueprint,
    statements.blueprint,
    evidence.blueprint,
    case_determinations.blueprint,
    decisions.blueprint,
    decision_acts.blueprint,
    before_issue.blueprint,
    decision_documents.blueprint,
    letters.blueprint,
    deadlines.blueprint,
    activity.blueprint,
    calendar.blueprint,
    health.blueprint,
)


_WITHOUT_PARAMETERS = (
    rule_sets, determinations, case_acts, parties, statements, case_determinations, decisions, decision_acts,
    before_issue, letters,
)  # fmt: skip
for _blueprint in (each.blueprint for each in _WITHOUT_PARAMETERS):
    _blueprint.before_request(body.refuse_parameters)


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


def set_up_api(app: Flask) -> None:
    """Register the API with its description, its log and its metrics; web.api.errors answers for what goes wrong."""
    app.config.update(openapi.SETTINGS)
    app.json = _Json(app)
    logs.set_up(app)
    metrics.set_up(app)
    rights.set_up(app)
    api = _Api(app)
    for blueprint in BLUEPRINTS:
        api.register_blueprint(blueprint)
    openapi.set_up(app, api.spec)
