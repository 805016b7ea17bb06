"""What a paper says, before it is set: plain data, from which every form of it is made."""

from dataclasses import dataclass
from datetime import date

from engine import RuleSet

SERVICE = "NHS Resolution, Primary Care Appeals"


@dataclass(frozen=True, slots=True)
class Part:
    """A section of text: its id, its heading, and what people wrote, as Markdown of the kind that we take."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A question, and what was decided on it in words; ``proposed`` where that differs from what was proposed."""

    asks: str
    decided: str
    says: str = ""
    proposed: str = ""


@dataclass(frozen=True, slots=True)
class DepartedFrom:
    """Something on which the decision departs from what was proposed, and why."""

    what: str
    proposed: str
    decided: str
    reasons: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A slip in an issued decision."""

    number: int
    stands: str
    should_be: str
    why: str
    on: date


@dataclass(frozen=True, slots=True)
class RestsOn:
    """A determination behind the decision: the rule set's title, its revision, and the hash of what was proposed."""

    title: str
    rule_set: str
    revision: str
    sha256: str
    as_at: str


@dataclass(frozen=True, slots=True)
class LawCited:
    """A provision that was dealt with: how it is cited, its deep link, and who read it where no lawyer had."""

    cited: str
    title: str
    url: str
    read_by: str = ""


@dataclass(frozen=True, slots=True)
class DecisionPaper:
    """A decision, outcome first. ``reference`` is empty, and ``decided_on`` none, while it is a draft.

    ``sample``: it is about invented or copied sample data, and every page says so. ``service``: who issues it.
    ``matter``: what is decided on the matter itself, a sentence each, where that is no application to the list.
    ``follows``: the decision that left the appeal open, and after which it comes.
    """

    reference: str
    case_reference: str
    kind: str
    title: str
    decided_on: date | None
    disposal: str
    final: str
    answers: tuple[Answered, ...]
    parties: tuple[tuple[str, str], ...]
    decided_by: tuple[str, ...]
    parts: tuple[Part, ...]
    departures: tuple[DepartedFrom, ...]
    law: tuple[LawCited, ...]
    rests_on: tuple[RestsOn, ...]
    next_steps: tuple[str, ...]
    supersedes: str = ""
    superseded_by: str = ""
    corrections: tuple[Correction, ...] = ()
    matter: tuple[str, ...] = ()
    sample: bool = False
    service: str = SERVICE
    follows: str = ""


@dataclass(frozen=True, slots=True)
class LetterPaper:
    """A letter that goes to one party with a decision. ``dated`` is none while it is not sent.

    ``told``: who else is told, by what they are in the case, and when and how where their letter is out already.
    ``how``: by which way it goes, in words.
    """

    to_name: str
    to_role: str
    to_address: str
    dated: date | None
    how: str
    reference: str
    case_reference: str
    title: str
    disposal: str
    final: str
    opening: str
    told: tuple[str, ...]
    next_steps: tuple[str, ...]
    signed_by: str
    corrections: tuple[Correction, ...] = ()
    matter: tuple[str, ...] = ()
    sample: bool = False
    service: str = SERVICE


@dataclass(frozen=True, slots=True)
class SlipPaper:
    """A correction slip of an issued decision."""

    reference: str
    case_reference: str
    title: str
    correction: Correction
    sample: bool = False
    service: str = SERVICE


@dataclass(frozen=True, slots=True)
class RulesPaper:
    """A rule set as it is loaded, for somebody who reads it against the law. ``first``: what comes before all else."""

    rule_set: RuleSet
    sample: bool = False
    service: str = "Rationale"
    first: tuple[str, ...] = ()
