"""What is redacted is data: applied to the record, and so to every format that is made from it.

Where a fact is redacted, the determination is made again without it: what the public can make again is what is
published, and the record says in what it differs from what the decision adopts.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from casework.deciding import Proposed
from casework.deciding.outcomes import law_as_at
from casework.publishing.model import AsPublished, Recorded, Redaction
from casework.publishing.places import FACT, NoPlace, held_by, text_at
from casework.publishing.recording import UNDER_APPEAL
from casework.publishing.words import NOT_PUBLISHED, REASONS
from documents import DecisionRecord, DeterminationMade, Redacted, as_json, read_record
from engine import ENGINE_VERSION, ClosingRefused, Determination, FactError, Fault, RuleSet, determine, read_facts
from register import PublishedDetermination, given_of


def published(recorded: Recorded, rows: Sequence[Redaction]) -> AsPublished:
    """The record with all that is redacted gone; ``faults`` say which redactions do not fit it."""
    shown, faults = applied(recorded.record, rows)
    made_of = {each.kept.rule_set: each for each in recorded.made}
    again = [_again(recorded.record, shown, each, made_of[each.rule_set]) for each in shown.determinations]
    told = replace(shown, determinations=tuple(each for each, _ in again))
    return AsPublished(told, tuple(out for _, out in again if out is not None), tuple(faults))


def applied(record: DecisionRecord, rows: Iterable[Redaction]) -> tuple[DecisionRecord, list[Fault]]:
    """The record without what is redacted; its determinations are still those of the whole."""
    whole = as_json(record)
    tree = deepcopy(whole)
    gone: list[Redacted] = []
    faults: list[Fault] = []
    for row in _in_order([each for each in rows if each.act == "redact" and each.pointer]):
        try:
            replacement = _apply(whole, tree, row)
        except NoPlace as wrong:
            faults.append(Fault(row.pointer, str(wrong)))
        else:
            gone.append(Redacted(row.pointer, row.reason, row.says or REASONS.get(row.reason, ""), replacement))
    shown = read_record(tree)
    assert isinstance(shown, DecisionRecord)  # noqa: S101  # it has the format of one
    return replace(shown, redactions=tuple(sorted(gone, key=lambda each: each.pointer))), faults


def _in_order(rows: Sequence[Redaction]) -> list[Redaction]:
    """Longer words before those they hold, whatever takes all of a place last; nothing within a fact that goes."""
    facts = {each.pointer for each in rows if FACT.fullmatch(each.pointer)}
    left = [each for each in rows if not any(each.pointer.startswith(f"{fact}/") for fact in facts)]
    return sorted(left, key=lambda each: (not each.words, -len(each.words), each.pointer))


def _apply(whole: dict[str, Any], tree: dict[str, Any], row: Redaction) -> str:
    """What stands there now. Raises NoPlace."""
    if FACT.fullmatch(row.pointer) and not row.words:
        facts, place = held_by(tree, row.pointer)
        why = row.says or REASONS.get(row.reason, "") or NOT_PUBLISHED
        facts[place] |= {"put": None, "says": "", "source": "", "redacted": why}
        if facts[place]["name"].partition("@")[0] == UNDER_APPEAL:
            tree["under_appeal"] = {"id": "", "says": ""}
        return ""
    stood, replacement = text_at(whole, row.pointer), row.replacement or NOT_PUBLISHED
    if row.words and row.words not in stood:
        raise NoPlace(f"the words that are to be redacted do not stand at {row.pointer}: choose them as they stand")
    holder, key = held_by(tree, row.pointer)
    holder[key] = holder[key].replace(row.words, replacement) if row.words else replacement
    return replacement


def _again(
    whole: DecisionRecord, shown: DecisionRecord, each: DeterminationMade, made: Proposed
) -> tuple[DeterminationMade, PublishedDetermination | None]:
    """A determination as the published facts give it: the very same where they are the same.

    None where what is left contradicts itself, so that the rules give nothing that could be published.
    """
    live = made.live
    if live is None or all(whole.fact(name) == shown.fact(name) for name in each.given):
        return each, PublishedDetermination(made.kept.sha256, made.kept.canonical or b"")
    try:
        out = _without(shown, each, made, live)
    except FactError:
        lost = tuple(f"question:{answer.id}" for answer in live.questions)
        return replace(each, sha256="", published_sha256="", law_as_at="", differs=lost), None
    told = replace(
        each,
        sha256="",
        published_sha256=out.id,
        record_closed=out.record_closed,
        engine=ENGINE_VERSION,
        law_as_at=law_as_at(out),
        differs=tuple(_differs(live, out)),
    )
    return told, PublishedDetermination(out.id, out.canonical)


def _without(shown: DecisionRecord, each: DeterminationMade, made: Proposed, live: Determination) -> Determination:
    """Made again; where the record was closed and somebody would now still have to find something, with it open."""
    given = json.dumps(given_of(shown, each))
    try:
        return _determined(live.rule_set, given, made.kept.as_at, made.kept.record_closed)
    except ClosingRefused:
        return _determined(live.rule_set, given, made.kept.as_at, False)


@lru_cache(maxsize=32)
def _determined(rule_set: RuleSet, given: str, as_at: date | None, record_closed: bool) -> Determination:
    """Kept for a while: the page, the gate, whoever approves and whoever publishes all look at the same."""
    return determine(rule_set, read_facts(rule_set, json.loads(given)), as_at, record_closed)


def _differs(live: Determination, out: Determination) -> Iterator[str]:
    """What comes out otherwise without what is redacted."""
    for answer in live.questions:
        if out.answer(answer.id).outcome != answer.outcome:
            yield f"question:{answer.id}"
    now = {each.id: each.status for each in out.provisions}
    for each in live.provisions:
        if now[each.id] != each.status:
            yield f"provision:{each.id}"


def sha256_of(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
