"""What is kept in memory of the register: only of its state now, and never more than there is room for."""

from pathlib import Path

from tests.register.making import decision_id
from tests.web.published import Site, site
from web.made_once import Kept

NOW, LATER = (1, 1), (2, 1)


def test_it_is_kept_for_one_state_and_all_of_it_goes_with_the_next() -> None:
    kept = Kept()
    assert kept.get(NOW, ("a",)) is None
    kept.put(NOW, ("a",), b"made", 4)
    assert kept.get(NOW, ("a",)) == b"made"
    assert kept.get(LATER, ("a",)) is None
    assert (len(kept.made), kept.taken) == (0, 0)
    kept.put(NOW, ("a",), b"made by whoever began before the change", 40)
    assert kept.get(LATER, ("a",)) is None


def test_what_was_asked_for_longest_ago_makes_room_and_what_is_too_large_is_not_kept() -> None:
    kept, room = Kept(), 10_000
    kept.get(NOW, ())
    for number in range(9):
        kept.put(NOW, (str(number),), b"x" * 1_500, 1_500, room)
        kept.get(NOW, ("0",))
    assert kept.taken <= room
    assert kept.get(NOW, ("0",)) is not None
    assert kept.get(NOW, ("1",)) is None
    kept.put(NOW, ("large",), b"x" * 2_501, 2_501, room)
    assert kept.get(NOW, ("large",)) is None


def held(made: Site) -> bytes:
    """All that the process keeps."""
    kept: Kept = made.client.application.extensions["rationale.register.made_once"]
    return b"".join(str(made).encode() for made, _ in kept.made.values())


def test_nothing_stays_in_memory_of_what_is_withdrawn(tmp_path: Path, empty_register: Path) -> None:
    made = site(tmp_path, empty_register)
    one = f"/decisions/{decision_id(1)}"
    first = made.client.get(f"{one}.txt").data
    assert made.client.get(f"{one}.txt").data == first
    assert made.client.get(one).status_code == made.client.get("/decisions?q=larkmere").status_code == 200
    assert b"Mill Lane" in held(made)
    made.withdraw(decision_id(1), 20)
    assert made.client.get(one).status_code == 410
    made.client.get("/decisions/feed.atom?q=surgery")
    assert b"Mill Lane" not in held(made)
    made.close()
