"""Invented law, small and whole: who may enter a garden. One rule set, some tests, and the places in its law."""

import shutil
from pathlib import Path

AREAS = Path(__file__).parent / "areas"


def planted(root: Path) -> Path:
    """The garden's rules below ``root``, which is the folder of all rules, to be spoilt."""
    return Path(shutil.copytree(AREAS, root, dirs_exist_ok=True))


def spoilt(root: Path, name: str, old: str, new: str) -> Path:
    """The same with one thing written otherwise in one of its files."""
    path = planted(root) / "garden" / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return root
