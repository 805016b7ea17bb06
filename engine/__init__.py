"""Rationale's engine: law as data in, reasoned determinations out. Pure: no clock, no network, no database.

This is its public face: what web and schemas stand on. Types are for reading; only the engine makes them.
"""

from engine.answers import Answer, Ground, Power, ProvisionStatus
from engine.asking import asked_in_order, comes_to, rests_on
from engine.authorities import how_read
from engine.by_when import ByWhen, Lacking, still_asked
from engine.case import determine_case
from engine.comparison import COMPARED, Change, ComparedFact, ComparedProvision, Comparison, comparable, compare
from engine.condition_words import period_told, reckoned, tested
from engine.counting import shift
from engine.determination import ENGINE_VERSION, Determination, determine
from engine.errors import ClosingRefused, EngineDisagreement, FactError, Fault, RuleError, nearest
from engine.evaluate import Evaluation
from engine.facts import Facts, RowReader, Statement, read_facts, read_given
from engine.findings import Because, Finding, Unchecked, how_checked, unchecked_conditions
from engine.fingerprint import fingerprint
from engine.for_good import kept_for_good
from engine.inference import discarded as hosts_discarded
from engine.last_days import LastDay, OpenRow
from engine.loader import load_rule_set, load_rule_sets, rule_set_ids
from engine.model import (
    Authority,
    Between,
    Counted,
    Extends,
    Fact,
    Group,
    Leaf,
    Line,
    Literally,
    Node,
    OfFact,
    OfField,
    OfProvision,
    OfShare,
    Period,
    Provision,
    Question,
    Records,
    Result,
    RuleSet,
    Unless,
    Value,
    Version,
)
from engine.narrowing import on_questions, provisions_behind
from engine.needs import Need, needs_of_provision
from engine.plain import day, listed, percent, said, words
from engine.recalled import said_first
from engine.record import known_json
from engine.row_list import ShareOfRows, asked_beside, shares_of_rows
from engine.rule_archive import (
    RuleFilesDamaged,
    RuleFilesRefused,
    check_rules,
    pack_files,
    pack_rules,
    read_rules,
    unpack_files,
)
from engine.rule_tests import RuleTest, read_tests
from engine.scalars import read_scalar
from engine.sentences import capital, role
from engine.standing import why_it_stands
from engine.texts_read import Reading, Stretch, load_reading
from engine.told import Told
from engine.tracing import read_for
from engine.values import Kind, Known, Options, Span, Status
from engine.walk import conditions_of, facts_of, leaves, provisions_in, tested_by

__all__ = [
    "COMPARED",
    "ENGINE_VERSION",
    "Answer",
    "Authority",
    "Because",
    "Between",
    "ByWhen",
    "Change",
    "ClosingRefused",
    "ComparedFact",
    "ComparedProvision",
    "Comparison",
    "Counted",
    "Determination",
    "EngineDisagreement",
    "Evaluation",
    "Extends",
    "Fact",
    "FactError",
    "Facts",
    "Fault",
    "Finding",
    "Ground",
    "Group",
    "Kind",
    "Known",
    "Lacking",
    "LastDay",
    "Leaf",
    "Line",
    "Literally",
    "Need",
    "Node",
    "OfFact",
    "OfField",
    "OfProvision",
    "OfShare",
    "OpenRow",
    "Options",
    "Period",
    "Power",
    "Provision",
    "ProvisionStatus",
    "Question",
    "Reading",
    "Records",
    "Result",
    "RowReader",
    "RuleError",
    "RuleFilesDamaged",
    "RuleFilesRefused",
    "RuleSet",
    "RuleTest",
    "ShareOfRows",
    "Span",
    "Statement",
    "Status",
    "Stretch",
    "Told",
    "Unchecked",
    "Unless",
    "Value",
    "Version",
    "asked_beside",
    "asked_in_order",
    "capital",
    "check_rules",
    "comes_to",
    "comparable",
    "compare",
    "conditions_of",
    "day",
    "determine",
    "determine_case",
    "facts_of",
    "fingerprint",
    "hosts_discarded",
    "how_checked",
    "how_read",
    "kept_for_good",
    "known_json",
    "leaves",
    "listed",
    "load_reading",
    "load_rule_set",
    "load_rule_sets",
    "nearest",
    "needs_of_provision",
    "on_questions",
    "pack_files",
    "pack_rules",
    "percent",
    "period_told",
    "provisions_behind",
    "provisions_in",
    "read_facts",
    "read_for",
    "read_given",
    "read_rules",
    "read_scalar",
    "read_tests",
    "reckoned",
    "rests_on",
    "role",
    "rule_set_ids",
    "said",
    "said_first",
    "shares_of_rows",
    "shift",
    "still_asked",
    "tested",
    "tested_by",
    "unchecked_conditions",
    "unpack_files",
    "why_it_stands",
    "words",
]
