"""Rule files travel as a ZIP that is the same everywhere, and one that somebody else made is read with care."""

import io
import zipfile
from pathlib import Path

import pytest

from engine import (
    RuleFilesDamaged,
    RuleFilesRefused,
    check_rules,
    comes_to,
    load_rule_set,
    pack_files,
    pack_rules,
    read_rules,
    unpack_files,
)
from tests.engine.garden import planted, spoilt

GATE = "garden/gate"


def zipped(*files: tuple[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    """A ZIP as another program would write it."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", compression) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return into.getvalue()


def test_files_are_packed_to_the_same_bytes_in_whatever_order_they_come() -> None:
    files = {"b/c.yaml": b"1", "a.yaml": b"2", "b-d/c.yaml": b"3"}
    packed = pack_files(files)
    assert packed == pack_files(dict(reversed(files.items())))
    assert list(unpack_files(packed)) == ["a.yaml", "b/c.yaml", "b-d/c.yaml"]
    assert unpack_files(packed) == files


def test_a_rule_set_comes_back_from_its_files_and_others_are_told(tmp_path: Path) -> None:
    loaded = load_rule_set(planted(tmp_path / "one") / GATE)
    packed = pack_rules(tmp_path / "one" / GATE, loaded)
    assert read_rules(packed, GATE).revision == loaded.revision
    check_rules(packed, loaded)
    other = spoilt(tmp_path / "two", "gate/figures.yaml", "is: 250", "is: 251")
    with pytest.raises(RuleFilesRefused, match=r"give revision \w{12}, and the rules in use are revision \w{12}: the"):
        check_rules(pack_rules(other / GATE), loaded)


def test_what_is_never_packed_is_not_unpacked() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = zipped(("a.yaml", b"1"), ("a.yaml", b"2"))
    for packed, told in (
        (b"", "File is not a zip file"),
        (twice, "'a.yaml' stands there twice"),
        (zipped(("a.yaml", bytes(1_000_000)), compression=zipfile.ZIP_DEFLATED), "'a.yaml' is compressed or sealed"),
        (zipped(("a.yaml", b"one")).replace(b"one", b"two"), "Bad CRC-32 for file 'a.yaml'"),
    ):
        with pytest.raises(RuleFilesDamaged) as damaged:
            unpack_files(packed)
        assert told in damaged.value.why


@pytest.mark.parametrize("name", ["../out.yaml", "/out.yaml", "garden/gate/run.py", "garden/../../out.yaml"])
def test_nothing_is_laid_out_but_rule_files_below_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(RuleFilesRefused, match="is no rule file: these files have been changed"):
        read_rules(zipped((name, b"x")), GATE, tmp_path / "within")
    assert [each.name for each in tmp_path.rglob("*")] == ["within"]


def test_what_a_question_and_a_provision_come_to(tmp_path: Path) -> None:
    rules = load_rule_set(planted(tmp_path) / GATE)
    entry = {"visited_on", "class", "quiet", "paid", "raining", "umbrella"}
    assert comes_to(rules, provision="reg-4-entry") == entry
    assert comes_to(rules, provision="reg-7-ban") == entry
    assert comes_to(rules, question="entry") == entry | {"keeper_bans"}
    assert comes_to(rules, question="no such") == comes_to(rules, provision="no-such") == {"visited_on"}
