"""What must hold before something is published: one table. The page, the API and the refusal all read it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

import people
from casework.publishing.approving import approved_by, may_approve
from casework.publishing.checking import Checked, Found, check
from casework.publishing.contacts import WRITTEN_TO
from casework.publishing.model import Drawn
from casework.publishing.words import NOT_PUBLISHED
from casework.reports import unanswered_of
from casework.texts import today
from documents import DecisionRecord
from engine import day, listed
from keeping.judgements import says_something

_NEEDED = ("reasons", "disposal")  # the sections without which a decision explains nothing
_SENT = "a request of {} that the public sent has no answer"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table as it stands for a publication: ``lacking`` is empty where it holds."""

    id: str
    says: str
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """All that the lines look at."""

    connection: Connection
    now: datetime
    drawn: Drawn
    checked: Checked
    names: dict[str, str] = field(default_factory=dict)

    def name(self, person_id: str) -> str:
        """Somebody's name."""
        return self.names.get(person_id, person_id)


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of the table: what must hold, and what to tell whoever has to act where it does not."""

    id: str
    says: str
    lacking: Callable[[Looked], Iterator[str]]


def gate(connection: Connection, now: datetime, drawn: Drawn, pdf: bytes | None = None) -> tuple[Line, ...]:
    """Every line of the table, in its order; the PDF that would go out is searched too where it is given."""
    who = {each.by for each in drawn.prepared.approvals}
    looked = Looked(connection, now, drawn, check(drawn, pdf), people.names(connection, who))
    return tuple(Line(line.id, line.says, tuple(line.lacking(looked))) for line in LINES)


def _issued(looked: Looked) -> Iterator[str]:
    record = looked.drawn.whole
    if isinstance(record, DecisionRecord) and not record.decided_on:
        yield "the decision has not been issued: issue it"


def _personal(looked: Looked) -> Iterator[str]:
    decided = {each.pointer for each in looked.drawn.prepared.redactions if not each.words}
    for each in looked.drawn.personal:
        if each.pointer not in decided:
            yield f"{each.what} is about a person: redact it, or release it and say why"


def _unfit(looked: Looked) -> Iterator[str]:
    for fault in looked.drawn.faults:
        yield f"a redaction does not fit what stands there ({fault.message}): mend it, or take it back"


def _recognised(looked: Looked) -> Iterator[str]:
    for each in looked.checked.recognised:
        yield f"{_stands(each, looked)}: take it out there, or let it stand and say why"


def _private(looked: Looked) -> Iterator[str]:
    for each in looked.checked.private:
        or_let = ", or let it stand and say why" if each.what == WRITTEN_TO else ""  # it may be a town
        yield f"{_stands(each, looked)}: take it out there too{or_let}"


def _stands(found: Found, looked: Looked) -> str:
    return f"{found.what} (“{found.said}”) stands in {listed(found.places(looked.drawn.record), 'and')}"


def _inaccessible(looked: Looked) -> Iterator[str]:
    yield from looked.checked.inaccessible


def _unexplained(looked: Looked) -> Iterator[str]:
    drawn, record = looked.drawn, looked.drawn.record
    if not says_something(record.summary):
        yield "the summary is empty: say in plain English what was decided"
    if drawn.prepared.out and record.why is None:
        yield "why there is another version is not said: say what readers are told of it"
    if isinstance(record, DecisionRecord):
        left = {each.id for n, each in enumerate(record.sections) if _is_left(drawn, f"/sections/{n}/text", each.text)}
        titles = {each.id: each.title for each in record.sections}
        yield from (
            f"nothing is left of the section “{titles.get(id, id)}”: redact less" for id in _NEEDED if id not in left
        )
        for place, answer in enumerate(record.answers):
            departed = any(each.name == answer.question for each in record.departures)
            if answer.decided and not (_is_left(drawn, f"/answers/{place}/says", answer.says) or departed):
                yield f"the answer to “{answer.asks}” has no reasons left: redact less"


def _is_left(drawn: Drawn, pointer: str, text: str) -> bool:
    """Whether anything is said at a place beside what stands there instead of what is redacted."""
    for each in drawn.prepared.redacted():
        if each.pointer == pointer:
            text = text.replace(each.replacement or NOT_PUBLISHED, "")
    return says_something(text)


def _unapproved(looked: Looked) -> Iterator[str]:
    drawn = looked.drawn
    by, needed = approved_by(drawn), drawn.approvals_needed
    if len(by) >= needed:
        return
    have = f"{len(by)} of {needed} have approved it as it stands" if needed > 1 else "nobody has approved it"
    yield f"{have}: have somebody approve it who did not prepare it alone"
    stale = {each.by for each in drawn.prepared.approvals if may_approve(drawn.prepared, each.by)} - by
    for id in sorted(stale, key=looked.name):
        yield f"it was changed since {looked.name(id)} approved it: ask them to look at it again"


def _embargo(looked: Looked) -> Iterator[str]:
    until = looked.drawn.prepared.embargo_until
    if until is not None and until > looked.now:
        yield f"it is held back until {day(today(until))}: wait, or let it go"


def _takedowns(looked: Looked) -> Iterator[str]:
    for each in looked.drawn.prepared.open_requests:
        yield f"a request of {day(today(each.at))} to take something down has no answer: answer it"
    for at in unanswered_of(looked.connection, looked.drawn.prepared.public_id):
        yield f"{_SENT.format(day(today(at)))}: answer it under “Requests to take something down”"


LINES: tuple[Rule, ...] = (
    Rule("issued", "the decision has been issued", _issued),
    Rule("personal", "whatever is about a person is redacted, or released with a reason", _personal),
    Rule("fitting", "every redaction fits what stands there", _unfit),
    Rule("recognised", "nothing that tells who somebody is was recognised in any format", _recognised),
    Rule("private", "no name and no other private words of the case stand in any format", _private),
    Rule("accessible", "everybody can read it", _inaccessible),
    Rule("explained", "the summary, the reasons and the disposal are there", _unexplained),
    Rule("approved", "enough people have approved it as it stands", _unapproved),
    Rule("embargo", "it is not held back", _embargo),
    Rule("takedowns", "every request to take something down is answered", _takedowns),
)


def refusal(reference: str, lines: tuple[Line, ...]) -> list[str]:
    """Everything that stands in the way of publishing, in words."""
    return [f"{reference} cannot be published yet: {told}" for line in lines for told in line.lacking]
