"""A published record as JSON-LD: schema.org and PROV-O, with its context inside, so that nothing has to be fetched."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import html as markup

from documents import published_words as words
from documents.published_page import PublishedPart, published_parts
from documents.record import (
    ConditionFound,
    DecisionRecord,
    DeterminationMade,
    FactStated,
    ProvisionApplied,
    Record,
    SchemeResultRecord,
)
from documents.record_json import canonical

_Node = dict[str, Any]

_TEXTS = (
    "name", "text", "abstract", "identifier", "description", "position", "version", "value", "creditText",
    "legislationIdentifier", "legislationType", "roleName", "softwareVersion",
)  # fmt: skip
_LINKS = (
    "about", "citation", "contributor", "hasPart", "isPartOf", "legislationPassedBy", "license", "url",
)  # fmt: skip
_PROVED = (
    "used", "wasAssociatedWith", "wasAttributedTo", "wasDerivedFrom", "wasGeneratedBy", "wasRevisionOf",
)  # fmt: skip
_OURS = (
    "asks", "checked", "commitment", "decided", "determined", "disposal", "final", "judgement", "outOf", "proposed",
    "readBy", "reason", "redacted", "replacement", "reviewed", "revision", "rule", "sha256", "source",
    "statement", "status", "underAppeal", "sample", "asAt", "inForceFrom", "doesNotDecide", "achieved", "why",
    "lawAsAt", "nextSteps", "supersededBy", "supersedes",
)  # fmt: skip
_DATES = {"datePublished": "schema:datePublished", "legislationDate": "schema:legislationDate"}

CONTEXT: Mapping[str, Any] = {
    "@version": 1.1,
    "schema": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "rationale": "urn:rationale:",
    **{name: f"schema:{name}" for name in _TEXTS},
    **{name: {"@id": f"schema:{name}", "@type": "@id"} for name in _LINKS},
    **{name: {"@id": f"prov:{name}", "@type": "@id"} for name in _PROVED},
    **{name: f"rationale:{name}" for name in _OURS},
    **{name: {"@id": id, "@type": "xsd:date"} for name, id in _DATES.items()},
    "inLanguage": "schema:inLanguage",
    "on": {"@id": "rationale:on", "@type": "xsd:date"},
    "put": {"@id": "rationale:put", "@type": "@json"},
}
"""What each name in a document of ours means."""


def published_jsonld(record: Record, address: str) -> bytes:
    """The record as a graph: what is published, the decision that it is of, and what that was derived from."""
    decision = isinstance(record, DecisionRecord)
    rest = _of_decision(record, address) if isinstance(record, DecisionRecord) else _of_result(record, address)
    graph = [_publication(record, address, "decision" if decision else "result"), *rest, *_redactions(record, address)]
    said = {"@context": CONTEXT, "@id": f"{address}.jsonld", "@graph": [_kept(node) for node in graph]}
    return json.dumps(said, ensure_ascii=False, indent=1).encode() + b"\n"


def _publication(record: Record, address: str, of: str) -> _Node:
    """What is published: a work about a decision or a result, which it derives from."""
    made: _Node = {
        "@id": address,
        "@type": ["schema:CreativeWork", "prov:Entity"],
        "identifier": record.id,
        "name": record.title,
        "abstract": record.summary,
        "version": record.version,
        "inLanguage": "en-GB",
        "datePublished": record.published_on.isoformat(),
        "license": record.licence,
        "creditText": f"{words.citation(record)}, {address}",
        "about": f"{address}#{of}",
        "wasDerivedFrom": [f"{address}#{of}", *([record.source.url] if record.source and record.source.url else [])],
        "sha256": hashlib.sha256(canonical(record)).hexdigest(),
        "sample": record.sample,
    }
    if record.why:
        made["wasRevisionOf"] = f"{address}/versions/{record.version - 1}"
        made["why"] = record.why.says
    return made


def _of_decision(record: DecisionRecord, address: str) -> Iterator[_Node]:
    at = f"{address}#"
    yield _decision(record, at)
    yield {
        "@id": f"{at}deciding",
        "@type": "prov:Activity",
        "on": record.decided_on,
        "wasAssociatedWith": [f"{at}service", *(f"{at}decided-by-{place}" for place, _ in _placed(record.decided_by))],
        "used": [f"{at}determination-{place}" for place, _ in _placed(record.determinations)],
    }
    service = {"@type": ["schema:Organization", "prov:Agent"], "name": words.service_of(record)}
    yield {"@id": f"{at}service", **service}
    for place, line in _placed(record.decided_by):
        yield {"@id": f"{at}decided-by-{place}", "@type": "prov:Agent", "name": line}
    for place, party in _placed(record.parties):
        named = {"name": party.name, "roleName": party.role}
        yield {"@id": f"{at}party-{place}", "@type": ["schema:Role", "prov:Agent"], **named}
    yield from (_provision(each, f"{at}provision-{place}") for place, each in _placed(record.applied))
    yield from (_fact(each, at) for each in record.facts)
    yield from (_finding(each, record, at, place) for place, each in _placed(record.findings))
    for place, made in _placed(record.determinations):
        yield from _determination(made, at, place)
    yield from _answers(record, at)
    if record.source:
        said = {"name": record.source.title, "description": record.source.read, "url": record.source.url}
        yield {"@id": record.source.url or f"{at}source", "@type": ["schema:CreativeWork", "prov:Entity"], **said}


def _decision(record: DecisionRecord, at: str) -> _Node:
    return {
        "@id": f"{at}decision",
        "@type": ["schema:Legislation", "prov:Entity"],
        "legislationIdentifier": record.reference,
        "legislationType": words.said(record.kind),
        "legislationDate": record.decided_on,
        "legislationPassedBy": f"{at}service",
        "name": record.title,
        "determined": record.determined,
        "disposal": _said(record.disposal.id, record.disposal.says),
        "final": _said(record.final.id, record.final.says),
        "underAppeal": _said(record.under_appeal.id, record.under_appeal.says),
        "doesNotDecide": list(record.does_not_decide),
        "nextSteps": list(record.next_steps),
        "supersedes": record.supersedes,
        "supersededBy": record.superseded_by,
        "commitment": record.commitment,
        "contributor": [f"{at}party-{place}" for place, _ in _placed(record.parties)],
        "citation": [f"{at}provision-{place}" for place, _ in _placed(record.applied)],
        "hasPart": [_section(part, at) for part in published_parts(record, at[:-1]) if part.kind == "part"],
        "wasGeneratedBy": f"{at}deciding",
        "wasAttributedTo": f"{at}service",
    }


def _section(part: PublishedPart, at: str) -> _Node:
    """A section with its paragraphs, each with its text and the number by which it is cited."""
    held = [
        {"@type": "schema:CreativeWork", "text": text}
        | ({"@id": f"{at}para-{number}", "position": number} if number else {})
        for number, text in paragraphs_of(part.html)
    ]
    return {"@id": f"{at}{part.id}", "@type": "schema:CreativeWork", "name": part.title, "hasPart": held}


def paragraphs_of(html: str) -> Iterator[tuple[int, str]]:
    """Each numbered paragraph of a section with the lists, quotations and tables that belong to it, as plain text.

    What stands before the first has the number 0. Subheadings are left out.
    """
    number, held = 0, list[str]()
    for block in markup.fragment_fromstring(str(html), create_parent="div"):
        mark = block.find("span[@class='number']") if block.tag == "p" else None
        if mark is not None:
            if held:
                yield number, "\n".join(held)
            number, held = int(str(mark.text).strip().rstrip(".")), []
            mark.drop_tree()
        if block.tag not in ("h3", "h4"):
            held.append(" ".join(block.text_content().split()))
    if held:
        yield number, "\n".join(held)


def _provision(applied: ProvisionApplied, id: str) -> _Node:
    return {
        "@id": id,
        "@type": ["schema:Legislation", "prov:Entity"],
        "legislationIdentifier": applied.cited,
        "name": applied.title,
        "url": applied.url,
        "rule": f"{applied.rule_set}/{applied.provision}",
        "statement": applied.statement,
        "status": applied.status,
        "inForceFrom": applied.version,
        "checked": applied.checked,
        "reviewed": applied.reviewed,
        "readBy": applied.read_by,
    }


def _fact(fact: FactStated, at: str) -> _Node:
    made: _Node = {"@id": f"{at}fact-{fact.name}", "@type": ["schema:PropertyValue", "prov:Entity"], "name": fact.name}
    if fact.redacted:
        return {**made, "asks": fact.asks, "redacted": fact.redacted}
    said = {"asks": fact.asks, "value": fact.says, "source": fact.source, "judgement": fact.judgement}
    return {**made, **said, "put": fact.put}


def _finding(found: ConditionFound, record: DecisionRecord, at: str, place: int) -> _Node:
    """A condition, how it stands, and the facts behind that."""
    known = {each.name for each in record.facts}
    return {
        "@id": f"{at}finding-{place}",
        "@type": ["rationale:Finding", "prov:Entity"],
        "rule": f"{found.rule_set}/{found.provision}",
        "identifier": found.condition,
        "legislationIdentifier": found.cites,
        "statement": found.statement,
        "status": found.status,
        "wasDerivedFrom": [f"{at}fact-{name}" for name in found.because if name in known],
    }


def _determination(made: DeterminationMade, at: str, place: int) -> Iterator[_Node]:
    """A proposal: made by software, from facts and from rules at their revision."""
    own = f"{at}determination-{place}"
    yield {
        "@id": own,
        "@type": "prov:Entity",
        "name": made.title,
        "sha256": made.published_sha256,
        "asAt": made.as_at,
        "lawAsAt": made.law_as_at,
        "wasDerivedFrom": [f"{own}-rules", *(f"{at}fact-{name}" for name in made.given)],
        "wasGeneratedBy": f"{own}-made",
    }
    rules = {"rule": made.rule_set, "revision": made.revision}
    yield {"@id": f"{own}-rules", "@type": "prov:Entity", "name": made.title, **rules}
    used = [f"{own}-rules", *(f"{at}fact-{name}" for name in made.given)]
    by = {"wasAssociatedWith": f"{own}-engine"}
    yield {"@id": f"{own}-made", "@type": "prov:Activity", "used": used, **by}
    software = ["schema:SoftwareApplication", "prov:SoftwareAgent"]
    yield {"@id": f"{own}-engine", "@type": software, "name": "Rationale", "softwareVersion": made.engine}


def _answers(record: DecisionRecord, at: str) -> Iterator[_Node]:
    """Each answer, and where people decided otherwise than was proposed."""
    for place, each in _placed(record.answers):
        said = {"proposed": each.proposed, "decided": each.decided, "value": each.decided_says, "reason": each.says}
        named = {"asks": each.asks, "rule": f"{each.rule_set}/{each.question}", "wasGeneratedBy": f"{at}deciding"}
        yield {"@id": f"{at}answer-{place}", "@type": ["rationale:Answer", "prov:Entity"], **named, **said}
    for place, made in _placed(record.departures):
        said = {"proposed": made.proposed, "decided": made.decided, "reason": made.reasons, "asks": made.what}
        named = {"rule": f"{made.rule_set}/{made.name}", "wasGeneratedBy": f"{at}deciding"}
        yield {"@id": f"{at}departure-{place}", "@type": ["rationale:Departure", "prov:Entity"], **named, **said}
    for slip in record.corrections:
        said = {"text": slip.stands, "replacement": slip.should_be, "reason": slip.why, "on": slip.on.isoformat()}
        yield {"@id": f"{at}correction-{slip.number}", "@type": "rationale:Correction", **said}


def _of_result(record: SchemeResultRecord, address: str) -> Iterator[_Node]:
    at = f"{address}#"
    yield {
        "@id": f"{at}result",
        "@type": ["rationale:SchemeResult", "prov:Entity"],
        "identifier": record.reference,
        "isPartOf": f"{at}scheme",
        "about": f"{at}trust",
        "achieved": list(record.achieved),
        "outOf": record.of,
        "status": _said(record.status.id, record.status.says),
        "wasAttributedTo": f"{at}service",
    }
    organisation = ["schema:Organization", "prov:Agent"]
    yield {"@id": f"{at}service", "@type": organisation, "name": words.service_of(record)}
    yield {"@id": f"{at}trust", "@type": organisation, "name": record.trust, "identifier": record.ods_code}
    named = {"name": words.spelt(record.scheme), "identifier": record.scheme, "version": record.year}
    yield {"@id": f"{at}scheme", "@type": "schema:CreativeWork", **named}
    for place, each in _placed(record.history):
        said = {"status": _said(each.status, each.says), "on": each.on.isoformat(), "about": f"{at}result"}
        yield {"@id": f"{at}history-{place}", "@type": "prov:Activity", **said}


def _redactions(record: Record, address: str) -> Iterator[_Node]:
    for place, each in _placed(record.redactions):
        said = {"source": each.pointer, "reason": _said(each.reason, each.says), "replacement": each.replacement}
        yield {"@id": f"{address}#redaction-{place}", "@type": "rationale:Redaction", **said}


def _said(id: str, says: str) -> _Node | None:
    """Something of a closed list: its id, and what it means in words."""
    return _kept({"identifier": id, "name": says}) or None


def _placed(them: tuple[Any, ...]) -> Iterator[tuple[int, Any]]:
    return enumerate(them, start=1)


def _kept(node: _Node) -> _Node:
    """A node without what has nothing to say: texts and lists that are empty, and what is not known."""
    return {name: held for name, held in node.items() if held is not None and held not in ("", [])}
