"""Practice notes: read whole with what they are about, or refused with the file, the line and what to do."""

import re
from datetime import date
from pathlib import Path

import pytest

from tests.ours import RULES, our_rule_sets
from web.practice import About, NoteRefused, read_notes

PROVISION = "pharmacy/market-entry/reg-31-same-or-adjacent"
WHOLE = f"Title: Doors\nDated: 2026-11-26\nBy: A. Officer\nAbout: {PROVISION}\n\nAsk *first*.\n"


def written(root: Path, text: str | bytes, name: str = "a-note.md") -> Path:
    """A folder of rules with one note."""
    folder = root / "pharmacy" / "practice-notes"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def test_a_note_says_what_it_is_about_by_whom_and_of_which_day(tmp_path: Path) -> None:
    other = "pharmacy/market-entry/reg-18-1-unforeseen-benefits"
    written(tmp_path, WHOLE.replace("2026-11-26", "2026-11-27").replace(PROVISION, f"{PROVISION}, {other}"), "later.md")
    later, first = read_notes(written(tmp_path, f"{WHOLE}<script>alert(1)</script>\n"), our_rule_sets())
    assert (first.id, first.title, first.dated, first.by) == (
        "pharmacy-a-note",
        "Doors",
        date(2026, 11, 26),
        "A. Officer",
    )
    assert first.about == (About("pharmacy/market-entry", "reg-31-same-or-adjacent"),)
    assert "<em>first</em>" in first.html
    assert "<script>" not in first.html
    assert not first.sample
    assert [each.provision for each in later.about] == ["reg-31-same-or-adjacent", "reg-18-1-unforeseen-benefits"]


def test_the_notes_beside_our_rules_are_read_and_what_is_invented_says_so() -> None:
    notes = read_notes(RULES, our_rule_sets())
    assert notes
    assert all(note.sample for note in notes if "invented" in note.by)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            WHOLE.replace("Title", "Titel"),
            ":1: a header has lines such as “Title: …”, of Title, Dated, By, About, Sample",
        ),
        (WHOLE.replace("By: A. Officer\n", ""), ":1: the header lacks By: add a line for each"),
        (WHOLE.replace("A. Officer", ""), ":3: By is empty: say it, or take the line out"),
        (WHOLE.replace("By:", "Title:"), ":3: Title stands twice: leave one"),
        (WHOLE.replace("2026-11-26", "26 November"), ":2: Dated is a day such as 2026-11-26, and not “26 November”"),
        (WHOLE.replace("\n\n", "\nSample: perhaps\n\n"), ":5: Sample is yes, or is left out; it is not “perhaps”"),
        (
            WHOLE.replace("reg-31-same", "reg-31-sane"),
            f":4: there is no provision “{PROVISION.replace('same', 'sane', 1)}”",
        ),
        (WHOLE.partition("\n\n")[0], ":5: there is no text: write it below the header"),
        (b"\xff", ":1: it is not UTF-8: save it as UTF-8"),
    ],
)
def test_a_note_that_is_wrong_is_refused_with_its_place(tmp_path: Path, text: str | bytes, told: str) -> None:
    with pytest.raises(NoteRefused, match=re.escape("pharmacy/practice-notes/a-note.md")) as refused:
        read_notes(written(tmp_path, text), our_rule_sets())
    assert told in str(refused.value)


def test_a_file_that_is_no_note_is_refused_and_every_fault_is_told_at_once(tmp_path: Path) -> None:
    written(tmp_path, WHOLE, "My Note.txt")
    with pytest.raises(NoteRefused) as refused:
        read_notes(written(tmp_path, WHOLE.replace("2026", "26").replace("reg-31", "reg-99")), our_rule_sets())
    said = str(refused.value).splitlines()
    assert len(said) == 3
    assert "My Note.txt:1: a note is named in small letters" in said[0]
    assert "Did you mean" in said[2]
