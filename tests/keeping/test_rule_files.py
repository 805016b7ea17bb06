"""The files of a rule set are packed to the same bytes everywhere, and give back the rule set they came from."""

import io
import os
import shutil
import zipfile
from pathlib import Path

import pytest

from keeping import rule_files
from keeping.rule_files import pack
from tests.ours import our_rule_sets

RULES = Path(__file__).parents[2] / "rules"
PROCEDURE = "pharmacy/appeal-procedure"


def test_the_same_files_are_packed_to_the_same_bytes_wherever_they_lie(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other/deeper"
    for root in (one, other):
        shutil.copytree(RULES / "pharmacy", root / "pharmacy")
    for path in other.rglob("*.yaml"):
        os.utime(path, (0, 0))
        path.chmod(0o600)
    assert pack(one / PROCEDURE) == pack(other / PROCEDURE)


def test_it_holds_what_the_loader_reads_and_no_more() -> None:
    with zipfile.ZipFile(io.BytesIO(pack(RULES / PROCEDURE))) as archive:
        names = archive.namelist()
    folder = RULES / PROCEDURE
    own = {f"{PROCEDURE}/{path.name}" for path in folder.glob("*.yaml") if not path.name.endswith(".test.yaml")}
    bridged = ("market-entry", "opening-hours", "dispensing-doctors", "terms-of-service")
    assert set(names) == own | {"pharmacy/facts.yaml", *(f"pharmacy/{each}/ruleset.yaml" for each in bridged)}
    assert names == sorted(names)


@pytest.mark.parametrize("id", sorted(our_rule_sets()))
def test_every_rule_set_comes_back_from_its_files(id: str) -> None:
    loaded = our_rule_sets()[id]
    assert rule_files.read(pack(RULES / id, loaded), id).revision == loaded.revision
