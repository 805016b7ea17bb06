"""The Merkle tree: the RFC's example, vectors that others publish, and a reference that follows its words."""

import pytest

from register import merkle

SIZES = (*range(1, 34), 63, 64, 65, 100, 127, 128, 129, 199, 200)

# The leaves and roots with which implementations of Certificate Transparency are tested.
VECTOR = [
    bytes.fromhex(each)
    for each in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


def leaves(size: int) -> list[bytes]:
    return [merkle.leaf_hash(str(number).encode()) for number in range(size)]


class Reference:
    """Section 2.1 of RFC 6962, word for word, for one list of leaves. It remembers what it worked out."""

    def __init__(self, of: list[bytes]) -> None:
        self.of, self.known = of, dict[tuple[int, int], bytes]()

    @staticmethod
    def k(n: int) -> int:
        k = 1
        while k * 2 < n:
            k *= 2
        return k

    def mth(self, start: int, end: int) -> bytes:
        if end - start == 1:
            return self.of[start]
        if (start, end) not in self.known:
            k = self.k(end - start)
            both = self.mth(start, start + k), self.mth(start + k, end)
            self.known[start, end] = merkle.node_hash(*both)
        return self.known[start, end]

    def path(self, m: int, start: int, end: int) -> list[bytes]:
        if end - start == 1:
            return []
        k = self.k(end - start)
        if m < k:
            return [*self.path(m, start, start + k), self.mth(start + k, end)]
        return [*self.path(m - k, start + k, end), self.mth(start, start + k)]

    def subproof(self, m: int, start: int, end: int, whole: bool) -> list[bytes]:
        if m == end - start:
            return [] if whole else [self.mth(start, end)]
        k = self.k(end - start)
        if m <= k:
            return [*self.subproof(m, start, start + k, whole), self.mth(start + k, end)]
        return [*self.subproof(m - k, start + k, end, False), self.mth(start, start + k)]


def check_against_the_reference(size: int) -> None:
    of = leaves(size)
    reference = Reference(of)
    root = reference.mth(0, size)
    assert merkle.root(of) == root
    for index in range(size):
        path = merkle.inclusion(of, index)
        assert list(path) == reference.path(index, 0, size)
        assert merkle.verify_inclusion(of[index], index, size, path, root)
        assert not merkle.verify_inclusion(of[index], (index + 1) % (size + 1), size, path, root)
        assert not merkle.verify_inclusion(merkle.leaf_hash(b"x"), index, size, path, root)
    for first in range(1, size + 1):
        proof = merkle.consistency(of, first)
        before = reference.mth(0, first)
        assert list(proof) == reference.subproof(first, 0, size, True)
        assert merkle.verify_consistency(first, size, before, root, proof)
        assert not merkle.verify_consistency(first, size, merkle.leaf_hash(b"x"), root, proof)
        assert first == size or not merkle.verify_consistency(first, size, before, merkle.leaf_hash(b"x"), proof)


def test_the_roots_are_those_that_others_publish() -> None:
    of = [merkle.leaf_hash(each) for each in VECTOR]
    assert [merkle.root(of[:size]).hex() for size in range(1, 9)] == list(ROOTS)
    assert merkle.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_the_example_of_the_rfc() -> None:
    """Section 2.1.3: seven leaves a to f and j, and the nodes g, h, i, k, l over them."""
    a, b, c, d, e, f, j = of = leaves(7)
    g, h, i = merkle.node_hash(a, b), merkle.node_hash(c, d), merkle.node_hash(e, f)
    k, l_ = merkle.node_hash(g, h), merkle.node_hash(i, j)
    assert merkle.root(of) == merkle.node_hash(k, l_)
    assert merkle.inclusion(of, 0) == (b, h, l_)
    assert merkle.inclusion(of, 3) == (c, g, l_)
    assert merkle.inclusion(of, 4) == (f, j, k)
    assert merkle.inclusion(of, 6) == (i, k)
    assert merkle.consistency(of, 3) == (c, d, g, l_)
    assert merkle.consistency(of, 4) == (l_,)
    assert merkle.consistency(of, 6) == (i, j, k)


def test_leaves_and_nodes_are_hashed_apart() -> None:
    left, right = leaves(2)
    assert merkle.leaf_hash(left + right) != merkle.node_hash(left, right)


@pytest.mark.parametrize("size", SIZES)
def test_paths_and_proofs_are_those_of_the_reference(size: int) -> None:
    if size in (33, 100, 199, 200) or size < 20:
        check_against_the_reference(size)
    else:
        of = leaves(size)
        assert merkle.root(of) == Reference(of).mth(0, size)


@pytest.mark.proof
def test_paths_and_proofs_are_those_of_the_reference_for_every_tree_of_1_to_200_leaves() -> None:
    for size in range(1, 201):
        check_against_the_reference(size)


def test_no_path_that_was_changed_is_taken() -> None:
    of = leaves(21)
    root = merkle.root(of)
    for index in range(21):
        path = list(merkle.inclusion(of, index))
        for place in range(len(path)):
            forged = [*path[:place], bytes(32), *path[place + 1 :]]
            assert not merkle.verify_inclusion(of[index], index, 21, forged, root)
        assert not merkle.verify_inclusion(of[index], index, 21, path[:-1], root)
        assert not merkle.verify_inclusion(of[index], index, 21, [*path, bytes(32)], root)


def test_no_consistency_that_was_changed_is_taken() -> None:
    of = leaves(21)
    root = merkle.root(of)
    for first in range(1, 21):
        before, proof = merkle.root(of[:first]), list(merkle.consistency(of, first))
        for place in range(len(proof)):
            forged = [*proof[:place], bytes(32), *proof[place + 1 :]]
            assert not merkle.verify_consistency(first, 21, before, root, forged)
        assert not merkle.verify_consistency(first, 21, before, root, [])
        assert not merkle.verify_consistency(first, 21, before, root, [*proof, bytes(32)])
    assert merkle.verify_consistency(0, 21, merkle.EMPTY, root, [])
    assert not merkle.verify_consistency(22, 21, root, root, [])


def test_what_a_tree_has_not_is_refused() -> None:
    with pytest.raises(ValueError, match="a tree of 3 leaves has no leaf 3: they are counted from 0"):
        merkle.inclusion(leaves(3), 3)
    with pytest.raises(ValueError, match="a tree of 3 leaves does not begin with 4: give the smaller size first"):
        merkle.consistency(leaves(3), 4)
