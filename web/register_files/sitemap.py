"""What search engines read: every page that they may find, in parts where there are many, and where they may go."""

from collections.abc import Iterable, Iterator
from datetime import UTC
from typing import Any
from xml.sax.saxutils import escape

from flask import Response, abort

from register import Looking, Outline, outlines, search
from web import loaded
from web.negotiation import CACHES, sent
from web.shelf import FOLLOW, shelf, site

LARGEST = 50_000  # addresses that one file may have: https://www.sitemaps.org/protocol.html
_XMLNS = "http://www.sitemaps.org/schemas/sitemap/0.9"
_FOLDERS = {"d": "decisions", "s": "scheme-results"}
_PARTS = tuple(f"{kind}-{digit}" for kind in _FOLDERS for digit in "0123456789abcdef")  # ids are random
# Lists of publications are not among them: they also have those that search engines are asked to leave out.
_PAGES = (
    "/", "/learning", "/practice-notes", "/how-this-works", "/about-the-register", "/verify", "/bulk", "/rule-sets",
    "/docs", "/accessibility",
)  # fmt: skip
_FIRST = "pages"
_AT_A_TIME = 1_000


def whole() -> Response:
    """Every address that search engines may find."""
    return in_files(LARGEST)


def in_files(largest: int) -> Response:
    """Every address in one file; where there are too many for it, the files that have them."""
    with shelf().reading() as connection:
        many = search(connection, Looking(size=1)).total or 0
        pages = [(each, "") for each in _our_pages()]
        if many + len(pages) <= largest:
            return _urls([*pages, *(each for part in _PARTS for each in _of_part(connection, part))])
    parts = "".join(f"<sitemap><loc>{site()}/sitemap/{each}.xml</loc></sitemap>" for each in (_FIRST, *_PARTS))
    return _xml(f'<sitemapindex xmlns="{_XMLNS}">{parts}</sitemapindex>')


def one_part(part: str) -> Response:
    """One of the files that the whole names where it is in parts."""
    if part == _FIRST:
        return _urls([(each, "") for each in _our_pages()])
    if part not in _PARTS:
        abort(404, "There is no such part. /sitemap.xml names those that there are.")
    with shelf().reading() as connection:
        return _urls(_of_part(connection, part))


def robots() -> Response:
    """Where search engines may go. Lists and searches have no end, and what stands in them is in the sitemap."""
    kept_out = "".join(f"Disallow: {each}\n" for each in ("/api/", "/decisions?", "/scheme-results?", "/open/", FOLLOW))
    text = f"User-agent: *\n{kept_out}\nSitemap: {site()}/sitemap.xml\n"
    return Response(text, content_type="text/plain; charset=utf-8", headers={"Cache-Control": CACHES})


def _our_pages() -> Iterator[str]:
    yield from _PAGES
    for rule_set in loaded().rule_sets.values():
        yield f"/rule-sets/{rule_set.id}"
        yield from (f"/rule-sets/{rule_set.id}/provisions/{each}" for each in rule_set.provisions)


def _of_part(connection: Any, part: str) -> Iterator[tuple[str, str]]:
    """Addresses of publications whose id begins so, each with the day of its last change."""
    behind = part
    while found := outlines(connection, behind, _AT_A_TIME):
        for each in found:
            if not each.id.startswith(part):
                return
            if _may_be_found(each):
                yield f"/{_FOLDERS[each.id[0]]}/{each.id}", each.changed_at.astimezone(UTC).date().isoformat()
        behind = found[-1].id


def _may_be_found(each: Outline) -> bool:
    return each.state != "withdrawn" and not each.noindex


def _urls(addresses: Iterable[tuple[str, str]]) -> Response:
    said = "".join(
        f"<url><loc>{escape(site() + path)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>"
        for path, day in addresses
    )
    return _xml(f'<urlset xmlns="{_XMLNS}">{said}</urlset>')


def _xml(said: str) -> Response:
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n{said}\n'
    return sent(Response(text, content_type="application/xml; charset=utf-8", headers={"Cache-Control": CACHES}))
