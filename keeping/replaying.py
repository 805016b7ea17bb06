"""A stored determination made again, from the rules and facts that were kept with it, and compared byte for byte."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection

from engine import (
    ENGINE_VERSION,
    ClosingRefused,
    Determination,
    EngineDisagreement,
    FactError,
    RuleError,
    RuleSet,
    determine,
)
from keeping import rule_files
from keeping.as_put import put
from keeping.kept import Kept, required

Outcome = Literal["same", "another_engine", "differs", "altered", "gone", "cannot"]
_STOPPED = (RuleError, FactError, ClosingRefused, EngineDisagreement, rule_files.RuleFilesRefused)


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came of making a determination again.

    ``same``: every byte, and every word of its explanation. ``another_engine``: all but the version of the engine that
    stands in it. ``differs``: ``where`` is a JSON pointer to the first difference, or its byte where both say the same.
    ``altered``: what is kept no longer has the hash it was stored with. ``gone``: its values had to go. ``cannot``:
    this program refuses the kept rules or facts. ``made_by`` is the version of the engine that made it, where it could
    be made again.
    """

    id: str
    rule_set: str
    outcome: Outcome
    said: str
    where: str = ""
    made_by: str = ""
    engine: str = ENGINE_VERSION

    @property
    def same(self) -> bool:
        """Whether it was reproduced byte for byte."""
        return self.outcome == "same"


class NotMadeAgain(Exception):
    """A determination that does not come out again as it was kept. ``replayed`` says how."""

    def __init__(self, replayed: Replayed) -> None:
        self.replayed = replayed
        super().__init__(replayed.said)


def replay(connection: Connection, id: str, cache_dir: Path) -> Replayed:
    """Make a stored determination again. Its rules are unpacked in ``cache_dir`` while they are read.

    Raises NoSuchDetermination. It reads no rules but those that were kept, and stores nothing.
    """
    replayed, _ = _replayed(connection, id, cache_dir)
    return replayed


def again(connection: Connection, id: str, cache_dir: Path, in_use: RuleSet | None = None) -> Determination:
    """A stored determination, made again from the rules and facts that were kept with it, whole and live.

    Every byte is as it was kept, but for the version of the engine that stands in it. Raises NoSuchDetermination, and
    NotMadeAgain where it comes out otherwise, or cannot be made at all. ``in_use``: its rule set as it is loaded, which
    is taken where it gives the same bytes, since those that were kept take seconds to read. Two readings of it that
    disagree are told, and not tried again.
    """
    if in_use is not None and (quickly := _with_rules_in_use(required(connection, id), in_use)):
        return quickly
    replayed, made = _replayed(connection, id, cache_dir)
    if made is None or replayed.outcome not in ("same", "another_engine"):
        raise NotMadeAgain(replayed)
    return made


def _with_rules_in_use(kept: Kept, in_use: RuleSet) -> Determination | None:
    """It, where rules of the same revision give every byte and every word of it. Raises NotMadeAgain."""
    if in_use.revision != kept.revision or kept.canonical is None:
        return None
    try:
        made = determine(in_use, put(in_use, kept.given), kept.as_at, kept.record_closed)
    except EngineDisagreement as disagreed:
        raise NotMadeAgain(_cannot(kept, disagreed)) from disagreed
    except _STOPPED:
        return None
    said = (kept.canonical, kept.sha256, kept.headline, kept.paragraphs)
    return made if said == (made.canonical, made.id, made.account.headline, made.account.paragraphs) else None


def _replayed(connection: Connection, id: str, cache_dir: Path) -> tuple[Replayed, Determination | None]:
    """What came of making it again, and what was made, where it could be made."""
    kept = required(connection, id)
    if kept.canonical is None:
        gone = "Its values had to go when the case's time was over; its hash, date and rules stay."
        return _told(kept, "gone", gone), None
    if hashlib.sha256(kept.canonical).hexdigest() != kept.sha256:
        return _told(kept, "altered", _ALTERED), None
    try:
        made = _again(kept, rule_files.fetch(connection, kept.revision), cache_dir)
    except _STOPPED as stopped:
        return _cannot(kept, stopped), None
    return _compared(kept, made, json.loads(kept.canonical)), made


