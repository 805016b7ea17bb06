"""The papers of an assessment as HTML: Board paper, action plan and evidence index. PDF and DOCX are made from it."""

from documents.assessment_papers import AssessmentHead, BoardPaper, IndexPaper, PlanPaper
from documents.templating import whole_page

_STYLE = "assessment.css"


def board_paper(paper: BoardPaper) -> str:
    """The Board paper, outcome first. Every page of it says that it is a draft."""
    return whole_page("board_paper.html", _head(paper.head, "Ten safety actions"), paper=paper, more=_STYLE)


def action_plan(paper: PlanPaper) -> str:
    """The action plan: what is known of each requirement that is not met, and blanks for what people decide."""
    return whole_page("action_plan.html", _head(paper.head, "Action plan"), paper=paper, more=_STYLE)


def evidence_index(paper: IndexPaper) -> str:
    """The evidence index, a table for the trust and one for each site."""
    places = tuple(dict.fromkeys(each.place for each in paper.lines))
    head = _head(paper.head, "Evidence index")
    return whole_page("evidence_index.html", head, paper=paper, places=places, more=_STYLE)


def _head(head: AssessmentHead, what: str) -> dict[str, object]:
    unchecked = " (rules from memory, not checked)" if head.warning else ""
    return {
        "day": head.as_at,
        "marks": "sample draft" if head.sample else "draft",
        "reference": f"{head.code}, {head.year}",
        "running": f"{what}, {head.year}{unchecked}: {head.trust}",
    }
