"""A published record as Akoma Ntoso 3.0: a decision as a ``judgment``, the result of a trust as a ``doc``."""

from collections.abc import Mapping

from lxml import etree
from lxml.etree import _Element as Element

from documents import published_words as words
from documents.akoma_body import NS, Body, under
from documents.akoma_meta import meta
from documents.published_page import PublishedPart, published_notices, published_parts
from documents.record import DecisionRecord, Record, SchemeResultRecord
from engine import day

# What each part of the page is in a judgment; all others are its motivation. The order stays: outcome first.
_IN_A_JUDGMENT: Mapping[str, str] = {
    "outcome": "decision",
    "source": "introduction",
    "summary": "introduction",
    "under-appeal": "introduction",
    "parties": "introduction",
    "decided-by": "introduction",
    "facts": "background",
    "answers": "decision",
    "disposal": "decision",
    "not-decided": "decision",
    "next-steps": "decision",
}
_BEHIND_IT = ("corrections", "redactions", "worked-out", "cite", "version")


def published_akn(record: Record, address: str) -> bytes:
    """The record as XML: what is said of it, then its parts in the order of its page."""
    root = etree.Element(f"{{{NS}}}akomaNtoso", nsmap={None: NS})
    if isinstance(record, SchemeResultRecord):
        _doc(under(root, "doc", name="scheme-result", contains="singleVersion"), record, address)
    else:
        _judgment(under(root, "judgment", name="decision", contains="singleVersion"), record, address)
    made: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return made + b"\n"


def _judgment(whole: Element, record: DecisionRecord, address: str) -> None:
    meta(whole, record, address)
    header = under(whole, "header")
    _head(header, record)
    if record.decided_on:
        under(under(header, "p"), "docDate", words.in_full(record.decided_on), date=record.decided_on)
    for place, party in enumerate(record.parties, start=1):
        named = {"eId": f"header__party_{place}", "refersTo": f"#party_{place}", "as_": f"#role_{place}"}
        under(under(header, "p"), "party", party.name, **named)
    _notices(header, record)
    parts = published_parts(record, address)
    writer = Body()
    _body(under(whole, "judgmentBody"), writer, [part for part in parts if part.id not in _BEHIND_IT])
    conclusions = under(whole, "conclusions")
    for part in parts:
        if part.id in _BEHIND_IT:
            writer.closing(conclusions, part)


def _body(body: Element, writer: Body, parts: list[PublishedPart]) -> None:
    """Parts that come one after the other and are the same in a judgment stand in one element."""
    for part in parts:
        block = _IN_A_JUDGMENT.get(part.id, "motivation")
        held = body[-1] if len(body) else None
        if held is None or etree.QName(held).localname != block:
            held = under(body, block)
        writer.section(held, part)


def _doc(whole: Element, record: SchemeResultRecord, address: str) -> None:
    meta(whole, record, address)
    preface = under(whole, "preface")
    _head(preface, record)
    under(under(preface, "p"), "docDate", day(record.published_on), date=record.published_on.isoformat())
    _notices(preface, record)
    body, writer = under(whole, "mainBody"), Body()
    for part in published_parts(record, address):
        writer.section(body, part)


def _head(header: Element, record: Record) -> None:
    """Kind, title and number."""
    under(under(header, "p"), "docType", words.kind_of(record))
    under(under(header, "p"), "docTitle", record.title)
    under(under(header, "p"), "docNumber", record.reference)


def _notices(header: Element, record: Record) -> None:
    """What a reader must know first."""
    for notice in published_notices(record):
        said = under(header, "p", class_="notice")
        under(said, "b", notice.title)
        under(said, "span", notice.says, class_="told")
