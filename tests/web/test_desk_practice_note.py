"""A rule owner writes a practice note: checked, shown as readers would see it, and saved as a file of the rules."""

from pathlib import Path

import pytest

from tests.ours import our_rule_sets
from tests.web.desks import Desk, desk
from tests.web.officers import Place
from tests.web.paging import read
from web.practice import FOLDER, read_notes

AT, FILE = "/practice-note", "/practice-note/file"
PROVISION = "pharmacy/market-entry/reg-31-same-or-adjacent"
TYPED = {
    "title": "Asking who is  next door",
    "by": "A. Officer (invented)",
    "about": f"{PROVISION}, pharmacy/market-entry/reg-18-1-unforeseen-benefits",
    "text": "Ask *first*.\n\n1. Who?\n2. Since when?\n\n<script>alert(1)</script>",
}


@pytest.fixture(scope="module")
def owner(office: Place) -> Desk:
    return desk(office, "rule_owner", name="Ruth")


def test_what_is_saved_is_the_file_that_the_practice_notes_are_read_from(owner: Desk, tmp_path: Path) -> None:
    form = owner.opens(f"{AT}?about={PROVISION}")
    assert (form.fields["by"], form.fields["about"]) == ("Ruth", PROVISION)
    assert "Nothing that you send here is kept." in form.text
    shown = read(owner.sends(form, AT, TYPED), 200)
    assert "<em>first</em>" in shown.source
    assert "<script>alert" not in shown.source
    assert "Asking who is next door" in shown.headings
    assert "Sample" in shown.text
    saved = owner.sends(shown, FILE)
    assert saved.status_code == 200
    name = saved.headers["Content-Disposition"].partition("''")[2]
    assert name.endswith("-asking-who-is-next-door.md")
    assert f"pharmacy/{FOLDER}/{name}" in shown.text
    folder = tmp_path / "pharmacy" / FOLDER
    folder.mkdir(parents=True)
    (folder / name).write_bytes(saved.data)
    (note,) = read_notes(tmp_path, our_rule_sets())
    assert (note.title, note.by, note.sample) == ("Asking who is next door", TYPED["by"], True)
    assert [each.provision for each in note.about] == ["reg-31-same-or-adjacent", "reg-18-1-unforeseen-benefits"]
    assert note.html in shown.source


@pytest.mark.parametrize(
    ("field", "said", "told"),
    [
        ("title", " ", "Give the note a title"),
        ("by", "", "Say who writes it"),
        ("about", "", "Say which provision it is about"),
        ("about", "pharmacy/market-entry/reg-99", "There is no provision “pharmacy/market-entry/reg-99”"),
        ("text", " \r\n ", "Write the note"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_no_file_is_given(owner: Desk, field: str, said: str, told: str) -> None:
    for to in (AT, FILE):
        page = owner.opens(AT) if to == AT else read(owner.sends(owner.opens(AT), AT, TYPED), 200)
        refused = read(owner.sends(page, to, {**TYPED, field: said}), 422)
        assert f'href="#{field}"' in refused.source
        assert told in refused.text
        assert "As its readers would see it" not in refused.text
        assert "Ask *first*." in refused.source or field == "text"


@pytest.mark.proof
def test_whoever_keeps_rules_is_led_to_it_and_nobody_else_may(owner: Desk, office: Place) -> None:
    assert AT in owner.opens("/problems").links
    officer = desk(office, "officer")
    assert AT not in officer.opens("/problems").links
    officer.opens(AT, 403)
