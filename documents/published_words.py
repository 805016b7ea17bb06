"""What a published record says in the same words in every format: statuses, how law was checked, what to cite."""

from collections.abc import Iterator, Mapping
from datetime import date

from documents.record import (
    DecisionRecord,
    DeterminationMade,
    ProvisionApplied,
    Record,
    Said,
    SchemeResultRecord,
)
from engine import day

_SCHEME_SERVICE = "NHS Resolution"
_UNNAMED = "An authority that is not named"

STATUSES: Mapping[str, str] = {"met": "Met", "not_met": "Not met", "not_known": "Not known"}
_CHECKED: Mapping[str, str] = {
    "published_text": "Read in the published text",
    "construed": "Read in the published text; how it applies here is the reading of those who made the rules",
    "secondary": "Taken from what others report of the law, not from its text",
    "recalled": "From memory, and not checked against the published text",
}
_ENDS = (".", "!", "?", "…", ":", ".”", "?”")
_PLACES: Mapping[str, str] = {
    "reference": "The reference",
    "title": "The title",
    "summary": "The summary",
    "commissioner": "The commissioner",
    "parties": "The parties",
    "decided_by": "Who decided",
    "decided_on": "The day of the decision",
    "answers": "Answers to the questions",
    "departures": "Where the decision departs from what was proposed",
    "applied": "The law that was applied",
    "findings": "What was found",
    "does_not_decide": "What this does not decide",
    "next_steps": "What the parties can do next",
    "corrections": "Corrections",
    "trust": "The trust",
    "ods_code": "The trust’s code",
    "history": "How this came about",
    "source": "Where this record comes from",
}


def said(of: Said) -> str:
    """Something of a closed list, in words."""
    return of.says or spelt(of.id)


def spelt(name: str) -> str:
    """An id as words."""
    return name.replace("_", " ").replace("-", " ")


def ended(text: str) -> str:
    """Text as a sentence, with its full stop."""
    text = text.strip()
    return text if not text or text.endswith(_ENDS) else f"{text}."


def in_full(iso: str) -> str:
    """An ISO date in full; whatever is none as it stands."""
    try:
        return day(date.fromisoformat(iso))
    except ValueError:
        return iso


def service_of(record: Record) -> str:
    """Who issues or issued what is published."""
    return (record.service or _UNNAMED) if isinstance(record, DecisionRecord) else _SCHEME_SERVICE


def outcomes(record: DecisionRecord) -> tuple[str, ...]:
    """What is decided, a sentence each: the disposal and the outcome, or the answers where there is neither."""
    found = [ended(each) for each in (said(record.disposal), said(record.final)) if each]
    return tuple(found or [ended(each.decided_says or spelt(each.decided)) for each in record.answers])


def decided(record: DecisionRecord) -> str:
    """When it was decided, or that it is not told."""
    if record.decided_on:
        return f"Decided on {in_full(record.decided_on)}."
    if record.year:
        return f"Its year is {record.year}; the source does not tell the day."
    return "The source does not tell the day."


def checked(applied: ProvisionApplied) -> str:
    """How the words of a provision were checked, and by whom."""
    how = _CHECKED.get(applied.checked, spelt(applied.checked))
    reviewed = "reviewed by a lawyer" if applied.reviewed else "not yet reviewed by a lawyer"
    read = f". Read for this decision by {applied.read_by}" if applied.read_by else ""
    return f"{how}; {reviewed}{read}."


def kind_of(record: Record) -> str:
    """What kind of publication it is, in words."""
    if isinstance(record, SchemeResultRecord):
        return "Scheme result"
    made = "Decision made elsewhere" if record.determined == "elsewhere" else ""
    return ": ".join(each for each in (made, said(record.kind)) if each)


def called(record: Record) -> str:
    """What it is called, with its reference."""
    if isinstance(record, SchemeResultRecord):
        return f"Scheme result {record.reference}"
    return f"{'Record of decision' if record.determined == 'elsewhere' else 'Decision'} {record.reference}"


def citation(record: Record) -> str:
    """How it is cited, without its address: who, title, reference, day."""
    when = record.decided_on if isinstance(record, DecisionRecord) else record.published_on.isoformat()
    on = in_full(when) if when else str(getattr(record, "year", "") or "")
    told = ", ".join(each for each in (record.reference, on) if each)
    return f"{service_of(record)}: {record.title} ({told})"


def where(record: Record, pointer: str) -> str:
    """The place of a redaction, from its JSON pointer, in words."""
    first, *rest = [*pointer.strip("/").split("/"), ""]
    held = getattr(record, first, ())
    place = int(rest[0]) if rest and rest[0].isdigit() else -1
    if first == "sections" and 0 <= place < len(held):
        return str(held[place].title)
    if first == "facts" and 0 <= place < len(held):
        return f"The facts: {held[place].asks}"
    return _PLACES.get(first, "This record")


def differing(record: DecisionRecord, made: DeterminationMade) -> Iterator[str]:
    """What comes out otherwise without what is redacted, in words."""
    asked = {f"question:{each.question}": each.asks for each in record.answers if each.rule_set == made.rule_set}
    cited = {f"provision:{each.provision}": each.cited for each in record.applied if each.rule_set == made.rule_set}
    for each in made.differs:
        yield {**asked, **cited}.get(each) or spelt(each.partition(":")[2] or each)


def not_achieved(record: SchemeResultRecord) -> tuple[str, ...]:
    """The safety actions that were not validated as met; none where their ids do not tell which those are."""
    every = [str(number) for number in range(1, record.of + 1)]
    return tuple(each for each in every if each not in record.achieved) if set(record.achieved) <= set(every) else ()
