"""The kinds of problem that the rooms of the office raise, beside those of every application."""

from collections.abc import Mapping

from assessment import AssessmentRefused, kept
from casework import CaseRefused
from keeping import ActivityBroken, DeadlineRefused, EvidenceGone, EvidenceRefused, NotMadeAgain
from keeping.idempotency import KeyRefused
from keeping.refusals import NotAllowed, NotFound, Stale
from keeping.rule_files import RuleFilesRefused
from people import PeopleRefused

OF_ROOMS: Mapping[type[Exception], str] = {
    NotFound: "not-found",
    NotAllowed: "not-allowed",
    Stale: "stale",
    CaseRefused: "case",
    AssessmentRefused: "assessment",
    kept.NotTheSame: "damaged",
    kept.again.TimeOver: "gone",
    EvidenceRefused: "evidence",
    KeyRefused: "idempotency-key",
    PeopleRefused: "account",
    DeadlineRefused: "deadline",
    EvidenceGone: "damaged",
    NotMadeAgain: "damaged",
    RuleFilesRefused: "rules-changed",
    ActivityBroken: "activity-broken",
}
