"""The workbook of an assessment, in the shape of the scheme's Board declaration form as it is recalled.

Details, a sheet for each action's answers, a summary, the action plan, the declaration with its blanks, the index of
the evidence, and all that was stated. No sheet is hidden, nothing in it is worked out by the spreadsheet.
"""

from collections.abc import Iterator, Mapping, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from assessment import workbook_words as say
from assessment.asked_for import asked_for
from assessment.beside import Beside
from assessment.evidence_index import evidence_index
from assessment.model import Assessed
from assessment.papers import STANDS, head_of, index_items, plan_lines, worked
from assessment.report import subject
from assessment.requirements import Requirement, requirements
from assessment.stated import sentences, shown
from assessment.workbook_facts import NOTICE, printed, write_facts
from documents import IndexItem, PlanLine
from engine import RuleSet, capital, day
from evidence.sheets import high_enough, put_text, saved

DETAILS, SUMMARY, PLAN, DECLARATION, INDEX = (
    "Trust details", "Summary", "Action plan", "Board declaration", "Evidence index",
)  # fmt: skip
_ANSWERS: Mapping[str, str] = {"met": "Yes", "not_met": "No", "not_known": "Not yet shown"}
_BOLD, _WARNING = Font(bold=True), Font(bold=True, color="942514")
_TO_FILL = PatternFill("solid", fgColor="FFF6D9")
_HEADED = PatternFill("solid", fgColor="EEF3F8")


def write_workbook(rule_sets: Mapping[str, RuleSet], assessed: Assessed, beside: Beside | None = None) -> bytes:
    """The whole workbook. The same assessment gives the same bytes.

    Raises AssessmentRefused where what was stated does not fit into a spreadsheet.
    """
    made = Workbook()
    head = head_of(rule_sets, assessed)
    sample = "Everything about this trust is invented." if head.sample else ""
    first = tuple(filter(None, (f"{NOTICE.upper()}. {sample}".strip(), *sentences(head.warning))))
    every = requirements(assessed)
    given = beside or Beside()
    _details(_sheet(made, DETAILS, first, (38, 100)), rule_sets, assessed, given)
    sites = [each.site.name for each in assessed.sites]
    _summary(_sheet(made, SUMMARY, first, (46, 18, *(18 for _ in sites))), assessed, sites)
    for place, action in enumerate(assessed.sites[0].actions):
        page = _sheet(made, f"Safety action {action.number}", first, (26, 64, *(20 for _ in sites), 90))
        own = [each for each in every if each.action == action.number]
        _answers(page, f"Safety action {action.number}: {subject(action)}", own, sites, assessed, place)
    _plan(_sheet(made, PLAN, first, (24, 18, 44, 54, 70, *(24 for _ in say.PLAN_BLANKS), 44)), assessed, given)
    _declaration(_sheet(made, DECLARATION, first, (50, 70, 40, 30)), assessed)
    page = _sheet(made, INDEX, first, (18, 34, 60, 40, 34, 10, 50, 50, 70))
    _index(page, rule_sets, assessed)
    _items(page, index_items(assessed, given))
    for each in made.worksheets:
        high_enough(each)
    write_facts(made, asked_for(rule_sets, assessed.evidence), assessed.evidence)
    made.remove(made.worksheets[0])
    return saved(made)


def _sheet(made: Workbook, title: str, first: Sequence[str], widths: Sequence[int]) -> Worksheet:
    """A new sheet, which says first what it is not."""
    page: Worksheet = made.create_sheet(title)
    for row, text in enumerate(first, 1):
        put_text(page.cell(row, 1), shown(text))
        page.cell(row, 1).font = _WARNING
    for column, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(column)].width = width
    printed(page)
    return page


