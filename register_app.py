"""Wires the public site alone, and does nothing else: the register, which it only reads, and the rules.

Nothing of cases and people is imported here, and no key or address of theirs is read.
"""

from collections.abc import Mapping

from flask import Flask

from config import Config
from engine import RuleSet, load_rule_sets
from storage import Database, StorageError, StorageFull, StorageUnavailable
from web import Loaded, assets, security
from web.api import errors
from web.api.setting_up import describe
from web.pages import pages
from web.pages.site import error_page
from web.register import register_pages
from web.register_api import ALONE, limits
from web.register_files import register_files
from web.shelf import Shelf


def create_register_app(config: Config | None = None, rule_sets: Mapping[str, RuleSet] | None = None) -> Flask:
    """The public site. Raises RuleError, with every fault, where a rule file is wrong: never half read.

    ``rule_sets``: those of the configured folder, where somebody has loaded them already.
    """
    config = config or Config.from_environment()
    app = Flask("web", static_folder="static")
    app.config["MAX_CONTENT_LENGTH"] = config.largest_body
    rule_sets = rule_sets or load_rule_sets(config.rules_dir)
    app.extensions["rationale"] = Loaded(rule_sets, config.fixtures_dir, config.rules_dir)
    register = Database(config.register_url, read_only=True)
    app.extensions["rationale.register"] = Shelf(
        register, config.bulk_dir, config.public_url, config.intake_url or None, config.follow_by_email, (StorageError,)
    )
    security.set_up(app)
    describe(app, ALONE)
    errors.set_up(app, error_page, {StorageFull: "disk-full", StorageUnavailable: "storage"})
    for blueprint in (pages, register_pages, register_files):
        app.register_blueprint(blueprint)
    limits.set_up(app, config.requests_a_minute)
    assets.set_up(app, config.data_dir, config.proxies)
    return app
