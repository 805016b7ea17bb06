"""The pages: rendered here, complete without JavaScript. ``pages`` is the blueprint; this table holds every address."""

from flask import Blueprint

from web import practice
from web.pages import blank, comparing, coverage, determining, examples, law, records, samples, setting, site

pages = Blueprint("pages", __name__)
pages.record_once(setting.prepare)
pages.record_once(practice.prepare)

pages.add_url_rule("/", view_func=law.home)
pages.add_url_rule("/rule-sets", view_func=law.all_rule_sets)
pages.add_url_rule("/rule-sets/compare", view_func=comparing.side_by_side)
pages.add_url_rule("/rule-sets/<path:id>", view_func=law.one_rule_set)
pages.add_url_rule("/rule-sets/<path:id>/provisions/<provision>", view_func=law.one_provision)
pages.add_url_rule("/rule-sets/<path:id>/provisions/<provision>/examples", view_func=examples.examples)
pages.add_url_rule("/rule-sets/<path:id>/blank", view_func=blank.blank)
pages.add_url_rule("/rule-sets/<path:id>/determine", view_func=determining.form)
pages.add_url_rule("/rule-sets/<path:id>/determine", view_func=determining.determined, methods=["POST"])
pages.add_url_rule("/rule-sets/<path:id>/records/<table>", view_func=records.records_form)
pages.add_url_rule("/rule-sets/<path:id>/records/<table>", view_func=records.counted, methods=["POST"])
pages.add_url_rule("/rule-sets/<path:id>/records/<table>/template.xlsx", view_func=records.template)
pages.add_url_rule("/coverage/<area>", view_func=coverage.one_area)
pages.add_url_rule("/sample-cases", view_func=samples.all_cases)
pages.add_url_rule("/sample-cases/<name>", view_func=samples.one_case)
pages.add_url_rule("/sample-cases/<name>/<int:place>.json", view_func=samples.as_json)
pages.add_url_rule("/accessibility", view_func=site.accessibility)

__all__ = ["pages"]
