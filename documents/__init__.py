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
from documents.prose import rendered

__all__ = [
    "SERVICE",
    "STYLE_HASH",
    "Answered",
    "Correction",
    "DecisionPaper",
    "DepartedFrom",
    "LawCited",
    "LetterPaper",
    "PDFUnavailable",
    "Part",
    "RestsOn",
    "RulesPaper",
    "SlipPaper",
    "decision",
    "docx",
    "letter",
    "pdf",
    "rendered",
    "rules",
    "slip",
]
