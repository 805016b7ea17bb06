"""Because of what: the conditions that carry a status, and the lines that carry an outcome.

A group that is not met as a whole is so because of every part that is not; ``any`` that is met, because of every part
that is; otherwise because of all its parts. Exceptions count as parts, a provision that is named counts as itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.evaluate import Evaluation
from engine.model import Leaf, Line, Node, OfFact, Question, Unless, Version
from engine.values import Span, Status
from engine.walk import conditions_of, leaves


@dataclass(frozen=True, slots=True)
class Carrier:
    """A condition of a provision, as it stands in one version, with its status: what a determination rests on."""

    provision: str
    version: Version
    dates: Span
    part: Leaf | Unless
    status: Status


def of_version(
    ev: Evaluation, provision: str, version: Version, dates: Span, briefly: bool = False
) -> Iterator[Carrier]:
    """Why one version stands as it does."""
    if version.when is None:
        return
    status = ev.version(provision, version, dates)
    for part in _of_whole(ev, version.when, version.unless, status, dates, briefly):
        yield Carrier(provision, version, dates, part, _status(ev, part, dates))


def of_provision(ev: Evaluation, provision: str, briefly: bool = False) -> Iterator[Carrier]:
    """Why a provision stands as it does, in every version that may apply.

    ``briefly``: where one failing condition is enough, opinions that fail beside a plain fact that fails are left out.
    """
    for version, dates in ev.versions(provision):
        yield from of_version(ev, provision, version, dates, briefly)


def whole_provision(ev: Evaluation, provision: str) -> Iterator[Carrier]:
    """Every condition and exception of a provision, in every version that may apply, whatever carries its status."""
    for version, dates in ev.versions(provision):
        for part in conditions_of(version):
            yield Carrier(provision, version, dates, part, _status(ev, part, dates))


def of_line(ev: Evaluation, line: Line) -> Iterator[Leaf]:
    """Why a line of a question stands as it does: the provisions, facts and judgements that it names."""
    if line.when is not None:
        yield from carrying(ev, line.when, ev.as_at)


def carrying(ev: Evaluation, node: Node, dates: Span) -> tuple[Leaf, ...]:
    """Why a condition stands as it does: the tests that carry its status."""
    return tuple(leaf for leaf in _of_node(ev, node, dates) if isinstance(leaf, Leaf))


def considered(ev: Evaluation, question: Question) -> tuple[tuple[int, Line], ...]:
    """The lines a determination rests on, numbered from 1: the reachable ones and every line before them."""
    reachable = ev.reachable(question)
    last = question.lines.index(reachable[-1])
    return tuple(enumerate(question.lines[: last + 1], start=1))


def _status(ev: Evaluation, part: Leaf | Unless, dates: Span) -> Status:
    return ev.leaf(part, dates) if isinstance(part, Leaf) else ev.exception(part, dates)


def _of_whole(
    ev: Evaluation, when: Node, unless: tuple[Unless, ...], status: Status, dates: Span, briefly: bool
) -> Iterator[Leaf | Unless]:
    """Of ``when`` and none of ``unless``: all of them where it is met, else every part that keeps it from being met."""
    if status is Status.MET or ev.node(when, dates) is status:
        yield from _of_node(ev, when, dates, briefly)
        if briefly and status is Status.NOT_MET:
            return
    for exception in unless:
        if status is Status.MET or Status(-ev.exception(exception, dates)) is status:
            yield from _of_exception(ev, exception, dates)


def _of_exception(ev: Evaluation, exception: Unless, dates: Span) -> Iterator[Leaf | Unless]:
    status = ev.exception(exception, dates)
    if status is Status.MET or ev.node(exception.when, dates) is status:
        yield exception
    for inner in exception.unless:
        if status is Status.MET or Status(-ev.exception(inner, dates)) is status:
            yield from _of_exception(ev, inner, dates)


def _of_node(ev: Evaluation, node: Node, dates: Span, briefly: bool = False) -> Iterator[Leaf | Unless]:
    if isinstance(node, Leaf):
        yield node
        return
    status = ev.node(node, dates)
    parts = node.of
    carried_by_all = {"all": Status.MET, "any": Status.NOT_MET}.get(node.operation)
    if node.operation != "not" and status is not carried_by_all:
        parts = tuple(part for part in parts if ev.node(part, dates) is status)
    if briefly and node.operation == "all" and status is Status.NOT_MET:
        parts = tuple(part for part in parts if not _opinion(part)) or parts
    for part in parts:
        yield from _of_node(ev, part, dates, briefly)


def _opinion(node: Node) -> bool:
    """Whether a condition turns on what a person finds."""
    return any(isinstance(leaf.source, OfFact) and leaf.source.judgement for leaf in leaves(node))
