"""A decision's determinations made again from its bundle, with the engine alone: no network, no database.

What comes out must be what was published, byte for byte. Where facts are redacted it cannot be what the decision itself
adopted, and then it is said which answers and provisions are lost, and because of which redactions.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from documents import DecisionRecord, DeterminationMade, FactStated, Record
from engine import (
    ENGINE_VERSION,
    ClosingRefused,
    Determination,
    EngineDisagreement,
    FactError,
    RuleError,
    RuleFilesRefused,
    RuleSet,
    comes_to,
    determine,
    read_facts,
    read_rules,
)
from register.bundles import PartBundled, read_bundle
from register.given import APART, given_of

Outcome = Literal["same", "another_engine", "nothing", "differs", "cannot"]

_RULE_SET = re.compile(r"[a-z0-9-]{1,100}/[a-z0-9-]{1,100}")
_STOPPED = (
    RuleError, FactError, ClosingRefused, EngineDisagreement, RuleFilesRefused, OSError, ValueError, RecursionError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lost:
    """A question or provision on which the published facts give another answer than the decision adopted.

    ``about`` is question or provision, ``asks`` what it asks; ``because`` are the redacted facts that may bear on it.
    """

    about: str
    name: str
    asks: str
    because: tuple[FactStated, ...]


@dataclass(frozen=True, slots=True)
class PartRerun:
    """What came of making a determination again.

    ``same``: every byte is as published. ``another_engine``: all but the version of the engine that stands in it.
    ``nothing``: what is redacted left nothing to publish. ``differs``: other bytes came out. ``cannot``: it could not
    be made. ``says`` tells people; ``original`` is whether what was published is the very determination that the
    decision adopted.
    """

    rule_set: str
    title: str
    revision: str
    outcome: Outcome
    says: str
    original: bool
    redacted: tuple[FactStated, ...] = ()
    lost: tuple[Lost, ...] = ()

    @property
    def same(self) -> bool:
        """Whether nothing speaks against it: it came out as published, or nothing was."""
        return self.outcome not in {"differs", "cannot"}


@dataclass(frozen=True, slots=True)
class Rerun:
    """A bundle that was made again. ``sha256`` is of its record; ``faults`` tells what in it was changed."""

    record: Record
    sha256: str
    parts: tuple[PartRerun, ...]
    faults: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether the bundle is as the register wrote it and everything in it came out as published."""
        return not self.faults and all(each.same for each in self.parts)


def rerun(bundle: bytes, within: Path) -> Rerun:
    """Make the determinations of a bundle again. Rules lie in ``within`` while they are read. Raises BundleRefused."""
    read = read_bundle(bundle)
    parts = (_part(read.record, each, within) for each in read.parts if isinstance(read.record, DecisionRecord))
    return Rerun(read.record, read.sha256, tuple(parts), read.faults)


def _part(record: DecisionRecord, part: PartBundled, within: Path) -> PartRerun:
    made = part.made
    if not made.published_sha256:
        return _told(record, made, "nothing", "Without what is redacted the rules give nothing to publish.")
    if part.rules is None:
        return _told(record, made, "cannot", "The bundle holds no rule files for it.")
    try:
        rule_set = _rules(made, part.rules, within)
        as_at = date.fromisoformat(made.as_at) if made.as_at else None
        again = determine(rule_set, read_facts(rule_set, given_of(record, made)), as_at, made.record_closed)
        outcome, says = _compared(part, again)
    except _STOPPED as stopped:
        return _told(record, made, "cannot", f"It cannot be made again here. {stopped}")
    return _told(record, made, outcome, says, tuple(_lost(record, made, rule_set)))


def _rules(made: DeterminationMade, packed: bytes, within: Path) -> RuleSet:
    if not _RULE_SET.fullmatch(made.rule_set):
        raise RuleFilesRefused(f"'{made.rule_set}' is no name of a rule set.")
    rule_set = read_rules(packed, made.rule_set, within)
    if rule_set.revision != made.revision:
        raise RuleFilesRefused(
            f"The rule files in the bundle give revision {rule_set.revision[:12]}, and the record names "
            f"{made.revision[:12]}: they were changed."
        )
    return rule_set


def _compared(part: PartBundled, again: Determination) -> tuple[Outcome, str]:
    made = part.made
    if again.id == made.published_sha256:
        return "same", "Every byte is the same as published."
    as_then = again.canonical.replace(_engine(ENGINE_VERSION), _engine(made.engine), 1)
    versions = "" if made.engine == ENGINE_VERSION else f"It was made by engine {made.engine}, here {ENGINE_VERSION}. "
    if hashlib.sha256(as_then).hexdigest() == made.published_sha256:
        return "another_engine", f"{versions}But for that version in it, every byte is the same as published."
    return "differs", f"{versions}Something else comes out than was published: {_differing(part.canonical, again)}."


def _engine(version: str) -> bytes:
    return b'"engine":' + json.dumps({"version": version}, separators=(",", ":")).encode()


def _differing(published: bytes | None, again: Determination) -> str:
    """Which answers and provisions are others, as far as the published determination tells."""
    before = _object(published)
    after = again.record()
    found = [
        f"{what} {each['id']}"
        for what, place in (("question", "questions"), ("provision", "provisions"))
        for each in after[place]
        if each not in before.get(place, ())
    ]
    others = sorted(name for name in after if name != "engine" and before.get(name) != after[name])
    if published is None:
        return "the bundle does not hold it, to tell where"
    return ", ".join(found) or (f"what it says under {', '.join(others)}" if others else "its bytes")


def _object(published: bytes | None) -> Mapping[str, Any]:
    try:
        said = json.loads(published or b"{}")
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _lost(record: DecisionRecord, made: DeterminationMade, rule_set: RuleSet) -> Iterator[Lost]:
    redacted = _redacted(record, made)
    for each in made.differs:
        about, _, name = each.partition(":")
        names = comes_to(rule_set, **{about: name}) if about in {"question", "provision"} else frozenset()
        because = tuple(fact for fact in redacted if fact.name.partition(APART)[0] in names)
        yield Lost(about, name, _asked(rule_set, about, name), because or redacted)


def _asked(rule_set: RuleSet, about: str, name: str) -> str:
    if about == "provision" and name in rule_set.provisions:
        return rule_set.provisions[name].title
    return next((each.asks for each in rule_set.questions if about == "question" and each.id == name), name)


def _redacted(record: DecisionRecord, made: DeterminationMade) -> tuple[FactStated, ...]:
    found = (record.fact(name) for name in made.given)
    return tuple(each for each in found if each is not None and each.redacted)


def _told(
    record: DecisionRecord, made: DeterminationMade, outcome: Outcome, says: str, lost: tuple[Lost, ...] = ()
) -> PartRerun:
    original = made.sha256 == made.published_sha256
    redacted = _redacted(record, made)
    return PartRerun(made.rule_set, made.title, made.revision, outcome, says, original, redacted, lost)
