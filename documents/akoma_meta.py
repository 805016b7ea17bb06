"""What Akoma Ntoso says of a record before its text: FRBR addresses, life cycle, keywords, law applied, parties."""

import hashlib
import re
from collections.abc import Iterator, Mapping

from lxml.etree import _Element as Element

from documents import published_words as words
from documents.akoma_body import under
from documents.prose import plain
from documents.record import DecisionRecord, Record, Said, SchemeResultRecord
from documents.record_json import canonical

OURS = "urn:rationale:record"

_EDITOR = "#rationale"
_DISPOSALS: Mapping[str, str] = {
    "confirm": "uphold",
    "dismiss": "dismiss",
    "quash_and_redetermine": "replaceOrder",
    "quash_and_remit": "remit",
}
_DICTIONARIES: Mapping[str, str] = {
    "kind": "Kind of matter",
    "area": "Area of law",
    "disposal": "Disposal",
    "outcome": "Outcome",
    "under-appeal": "Decision under appeal",
    "status": "Status of a scheme result",
}


def meta(parent: Element, record: Record, address: str) -> None:
    """Everything that is said of a record, in the order that the schema asks for."""
    made = under(parent, "meta")
    _identification(made, record)
    on = record.published_on.isoformat()
    said = {"name": "register", "showAs": "The public register", "number": str(record.version)}
    under(made, "publication", date=on, **said)
    if held := tuple(_keywords(record)):
        keywords = under(made, "classification", source=_EDITOR)
        for name, of in held:
            value = of.id or of.says
            under(keywords, "keyword", dictionary=f"#dictionary_{name}", showAs=words.said(of), value=value)
    _lifecycle(made, record)
    if isinstance(record, DecisionRecord) and record.applied:
        _analysis(made, record)
    _references(made, record, address)
    _ours(made, record, address)


def work_of(record: Record) -> str:
    """The FRBR address of the work. It holds the opaque id, which stays whatever becomes of the reference."""
    if isinstance(record, SchemeResultRecord):
        return f"/akn/gb/doc/scheme-result/{_actor(record)}/{record.published_on.year}/{record.id}"
    on = record.decided_on or str(record.year or record.published_on.year)
    return f"/akn/gb/judgment/decision/{_actor(record)}/{on}/{record.id}"


def expression_of(record: Record) -> str:
    """The FRBR address of this version, in English."""
    later = f"-v{record.version}" if record.version > 1 else ""
    return f"{work_of(record)}/eng@{record.published_on.isoformat()}{later}"


def _actor(record: Record) -> str:
    made = re.sub("[^a-z0-9]+", "-", words.service_of(record).lower()).strip("-")
    return made if made[:1].isalpha() else f"body-{made}".rstrip("-")


def _identification(made: Element, record: Record) -> None:
    whole = under(made, "identification", source=_EDITOR)
    work, expression = work_of(record), expression_of(record)
    first = under(whole, "FRBRWork")
    _core(first, f"{work}/!main", work)
    under(first, "FRBRalias", name="title", value=record.title)
    decided = record.decided_on if isinstance(record, DecisionRecord) else ""
    under(
        first,
        "FRBRdate",
        date=decided or record.published_on.isoformat(),
        name="decision" if decided else "publication",
    )
    under(first, "FRBRauthor", href="#service", as_="#author")
    under(first, "FRBRcountry", value="gb")
    under(first, "FRBRnumber", value=record.reference)
    under(first, "FRBRauthoritative", value="true" if _ours_to_say(record) else "false")
    second = under(whole, "FRBRExpression")
    _core(second, f"{expression}/!main", expression)
    under(second, "FRBRdate", date=record.published_on.isoformat(), name="publication")
    under(second, "FRBRauthor", href="#service", as_="#editor")
    under(second, "FRBRversionNumber", value=str(record.version))
    under(second, "FRBRlanguage", language="eng")
    third = under(whole, "FRBRManifestation")
    _core(third, f"{expression}/!main.xml", f"{expression}.xml")
    under(third, "FRBRdate", date=record.published_on.isoformat(), name="publication")
    under(third, "FRBRauthor", href="#rationale", as_="#editor")
    under(third, "FRBRformat", value="application/akn+xml")


def _core(level: Element, this: str, uri: str) -> None:
    under(level, "FRBRthis", value=this)
    under(level, "FRBRuri", value=uri)


def _ours_to_say(record: Record) -> bool:
    """Whether this is the authority's own text, and not somebody's record of another's decision."""
    return not (isinstance(record, DecisionRecord) and record.determined == "elsewhere") and not record.sample


