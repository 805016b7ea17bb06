"""Publishing: from an issued decision, or a scheme result, to the register. Its public face.

A change takes a connection, the actor, and the version of the publication that the actor knew; what goes out takes both
databases. ``Live`` makes a kept determination again, as everywhere in casework.
"""

from casework.publishing.again import PutBack, publish_again
from casework.publishing.approving import approve, approved_by
from casework.publishing.committing import Commitment, commitment_of, opened
from casework.publishing.drafting import draft, explain, redact, release, settle, undo, write_summary
from casework.publishing.drawing import drawn_of
from casework.publishing.due import Released, release_due, sign_daily
from casework.publishing.gate import LINES, Line, gate, refusal
from casework.publishing.going_out import Outlet, Swept, correct, publish, sweep, withdraw
from casework.publishing.kept import forget_copied
from casework.publishing.life import STATES, WAYS
from casework.publishing.model import (
    Approval,
    Drawn,
    Intent,
    Personal,
    Prepared,
    Preview,
    Redacting,
    Redaction,
    Request,
    TextVersion,
)
from casework.publishing.places import NoPlace, everywhere, named
from casework.publishing.previews import open_preview, previewed, send_preview
from casework.publishing.reading import prepared_for
from casework.publishing.scheme_record import STATUSES, SchemeEntered, entered_of
from casework.publishing.schemes import enter, enter_again, entered
from casework.publishing.takedowns import answer_request, record_request
from casework.publishing.words import ANSWERS, NOT_PUBLISHED, REASONS, RELEASES, WHATS
from casework.publishing.working import seen

__all__ = [
    "ANSWERS",
    "LINES",
    "NOT_PUBLISHED",
    "REASONS",
    "RELEASES",
    "STATES",
    "STATUSES",
    "WAYS",
    "WHATS",
    "Approval",
    "Commitment",
    "Drawn",
    "Intent",
    "Line",
    "NoPlace",
    "Outlet",
    "Personal",
    "Prepared",
    "Preview",
    "PutBack",
    "Redacting",
    "Redaction",
    "Released",
    "Request",
    "SchemeEntered",
    "Swept",
    "TextVersion",
    "answer_request",
    "approve",
    "approved_by",
    "commitment_of",
    "correct",
    "draft",
    "drawn_of",
    "enter",
    "enter_again",
    "entered",
    "entered_of",
    "everywhere",
    "explain",
    "forget_copied",
    "gate",
    "named",
    "open_preview",
    "opened",
    "prepared_for",
    "previewed",
    "publish",
    "publish_again",
    "record_request",
    "redact",
    "refusal",
    "release",
    "release_due",
    "seen",
    "send_preview",
    "settle",
    "sign_daily",
    "sweep",
    "undo",
    "withdraw",
    "write_summary",
]
