"""How much of the law of an area is encoded, place by place: the map that ``rationale coverage`` made of the rules."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from flask import abort, render_template

from web import loaded
from web.pages.setting import rule_sets

STANDS: Mapping[str, tuple[str, str]] = {
    "encoded": ("Encoded", "Conditions or results of the rules cite it"),
    "encoded_in_part": ("Encoded in part", "The same, and the row says what of it is left out, and why"),
    "judgement": ("Left to a person", "A person decides what it is about, in a judgement"),
    "not_encoded": ("Not encoded", "No rule cites it, and the row says why"),
}


def areas() -> tuple[str, ...]:
    """The areas of the rules that are loaded, of which there is a map."""
    every = dict.fromkeys(id.partition("/")[0] for id in rule_sets())
    return tuple(area for area in every if _map(area) is not None)


def one_area(area: str) -> str:
    """The map of an area: each place in the law, how it stands, and the rules that cite it."""
    found = _map(area) if area in areas() else None
    if found is None:
        abort(404, f"There is no map of the law of {area[:60]}. There is one of {', '.join(areas()) or 'no area'}.")
    return render_template("pages/coverage.html", map=found, stands=STANDS, rule_sets=rule_sets())


def _map(area: str) -> Mapping[str, Any] | None:
    return _read(loaded().rules_dir.parent / "docs" / "coverage" / f"{area}.json")


@cache
def _read(path: Path) -> Mapping[str, Any] | None:
    """A map; none where none was made."""
    if not path.is_file():
        return None
    found: Mapping[str, Any] = json.loads(path.read_text("utf-8"))
    return found
