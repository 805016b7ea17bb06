"""Wires the application, and does nothing else."""

from flask import Flask

from config import Config
from engine import load_rule_sets
from web import Loaded, security
from web.api import set_up_api
from web.pages import pages


def create_app(config: Config | None = None) -> Flask:
    """The whole application. Raises RuleError, with every fault, where a rule file is wrong: it never starts half read."""
    config = config or Config.from_environment()
    app = Flask("web")
    app.config["MAX_CONTENT_LENGTH"] = config.largest_body
    app.extensions["rationale"] = Loaded(load_rule_sets(config.rules_dir))
    security.set_up(app)
    set_up_api(app)
    app.register_blueprint(pages)
    return app
