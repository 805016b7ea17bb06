"""What a publication is while it is prepared: what is redacted, what is told, who approved, and what went out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from casework.deciding import Proposed
from casework.publishing.life import Act
from documents import DecisionRecord, Record
from engine import Fault
from register import PublishedDetermination

Kind = Literal["decision", "scheme_result"]


@dataclass(frozen=True, slots=True)
class Redacting:
    """What somebody asks not to be published: where it stands, which words of it (none: all), why, what stands there.

    ``pointer`` is a JSON pointer into the record; without one the words must stand nowhere at all. ``reason`` is one
    of REASONS; ``says`` tells readers more.
    """

    pointer: str
    words: str = ""
    reason: str = ""
    says: str = ""
    replacement: str = ""


@dataclass(frozen=True, slots=True)
class Redaction:
    """What is decided about a place in the record: ``redact``, or ``release`` although it is personal."""

    of_version: int
    act: str
    pointer: str
    words: str
    reason: str
    says: str
    replacement: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class TextVersion:
    """The summary as somebody wrote it, and why there is another version of the publication, where there is."""

    of_version: int
    summary: str
    what: str
    why: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Approval:
    """Somebody approved one content: what is changed afterwards they did not approve."""

    content: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Preview:
    """A link that was made for a party, and the content that was to be published then."""

    id: str
    party_id: str
    link_id: str
    content: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody asks that something be taken down. ``answer`` is one of ANSWERS once it was answered."""

    id: str
    asker: str
    said: str
    at: datetime
    by: str
    answer: str = ""
    answer_said: str = ""
    answered_at: datetime | None = None
    answered_by: str = ""


@dataclass(frozen=True, slots=True)
class Intent:
    """What was to be done in the register. ``canonical`` and ``pdf`` are none once it was done, or refused there."""

    id: str
    publication_id: str
    case_id: str
    act: Act
    of_version: int
    erases: bool
    sha256: str
    canonical: bytes | None
    determinations: bytes | None
    pdf: bytes | None
    on: date
    at: datetime
    by: str
    done_at: datetime | None
    refused: bool


@dataclass(frozen=True, slots=True)
class Prepared:
    """A publication as it stands in private. ``out`` is the version that is published, 0 before the first.

    ``version`` goes up by one with every change. ``redactions`` are those that stand, releases too. ``authors`` are all
    who prepared it.
    """

    id: str
    kind: Kind
    case_id: str
    decision_id: str
    reference: str
    state: str
    out: int
    version: int
    made_at: datetime
    made_by: str
    redactions: tuple[Redaction, ...]
    texts: tuple[TextVersion, ...]
    embargo_until: datetime | None
    noindex: bool
    approvals: tuple[Approval, ...]
    previews: tuple[Preview, ...]
    requests: tuple[Request, ...]
    intents: tuple[Intent, ...]
    authors: frozenset[str]

    @property
    def public_id(self) -> str:
        """What it is known by in the register."""
        return f"{'d' if self.kind == 'decision' else 's'}-{self.id}"

    @property
    def following(self) -> int:
        """The version that is being prepared."""
        return self.out + 1

    @property
    def text(self) -> TextVersion | None:
        """The newest text."""
        return self.texts[-1] if self.texts else None

    @property
    def open_requests(self) -> tuple[Request, ...]:
        """The requests to take something down that nobody has answered."""
        return tuple(each for each in self.requests if not each.answer)

    @property
    def going_out(self) -> Intent | None:
        """What is on its way to the register and has not arrived."""
        return next((each for each in self.intents if each.done_at is None), None)

    def redacted(self) -> tuple[Redaction, ...]:
        """What is not published: at its places, and words that must stand nowhere."""
        return tuple(each for each in self.redactions if each.act == "redact")

    @property
    def let(self) -> tuple[str, ...]:
        """The words that somebody let stand wherever they do, with a reason."""
        return tuple(each.words for each in self.redactions if each.act == "release" and each.words)


@dataclass(frozen=True, slots=True)
class Personal:
    """A place in the record that is about a living person: where it stands, and what it is, for the officer.

    ``words`` must stand nowhere else either; they are empty where it is a mere yes or no, or one of a few options.
    """

    pointer: str
    what: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """The whole record of an issued decision, before anything is redacted.

    ``made`` are the determinations it rests on, and ``personal`` every place that must be redacted or released.
    """

    record: DecisionRecord
    made: tuple[Proposed, ...]
    personal: tuple[Personal, ...]


@dataclass(frozen=True, slots=True)
class AsPublished:
    """A record as it would be published, the determinations that its facts give, and what stands in the way."""

    record: DecisionRecord
    determinations: tuple[PublishedDetermination, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A publication with all that would go out now, worked out. ``whole`` is its record before redaction.

    ``content`` is the hash of what is to be approved: the same as long as no word of it changes, whatever the day.
    ``private`` are words that must stand nowhere in what is published, each with what it is. ``erases``: what was
    published before holds something that is published no longer. ``approvals_needed`` are of different people.
    ``organisations``: the parties that are none of a person and are named in it, each with how it is reached.
    """

    prepared: Prepared
    whole: Record
    record: Record
    determinations: tuple[PublishedDetermination, ...]
    personal: tuple[Personal, ...]
    private: Mapping[str, str]
    content: str
    erases: bool
    faults: tuple[Fault, ...]
    approvals_needed: int
    organisations: Mapping[str, str] = field(default_factory=dict)
