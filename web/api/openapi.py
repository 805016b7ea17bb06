"""The description of the API (OpenAPI 3.1) and its reader, a page without scripts."""

from typing import Any

from flask import Blueprint, Flask, current_app, json, render_template

from engine import ENGINE_VERSION
from schemas.problems import KINDS
from schemas.requests import EXAMPLE
from web.api import reader

SETTINGS: dict[str, Any] = {
    "API_TITLE": "Rationale",
    "API_VERSION": ENGINE_VERSION,
    "OPENAPI_VERSION": "3.1.0",
    "OPENAPI_URL_PREFIX": "/",
    "OPENAPI_JSON_PATH": "openapi.json",
    "API_SPEC_OPTIONS": {
        "info": {
            "description": (
                "Puts the facts of a case to the law and answers with reasons. Unknown is never false, every answer "
                "carries its reasons, and a person decides. What is put to /api/v1/determinations is not kept. What "
                "is published is for everybody, without a key. A PDF of it that is not kept is set when it is asked "
                "for, one at a time, and counts as a request. Cases, where they are kept, are for people who say who "
                "they are with a token."
            ),
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "components": {
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A token of your own. Each operation says in x-act what the token must be for.",
                }
            }
        },
    },
}

docs = Blueprint("docs", __name__)


def set_up(app: Flask, spec: Any) -> None:
    """Serve the reader of the description at /docs."""
    app.extensions["rationale.openapi"] = spec
    app.register_blueprint(docs)


@docs.get("/docs")
def read() -> str:
    """The API as a page."""
    api = current_app.extensions["rationale.openapi"].to_dict()
    return render_template(
        "api_docs.html",
        api=api,
        operations=reader.operations(api),
        shapes=reader.shapes(api),
        kinds=KINDS.values(),
        example=json.dumps(EXAMPLE, indent=2),
    )
