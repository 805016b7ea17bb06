"""Assessment: what trusts do, private. Evidence in, how the ten actions stand, what to do by when, declaration out.

Its public face.
"""

from assessment.assessing import SCHEME, VERDICT, assess, rule_set_of, years_of
from assessment.clock import evidence_clock
from assessment.clock_calendar import clock_calendar
from assessment.clock_model import Clock, Entry, Milestone
from assessment.clock_words import lines as clock_lines
from assessment.errors import AssessmentRefused
from assessment.folder import TrustFolder, read_folder
from assessment.model import ACTIONS, ActionStands, Assessed, Evidence, Site, SiteStands, Standing
from assessment.money import Estimate, Pot, Recovery, contribution_of, estimate, recoveries
from assessment.notice import says_first
from assessment.paper_files import paper_files
from assessment.papers import Beside, Stated, board_paper, days_of, index_paper, plan_paper
from assessment.report import as_json as assessment_json
from assessment.report import told
from assessment.scratch import AddRows, FillRows, RaiseNumber, ScratchChange, StateFact
from assessment.scratch_read import read_changes, read_changes_file
from assessment.trusts import Trust, every_trust, trust, trusts_on
from assessment.trying import WhatIf, what_if
from assessment.workbook import write_workbook
from assessment.workbook_in import read_workbook

__all__ = [
    "ACTIONS",
    "SCHEME",
    "VERDICT",
    "ActionStands",
    "AddRows",
    "Assessed",
    "AssessmentRefused",
    "Beside",
    "Clock",
    "Entry",
    "Estimate",
    "Evidence",
    "FillRows",
    "Milestone",
    "Pot",
    "RaiseNumber",
    "Recovery",
    "ScratchChange",
    "Site",
    "SiteStands",
    "Standing",
    "StateFact",
    "Stated",
    "Trust",
    "TrustFolder",
    "WhatIf",
    "assess",
    "assessment_json",
    "board_paper",
    "clock_calendar",
    "clock_lines",
    "contribution_of",
    "days_of",
    "estimate",
    "every_trust",
    "evidence_clock",
    "index_paper",
    "paper_files",
    "plan_paper",
    "read_changes",
    "read_changes_file",
    "read_folder",
    "read_workbook",
    "recoveries",
    "rule_set_of",
    "says_first",
    "told",
    "trust",
    "trusts_on",
    "what_if",
    "write_workbook",
    "years_of",
]
