"""Two versions of a text side by side: what stayed, what was taken out and what was put in."""

import pytest

from web.side_by_side import Piece, compared


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("One.\n\nTwo.", "One.\n\nTwo.", [("One.", "One."), ("Two.", "Two.")]),
        ("One.", "", [("-One.", "")]),
        ("", "One.", [("", "+One.")]),
        ("It was so found.", "It was not so found.", [("It was so found.", "It was +not so found.")]),
        ("All of this.", "Wholly other words here.", [("-All of this.", "+Wholly other words here.")]),
    ],
)
def test_two_versions_are_compared_paragraph_by_paragraph(old: str, new: str, told: list[tuple[str, str]]) -> None:
    def shown(pieces: tuple[Piece, ...]) -> str:
        return "".join({"same": "", "out": "-", "in": "+"}[each.kind] + each.text for each in pieces)

    assert [(shown(each.old), shown(each.new)) for each in compared(old, new)] == told
