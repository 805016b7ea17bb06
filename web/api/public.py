"""The operations that need no office: the rules, and facts put to them. Nothing that is sent is kept."""

from web.api import body, determinations, rule_sets

BLUEPRINTS = (rule_sets.blueprint, determinations.blueprint)

for _blueprint in BLUEPRINTS:
    _blueprint.before_request(body.refuse_parameters)
