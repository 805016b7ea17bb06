"""Rationale's engine: law as data in, reasoned determinations out. Pure: no clock, no network, no database."""

from engine.case import determine_case
from engine.determination import ENGINE_VERSION, Answer, Determination, determine
from engine.errors import ClosingRefused, FactError, Fault, RuleError
from engine.facts import Facts, Statement, read_facts, read_given
from engine.loader import load_rule_set, load_rule_sets
from engine.model import Provision, RuleSet

__all__ = [
    "ENGINE_VERSION",
    "Answer",
    "ClosingRefused",
    "Determination",
    "FactError",
    "Facts",
    "Fault",
    "Provision",
    "RuleError",
    "RuleSet",
    "Statement",
    "determine",
    "determine_case",
    "load_rule_set",
    "load_rule_sets",
    "read_facts",
    "read_given",
]
