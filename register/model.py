"""What goes into the register, and what stands there."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from documents import Record, read_record

Kind = Literal["decision", "scheme_result"]
State = Literal["published", "corrected", "withdrawn"]


@dataclass(frozen=True, slots=True)
class PublishedDetermination:
    """A determination as the published facts give it: its canonical JSON, and the SHA-256 of that."""

    sha256: str
    canonical: bytes


@dataclass(frozen=True, slots=True)
class PublishedRules:
    """The files of a rule set at one revision, packed."""

    revision: str
    rule_set: str
    files: bytes


@dataclass(frozen=True, slots=True)
class Publishing:
    """A version of a record that is to be published: the first, or one that corrects the one before.

    ``erases``: every earlier version becomes a tombstone in the same transaction. ``aliases``: names under which it is
    known beside its reference. ``went_out``: these very bytes went out before, and are put back: they need no salt.
    """

    record: Record
    pdf: bytes | None = None
    determinations: tuple[PublishedDetermination, ...] = ()
    rules: tuple[PublishedRules, ...] = ()
    erases: bool = False
    aliases: tuple[str, ...] = ()
    went_out: bool = False


@dataclass(frozen=True, slots=True)
class Withdrawing:
    """A publication that is to be withdrawn: a tombstone with the reason stays, and nothing else of it."""

    id: str
    reason: str
    on: date


@dataclass(frozen=True, slots=True)
class Published:
    """What became of it: the version and its hash, where it stands in the log, and the publication's state now.

    ``sha256`` is of the record, or of the withdrawal's own entry in the log.
    """

    id: str
    version: int
    state: State
    sha256: str
    leaf_index: int


@dataclass(frozen=True, slots=True)
class VersionHeld:
    """A version of a publication. ``canonical`` is none, and ``why`` empty, once it was erased."""

    version: int
    sha256: str
    canonical: bytes | None
    at: datetime
    leaf_index: int
    why: str
    erased: bool

    @property
    def record(self) -> Record | None:
        """The record, unless it was erased."""
        return None if self.canonical is None else read_record(self.canonical)


@dataclass(frozen=True, slots=True)
class Publication:
    """A publication with all its versions, the oldest first.

    ``docid`` orders publications by the day decided. ``changed_at`` and ``leaf_index`` are of its last change.
    """

    id: str
    kind: Kind
    reference: str
    state: State
    version: int
    noindex: bool
    versions: tuple[VersionHeld, ...]
    withdrawn_on: date | None
    withdrawn_reason: str
    docid: int
    changed_at: datetime
    leaf_index: int

    @property
    def record(self) -> Record | None:
        """The newest record; none where the publication was withdrawn."""
        return self.versions[-1].record

    @property
    def newest(self) -> VersionHeld:
        """The newest version."""
        return self.versions[-1]

    def held(self, version: int) -> VersionHeld | None:
        """A version by its number; none where there is no such."""
        return next((each for each in self.versions if each.version == version), None)


@dataclass(frozen=True, slots=True)
class Outline:
    """A publication without its versions, for long lists. ``sha256`` is of the newest record."""

    id: str
    kind: Kind
    reference: str
    state: State
    version: int
    noindex: bool
    sha256: str
    docid: int
    changed_at: datetime
    leaf_index: int
