"""The fonts: those of their manifests, each with its licence, and no other is given out."""

import hashlib
import json
from pathlib import Path

import pytest

from documents import fonts

FOLDERS = sorted((Path(fonts.__file__).parent / "fonts").iterdir())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_files_are_those_of_the_manifest(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    files = [path for path in folder.iterdir() if path.name != "manifest.json"]
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    assert found == manifest["sha256"], "scripts/vendor_fonts.py writes the files and the manifest together"
    assert "LICENSE" in found
    assert manifest["licence"]


def test_only_the_fonts_that_the_style_names_are_given_out() -> None:
    addresses = [part.split('"')[0] for part in fonts.styles().split('url("')[1:]]
    assert len(addresses) == 5
    assert all(fonts.content(address)[:4] == b"\0\1\0\0" for address in addresses)
    with pytest.raises(KeyError):
        fonts.content("font:../fonts.py")