_ALTERED = (
    "What is kept no longer has the hash that it was stored with: somebody changed it in the database. Restore it from "
    "a backup, and look who could write there."
)


def _again(kept: Kept, files: bytes, cache_dir: Path) -> Determination:
    rule_set = rule_files.read(files, kept.rule_set, cache_dir)
    if rule_set.revision != kept.revision:
        raise rule_files.RuleFilesRefused(
            f"The rule files that were kept give revision {rule_set.revision[:12]}, not {kept.revision[:12]}: they "
            "were changed, or this engine works a revision out otherwise than the one that stored them."
        )
    return determine(rule_set, put(rule_set, kept.given), kept.as_at, kept.record_closed)


def _compared(kept: Kept, again: Determination, before: Mapping[str, Any]) -> Replayed:
    """Compared apart from the engine's version, which is told apart."""
    made_by = before["engine"]["version"]
    versions = "" if made_by == ENGINE_VERSION else f"It was made by engine {made_by}, and this is {ENGINE_VERSION}. "
    where = _where(kept, again, before, made_by)
    if where:
        return _told(kept, "differs", f"{versions}The first difference is at {where}.", where, made_by)
    if versions:
        return _told(kept, "another_engine", f"{versions}But for that, every byte is the same.", made_by=made_by)
    return _told(kept, "same", "Every byte is the same, and every word of the explanation.", made_by=made_by)


def _where(kept: Kept, again: Determination, before: Mapping[str, Any], made_by: str) -> str:
    """The first difference of the determination itself, or else of its explanation; empty where there is none."""
    after = again.record() | {"engine": before["engine"]}
    told = {"headline": kept.headline, "explanation": list(kept.paragraphs)}
    now = {"headline": again.account.headline, "explanation": list(again.account.paragraphs)}
    pointer = next(chain(_differences(before, after), _differences(told, now)), "")
    return pointer or _byte(kept.canonical or b"", as_made_by(again.canonical, made_by))


def as_made_by(canonical: bytes, version: str) -> bytes:
    """The canonical form of a determination, as the engine of a version writes it that differs in nothing else."""
    return canonical.replace(_engine(ENGINE_VERSION), _engine(version), 1)


def _engine(version: str) -> bytes:
    return f'"engine":{{"version":"{version}"}}'.encode()


def _byte(before: bytes, after: bytes) -> str:
    """Where the same is said in other bytes; empty where bytes are the same."""
    if before == after:
        return ""
    pairs = enumerate(zip_longest(before, after), 1)
    return f"byte {next(place for place, (one, other) in pairs if one != other)}"


def _differences(before: Any, after: Any, path: str = "") -> Iterator[str]:
    """JSON pointers to what differs, in the order of the bytes."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in sorted({*before, *after}):
            yield from _in_part(before, after, name, path, name in before and name in after)
    elif isinstance(before, list) and isinstance(after, list):
        for place in range(max(len(before), len(after))):
            yield from _in_part(before, after, place, path, place < min(len(before), len(after)))
    elif before != after or isinstance(before, bool) != isinstance(after, bool):
        yield path


def _in_part(before: Any, after: Any, key: str | int, path: str, in_both: bool) -> Iterator[str]:
    pointer = f"{path}/{str(key).replace('~', '~0').replace('/', '~1')}"
    if not in_both:
        yield pointer
    else:
        yield from _differences(before[key], after[key], pointer)


def _cannot(kept: Kept, stopped: Exception) -> Replayed:
    return _told(kept, "cannot", f"This program cannot make it again. {stopped}")


def _told(kept: Kept, outcome: Outcome, said: str, where: str = "", made_by: str = "") -> Replayed:
    return Replayed(kept.id, kept.rule_set, outcome, said, where, made_by)