def _keywords(record: Record) -> Iterator[tuple[str, Said]]:
    if isinstance(record, SchemeResultRecord):
        yield "status", record.status
        return
    of = {
        "kind": record.kind,
        "area": Said(record.area, words.spelt(record.area)),
        "disposal": record.disposal,
        "outcome": record.final,
        "under-appeal": record.under_appeal,
    }
    yield from ((name, each) for name, each in of.items() if each.id or each.says)


def _lifecycle(made: Element, record: Record) -> None:
    """When the text came to be, and when it was changed."""
    whole = under(made, "lifecycle", source=_EDITOR)
    begun = (record.decided_on if isinstance(record, DecisionRecord) else "") or record.published_on.isoformat()
    events = [(begun, "generation")]
    if isinstance(record, DecisionRecord):
        events += [(each.on.isoformat(), "amendment") for each in record.corrections]
    if record.why:
        events.append((record.why.on.isoformat(), "amendment"))
    for place, (on, kind) in enumerate(events, start=1):
        under(whole, "eventRef", date=on, eId=f"event_{place}", source="#original", type=kind)


def _analysis(made: Element, record: DecisionRecord) -> None:
    """What became of the decision under appeal, and which law was applied."""
    judicial = under(under(made, "analysis", source=_EDITOR), "judicial")
    under(judicial, "result", type=_DISPOSALS.get(record.disposal.id, "decide"))
    for place, each in enumerate(record.applied, start=1):
        applies = under(judicial, "applies", eId=f"applies_{place}")
        under(applies, "source", eId=f"applies_{place}__source", href="#sec_law-applied")
        under(applies, "destination", eId=f"applies_{place}__destination", href=each.url or f"#provision_{place}")


def _references(made: Element, record: Record, address: str) -> None:
    """Everything that an attribute elsewhere names."""
    whole = under(made, "references", source=_EDITOR)
    under(whole, "original", eId="original", href=work_of(record), showAs=record.title)
    _tlc(whole, "Organization", "rationale", "Rationale", "organization/rationale")
    _tlc(whole, "Organization", "service", words.service_of(record), f"organization/{_actor(record)}")
    for role in ("author", "editor"):
        _tlc(whole, "Role", role, role.capitalize(), f"role/{role}")
    for name, _ in _keywords(record):
        _tlc(whole, "Concept", f"dictionary_{name}", _DICTIONARIES[name], f"concept/{name}")
    if isinstance(record, SchemeResultRecord):
        _tlc(whole, "Organization", "trust", record.trust, f"organization/{record.ods_code or 'trust'}")
        return
    for place, party in enumerate(record.parties, start=1):
        _tlc(whole, "Role", f"role_{place}", party.role, f"role/{place}")
        under(whole, "TLCReference", eId=f"party_{place}", href=f"{address}#parties", name="party", showAs=party.name)
    for place, each in enumerate(record.applied, start=1):
        href = each.url or f"{address}#law-applied"
        under(whole, "TLCReference", eId=f"provision_{place}", href=href, name="provision", showAs=each.cited)


def _tlc(whole: Element, kind: str, id: str, says: str, concept: str) -> None:
    under(whole, f"TLC{kind}", eId=id, href=f"/akn/ontology/{concept}", showAs=says)


def _ours(made: Element, record: Record, address: str) -> None:
    """What Akoma Ntoso has no word for, in a namespace of ours: the hash, and each provision as it was found."""
    whole = under(made, "proprietary", source=_EDITOR)
    said = {
        "id": record.id,
        "address": address,
        "format": record.format,
        "licence": record.licence,
        "sha256": hashlib.sha256(canonical(record)).hexdigest(),
        "sample": "true" if record.sample else "",
    }
    if isinstance(record, DecisionRecord):
        said |= {"determined": record.determined, "commitment": record.commitment}
    _own(whole, "record", said)
    for place, each in enumerate(record.applied if isinstance(record, DecisionRecord) else (), start=1):
        found = {"rule": f"{each.rule_set}/{each.provision}", "status": each.status, "checked": each.checked}
        _own(whole, "applied", {"provision": f"#provision_{place}", **found, "version": each.version})


def _own(whole: Element, tag: str, said: Mapping[str, str]) -> None:
    held = {name: plain(each) for name, each in said.items() if each}
    whole.append(whole.makeelement(f"{{{OURS}}}{tag}", held, nsmap={"r": OURS}))
