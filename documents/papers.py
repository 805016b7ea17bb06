"""Decisions, letters, slips and rule sets as HTML: whole pages, one inline style, no script, nothing from elsewhere.

The HTML is the original. The PDF and the DOCX are made from it, so it says all that they need: language, title, the
day, the reference, and what stands on every page.
"""

import base64
import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from documents.model import DecisionPaper, LetterPaper, Part, RulesPaper, SlipPaper
from documents.prose import Count, below, numbered, plain
from documents.rule_words import FILTERS, RuleWords
from engine import day

_TEMPLATES = Path(__file__).parent / "templates"
_STYLE = (_TEMPLATES / "style.css").read_text(encoding="utf-8")
_RULES_STYLE = (_TEMPLATES / "rules.css").read_text(encoding="utf-8")

STYLE_HASH = f"sha256-{base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}"
"""What a Content-Security-Policy names to let the one style of these pages in."""


def decision(paper: DecisionPaper) -> str:
    """A decision, outcome first. Its paragraphs are numbered through all parts, each with an id such as ``para-12``."""
    draft = paper.decided_on is None
    head = _head(paper, paper.decided_on, f"Decision {paper.reference}" if not draft else "Draft decision")
    return _page("decision.html", head, paper=paper, parts=_parts(paper), read=any(each.read_by for each in paper.law))


def letter(paper: LetterPaper) -> str:
    """A letter to one party, which goes with a decision or with its correction."""
    head = _head(paper, paper.dated, f"Letter with decision {paper.reference}")
    return _page("letter.html", head, paper=paper, opening=below(paper.opening, 1))


def slip(paper: SlipPaper) -> str:
    """A correction slip, which stands beside the decision that it corrects."""
    what = f"Correction {paper.correction.number} of decision {paper.reference}"
    return _page("slip.html", _head(paper, paper.correction.on, what), paper=paper)


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
    return _page(
        "rules.html", head, paper=paper, rule_set=rule_set, in_words=in_words, reviewed=done, more=_RULES_STYLE
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


def _page(template: str, head: Mapping[str, object], *, more: str = "", **values: object) -> str:
    style = Markup(f"{_STYLE}{more}")  # noqa: S704 - files of ours
    return _ENVIRONMENT.get_template(template).render(**head, **values, style=style)


def _lines(text: str) -> Markup:
    """Text of several lines, each on its own."""
    return Markup("<br>").join(escape(plain(line)) for line in text.strip().splitlines())


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: plain(value) if type(value) is str else value,
    )
    made.filters.update(day=day, lines=_lines, **FILTERS)
    made.tests["web"] = lambda url: url.startswith(("https://", "http://"))
    return made


_ENVIRONMENT = _environment()
