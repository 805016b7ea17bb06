"""Looking ahead on an assessment that is kept: its evidence clock, and what if something changed. Nothing is stored.

Whoever asks has seen to the rights, as with ``gathering``.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Connection

from assessment.clock import evidence_clock
from assessment.clock_model import Clock
from assessment.gathering import evidence_of
from assessment.scratch import ScratchChange
from assessment.trying import WhatIf, what_if
from engine import RuleSet


def clock(connection: Connection, assessment_id: str, rule_sets: Mapping[str, RuleSet], today: date) -> Clock:
    """What is still to be done, or to be shown, and by when, as it is on the day ``today``.

    Raises LookupError where there is no such assessment, AssessmentRefused as ``evidence_clock`` does.
    """
    return evidence_clock(rule_sets, evidence_of(connection, assessment_id), today)


def tried(
    connection: Connection,
    assessment_id: str,
    rule_sets: Mapping[str, RuleSet],
    changes: Sequence[ScratchChange],
    as_at: date,
) -> WhatIf:
    """How the ten actions stand before and after these changes, which are made on a scratch copy; items stay as kept.

    Raises LookupError where there is no such assessment, AssessmentRefused as ``what_if`` does.
    """
    return what_if(rule_sets, evidence_of(connection, assessment_id), changes, as_at)
