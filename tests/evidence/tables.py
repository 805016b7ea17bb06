"""The rules that the tests of spreadsheets speak of: a table with a field of every kind, and a count of it."""

from pathlib import Path

from engine import RuleSet, load_rule_set
from tests.engine.building import write_rules

SHIFTS = """
shifts records ask: "Who worked, and who was trained?", shown_by: trust, hint: "One row each.", \
one_row_per: [staff, course], fields: {staff: {type: text}, \
group: {type: choice, options: [midwife, maternity_support_worker, anaesthetist]}, \
course: {type: choice, options: [emergencies, life_support]}, \
attended_on: {type: date, may_be_none: true, empty: none}, \
certified: {type: yes_no, may_be_none: true, empty: none}, \
time_worked: {type: number, unit: hours, at_least: 0, at_most: 24, may_be_none: true, empty: none}, \
cost: {type: money, may_be_none: true, empty: none}, \
started_at: {type: date_and_time, may_be_none: true, empty: none}, \
due_on: {type: date, worked_out: {field: attended_on, plus: {months: 12}}}}
trained number unit: people, counted_from: {records: shifts, where: {not: {field: attended_on, is: none}}}
"""


def write(root: Path) -> Path:
    """A folder of rules with the one rule set pharmacy/entry; granted where somebody was trained."""
    write_rules(root, SHIFTS, {"rule": "when: <enough> {fact: trained, at_least: 1}"})
    return root


def made(root: Path) -> RuleSet:
    """As ``write``, loaded."""
    return load_rule_set(write(root) / "pharmacy" / "entry")
