"""What was published, corrected or withdrawn of late, of all or of what a search finds, as an Atom feed (RFC 4287).

An entry says the SHA-256 of the record that it is about. A withdrawal is a deleted entry (RFC 6721), and so is what the
search does not find since an earlier version was erased, so that who keeps copies knows which to let go.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

from flask import Response, request

from documents import FORMATS_OF, LICENCE, SERVICE, DecisionRecord, Record
from register import Changed, Looking, Publication, changed, latest
from web.made_once import made_once
from web.negotiation import CACHES, path_of, sent, told_gone
from web.register import asking
from web.shelf import shelf, site

ATOM, DELETED, OURS = "http://www.w3.org/2005/Atom", "http://purl.org/atompub/tombstones/1.0", "urn:rationale:feed:1"
ENTRIES = 50
_PAGE, _FEED = "/decisions", "/decisions/feed.atom"
_BEFORE = re.compile("[0-9]{1,15}")
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # where nothing was published yet
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def atom() -> Response:
    """The feed of a search, with the parameters of the search's page; ``before`` leads to what changed earlier."""
    said = request.args.get("before", "")
    before = said if _BEFORE.fullmatch(said) else ""
    wanted = asking.looking(request.args)
    key = ("feed", site(), urlencode(asking.parameters(wanted, after="", order="")), before)
    with shelf().reading() as connection:
        text = made_once(connection, key, lambda: _made(connection, wanted, before))
    headers = {"Cache-Control": CACHES, "X-Robots-Tag": "noindex"}
    return sent(Response(text, content_type="application/atom+xml; charset=utf-8", headers=headers))


def _made(connection: Any, wanted: Looking, before: str) -> bytes:
    found = changed(connection, wanted, int(before) if before else None, ENTRIES)
    last = latest(connection, most=1)
    made: bytes = ET.tostring(
        _feed(wanted, before, found, last[0].changed_at if last else _NEVER), "utf-8", xml_declaration=True
    )
    return made


def _feed(wanted: Looking, before: str, found: Changed, last: datetime) -> ET.Element:
    """``last``: of the whole register, which is as old as this feed can be."""
    of = urlencode(asking.parameters(wanted, after="", order=""))
    feed = ET.Element(f"{{{ATOM}}}feed")
    _put(feed, "id", _address(_FEED, of))
    _put(feed, "title", _titled(wanted))
    _put(feed, "updated", _moment(max((_changed_at(found, each) for each in found.publications), default=last)))
    _put(_put(feed, "author"), "name", SERVICE)
    _link(feed, "self", _address(_FEED, of, f"before={before}" if before else ""), "application/atom+xml")
    _link(feed, "alternate", _address(_PAGE, of), "text/html")
    _link(feed, "license", LICENCE)
    if found.before is not None:
        _link(feed, "next", _address(_FEED, of, f"before={found.before}"), "application/atom+xml")
    for each in found.publications:
        _entry(feed, each, found)
    return feed


def _changed_at(found: Changed, each: Publication) -> datetime:
    return found.erased[each.id].at if each.id in found.erased else each.changed_at


def _titled(wanted: Looking) -> str:
    narrowed = [wanted.words, *(f"{name} {value}" for name, value in wanted.facets.items())]
    return ": ".join(filter(None, ("Published decisions", ", ".join(filter(None, narrowed)))))


def _entry(feed: ET.Element, found: Publication, among: Changed) -> None:
    address, record = f"{site()}{path_of(found)}", found.record
    after = among.erased.get(found.id)
    if record is None or after is not None:
        when = _moment(_changed_at(among, found))
        gone = ET.SubElement(feed, f"{{{DELETED}}}deleted-entry", ref=address, when=when)
        told = told_gone(found, found.held(after.version - 1) if after else None)
        ET.SubElement(gone, f"{{{DELETED}}}comment").text = _NOT_XML.sub("", told)
        return
    entry = _put(feed, "entry")
    _put(entry, "id", address)
    _put(entry, "title", f"{record.reference}: {record.title}")
    _put(entry, "updated", _moment(found.changed_at))
    _put(entry, "published", _moment(found.versions[0].at))
    _put(entry, "summary", _told(found, record))
    _link(entry, "alternate", address, "text/html")
    for each in FORMATS_OF.values():
        _link(entry, "alternate", f"{address}{each.ending}", each.media_type)
    for scheme, term, label in _categories(record):
        ET.SubElement(entry, f"{{{ATOM}}}category", scheme=f"{OURS}:{scheme}", term=term, label=label)
    digest = ET.SubElement(entry, f"{{{OURS}}}hash", algorithm="SHA-256")
    digest.text = found.newest.sha256
    ET.SubElement(entry, f"{{{OURS}}}version").text = str(found.version)


def _told(found: Publication, record: Record) -> str:
    sample = "Sample, not a real decision. " if record.sample else ""
    why = f"Version {found.version}: {found.newest.why} " if found.newest.why else ""
    return f"{sample}{why}{record.summary}"


def _categories(record: Record) -> Iterable[tuple[str, str, str]]:
    if not isinstance(record, DecisionRecord):
        return (("area", record.scheme, record.scheme), ("kind", "scheme_result", "Scheme result"))
    said = (
        ("area", record.area, record.area),
        ("kind", record.kind.id, record.kind.says),
        ("outcome", record.final.id, record.final.says),
        ("disposal", record.disposal.id, record.disposal.says),
    )
    return [(scheme, _NOT_XML.sub("", term), _NOT_XML.sub("", label)) for scheme, term, label in said if term]


def _put(within: ET.Element, name: str, text: str = "") -> ET.Element:
    made = ET.SubElement(within, f"{{{ATOM}}}{name}")
    made.text = _NOT_XML.sub("", text) or None
    return made


def _link(within: ET.Element, rel: str, href: str, media_type: str = "") -> None:
    said = {"rel": rel, "href": href, "type": media_type}
    ET.SubElement(within, f"{{{ATOM}}}link", {name: each for name, each in said.items() if each})


def _address(path: str, *asked: str) -> str:
    said = "&".join(filter(None, asked))
    return f"{site()}{path}{'?' if said else ''}{said}"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


for _prefix, _namespace in (("", ATOM), ("at", DELETED), ("rationale", OURS)):
    ET.register_namespace(_prefix, _namespace)
