"""What every page stands on: the templates' environment, and the rule sets that the application has loaded."""

from collections.abc import Iterable, Mapping

from flask import abort
from flask.blueprints import BlueprintSetupState
from jinja2 import ChainableUndefined, ChoiceLoader, PackageLoader

from engine import Provision, RuleSet, said_first, tested
from web import loaded
from web.pages import forms, grouping, words
from web.pages.typed_facts import field_name


def prepare(state: BlueprintSetupState) -> None:
    """Make the application's templates able to use the NHS.UK components and our words.

    Everything is escaped: Flask by itself leaves ``.jinja`` templates, as the components are, without escaping.
    """
    env = state.app.jinja_env
    env.autoescape = True
    env.undefined = ChainableUndefined
    env.loader = ChoiceLoader([*filter(None, [env.loader]), PackageLoader("nhsuk_frontend_jinja")])
    env.filters |= words.FILTERS | grouping.FILTERS | {"tested": tested}
    env.filters |= {"field_name": field_name, "fact_at": forms.fact_at, "said_first": _said_first}


def rule_sets() -> Mapping[str, RuleSet]:
    """The rule sets that are loaded, by id."""
    return loaded().rule_sets


def rule_set_or_404(id: str) -> RuleSet:
    """A rule set by its id, or the page that says there is none."""
    if id not in rule_sets():
        abort(404, f"There is no rule set called {id}.")
    return rule_sets()[id]


def provision_or_404(rule_set: RuleSet, id: str) -> Provision:
    """A provision of a rule set by its id, or the page that says there is none."""
    if id not in rule_set.provisions:
        abort(404, f"The rule set {rule_set.id} has no provision called {id}.")
    return rule_set.provisions[id]


def _said_first(them: Iterable[RuleSet | None]) -> tuple[str, ...]:
    """What is said before anything of these rule sets, so far as there are any."""
    return said_first(rule_sets(), *(each.id for each in them if each))
