"""Wires the application, and does nothing else."""

from collections.abc import Mapping

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from config import Config
from engine import RuleSet, load_rule_sets
from people import Issuer, SessionRules, keys_at_hand
from storage import Database, StorageFull, StorageUnavailable
from web import Loaded, assets, security
from web.api import errors, set_up_api
from web.desk import desk
from web.office import Office
from web.opening import opening
from web.pages import pages
from web.pages.site import error_page


def create_app(config: Config | None = None, rule_sets: Mapping[str, RuleSet] | None = None) -> Flask:
    """The whole application. Raises RuleError, with every fault, where a rule file is wrong: never half read; and
    ValueError or OSError where there is no key to seal with.

    ``rule_sets``: those of the configured folder, where somebody has loaded them already.
    """
    config = config or Config.from_environment()
    app = Flask("web", static_folder="static")
    app.config["MAX_CONTENT_LENGTH"] = config.largest_body
    app.extensions["rationale"] = Loaded(rule_sets or load_rule_sets(config.rules_dir), config.fixtures_dir)
    keys = keys_at_hand(config.sealing_keys, config.sealing_file)
    database = Database(config.private_url)
    app.extensions["rationale.office"] = Office(
        database, config.data_dir, config.rules_dir, keys, SessionRules(second_factor=config.second_factor),
        config.public_url, _issuer(config), config.decision_series,
    )  # fmt: skip
    security.set_up(app)
    set_up_api(app)
    errors.set_up(app, error_page, {StorageFull: "disk-full", StorageUnavailable: "storage"})
    app.register_blueprint(pages)
    app.register_blueprint(opening)
    app.register_blueprint(desk)
    app.wsgi_app = assets.beside(app.wsgi_app, config.data_dir)  # type: ignore[assignment, method-assign]  # Flask's way
    if config.proxies:
        count = config.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, count, count, count)  # type: ignore[method-assign]  # Flask's way
    return app


def _issuer(config: Config) -> Issuer | None:
    """Where people may sign in elsewhere, where the settings name an issuer."""
    if not config.oidc_issuer:
        return None
    return Issuer(
        config.oidc_name, config.oidc_issuer, config.oidc_client_id, config.oidc_redirect, config.oidc_client_secret,
        email_verified=config.oidc_email_verified, second_factor=config.oidc_second_factor,
    )  # fmt: skip
