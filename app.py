"""Wires the application, and does nothing else."""

from collections.abc import Mapping

from flask import Flask

from casework.publishing import Outlet
from config import Config
from engine import RuleSet, load_rule_sets
from people import Issuer, SessionRules, keys_at_hand
from register import signs_with
from storage import Database, StorageError, StorageFull, StorageUnavailable
from web import Loaded, assets, going_out, security, sweeping
from web.api import errors
from web.api.blueprints import set_up_api
from web.api.of_rooms import OF_ROOMS
from web.desk import desk
from web.following import followed, following
from web.intake import intake
from web.office import Office
from web.opening import opening
from web.outlet import sets_pdf
from web.pages import pages
from web.pages.site import error_page
from web.register import register_pages
from web.register_api import limits
from web.register_files import register_files
from web.shelf import Shelf


def create_app(config: Config | None = None, rule_sets: Mapping[str, RuleSet] | None = None) -> Flask:
    """The whole application. Raises RuleError, with every fault, where a rule file is wrong: never half read; and
    ValueError or OSError where there is no key to seal with.

    ``rule_sets``: those of the configured folder, where somebody has loaded them already.
    """
    config = config or Config.from_environment()
    app = Flask("web", static_folder="static")
    app.config["MAX_CONTENT_LENGTH"] = config.largest_body
    rule_sets = rule_sets or load_rule_sets(config.rules_dir)
    app.extensions["rationale"] = Loaded(rule_sets, config.fixtures_dir, config.rules_dir)
    keys = keys_at_hand(config.sealing_keys, config.sealing_file)
    database = Database(config.private_url)
    app.extensions["rationale.office"] = Office(
        database, config.data_dir, config.rules_dir, keys, SessionRules(second_factor=config.second_factor),
        config.public_url, _issuer(config), config.decision_series,
    )  # fmt: skip
    register = Database(config.register_url, read_only=True)
    app.extensions["rationale.register"] = Shelf(
        register, config.bulk_dir, config.public_url, "", config.follow_by_email, (StorageError,)
    )
    app.extensions["rationale.outlet"] = _outlet(config, database)
    security.set_up(app)
    set_up_api(app)
    errors.set_up(app, error_page, {**OF_ROOMS, StorageFull: "disk-full", StorageUnavailable: "storage"})
    sweeping.set_up(app, StorageError, OSError)
    going_out.set_up(app, StorageError, OSError)
    for blueprint in (pages, register_pages, register_files, opening, intake, following, followed, desk):
        app.register_blueprint(blueprint)
    limits.set_up(app, config.requests_a_minute)
    assets.set_up(app, config.data_dir, config.proxies)
    return app


def _outlet(config: Config, private: Database) -> Outlet:
    """Where publications go: into the register, whose log is signed here, with a PDF whose links lead to our site."""
    site = config.public_url or f"http://127.0.0.1:{config.port}"
    signs = signs_with(config.signing_key, config.signing_file)
    return Outlet(private, Database(config.register_url), signs, sets_pdf(site))


def _issuer(config: Config) -> Issuer | None:
    """Where people may sign in elsewhere, where the settings name an issuer."""
    if not config.oidc_issuer:
        return None
    return Issuer(
        config.oidc_name, config.oidc_issuer, config.oidc_client_id, config.oidc_redirect, config.oidc_client_secret,
        email_verified=config.oidc_email_verified, second_factor=config.oidc_second_factor,
    )  # fmt: skip
