"""What the papers of an assessment say, before they are set: plain data, which knows no trust's records.

A standing is ``met``, ``not_met`` or ``not_shown``: met on evidence, not met, not yet shown.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class AssessmentHead:
    """What each paper begins with. ``warning``: what stands on top of the first page, or empty.

    ``year`` is in words, ``scheme`` is the document's title; ``sites`` are the names of all maternity sites.
    ``sample``: the trust is invented. ``frozen``: under which hash it was frozen and who signed that, a text each;
    empty where nothing is.
    """

    trust: str
    code: str
    scheme: str
    year: str
    as_at: date
    sites: tuple[str, ...]
    warning: str = ""
    sample: bool = False
    frozen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One safety action: how it stands for the trust, and at each site in the order of the sites."""

    number: int
    title: str
    trust: str
    sites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unmet:
    """A requirement that is not met at a site: how it is cited, what it is about, and why, a paragraph each."""

    cited: str
    title: str
    site: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unshown:
    """Requirements that are not yet shown, at which sites, and what would show all of them, a text each."""

    asked: tuple[str, ...]
    sites: tuple[str, ...]
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfAction:
    """What is not met, and what is not yet shown, of one safety action."""

    number: int
    title: str
    unmet: tuple[Unmet, ...]
    unshown: tuple[Unshown, ...]


@dataclass(frozen=True, slots=True)
class Views:
    """Four views of one safety action that are never mixed, in words. What nobody has stated is empty."""

    number: int
    title: str
    on_evidence: str
    self_assessed: str = ""
    validated: str = ""
    reverified: str = ""


@dataclass(frozen=True, slots=True)
class LastDay:
    """The last safe day to act on a requirement at a site, and what there is to do."""

    requirement: str
    site: str
    on: date
    what: str


@dataclass(frozen=True, slots=True)
class RulesRead:
    """A rule set that the answers come from, at its revision."""

    title: str
    id: str
    revision: str


@dataclass(frozen=True, slots=True)
class Run:
    """A determination behind the paper: what it is about, and the SHA-256 of all that it holds."""

    about: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Checking:
    """How the words behind the answers were checked: in words, how many conditions, and where they stand."""

    how: str
    count: int
    cited: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Worked:
    """What a paper rests on, and how to make it again. ``command`` is what to type."""

    rules: tuple[RulesRead, ...]
    runs: tuple[Run, ...]
    checking: tuple[Checking, ...]
    engine: str
    command: str


class _Paper:
    """What base.html asks of every paper."""

    __slots__ = ()
    head: AssessmentHead

    @property
    def service(self) -> str:
        """Whose paper it is."""
        return self.head.trust

    @property
    def sample(self) -> bool:
        """Whether the trust is invented."""
        return self.head.sample


@dataclass(frozen=True)
class BoardPaper(_Paper):
    """How the ten safety actions stand, outcome first. ``money``: an estimate of what may come back, a text each.

    ``to_come``: what is stated of days to come, so that it did not count; ``by_eye``: requirements that rest on a share
    of few or none, so that a person looks at them too; a text each.
    """

    head: AssessmentHead
    stands: str
    met: int
    not_met: int
    not_shown: int
    actions: tuple[ActionLine, ...]
    left: tuple[OfAction, ...]
    views: tuple[Views, ...]
    worked: Worked
    last_days: tuple[LastDay, ...] = ()
    money: tuple[str, ...] = ()
    to_come: tuple[str, ...] = ()
    by_eye: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One requirement that is not met: what has to be so, and what is lacking, by how much. All else is blank.

    But for what somebody noted: who sees to it, by when, and a comment.
    """

    action: int
    cited: str
    title: str
    site: str
    wanted: str
    lacking: tuple[str, ...]
    owner: str = ""
    due_on: date | None = None
    comment: str = ""


@dataclass(frozen=True)
class PlanPaper(_Paper):
    """An action plan to fill in, a line for each requirement that is not met at a site."""

    head: AssessmentHead
    lines: tuple[PlanLine, ...]


@dataclass(frozen=True, slots=True)
class IndexLine:
    """One fact or table as it was stated, or what nobody has said of it yet.

    ``place``: the trust or a site. ``rows``: how many, of a table alone, and none of a fact. ``sha256``: of what was
    stated, as ``evidence_index`` says. ``windows``: the days within which it is looked at. ``read_by``: requirements.
    """

    place: str
    name: str
    asks: str
    says: str
    source: str
    rows: int | None
    sha256: str
    windows: tuple[str, ...]
    read_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndexItem:
    """One item of evidence, in words. ``place`` counts from 1; ``sha256`` is of its file, and empty where none is here.

    ``days``: when it was dated and what it covers. ``serves``: requirements, with the site where it is one's alone.
    ``outside``: for which of them its days do not count.
    """

    place: int
    title: str
    original: str
    days: str
    received: str
    approved: str
    serves: tuple[str, ...]
    outside: tuple[str, ...]
    sha256: str = ""


@dataclass(frozen=True)
class IndexPaper(_Paper):
    """Every fact and table behind an assessment, and every item of evidence."""

    head: AssessmentHead
    lines: tuple[IndexLine, ...]
    items: tuple[IndexItem, ...] = ()
