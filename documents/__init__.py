"""Documents: one decision, letter or rule set as HTML, PDF and DOCX, from one set of templates. Its public face.

The HTML is the original; the others are made from it. It knows no case and no database: it is given plain data.
"""

from documents.as_docx import docx
from documents.as_pdf import PDFUnavailable, pdf
from documents.model import (
    SERVICE,
    Answered,
    Correction,
    DecisionPaper,
    DepartedFrom,
    LawCited,
    LetterPaper,
    Part,
    RestsOn,
    RulesPaper,
    SlipPaper,
)
from documents.papers import STYLE_HASH, decision, letter, rules, slip
from documents.prose import rendered, words
from documents.published import FORMATS_OF, Format, published_pdf
from documents.published_akoma import published_akn
from documents.published_linked import published_jsonld
from documents.published_page import (
    PUBLISHED_STYLE_HASH,
    PublishedNotice,
    PublishedPart,
    published_html,
    published_notices,
    published_parts,
)
from documents.published_plain import published_text
from documents.record import (
    DECISION_FORMAT,
    FORMATS,
    LICENCE,
    SCHEME_FORMAT,
    AnswerGiven,
    ComesFrom,
    ConditionFound,
    DecisionRecord,
    DepartureMade,
    DeterminationMade,
    FactStated,
    PartyNamed,
    ProvisionApplied,
    Record,
    Redacted,
    Said,
    SchemeResultRecord,
    SectionSaid,
    SlipCorrected,
    StatusHeld,
    Why,
)
from documents.record_json import RecordRefused, as_json, canonical, read_record

__all__ = [
    "DECISION_FORMAT",
    "FORMATS",
    "FORMATS_OF",
    "LICENCE",
    "PUBLISHED_STYLE_HASH",
    "SCHEME_FORMAT",
    "SERVICE",
    "STYLE_HASH",
    "AnswerGiven",
    "Answered",
    "ComesFrom",
    "ConditionFound",
    "Correction",
    "DecisionPaper",
    "DecisionRecord",
    "DepartedFrom",
    "DepartureMade",
    "DeterminationMade",
    "FactStated",
    "Format",
    "LawCited",
    "LetterPaper",
    "PDFUnavailable",
    "Part",
    "PartyNamed",
    "ProvisionApplied",
    "PublishedNotice",
    "PublishedPart",
    "Record",
    "RecordRefused",
    "Redacted",
    "RestsOn",
    "RulesPaper",
    "Said",
    "SchemeResultRecord",
    "SectionSaid",
    "SlipCorrected",
    "SlipPaper",
    "StatusHeld",
    "Why",
    "as_json",
    "canonical",
    "decision",
    "docx",
    "letter",
    "pdf",
    "published_akn",
    "published_html",
    "published_jsonld",
    "published_notices",
    "published_parts",
    "published_pdf",
    "published_text",
    "read_record",
    "rendered",
    "rules",
    "slip",
    "words",
]
