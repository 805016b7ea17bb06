"""A published record as a page: its notices and its parts, which a site can set in a page of its own, and the whole.

The page is the original (docs/adr/0014): the PDF, the plain text and the body of the Akoma Ntoso are made from it.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from documents import published_words as words
from documents.prose import Count, numbered
from documents.record import LICENCE, DecisionRecord, ProvisionApplied, Record, SchemeResultRecord
from documents.record_json import canonical
from documents.templating import macros_of, style_hash, whole_page

_STYLE = "published.css"

PUBLISHED_STYLE_HASH = style_hash(_STYLE)
"""What a Content-Security-Policy names to let the one style of a published page in."""

Encoded = Callable[[ProvisionApplied], str]
"""Where the rule for a provision can be read on a site; empty where it cannot."""

_SECTIONS = "sections"
# The order of a decision: the id of each part, which names its macro, its heading, and what kind of part it is.
_DECISION = (
    ("outcome", "What is decided", "outcome"),
    ("source", "Where this record comes from", ""),
    ("summary", "In plain English", ""),
    ("under-appeal", "What was under appeal", ""),
    ("parties", "The parties", ""),
    ("decided-by", "Who decided", ""),
    ("facts", "The facts as they were stated", ""),
    ("law-applied", "The law that was applied", ""),
    ("findings", "What was found", ""),
    (_SECTIONS, "", ""),
    ("departures", "Where the decision departs from what was proposed", ""),
    ("answers", "Answers to the questions", ""),
    ("disposal", "Disposal", ""),
    ("not-decided", "What this does not decide", ""),
    ("next-steps", "What the parties can do next", "together"),
    ("corrections", "Corrections", ""),
    ("redactions", "What is not published, and why", ""),
    ("worked-out", "How this was worked out", "worked-out"),
    ("cite", "How to cite this", "together"),
    ("version", "Version, hash and licence", ""),
)
_SCHEME = (
    ("outcome", "The result", "outcome"),
    ("summary", "In plain English", ""),
    ("trust", "The trust and the scheme", ""),
    ("actions", "The safety actions", ""),
    ("history", "How this came about", ""),
    ("source", "Where this record comes from", ""),
    ("redactions", "What is not published, and why", ""),
    ("cite", "How to cite this", "together"),
    ("version", "Version, hash and licence", ""),
)


@dataclass(frozen=True, slots=True)
class PublishedPart:
    """A part of a page: the id of its heading and its text, its HTML below the heading (an ``h2``), and its kind.

    ``kind`` is a class: outcome, part (which has numbered paragraphs), together, worked-out or nothing.
    """

    id: str
    title: str
    html: Markup
    kind: str = ""


@dataclass(frozen=True, slots=True)
class PublishedNotice:
    """What a reader must know before anything else: its kind (a class), and a link with its words where it has one."""

    kind: str
    title: str
    says: str
    href: str = ""
    link: str = ""


def published_html(record: Record, address: str) -> str:
    """The whole page of a record that stands at an address: one inline style, no script, nothing from elsewhere."""
    marks = (("sample", record.sample and not _elsewhere(record)), ("elsewhere", _elsewhere(record)))
    head: Mapping[str, object] = {
        "day": _day(record),
        "marks": " ".join(mark for mark, held in marks if held),
        "reference": record.reference,
        "running": words.called(record),
    }
    return whole_page(
        "published.html",
        head,
        more=_STYLE,
        paper=_Letterhead(words.service_of(record)),
        record=record,
        called=words.called(record),
        kind=words.kind_of(record),
        notices=published_notices(record),
        parts=published_parts(record, address),
    )


def published_parts(record: Record, address: str, encoded: Encoded = lambda _: "") -> tuple[PublishedPart, ...]:
    """The parts of a record in their order, without those in which nothing stands.

    ``encoded`` gives where a site shows the rule for a provision, to which the law that was applied then links too.
    """
    sections, paragraphs = _sections(record)
    values = _values(record, address, paragraphs, encoded)
    decision = isinstance(record, DecisionRecord)
    macros = {**macros_of("published_shared.html", values)}
    macros.update(macros_of("published_decision.html" if decision else "published_scheme.html", values))
    past = "What was decided" if _elsewhere(record) else ""
    made: list[PublishedPart] = []
    for id, title, kind in _DECISION if decision else _SCHEME:
        if id == _SECTIONS:
            made += sections
        elif html := macros[id.replace("-", "_")]().strip():
            heading = past if id == "outcome" and past else title
            made.append(PublishedPart(id, heading, Markup(html), kind))  # noqa: S704 - its template escapes
    has_own = any(each.id == "section-disposal" for each in sections)
    return tuple(each for each in made if not (has_own and each.id == "disposal"))


def published_notices(record: Record) -> tuple[PublishedNotice, ...]:
    """What stands above everything else of a record: that it is a sample, made elsewhere, superseded, corrected."""
    return tuple(_notices(record))


def _notices(record: Record) -> Iterator[PublishedNotice]:
    if isinstance(record, DecisionRecord):
        yield from _of_decision(record)
    if record.sample:
        told = "This is about invented or copied sample data. It is nobody’s real decision."
        told = "This record is sample data of this tool: rely on nothing in it." if _elsewhere(record) else told
        yield PublishedNotice("sample", "Sample.", told)
    if record.why:
        title = f"Version {record.version}."
        yield PublishedNotice("", title, words.ended(record.why.says), "#version", "Which version this is")
    if record.redactions:
        yield PublishedNotice("", "Redacted.", "Some of this is left out.", "#redactions", "See where, and why")


def _of_decision(record: DecisionRecord) -> Iterator[PublishedNotice]:
    if _elsewhere(record):
        told = "This is a record of a decision that was made without this tool. Rely on the decision itself."
        link = ("#source", "See its source") if record.source else ()
        yield PublishedNotice("elsewhere", "Made elsewhere, not determined here.", told, *link)
    if record.superseded_by:
        told = f"Decision {record.superseded_by} has come in the place of this one."
        yield PublishedNotice("superseded", "Superseded.", told)
    if record.supersedes:
        told = f"This decision comes in the place of decision {record.supersedes}."
        yield PublishedNotice("", "Supersedes.", told)
    if record.corrections:
        told = "Slips in this decision were corrected."
        yield PublishedNotice("", "Corrected.", told, "#corrections", "See the corrections")


@dataclass(frozen=True, slots=True)
class _Letterhead:
    """Who stands at the head of a page. That it is a sample is a notice here."""

    service: str
    sample: bool = False


def _sections(record: Record) -> tuple[list[PublishedPart], int]:
    """What people wrote, its paragraphs numbered through, and how many paragraphs there are."""
    made, count = [], Count()
    for each in record.sections if isinstance(record, DecisionRecord) else ():
        html, count = numbered(each.text, count)
        if html:
            made.append(PublishedPart(f"section-{each.id}", each.title, html, "part"))
    return made, count.paragraphs


def _values(record: Record, address: str, paragraphs: int, encoded: Encoded) -> dict[str, object]:
    """What the macros of the parts are told."""
    values: dict[str, object] = {
        "record": record,
        "address": address,
        "paragraphs": paragraphs,
        "encoded_at": encoded,
        "citation": words.citation(record),
        "sha256": hashlib.sha256(canonical(record)).hexdigest(),
        "statuses": words.STATUSES,
        "licence": "the Open Government Licence v3.0" if record.licence == LICENCE else "this licence",
        "place": lambda pointer: words.where(record, pointer),
    }
    if isinstance(record, SchemeResultRecord):
        return {**values, "commitment": "", "not_achieved": words.not_achieved(record)}
    return {
        **values,
        "commitment": record.commitment,
        "outcomes": words.outcomes(record),
        "decided": words.decided(record),
        "differing": lambda made: tuple(words.differing(record, made)),
    }


def _elsewhere(record: Record) -> bool:
    return isinstance(record, DecisionRecord) and record.determined == "elsewhere"


def _day(record: Record) -> date | None:
    """The day in the page's metadata: that of the decision, and never when something was done to publish it."""
    on = record.decided_on if isinstance(record, DecisionRecord) else ""
    try:
        return date.fromisoformat(on)
    except ValueError:
        return None
