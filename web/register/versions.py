"""The versions of a publication: which there are, why, and two of them side by side."""

from collections.abc import Iterator
from typing import Any

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from documents import PublishedPart, published_parts
from register import Publication, VersionHeld
from web.negotiation import held_or_404, path_of, version_or_404
from web.register.passages import passages
from web.shelf import shelf, site
from web.side_by_side import Beside, compared

_Compared = tuple[str, tuple[Beside, ...]]
_OF_ITSELF = ("cite", "version")  # parts in which a version tells of itself: each has its own


def all_versions(said: str) -> ResponseReturnValue:
    """The versions of a publication; ``?from=1&to=2`` asks for two side by side, or else the last two that are held."""
    with shelf().reading() as connection:
        found = held_or_404(connection, said)
    if request.path != f"{path_of(found)}/versions":
        return redirect(f"{path_of(found)}/versions", 301)
    old, new = _asked_for(found)
    sections = list(_beside(found, old, new)) if old and new else []
    page = render_template(
        "register/versions.html", found=found, path=path_of(found), old=old, new=new,
        held=[each for each in found.versions if not each.erased],
        changed=[(title, rows) for title, rows in sections if not all(row.same for row in rows)],
        same=[title for title, rows in sections if all(row.same for row in rows)],
    )  # fmt: skip
    status = 410 if found.state == "withdrawn" else 200
    return page, status, {"X-Robots-Tag": "noindex"}


def _asked_for(found: Publication) -> tuple[VersionHeld | None, VersionHeld | None]:
    """Two versions that are held, the older first; none where there are no two, or one of those asked for is gone."""
    held = [each for each in found.versions if not each.erased]
    old, new = request.args.get("from", ""), request.args.get("to", "")
    if not (old or new):
        return (held[-2], held[-1]) if len(held) > 1 else (None, None)
    wanted = version_or_404(found, old or "1"), version_or_404(found, new)
    older, newer = sorted(wanted, key=lambda each: each.version)
    return (None, None) if older.erased or newer.erased else (older, newer)


def _beside(found: Publication, old: VersionHeld, new: VersionHeld) -> Iterator[_Compared]:
    """Every part that stands in either, in the order of the newer; those that only the older has come last."""
    before, after = _parts(found, old), _parts(found, new)
    for id, part in {**after, **{id: each for id, each in before.items() if id not in after}}.items():
        yield part.title, compared(_text(before.get(id)), _text(after.get(id)))


def _parts(found: Publication, held: VersionHeld) -> dict[str, PublishedPart]:
    record: Any = held.record
    parts = published_parts(record, f"{site()}{path_of(found)}")
    return {each.id: each for each in parts if each.id not in _OF_ITSELF}


def _text(part: PublishedPart | None) -> str:
    return passages(part.html) if part else ""
