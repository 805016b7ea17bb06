"""What may be said of a fact or a judgement: what is missing, what is said twice, and what replaces without a reason.

Whether a value is one that the fact may have is the engine's to say, and was asked of it before.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine import Fault
from evidence import NoLongerComplete
from keeping.exact import Inexact, canonical, exact, is_text
from keeping.judgements import DecidedBy, as_json, faults_of, says_something

SORTS: Mapping[str, str] = {"fact": "facts", "judgement": "judgements"}
_NAME = re.compile(r"[a-z][a-z0-9_]{0,199}", re.ASCII)
_OPEN = ("not_asked", "not_known")
_WHY = (
    "this replaces what was stated before. Say why, under correction: the earlier words stay in the history beside it"
)


@dataclass(frozen=True, slots=True)
class Saying:
    """What somebody says of one fact or judgement, as ``engine.read_facts`` takes a value, or nothing: taken back.

    ``evidence``: the ids of all the items that support it. ``correction``: why what stood before is replaced.
    ``told_id``: the notice of which it is the day, if it was taken from one.
    """

    sort: str
    name: str
    said: Any | None
    source: str = ""
    decided_by: DecidedBy | None = None
    correction: str = ""
    evidence: tuple[str, ...] = ()
    told_id: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """One statement as it is kept. ``replaces`` is the id of the one that stood before, if any did.

    Taken back: nothing is ``said``, and ``correction`` says why. Where neither is there, its values had their time.
    ``told_id``: the notice that its day was taken from, if any; ``stale``: that notice was taken back.
    ``no_longer_complete``: whose word went with what stood before, a table that they had called complete.
    """

    id: str
    place: int
    sort: str
    name: str
    said: Any | None
    source: str
    decided_by: DecidedBy | None
    correction: str
    replaces: str
    at: datetime
    by: str
    evidence: tuple[str, ...]
    told_id: str = ""
    stale: bool = False
    no_longer_complete: NoLongerComplete | None = None


class StatementRefused(Exception):
    """Nothing of what was said is stored. ``faults`` says why, each at its place."""

    def __init__(self, faults: Collection[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


def faults(saying: Saying, stands: Stated | None, items: Collection[str]) -> Iterator[Fault]:
    """Everything that is wrong with a saying, given what stands and the evidence items of the case."""
    if saying.sort not in SORTS:
        yield Fault("", f"'{saying.sort}' is stated of nothing: say fact or judgement")
        return
    where = pointer(saying)
    if not _NAME.fullmatch(saying.name):
        yield Fault(where, "no rule has such a name: small letters, digits and underscores, and a letter first")
    for key, text in (("source", saying.source), ("correction", saying.correction)):
        if not is_text(text):
            yield Fault(f"{where}/{key}", "this holds signs that no text has: write it again")
    yield from _of_value(saying, stands, where)
    yield from _of_who(saying, where)
    if stands is not None and _must_say_why(saying, stands) and not says_something(saying.correction):
        yield Fault(f"{where}/correction", _WHY)
    unknown = [id for id in saying.evidence if id not in items]
    if unknown:
        told = f"the case has no such evidence item: {', '.join(unknown)}. Add it to this case first"
        yield Fault(f"{where}/evidence", told)


def pointer(saying: Saying) -> str:
    """Where a saying stands in what was sent: ``/facts/NAME`` or ``/judgements/NAME``."""
    name = saying.name.replace("~", "~0").replace("/", "~1")
    return f"/{SORTS.get(saying.sort, saying.sort)}/{name}"


def source_of(saying: Saying) -> str:
    """Where it is from: as was said, or as stands within the value."""
    within = saying.said.get("source", "") if isinstance(saying.said, Mapping) else ""
    return saying.source or str(within)


def value_of(saying: Saying) -> Any:
    """The value without its source, as JSON keeps it exactly. Raises Inexact."""
    said = saying.said
    if isinstance(said, Mapping):
        said = {key: part for key, part in said.items() if key != "source"}
    return exact(said)


def as_fact(said: Any, source: str) -> Any:
    """A value or a range with its source; of a list, each item that does not name a source of its own."""
    if isinstance(said, list):
        return [{"source": source, **cell} if source and isinstance(cell, dict) else cell for cell in said]
    held = said if isinstance(said, dict) else {"value": said}
    return {**held, "source": source} if source else held


def same(saying: Saying, stands: Stated) -> bool:
    """Whether it says what stands already, from the same source and by the same persons."""
    value = canonical([value_of(saying)]) == canonical([stands.said])  # for Python, true is 1
    return value and (source_of(saying), saying.decided_by) == (stands.source, stands.decided_by)


def _must_say_why(saying: Saying, stands: Stated) -> bool:
    """Learning what was not asked or not known corrects nothing, and nor does more evidence for the same."""
    if saying.said is not None and isinstance(stands.said, Mapping) and stands.said.get("state") in _OPEN:
        return False
    try:
        return not (same(saying, stands) and set(saying.evidence) >= set(stands.evidence))
    except Inexact:
        return True


def _of_value(saying: Saying, stands: Stated | None, where: str) -> Iterator[Fault]:
    if saying.said is None and stands is None:
        yield Fault(where, "nothing stands here that could be taken back")
    try:
        value_of(saying)
    except Inexact as inexact:
        yield Fault(where, str(inexact))
    within = saying.said.get("source", "") if isinstance(saying.said, Mapping) else ""
    if saying.source and within and saying.source != within:
        yield Fault(f"{where}/source", "two sources are given for one value: write both in one")


def _of_who(saying: Saying, where: str) -> Iterator[Fault]:
    """A judgement that is answered names who decided; a fact is nobody's decision."""
    if saying.sort == "fact":
        if saying.decided_by is not None:
            yield Fault(f"{where}/decided_by", "a fact is stated by its source and decided by nobody: leave this out")
        return
    said = saying.said if isinstance(saying.said, Mapping) else {}
    if {"by", "reasons"} & set(said):
        yield Fault(where, "who decided and why stands in decided_by, not beside the answer")
    if saying.decided_by is not None:
        try:
            exact(as_json(saying.decided_by))
        except Inexact as inexact:
            yield Fault(f"{where}/decided_by", str(inexact))
        yield from faults_of(saying.decided_by, f"{where}/decided_by")
    elif saying.said is not None and "state" not in said:
        yield Fault(f"{where}/decided_by", "who decided this, and why? Name an officer or a Committee, and the reasons")
