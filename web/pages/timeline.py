"""The versions of a provision on a time line: where each stands in a drawing 640 units wide."""

from dataclasses import dataclass
from datetime import date, timedelta

from engine import Provision, Version

WIDTH = 640
_LEAST = 34  # room for a year's four digits
_AFTER = timedelta(days=730)  # how far the line runs on after the newest version began: there is no today here


@dataclass(frozen=True)
class Stretch:
    """One version as a bar; ``open`` where it has no last day, ``label`` the year in which it began."""

    version: Version
    x: int
    width: int
    label: str
    open: bool
    shown: bool
    low: bool


def timeline(provision: Provision, start: date, shown: Version) -> list[Stretch]:
    """The versions from the oldest to the newest, in proportion to their time but each wide enough to be seen."""
    versions = sorted(provision.versions, key=lambda version: version.start)
    end = versions[-1].start + _AFTER
    spans = [((each.end or end) - max(each.start, start)).days + 1 for each in versions]
    widths = _widths(spans)
    return [
        Stretch(version, sum(widths[:place]), widths[place], str(version.start.year), version.end is None,
                version is shown, bool(place % 2))
        for place, version in enumerate(versions)
    ]  # fmt: skip


def _widths(spans: list[int]) -> list[int]:
    room = WIDTH - _LEAST * len(spans)
    return [_LEAST + max(room, 0) * span // sum(spans) for span in spans]
