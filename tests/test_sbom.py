"""The bill of materials: valid CycloneDX, every package of the run lock once, with its hashes and its licence."""

import hashlib
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from scripts.make_sbom import VENDORED, bill, locked

ROOT = Path(__file__).parents[1]
MADE = datetime(2026, 11, 25, 12, tzinfo=UTC)
LOCK = (ROOT / "requirements" / "run.lock").read_text("utf-8")


@pytest.fixture(scope="module")
def written() -> str:
    return bill(MADE)


@pytest.fixture(scope="module")
def components(written: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(written)["components"]
    return found


def test_it_is_valid_cyclonedx(written: str) -> None:
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(written) is None
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(written.replace("SHA-256", "SHA-0")) is not None


def test_every_package_of_the_lock_stands_there_once_with_its_hashes(components: list[dict[str, Any]]) -> None:
    of_lock = [each for each in components if each["purl"].startswith("pkg:pypi/")]
    assert [f"{each['name']}=={each['version']}" for each in of_lock] == re.findall(
        r"^[a-z0-9-]+==[^ ;]+", LOCK, re.MULTILINE
    )
    hashes = sorted(held["content"] for each in of_lock for held in each["hashes"])
    assert hashes == sorted(re.findall(r"sha256:([0-9a-f]{64})", LOCK))


def test_every_part_says_its_licence(components: list[dict[str, Any]]) -> None:
    assert [each["name"] for each in components if not each.get("licenses")] == []


def test_what_is_vendored_stands_there_with_each_of_its_files(components: list[dict[str, Any]]) -> None:
    vendored = {each["name"]: each for each in components if each["purl"].startswith("pkg:npm/")}
    manifests = [path for folder in VENDORED for path in (ROOT / folder).glob("*/manifest.json")]
    assert len(manifests) == len(vendored) == 3
    for manifest in manifests:
        told = vendored.pop(json.loads(manifest.read_text("utf-8"))["package"])
        paths = [path for path in manifest.parent.rglob("*") if path.is_file() and path != manifest]
        files = {path.relative_to(manifest.parent).as_posix(): path.read_bytes() for path in paths}
        assert {file["name"]: file["hashes"] for file in told["components"]} == {
            name: [{"alg": "SHA-256", "content": hashlib.sha256(data).hexdigest()}] for name, data in files.items()
        }
    (frontend,) = [each for each in components if each["name"] == "nhsuk-frontend"]
    (font,) = [each for each in components if each["name"] == "@ibm/plex-sans"]
    assert font["purl"].startswith("pkg:npm/%40ibm/plex-sans@")
    assert "Frutiger" in frontend["pedigree"]["notes"]


def test_everything_is_needed_by_rationale_or_by_what_it_needs(written: str) -> None:
    said = json.loads(written)
    needs = {each["ref"]: each.get("dependsOn", []) for each in said["dependencies"]}
    reached, waiting = set(), [said["metadata"]["component"]["bom-ref"]]
    while waiting:
        reached.add(here := waiting.pop())
        waiting += [each for each in needs[here] if each not in reached]
    assert reached == {said["metadata"]["component"]["bom-ref"], *(each["bom-ref"] for each in said["components"])}
    assert "pkg:pypi/werkzeug@" in str(needs[next(ref for ref in needs if ref.startswith("pkg:pypi/flask@"))])


def test_the_same_project_gives_the_same_bytes_and_another_moment_another_number(written: str) -> None:
    assert bill(MADE) == written
    later = bill(MADE.replace(hour=13))
    different = [(a, b) for a, b in zip(written.splitlines(), later.splitlines(), strict=True) if a != b]
    assert ["serialNumber" in a or "timestamp" in a for a, _ in different] == [True, True]


def test_a_lock_is_read_with_markers_and_with_one_or_more_who_need_it() -> None:
    lock = (
        "# compiled\n"
        f"one==1.0 ; implementation_name != 'pypy' \\\n    --hash=sha256:{'a' * 64} \\\n    --hash=sha256:{'b' * 64}\n"
        "    # via two\n"
        f"two==2.0rc1 \\\n    --hash=sha256:{'c' * 64}\n    # via\n    #   rationale (pyproject.toml)\n    #   three\n"
    )
    one, two = locked(lock)
    assert (one.name, one.version, one.hashes, one.needed_by) == ("one", "1.0", ("a" * 64, "b" * 64), ("two",))
    assert (two.name, two.version, two.needed_by) == ("two", "2.0rc1", ("rationale", "three"))
