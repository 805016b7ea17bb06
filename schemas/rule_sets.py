"""Rule sets as callers get them: the law as data, with every version and where it stands."""

from typing import Any

from marshmallow import fields

from engine import Provision, RuleSet
from engine.findings import how_checked
from engine.model import Fact, Figure, FigureStep, Leaf, Line, Question, Unless, Version
from engine.walk import exceptions, leaves
from schemas.base import KnownValue, Strict, Text, Whole, YesNo


def conditions_of(version: Version) -> list[Leaf | Unless]:
    """The conditions of a version and its exceptions, in the law's order."""
    return [*(leaves(version.when) if version.when else ()), *exceptions(version.unless)]


def unchecked_in(rule_set: RuleSet) -> int:
    """How many conditions of the newest versions nobody has read in the published law."""
    newest = [provision.versions[0] for provision in rule_set.provisions.values()]
    marks = [how_checked(version, part) for version in newest for part in conditions_of(version)]
    return sum(mark != "published_text" for mark in marks)


class RuleSetItem(Strict):
    """A rule set in a list."""

    id = Text(required=True)
    title = Text(required=True)
    kind = Text(required=True)
    revision = Text(required=True)
    provisions = fields.Function(lambda each: len(each.provisions))
    unchecked = fields.Function(unchecked_in)


class RuleSetItems(Strict):
    """The rule sets."""

    items = fields.List(fields.Nested(RuleSetItem), required=True)


class RuleSetSchema(Strict):
    """placeholder for the first minutes"""

    id = Text(required=True)