def _row(page: Worksheet, row: int, texts: Sequence[str | None], *, head: bool = False) -> None:
    """A row of texts; none stands for a cell that people fill in."""
    for column, text in enumerate(texts, 1):
        cell = page.cell(row, column)
        cell.alignment = Alignment(wrap_text=len(texts) > 1, vertical="top")
        if text is None:
            cell.fill = _TO_FILL
        elif text:
            put_text(cell, shown(text))
        if head:
            cell.font, cell.fill = _BOLD, _HEADED


def _rows(page: Worksheet, rows: Iterator[Sequence[str | None]] | Sequence[Sequence[str | None]], start: int) -> int:
    """Rows one below the other; the number of the row after them."""
    for row, texts in enumerate(rows, start):
        _row(page, row, texts)
        start = row + 1
    return start


def _titled(page: Worksheet, title: str, told: Sequence[str]) -> int:
    at = page.max_row + 2
    _row(page, at, (title,))
    page.cell(at, 1).font = Font(bold=True, size=14)
    return _rows(page, [(each,) for each in told], at + 1) + 1


def _details(page: Worksheet, rule_sets: Mapping[str, RuleSet], assessed: Assessed, given: Beside) -> None:
    head, rests = head_of(rule_sets, assessed), worked(assessed, given.folder)
    at = _titled(page, DETAILS, (*say.ABOUT, *say.VIEWS))
    lines = [
        ("Trust", head.trust),
        ("ODS code", head.code),
        ("Scheme", f"{head.scheme}: {head.year}"),
        *(("Maternity site", f"{each.site.name} ({each.site.code})") for each in assessed.sites),
        ("Assessed as at", day(head.as_at)),
        *(("Frozen and signed", each) for each in given.frozen),
        *((f"Rules: {each.id}", f"{each.title}. Revision {each.revision}") for each in rests.rules),
        *((f"Determination: {each.about}", each.sha256) for each in rests.runs),
        *((each.how, f"{each.count} conditions that the answers rest on") for each in rests.checking),
        ("To make it again", rests.command),
    ]
    at = _rows(page, lines, at)
    for row in range(at - len(lines), at):
        page.cell(row, 1).font = _BOLD


def _summary(page: Worksheet, assessed: Assessed, sites: Sequence[str]) -> None:
    counts = assessed.counts
    told = ", ".join(f"{STANDS[each].lower()}: {counts[each]}" for each in ("met", "not_met", "not_shown"))
    stands = f"All ten safety actions at every site: {STANDS[assessed.stands].lower()}."
    at = _titled(page, SUMMARY, (stands, f"For the trust, {told}.", *(each.told for each in assessed.to_come)))
    _row(page, at, ("Safety action", "Trust", *sites), head=True)
    page.print_title_rows = f"{at}:{at}"
    for place, action in enumerate(assessed.sites[0].actions):
        found = (assessed.of_trust[action.id], *(each.actions[place].stands for each in assessed.sites))
        _row(page, at + 1 + place, (f"{action.number}. {capital(subject(action))}", *(STANDS[each] for each in found)))


def _answers(
    page: Worksheet, title: str, own: Sequence[Requirement], sites: Sequence[str], assessed: Assessed, place: int
) -> None:
    """The answers to a requirement at each site, and below it those to each of its conditions."""
    at = _titled(page, title, say.ANSWERS)
    _row(page, at, ("Where the scheme says so", "What is asked", *sites, "Why"), head=True)
    page.print_title_rows = f"{at}:{at}"
    stands = [STANDS[each.actions[place].stands] for each in assessed.sites]
    _row(page, at + 1, ("The action as a whole", "", *stands, ""))
    rows = [
        each for id in dict.fromkeys(each.id for each in own) for each in _requirement([r for r in own if r.id == id])
    ]
    for row, (texts, whole) in enumerate(rows, at + 2):
        _row(page, row, texts)
        for column in range(1, len(texts) if whole else 1):
            page.cell(row, column).font = _BOLD


