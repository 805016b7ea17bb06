"""What a version asks for part by part: the cells of shares that are asked of many alike, and how many are reached."""

from collections.abc import Iterator

from engine.evaluate import Evaluation
from engine.model import Group, Leaf, Node, OfShare, Version
from engine.plain import listed
from engine.values import Span, Status
from engine.walk import leaves

_FEW = 3  # shares of which it is worth saying how many are reached


def parts_asked(version: Version) -> tuple[Node, ...]:
    """The conditions all of which a version asks for, in the law's order; what ``for_each`` made is taken apart."""
    when = version.when
    if when is None:
        return ()
    parts = when.of if isinstance(when, Group) and when.operation == "all" else (when,)
    return tuple(each for part in parts for each in _taken_apart(part))


def _taken_apart(node: Node) -> Iterator[Node]:
    """Each condition of a group of all that nobody named: the copies that ``for_each`` made stand in such a one."""
    if isinstance(node, Group) and node.operation == "all" and not node.id:
        for part in node.of:
            yield from _taken_apart(part)
    else:
        yield node


def shares_reached(ev: Evaluation, version: Version, dates: Span) -> str:
    """How many of the shares are reached that a version asks of many alike, whatever each of them is called.

    Nothing where all or none of them are, or where there are few. A share may have another way beside it, such as a
    plan: where only that is met, it is said apart.
    """
    cells = [part for part in parts_asked(version) if any(map(_told_apart, leaves(part)))]
    met = [cell for cell in cells if ev.node(cell, dates) is Status.MET]
    if len(cells) < _FEW or len(met) in (0, len(cells)):
        return ""
    reached = sum(_reached(ev, cell, dates) for cell in met)
    still_open = sum(ev.node(cell, dates) is Status.NOT_KNOWN for cell in cells)
    others = ((len(met) - reached, "met in another way"), (still_open, "not yet known"))
    told = [f"{_are(reached)} reached", *(f"{_are(count)} {how}" for count, how in others if count)]
    return f"Of the {len(cells)} shares that are asked for, {listed(told)}."


def _told_apart(leaf: Leaf) -> bool:
    return isinstance(leaf.source, OfShare) and "[" in leaf.id


def _reached(ev: Evaluation, cell: Node, dates: Span) -> bool:
    """Whether the share itself is reached, of a cell that is met."""
    own = (cell,) if isinstance(cell, Leaf) else cell.of
    return any(isinstance(each, Leaf) and _told_apart(each) and ev.leaf(each, dates) is Status.MET for each in own)


def _are(count: int) -> str:
    return "none is" if count == 0 else f"{count} {'is' if count == 1 else 'are'}"
