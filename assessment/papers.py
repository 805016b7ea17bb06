"""The papers of an assessment: what the engine says of a trust's evidence, put as those need it who act on it.

Nothing is stated here that the evidence, the rules or a person does not carry. What is not known stays a blank.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from assessment.beside import Beside, Planned, Stated
from assessment.clock import evidence_clock
from assessment.clock_data import years_with_a_clock
from assessment.clock_model import Entry
from assessment.evidence_index import evidence_index
from assessment.items_indexed import index_item
from assessment.model import ActionStands, Assessed
from assessment.notice import said_year, says_first
from assessment.report import subject
from assessment.requirements import Requirement, requirements
from documents import (
    ActionLine,
    AssessmentHead,
    BoardPaper,
    Checking,
    IndexItem,
    IndexPaper,
    LastDay,
    OfAction,
    PlanLine,
    PlanPaper,
    RulesRead,
    Run,
    Unmet,
    Unshown,
    Views,
    Worked,
)
from engine import ENGINE_VERSION, Determination, RuleSet, capital, role, unchecked_conditions, words

STANDS: Mapping[str, str] = {"met": "Met", "not_met": "Not met", "not_shown": "Not yet shown"}
HOW: Mapping[str, str] = {
    "recalled": "From memory, and not checked against the published document",
    "secondary": "Taken from what others report of the document, not from its text",
    "construed": "Read in the published document; how it applies here is the reading of those who made these rules",
    "not_reviewed": "Read in the published document by those who made these rules, and reviewed by nobody else",
}
_WRONG = "A wrong threshold could lead the Board to sign a wrong declaration."


def last_days(rule_sets: Mapping[str, RuleSet], found: Assessed) -> tuple[tuple[str, str, date, str], ...]:
    """What the evidence clock says is due; what has passed stands in the clock alone, which an old year has none of."""
    if found.evidence.year not in years_with_a_clock():
        return ()
    return tuple(
        (capital(each.cites), each.site.name if each.site else "The trust", each.day, _due(each))
        for each in evidence_clock(rule_sets, found.evidence, found.as_at).of("due")
    )


def _due(entry: Entry) -> str:
    row = f" (row {entry.row} of {words(entry.table)})" if entry.row else ""
    way = f" (way {entry.way}: one is enough)" if entry.way else ""
    lacks = f" {capital(entry.lacks)}." if entry.lacks else ""
    return f"{entry.says}{row}{way}.{lacks}"


def head_of(rule_sets: Mapping[str, RuleSet], assessed: Assessed, beside: Beside | None = None) -> AssessmentHead:
    """What each paper begins with; it warns where the year's rules were not all read in the published document."""
    evidence, rule_set = assessed.evidence, assessed.sites[0].determination.rule_set
    first = " ".join(says_first(rule_sets, evidence.year))
    return AssessmentHead(
        evidence.name,
        evidence.trust,
        str(rule_set.instrument.get("title", rule_set.title)),
        f"scheme {said_year(evidence.year)}",
        assessed.as_at,
        tuple(each.site.name for each in assessed.sites),
        f"{first} {_WRONG}" if unchecked_conditions(rule_set) else "",
        evidence.invented,
        tuple((beside or Beside()).frozen),
    )


def board_paper(rule_sets: Mapping[str, RuleSet], assessed: Assessed, beside: Beside | None = None) -> BoardPaper:
    """The paper for the Board, outcome first."""
    given, every, counts = beside or Beside(), requirements(assessed), assessed.counts
    return BoardPaper(
        head_of(rule_sets, assessed, given),
        assessed.stands,
        counts["met"],
        counts["not_met"],
        counts["not_shown"],
        tuple(_actions(assessed)),
        tuple(_left(assessed, every)),
        tuple(_views(assessed, given)),
        worked(assessed, given.folder),
        tuple(sorted((LastDay(*each) for each in given.last_days), key=lambda each: (each.on, each.requirement))),
        tuple(given.money),
        tuple(each.told for each in assessed.to_come),
        tuple(_by_eye(every)),
    )


def plan_paper(rule_sets: Mapping[str, RuleSet], assessed: Assessed, beside: Beside | None = None) -> PlanPaper:
    """The action plan: one line for each requirement that is not met at a site, in the order of the actions."""
    return PlanPaper(head_of(rule_sets, assessed, beside), plan_lines(assessed, beside))


def plan_lines(assessed: Assessed, beside: Beside | None = None) -> tuple[PlanLine, ...]:
    """What is asked, what is lacking by how much, and what was noted of it. All else is for people to say."""
    given = beside or Beside()
    failing = (each for each in requirements(assessed) if each.fails)
    return tuple(_plan_line(each, given.plan_of(each.id, each.site.code)) for each in failing)


def _plan_line(each: Requirement, noted: Planned) -> PlanLine:
    said = (noted.owner, noted.due_on, noted.comment)
    return PlanLine(each.action, each.cited, each.title, each.site.name, each.wanted, _why(each), *said)


def index_paper(rule_sets: Mapping[str, RuleSet], assessed: Assessed, beside: Beside | None = None) -> IndexPaper:
    """Every fact and table that was stated, and every item of evidence."""
    items = index_items(assessed, beside)
    return IndexPaper(head_of(rule_sets, assessed, beside), evidence_index(rule_sets, assessed), items)


