"""Assessment: what trusts do, private. Evidence in, how the ten actions stand, what to do by when, declaration out.

Its public face. Beside it stand two more, which load what most need not: ``assessment.paper`` (what goes out as files)
and ``assessment.kept`` (assessments in the database).
"""

from assessment.assessing import SCHEME, VERDICT, assess, rule_set_of, years_of
from assessment.clock import evidence_clock
from assessment.clock_model import Clock, Entry, Milestone
from assessment.clock_words import lines as clock_lines
from assessment.errors import AssessmentRefused
from assessment.folder import TrustFolder, read_folder
from assessment.model import ACTIONS, ActionStands, Assessed, Evidence, Site, SiteStands, Standing
from assessment.money import Estimate, Pot, Recovery, contribution_of, estimate, pounds, recoveries
from assessment.money_read import Paid, Sums, pence_of, read_money_file
from assessment.notice import says_first
from assessment.report import as_json as assessment_json
from assessment.report import subject, told
from assessment.requirements import Requirement
from assessment.requirements import requirements as requirements_of
from assessment.scratch import AddRows, FillRows, RaiseNumber, ScratchChange, StateFact
from assessment.scratch_read import read_changes, read_changes_file
from assessment.to_come import to_come_of
from assessment.trusts import Trust, called, every_trust, present_name, refuse_merged, trust, trusts_on
from assessment.trying import WhatIf, what_if

__all__ = [
    "ACTIONS",
    "SCHEME",
    "VERDICT",
    "ActionStands",
    "AddRows",
    "Assessed",
    "AssessmentRefused",
    "Clock",
    "Entry",
    "Estimate",
    "Evidence",
    "FillRows",
    "Milestone",
    "Paid",
    "Pot",
    "RaiseNumber",
    "Recovery",
    "Requirement",
    "ScratchChange",
    "Site",
    "SiteStands",
    "Standing",
    "StateFact",
    "Sums",
    "Trust",
    "TrustFolder",
    "WhatIf",
    "assess",
    "assessment_json",
    "called",
    "clock_lines",
    "contribution_of",
    "estimate",
    "every_trust",
    "evidence_clock",
    "pence_of",
    "pounds",
    "present_name",
    "read_changes",
    "read_changes_file",
    "read_folder",
    "read_money_file",
    "recoveries",
    "refuse_merged",
    "requirements_of",
    "rule_set_of",
    "says_first",
    "subject",
    "to_come_of",
    "told",
    "trust",
    "trusts_on",
    "what_if",
    "years_of",
]
