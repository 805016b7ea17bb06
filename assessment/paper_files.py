"""The papers of an assessment as files: made one by one, so that whoever writes them can say how long each took."""

from collections.abc import Callable, Mapping
from functools import cache

from assessment.beside import Beside
from assessment.model import Assessed
from assessment.papers import board_paper, index_paper, plan_paper
from assessment.workbook import write_workbook
from documents import action_plan, docx, evidence_index, pdf
from documents import board_paper as board_page
from engine import RuleSet

BOARD_DOCX, BOARD_PDF, WORKBOOK, PLAN, INDEX = (
    "board-paper.docx", "board-paper.pdf", "declaration-workbook.xlsx", "action-plan.docx", "evidence-index.docx",
)  # fmt: skip


def paper_files(
    rule_sets: Mapping[str, RuleSet], assessed: Assessed, beside: Beside | None = None
) -> Mapping[str, Callable[[], bytes]]:
    """Each paper by the name of its file, and what makes it.

    Making the PDF raises PDFUnavailable where this machine lacks what sets it; the workbook, AssessmentRefused where
    what was stated does not fit into a spreadsheet.
    """

    @cache
    def page() -> str:
        return board_page(board_paper(rule_sets, assessed, beside))

    return {
        BOARD_DOCX: lambda: docx(page()),
        BOARD_PDF: lambda: pdf(page()),
        WORKBOOK: lambda: write_workbook(rule_sets, assessed, beside),
        PLAN: lambda: docx(action_plan(plan_paper(rule_sets, assessed, beside))),
        INDEX: lambda: docx(evidence_index(index_paper(rule_sets, assessed, beside))),
    }
