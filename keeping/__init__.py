"""Keeping: what must not be lost. Its public face.

Each subject is a module, to be named in full where it is used: ``statements.state``, ``evidence_items.add``,
``determinations.store``. The types that pass between the rooms stand here too. Every function that touches the database
takes a connection, and writes down what was done in the transaction that does it.
"""

from keeping import (
    activity,
    calendar,
    deadlines,
    determinations,
    evidence_items,
    files,
    idempotency,
    judgements,
    searches,
    statements,
)
from keeping.activity import ActivityBroken, Entry, FirstAltered, NotForActivity, Verified
from keeping.deadlines import Deadline, DeadlineRefused, Extension, NoSuchDeadline, PowerToExtend
from keeping.determinations import Kept, NoSuchDetermination, NotMadeAgain, NotReplayable, Replayed
from keeping.evidence_items import Checked, Days, Item
from keeping.evidence_refused import EvidenceRefused
from keeping.files import EvidenceGone
from keeping.idempotency import Answered, KeyReused
from keeping.judgements import Committee, DecidedBy, Member
from keeping.sayings import Saying, Stated, StatementRefused
from keeping.statements import Given

__all__ = [
    "ActivityBroken",
    "Answered",
    "Checked",
    "Committee",
    "Days",
    "Deadline",
    "DeadlineRefused",
    "DecidedBy",
    "Entry",
    "EvidenceGone",
    "EvidenceRefused",
    "Extension",
    "FirstAltered",
    "Given",
    "Item",
    "Kept",
    "KeyReused",
    "Member",
    "NoSuchDeadline",
    "NoSuchDetermination",
    "NotForActivity",
    "NotMadeAgain",
    "NotReplayable",
    "PowerToExtend",
    "Replayed",
    "Saying",
    "Stated",
    "StatementRefused",
    "Verified",
    "activity",
    "calendar",
    "deadlines",
    "determinations",
    "evidence_items",
    "files",
    "idempotency",
    "judgements",
    "searches",
    "statements",
]