def index_items(assessed: Assessed, beside: Beside | None = None) -> tuple[IndexItem, ...]:
    """The items of evidence: those that are kept, or else those that were named with what was assessed."""
    if beside is not None and beside.items:
        return tuple(beside.items)
    rule_set, evidence = assessed.sites[0].determination.rule_set, assessed.evidence
    return tuple(index_item(rule_set, evidence.sites, each) for each in evidence.items)


def unchecked(assessed: Assessed) -> dict[str, dict[str, set[tuple[str, str]]]]:
    """The conditions that answers rest on and that fall short of text read and reviewed: how, cited where, which."""
    found: dict[str, dict[str, set[tuple[str, str]]]] = {}
    for site in assessed.sites:
        for each in site.determination.unchecked:
            cited = site.determination.rule_set.provisions[each.provision].citation.provision
            found.setdefault(each.how, {}).setdefault(cited, set()).add((each.provision, each.condition))
    return found


def worked(assessed: Assessed, folder: str = "TRUST_FOLDER") -> Worked:
    """What the answers rest on, and how to make them again."""
    rule_sets = {each.rule_set.id: each.rule_set for each in _determinations(assessed)}
    short = unchecked(assessed)
    year = assessed.evidence.year.removeprefix("year-")
    return Worked(
        tuple(RulesRead(each.title, each.id, each.revision) for each in rule_sets.values()),
        (*(Run(each.site.name, each.determination.id) for each in assessed.sites), Run("Trust", assessed.verdict.id)),
        tuple(Checking(HOW[how], sum(map(len, short[how].values())), tuple(short[how])) for how in HOW if how in short),
        ENGINE_VERSION,
        f"rationale assess {folder} --year {year} --today {assessed.as_at.isoformat()}",
    )


def sentences(requirement: Requirement, rule_set: RuleSet) -> tuple[str, ...]:
    """What would show a requirement that is not yet known: each thing that is asked for, and where it is found."""
    asked = (_asked(rule_set, each.what, each.fact, each.ask) for each in requirement.needs)
    return tuple(dict.fromkeys((*requirement.outside, *asked)))


def _determinations(assessed: Assessed) -> Iterator[Determination]:
    yield from (each.determination for each in assessed.sites)
    yield assessed.verdict


def _actions(assessed: Assessed) -> Iterator[ActionLine]:
    for place, each in enumerate(_first(assessed)):
        at_sites = tuple(site.actions[place].stands for site in assessed.sites)
        yield ActionLine(each.number, capital(subject(each)), assessed.of_trust[each.id], at_sites)


def _views(assessed: Assessed, given: Beside) -> Iterator[Views]:
    for each in _first(assessed):
        said = given.stated.get(each.number, Stated())
        stands = STANDS[assessed.of_trust[each.id]]
        yield Views(each.number, capital(subject(each)), stands, said.self_assessed, said.validated, said.reverified)


def _first(assessed: Assessed) -> tuple[ActionStands, ...]:
    return assessed.sites[0].actions


def _by_eye(every: Sequence[Requirement]) -> Iterator[str]:
    """Each requirement that rests on a share of few, once, with of how many at which site."""
    found: dict[str, list[str]] = {}
    for each in every:
        if few := each.by_eye.partition(":")[0]:
            found.setdefault(f"{each.cited}: {each.title}", []).append(f"{each.site.name}, {few[0].lower()}{few[1:]}")
    yield from (f"{what}. {'; '.join(sites)}." for what, sites in found.items())


def _left(assessed: Assessed, every: Sequence[Requirement]) -> Iterator[OfAction]:
    """The actions of which something is not met or not yet shown."""
    rule_set = assessed.sites[0].determination.rule_set
    for action in _first(assessed):
        own = [each for each in every if each.action == action.number]
        unmet = tuple(Unmet(each.cited, each.title, each.site.name, _why(each)) for each in own if each.fails)
        unshown = tuple(_unshown(own, rule_set))
        if not own:  # a year of which the action is not encoded
            names = tuple(each.site.name for each in assessed.sites)
            unshown = (Unshown((f"Safety action {action.number}",), names, (action.answer.asks,)),)
        if unmet or unshown:
            yield OfAction(action.number, subject(action), unmet, unshown)


def _why(requirement: Requirement) -> tuple[str, ...]:
    """How it stands, then why, in the words of the determination."""
    return (requirement.statement, *requirement.reasons)


def _unshown(own: Sequence[Requirement], rule_set: RuleSet) -> Iterator[Unshown]:
    """The requirements that are not yet known; those that lack the same at the same sites stand together."""
    sites: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for each in own:
        if each.waits:
            asked = f"{each.cited}: {each.title}"
            sites.setdefault((asked, sentences(each, rule_set)), []).append(each.site.name)
    together: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for (asked, needs), at in sites.items():
        together.setdefault((needs, tuple(at)), []).append(asked)
    for (needs, names), every in together.items():
        yield Unshown(tuple(every), names, needs)


def _asked(rule_set: RuleSet, what: str, name: str, ask: str) -> str:
    asked = rule_set.asked(name)
    by = getattr(asked, "decided_by", "")
    told = {
        "find": f"For {role(by)} to find: {ask}" if by else f"People differ, and somebody has to find: {ask}",
        "rows": f"{ask} All the records, and who says that they are all.",
        "close": f"Stated as not known: {ask}",
    }.get(what, ask)
    return f"{told} Evidence: {asked.evidence}" if asked.evidence else told
