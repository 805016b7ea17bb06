"""Casework: what officers do, in private. Cases from receipt to closing, their parties, facts and determinations.

Its public face. Every function takes a connection that the caller opened, and the actor; what the actor may not see is
not found. A change takes the version of the case that the actor knew, and the version is one higher afterwards.
"""

from casework.absence import acting, away, back
from casework.assigning import assign, assignments, seat, unseat
from casework.change import claim
from casework.days_told import days_of_notices
from casework.determining import Proposal, determine, keep, still_needed, work_out
from casework.errors import CaseRefused, NotAllowed, NotFound, Stale
from casework.grounds import GROUNDS, Ground, open_grounds
from casework.kinds import KINDS, CaseKind, PartyRole, fitting, usual_order
from casework.linking import HOW_LINKED, link, links, unlink
from casework.model import (
    Assignment,
    Away,
    Case,
    Link,
    Move,
    NewCase,
    NewParty,
    Notice,
    Party,
    StateChange,
    Told,
)
from casework.moving import OpenWay, change_state, history, ways
from casework.notices import HOW, notices, take_back_notice, tell
from casework.parties import add_party, change_party, parties, party_leaves
from casework.reading import note_reading, note_search, opened, seen
from casework.receiving import receive
from casework.record import RecordChange, close_record, record_changes, reopen_record
from casework.reports import (
    ANSWERING,
    READING,
    REPORT_VERDICTS,
    Report,
    ReportAnswer,
    Reporting,
    ReportSort,
    answer_report,
    reports_of,
    take_report,
    unanswered_of,
)
from casework.rules import put_to
from casework.search import Page, Query, search
from casework.seeing import all_allowed, allowed, by_reference, find, those
from casework.states import NOTHING_DUE, STATES, WAYS, State, Way
from casework.stating import state
from casework.texts import today, words_faults
from casework.titles import retitle

__all__ = [
    "ANSWERING",
    "GROUNDS",
    "HOW",
    "HOW_LINKED",
    "KINDS",
    "NOTHING_DUE",
    "READING",
    "REPORT_VERDICTS",
    "STATES",
    "WAYS",
    "Assignment",
    "Away",
    "Case",
    "CaseKind",
    "CaseRefused",
    "Ground",
    "Link",
    "Move",
    "NewCase",
    "NewParty",
    "NotAllowed",
    "NotFound",
    "Notice",
    "OpenWay",
    "Page",
    "Party",
    "PartyRole",
    "Proposal",
    "Query",
    "RecordChange",
    "Report",
    "ReportAnswer",
    "ReportSort",
    "Reporting",
    "Stale",
    "State",
    "StateChange",
    "Told",
    "Way",
    "acting",
    "add_party",
    "all_allowed",
    "allowed",
    "answer_report",
    "assign",
    "assignments",
    "away",
    "back",
    "by_reference",
    "change_party",
    "change_state",
    "claim",
    "close_record",
    "days_of_notices",
    "determine",
    "find",
    "fitting",
    "history",
    "keep",
    "link",
    "links",
    "note_reading",
    "note_search",
    "notices",
    "open_grounds",
    "opened",
    "parties",
    "party_leaves",
    "put_to",
    "receive",
    "record_changes",
    "reopen_record",
    "reports_of",
    "retitle",
    "search",
    "seat",
    "seen",
    "state",
    "still_needed",
    "take_back_notice",
    "take_report",
    "tell",
    "those",
    "today",
    "unanswered_of",
    "unlink",
    "unseat",
    "usual_order",
    "ways",
    "words_faults",
    "work_out",
]
