"""The whole of the API beside the office: every blueprint, and who may use each operation."""

from flask import Flask

from web import register_api
from web.api import (
    activity,
    assessment_ahead,
    assessment_evidence,
    assessment_files,
    assessment_money,
    assessments,
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
    evidence,
    health,
    letters,
    parties,
    public,
    publications_desk,
    rights,
    statements,
)
from web.api.setting_up import describe

BLUEPRINTS = (
    *public.BLUEPRINTS,
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
    publications_desk.blueprint,
    deadlines.blueprint,
    activity.blueprint,
    calendar.blueprint,
    assessments.blueprint,
    assessment_evidence.blueprint,
    assessment_files.blueprint,
    assessment_ahead.blueprint,
    assessment_money.blueprint,
    *register_api.BLUEPRINTS,
    health.blueprint,
)

_WITHOUT_PARAMETERS = (
    case_acts, parties, statements, case_determinations, decisions, decision_acts, before_issue, letters,
    publications_desk,
)  # fmt: skip
for _blueprint in (each.blueprint for each in _WITHOUT_PARAMETERS):
    _blueprint.before_request(body.refuse_parameters)


def set_up_api(app: Flask) -> None:
    """Register the API with its description, and check who may use each operation that names an act."""
    describe(app, BLUEPRINTS)
    rights.set_up(app)
