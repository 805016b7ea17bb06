"""Decisions, letters, slips and rule sets as HTML: whole pages, one inline style, no script, nothing from elsewhere.

The HTML is the original. The PDF and the DOCX are made from it, so it says all that they need: language, title, the
day, the reference, and what stands on every page.
"""

from datetime import date

from markupsafe import Markup

from documents.model import DecisionPaper, LetterPaper, Part, RulesPaper, SlipPaper
from documents.prose import Count, below, numbered
from documents.rule_words import RuleWords
from documents.templating import style_hash, whole_page

STYLE_HASH = style_hash()
"""What a Content-Security-Policy names to let the one style of these pages in."""


def decision(paper: DecisionPaper) -> str:
    """A decision, outcome first. Its paragraphs are numbered through all parts, each with an id such as ``para-12``."""
    draft = paper.decided_on is None
    head = _head(paper, paper.decided_on, f"Decision {paper.reference}" if not draft else "Draft decision")
    return whole_page(
        "decision.html", head, paper=paper, parts=_parts(paper), read=any(each.read_by for each in paper.law)
    )


def letter(paper: LetterPaper) -> str:
    """A letter to one party, which goes with a decision or with its correction."""
    head = _head(paper, paper.dated, f"Letter with decision {paper.reference}")
    return whole_page("letter.html", head, paper=paper, opening=below(paper.opening, 1))


def slip(paper: SlipPaper) -> str:
    """A correction slip, which stands beside the decision that it corrects."""
    what = f"Correction {paper.correction.number} of decision {paper.reference}"
    return whole_page("slip.html", _head(paper, paper.correction.on, what), paper=paper)


def rules(paper: RulesPaper) -> str:
    """A rule set for a lawyer to mark up: every provision and version, each condition with how its words were checked.

    It has no day: what it says is that of its revision.
    """
    rule_set, in_words = paper.rule_set, RuleWords(paper.rule_set)
    done = in_words.reviewed()
    head = {
        "day": None,
        "marks": "" if done.count == done.every else "draft",
        "reference": rule_set.id,
        "running": f"{rule_set.id}, revision {rule_set.revision[:12]}",
    }
    return whole_page(
        "rules.html", head, paper=paper, rule_set=rule_set, in_words=in_words, reviewed=done, more="rules.css"
    )


def _parts(paper: DecisionPaper) -> list[tuple[Part, Markup]]:
    """Each part with its text, numbered; one that holds nothing is left out once the decision is issued."""
    set_, count = [], Count()
    for part in paper.parts:
        text, count = numbered(part.text, count)
        if text or paper.decided_on is None:
            set_.append((part, text))
    return set_


def _head(paper: DecisionPaper | LetterPaper | SlipPaper, on: date | None, what: str) -> dict[str, object]:
    marks = [mark for mark, held in (("sample", paper.sample), ("draft", on is None)) if held]
    return {
        "day": on,
        "marks": " ".join(marks),
        "reference": paper.reference or paper.case_reference,
        "running": f"{what} ({paper.case_reference})",
    }
