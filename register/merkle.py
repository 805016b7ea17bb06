"""The Merkle tree of RFC 6962: hashes, roots and proofs. It knows no database and no publication.

A range of leaves that begins where the RFC's own splitting lets it begin falls into complete subtrees, the largest
first; a complete subtree never changes again, so whoever keeps their hashes makes any proof from a few of them.
"""

import hashlib
from collections.abc import Iterator, Sequence

Range = tuple[int, int]
"""Leaves from the first number up to, and without, the second."""

Node = tuple[int, int]
"""A complete subtree: its level, 0 for a leaf, and its place among those of its level, from 0."""

EMPTY = hashlib.sha256().digest()


def leaf_hash(content: bytes) -> bytes:
    """The hash of a leaf."""
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of the node over two others."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The Merkle Tree Hash of leaves, given as their hashes."""
    return _of_range(leaves, (0, len(leaves)))


def inclusion(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """The audit path of the leaf with this number, from 0: the nearest first."""
    return tuple(_of_range(leaves, each) for each in inclusion_ranges(index, len(leaves)))


def consistency(leaves: Sequence[bytes], first: int) -> tuple[bytes, ...]:
    """The proof that the tree of the ``first`` leaves is a beginning of the tree of all."""
    return tuple(_of_range(leaves, each) for each in consistency_ranges(first, len(leaves)))


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether a leaf, given as its hash, is the one with this number in the tree of ``size`` leaves with this root."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for other in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(other, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, other)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def verify_consistency(first: int, second: int, first_root: bytes, second_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether the tree of ``second`` leaves begins with the tree of ``first``, by their roots and a proof."""
    if not 0 <= first <= second:
        return False
    if first in (0, second):
        same = first_root == (EMPTY if first == 0 else second_root)
        return not path and same
    hashes = [first_root, *path] if first & (first - 1) == 0 else list(path)
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    if not hashes:
        return False
    old = new = hashes[0]
    for other in hashes[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old, new = node_hash(other, old), node_hash(other, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, other)
        at, last = at >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


def inclusion_ranges(index: int, size: int) -> tuple[Range, ...]:
    """The ranges whose hashes are the audit path of a leaf. ValueError where the tree has no such leaf."""
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}: they are counted from 0")
    found: list[Range] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        found.append((middle, end) if index < middle else (start, middle))
        start, end = (start, middle) if index < middle else (middle, end)
    return tuple(reversed(found))


def consistency_ranges(first: int, second: int) -> tuple[Range, ...]:
    """The ranges whose hashes prove that the larger tree begins with the smaller. ValueError where it is no larger."""
    if not 0 <= first <= second:
        raise ValueError(f"a tree of {second} leaves does not begin with {first}: give the smaller size first")
    found: list[Range] = []
    start, end, known = 0, second, True
    if first in (0, second):
        return ()
    while first != end:
        middle = start + _split(end - start)
        if first <= middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((start, middle))
            start, known = middle, False
    return tuple(reversed(found if known else [*found, (start, end)]))


def subtrees(leaves: Range) -> Iterator[Node]:
    """The complete subtrees that a range of one of these proofs falls into, the largest first."""
    start, end = leaves
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level


def folded(hashes: Sequence[bytes]) -> bytes:
    """The hash of a range, from those of its subtrees."""
    found = hashes[-1] if hashes else EMPTY
    for each in reversed(hashes[:-1]):
        found = node_hash(each, found)
    return found


def completed(size: int) -> Iterator[Node]:
    """The subtrees above the leaf that are complete once the leaf makes the tree ``size`` large, the lowest first."""
    level = 1
    while size % (1 << level) == 0:
        yield level, (size >> level) - 1
        level += 1


def _split(size: int) -> int:
    """The largest power of two that is smaller."""
    return 1 << (size - 1).bit_length() - 1


def _of_range(leaves: Sequence[bytes], wanted: Range) -> bytes:
    start, end = wanted
    if end - start < 2:
        return leaves[start] if end > start else EMPTY
    middle = start + _split(end - start)
    return node_hash(_of_range(leaves, (start, middle)), _of_range(leaves, (middle, end)))
