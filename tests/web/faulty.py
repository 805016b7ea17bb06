"""The application with a fault planted in the library's rules: one condition is read in two ways."""

from dataclasses import replace

from flask import Flask

from app import create_app as create_sound_app
from config import Config
from tests.engine.planting import in_the_rules_engine
from tests.web.asking import LIBRARY


def create_app(config: Config | None = None) -> Flask:
    """As the real one, whose rules are read from ``RULES_DIR``; then the fault."""
    app = create_sound_app(config)
    loaded = app.extensions["rationale"]
    rule_set = loaded.rule_sets[LIBRARY]
    planted = in_the_rules_engine(rule_set, 0)
    app.extensions["rationale"] = replace(loaded, rule_sets={**loaded.rule_sets, LIBRARY: planted})
    return app
