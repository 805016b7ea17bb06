"""From a determination to an issued decision: drafted, departed from with reasons, reviewed by another, issued, sent.

Its public face. As everywhere in casework, a change takes a connection, the actor, and the version of the case that the
actor knew. ``Live`` makes a kept determination again, whole.
"""

from casework.deciding.commenting import answer, comment
from casework.deciding.concluding import Concluding, conclude
from casework.deciding.correcting import correct
from casework.deciding.departing import Departing, depart, open_to_departure
from casework.deciding.departures import Departed, departed
from casework.deciding.drafting import adopt_anew, draft
from casework.deciding.drafts import Draft, drafts
from casework.deciding.gate import LINES, Line, gate
from casework.deciding.interests import Interest, declare, interests
from casework.deciding.issuing import issue
from casework.deciding.law import LawRead, ToRead, confirm_law, to_read
from casework.deciding.letters import Letter, Sending, letters, preview_letter, send_letter, write_letter
from casework.deciding.model import (
    Comment,
    Conclusion,
    Decision,
    Departure,
    Issued,
    Live,
    Proposed,
    Review,
    Slip,
    Text,
)
from casework.deciding.opening import link_letter, links_of_letter, open_letter, unlink_letter
from casework.deciding.outcomes import ANY, Decided, decided, decided_of, departure_of, proposed_of
from casework.deciding.paper import matter_of, paper_of, what_of
from casework.deciding.reading import decision_of, decisions_of, issued_of, newest_decision, proposals
from casework.deciding.reviewing import Reviewing, review
from casework.deciding.sections import SECTIONS, Section
from casework.deciding.similar import LEAST, SAME_PROVISIONS, WEIGHTS, Similar, similar
from casework.deciding.words import DISPOSALS, FINALS, said_of_application
from casework.deciding.writing import write

__all__ = [
    "ANY",
    "DISPOSALS",
    "FINALS",
    "LEAST",
    "LINES",
    "SAME_PROVISIONS",
    "SECTIONS",
    "WEIGHTS",
    "Comment",
    "Concluding",
    "Conclusion",
    "Decided",
    "Decision",
    "Departed",
    "Departing",
    "Departure",
    "Draft",
    "Interest",
    "Issued",
    "LawRead",
    "Letter",
    "Line",
    "Live",
    "Proposed",
    "Review",
    "Reviewing",
    "Section",
    "Sending",
    "Similar",
    "Slip",
    "Text",
    "ToRead",
    "adopt_anew",
    "answer",
    "comment",
    "conclude",
    "confirm_law",
    "correct",
    "decided",
    "decided_of",
    "decision_of",
    "decisions_of",
    "declare",
    "depart",
    "departed",
    "departure_of",
    "draft",
    "drafts",
    "gate",
    "interests",
    "issue",
    "issued_of",
    "letters",
    "link_letter",
    "links_of_letter",
    "matter_of",
    "newest_decision",
    "open_letter",
    "open_to_departure",
    "paper_of",
    "preview_letter",
    "proposals",
    "proposed_of",
    "review",
    "said_of_application",
    "send_letter",
    "similar",
    "to_read",
    "unlink_letter",
    "what_of",
    "write",
    "write_letter",
]
