"""The papers of an assessment at the desk: what they are of, and each of them to be saved."""

from dataclasses import dataclass
from typing import Any

from flask import Response, abort, render_template

from assessment.kept import Held, NotFound, again, freezing, paperwork
from documents import PDFUnavailable
from web import loaded
from web.desk import days
from web.desk.addresses import Address
from web.desk.assessment_frame import AT, find, opening, refuse_what_is_gone
from web.desk.case_frame import names_of
from web.office import office
from web.saved import to_be_saved

SAYS = {
    "board-paper": "What the Board reads before it signs: how each action stands, why, and what nobody has checked.",
    "declaration-workbook": "In the shape of the scheme: details, the answers of each action, the action plan, the "
    "declaration and the places for signatures. Brought in again, it gives the same assessment.",
    "action-plan": "What is not met: by whom, by when and at what cost, with blanks where nobody said. "
    "What is not yet shown stands in the Board paper.",
    "evidence-index": "Every fact and table with its source and its hash, and what rests on each.",
}


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: the name of its file, what people call it, and what it is for."""

    name: str
    title: str
    says: str


@dataclass(frozen=True, slots=True)
class Basis:
    """What the papers are of: the snapshot that stands, and who took it; or none, and then of what stands today."""

    snapshot: freezing.Snapshot | None
    by: str


def assessment_papers(id: str) -> str:
    """The papers that there are, and what they are of. That it was read is kept in the activity."""
    opened, basis = opening(id, "papers", _basis)
    return render_template(
        "desk/assessment_papers.html", opened=opened, basis=basis, today=days.today(), errors={},
        papers=[Paper(name, title, SAYS[name.partition(".")[0]]) for name, title in paperwork.TITLES.items()],
    )  # fmt: skip


def assessment_paper(id: str, paper: str) -> Response:
    """One paper, to be saved. Raises NotFound, AssessmentRefused; 409 where what was frozen does not come out again."""
    if paper not in paperwork.PAPERS:
        find(id)
        raise NotFound

    def look(connection: Any, held: Held) -> bytes:
        refuse_what_is_gone(held)
        rule_sets, within = loaded().rule_sets, office().data_dir / "cache"
        return paperwork.papers(connection, held.id, rule_sets, days.today(), within).make(paper)

    try:
        opened, data = opening(id, "papers", look)
    except again.NotTheSame as other:
        abort(409, str(other))
    except PDFUnavailable as unavailable:
        abort(503, str(unavailable))
    name = f"{opened.held.organisation}-{opened.held.year}-{paper}"
    return to_be_saved(data, paperwork.PAPERS[paper], name)


def _basis(connection: Any, held: Held) -> Basis:
    found = paperwork.basis(connection, held.id)
    return Basis(found, names_of(connection, [found.by])[found.by] if found else "")


ADDRESSES = (
    Address(f"{AT}/papers", assessment_papers, "assessment.read"),
    Address(f"{AT}/papers/<paper>", assessment_paper, "assessment.read"),
)