def _requirement(at_sites: Sequence[Requirement]) -> Iterator[tuple[tuple[str, ...], bool]]:
    first = at_sites[0]
    why = [
        f"{each.site.name}: {' '.join((each.statement, *each.reasons))}" for each in at_sites if each.status != "met"
    ]
    answers = (_ANSWERS[each.status] for each in at_sites)
    yield (first.cited, f"{first.title}. {first.wanted}", *answers, "\n".join(why)), True
    for id, finding in {each.condition: each for each in first.findings}.items():
        found = [{each.condition: each for each in one.findings}.get(id) for one in at_sites]
        yield (
            (
                finding.cites,
                finding.statement,
                *(_ANSWERS[each.status] if each else "Not asked" for each in found),
                "",
            ),
            False,
        )


def _plan(page: Worksheet, assessed: Assessed, given: Beside) -> None:
    at = _titled(page, PLAN, say.PLAN)
    heads = ("Requirement", "Site", "What it is about", "What has to be so", "What is lacking, by how much")
    _row(page, at, (*heads, *say.PLAN_BLANKS, say.PLAN_NOTED), head=True)
    page.print_title_rows = f"{at}:{at}"
    rows = [
        (each.cited, each.site, each.title, each.wanted, "\n".join(each.lacking), *_blanks(each), each.comment)
        for each in plan_lines(assessed, given)
    ]
    _rows(page, rows, at + 1)
    if not rows:
        _row(page, at + 1, ("No requirement is found not met on what was stated.",))


def _blanks(line: PlanLine) -> Iterator[str | None]:
    """What is for people to fill in; what somebody noted stands there."""
    noted = {"Who owns it": line.owner, "Done by": day(line.due_on) if line.due_on else ""}
    yield from (noted.get(each) or None for each in say.PLAN_BLANKS)


def _declaration(page: Worksheet, assessed: Assessed) -> None:
    at = _titled(page, f"{DECLARATION}: {assessed.evidence.name}", say.DECLARATION)
    _row(page, at, ("", "What the Board declares", *say.DECLARED_BLANKS), head=True)
    at = (
        _rows(
            page,
            [(f"{place}", " ".join(each.split()), None, None) for place, each in enumerate(say.DECLARED, 1)],
            at + 1,
        )
        + 1
    )
    _row(page, at, ("Safety action", "On the evidence", "Declared by the Board", "Remarks"), head=True)
    stands = [
        (f"{each.number}. {capital(subject(each))}", STANDS[assessed.of_trust[each.id]], None, None)
        for each in assessed.sites[0].actions
    ]
    at = _rows(page, stands, at + 1) + 1
    _row(page, at, ("Signed by", *say.SIGNED_BLANKS), head=True)
    _rows(page, [(f"{who}. {told}", None, None, None) for who, told in say.SIGNED], at + 1)


def _index(page: Worksheet, rule_sets: Mapping[str, RuleSet], assessed: Assessed) -> None:
    at = _titled(page, INDEX, say.INDEX)
    heads = ("Where", "Name", "Asked", "Stated", "Source", "Rows", "Looked at within", "Read by", "Hash (SHA-256)")
    _row(page, at, heads, head=True)
    page.print_title_rows = f"{at}:{at}"
    rows = [
        (
            each.place, each.name, each.asks, each.says, each.source or "No source is named",
            "" if each.rows is None else str(each.rows), "; ".join(each.windows), "; ".join(each.read_by), each.sha256,
        )
        for each in evidence_index(rule_sets, assessed)
    ]  # fmt: skip
    _rows(page, rows, at + 1)


def _items(page: Worksheet, items: Sequence[IndexItem]) -> None:
    """The items of evidence, below what was stated."""
    if not items:
        return
    at = _titled(page, "Items of evidence", say.ITEMS)
    _row(page, at, say.ITEM_HEADS, head=True)
    rows = [
        (
            str(each.place), each.title, each.original, "\n".join((each.days, *each.outside)), each.received, "",
            "; ".join(each.serves), each.approved, each.sha256 or "No file was brought",
        )
        for each in items
    ]  # fmt: skip
    _rows(page, rows, at + 1)
