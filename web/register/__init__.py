"""The public register as pages: rendered here, complete without JavaScript. This table holds every address.

It stands beside the desk, and alone: it knows of nothing that is private. ``pages`` is registered before it.
"""

from flask import Blueprint, Response
from flask.blueprints import BlueprintSetupState

from web.negotiation import CACHES
from web.register import checking, finding, learning, publications, telling, versions, words

register_pages = Blueprint("register_pages", __name__)

register_pages.add_url_rule("/decisions", view_func=finding.search_page)
register_pages.add_url_rule("/scheme-results", view_func=finding.all_results)
for _folder, _kind in (("/decisions", "decision"), ("/scheme-results", "result")):
    register_pages.add_url_rule(f"{_folder}/<said>", f"one_{_kind}", publications.one_publication)
    register_pages.add_url_rule(f"{_folder}/<said>/versions", f"versions_of_{_kind}", versions.all_versions)
    register_pages.add_url_rule(f"{_folder}/<said>/versions/<number>", f"version_of_{_kind}", publications.one_version)
register_pages.add_url_rule("/learning", view_func=learning.learning_page)
register_pages.add_url_rule("/learning/<figure_id>.csv", view_func=learning.figure_csv)
register_pages.add_url_rule("/practice-notes", view_func=telling.practice_notes)
register_pages.add_url_rule("/how-this-works", view_func=telling.how_this_works)
register_pages.add_url_rule("/about-the-register", view_func=telling.about)
register_pages.add_url_rule("/bulk", view_func=telling.bulk)
register_pages.add_url_rule("/verify", view_func=checking.verify_form)
register_pages.add_url_rule("/verify", view_func=checking.verified, methods=["POST"])


@register_pages.record_once
def _prepare(state: BlueprintSetupState) -> None:
    """What the templates of the register, and of the rules, say in its words."""
    state.app.jinja_env.filters |= words.FILTERS


@register_pages.after_request
def _ask_each_time(response: Response) -> Response:
    """Caches ask each time: what was withdrawn is gone with the next request."""
    response.headers.setdefault("Cache-Control", CACHES)
    return response


__all__ = ["register_pages"]
