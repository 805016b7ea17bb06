"""A record as the search takes it: its texts, the values of its facets, its names, and the provisions it applied."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from documents import DecisionRecord, Record, SchemeResultRecord, as_json
from register.folding import facet_token, name_token

FACETS: Mapping[str, str] = {
    "area": "Area of law",
    "kind": "Kind",
    "outcome": "Outcome",
    "disposal": "What became of the appeal",
    "provision": "Provision applied",
    "commissioner": "Commissioner",
    "year": "Year",
    "determined": "Where it was determined",
}
SCHEME_RESULT = "scheme_result"
MOST_TEXT = 300_000  # signs of a body that are searched; tsvector holds a megabyte

_DETERMINED = {"here": "Determined here", "elsewhere": "Determined elsewhere"}


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet, and what it means in words."""

    facet: str
    value: str
    says: str

    @property
    def token(self) -> str:
        """What stands for it in the full-text index."""
        return facet_token(self.facet, self.value)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the search is given of a record. ``shown`` and ``applied`` are rows of its tables, without the number.

    ``texts``: the reference and other names of the publication, parties, title, summary and body.
    """

    texts: tuple[str, str, str, str, str]
    names: tuple[str, ...]
    facets: tuple[Value, ...]
    shown: Mapping[str, Any]
    applied: tuple[Mapping[str, str], ...]


def entry_of(record: Record, aliases: Iterable[str]) -> Entry:
    """The entry of a record that is also known by some names."""
    if isinstance(record, DecisionRecord):
        return _of_decision(record, tuple(aliases))
    return _of_scheme_result(record, tuple(aliases))


def passages(said: Mapping[str, Any]) -> Iterator[str]:
    """The text of a record, given as JSON, that is searched beside its title, summary and parties."""
    for section in said.get("sections", ()):
        yield section["title"]
        yield section["text"]
    for answer in said.get("answers", ()):
        yield from (answer["decided_says"], answer["says"])
    for departure in said.get("departures", ()):
        yield departure["reasons"]
    for applied in said.get("applied", ()):
        yield f"{applied['cited']} {applied['title']}: {applied['statement']}"
    for fact in said.get("facts", ()):
        yield f"{fact['asks']} {fact['says']}"
    yield from (each["says"] for each in said.get("history", ()))
    yield from said.get("does_not_decide", ())
    yield from said.get("decided_by", ())
    yield from (each for each in (said.get("trust"), said.get("ods_code"), said.get("commissioner")) if each)


def said_of_provision(cited: str, title: str) -> str:
    """What the value of a provision means in words."""
    return f"{cited} {title}".strip()


def plain(text: str) -> str:
    """A text as every database can hold it."""
    return text.replace("\0", "")


def _of_decision(record: DecisionRecord, aliases: tuple[str, ...]) -> Entry:
    parties = tuple(each.name for each in record.parties)
    applied = {(each.rule_set, each.provision): each for each in record.applied}
    shown: dict[str, Any] = {
        "sort": "decision", "decided_on": record.decided_on, "year": record.year, "area": plain(record.area),
        "kind_id": plain(record.kind.id), "kind": plain(record.kind.says),
        "disposal_id": plain(record.disposal.id), "disposal": plain(record.disposal.says),
        "final_id": plain(record.final.id), "final": plain(record.final.says),
        "under_appeal": plain(record.under_appeal.id), "commissioner": plain(record.commissioner),
        "determined": record.determined,
    }  # fmt: skip
    rows = tuple(
        {
            "rule_set": plain(each.rule_set)[:200], "provision": plain(each.provision)[:200],
            "status": plain(each.status)[:20], "cited": plain(each.cited), "title": plain(each.title),
        }
        for each in applied.values()
    )  # fmt: skip
    by_provision = {(row["rule_set"], row["provision"]): row for row in rows}
    values = (
        Value("area", shown["area"], shown["area"].replace("_", " ").capitalize()),
        Value("kind", shown["kind_id"], shown["kind"]),
        Value("outcome", shown["final_id"], shown["final"]),
        Value("disposal", shown["disposal_id"], shown["disposal"]),
        Value("commissioner", shown["commissioner"], shown["commissioner"]),
        Value("year", str(record.year) if record.year else "", str(record.year)),
        Value("determined", record.determined, _DETERMINED[record.determined]),
        *(
            Value("provision", f"{row['rule_set']}/{row['provision']}", said_of_provision(row["cited"], row["title"]))
            for row in by_provision.values()
        ),
    )
    return _entry(record, aliases, parties, values, shown, tuple(by_provision.values()))


def _of_scheme_result(record: SchemeResultRecord, aliases: tuple[str, ...]) -> Entry:
    last = max((each.on for each in record.history), default=record.published_on)
    shown: dict[str, Any] = {
        "sort": SCHEME_RESULT, "decided_on": last.isoformat(), "year": last.year, "area": plain(record.scheme),
        "kind_id": SCHEME_RESULT, "kind": "Scheme result", "disposal_id": "", "disposal": "",
        "final_id": "", "final": plain(record.status.says), "under_appeal": "", "commissioner": "",
        "determined": "elsewhere" if record.source else "here",
    }  # fmt: skip
    values = (
        Value("area", shown["area"], shown["area"].replace("-", " ").capitalize()),
        Value("kind", SCHEME_RESULT, "Scheme result"),
        Value("year", str(last.year), str(last.year)),
        Value("determined", shown["determined"], _DETERMINED[shown["determined"]]),
    )
    return _entry(record, aliases, (record.trust, record.ods_code), values, shown, ())


def _entry(
    record: Record,
    aliases: tuple[str, ...],
    parties: tuple[str, ...],
    values: Iterable[Value],
    shown: Mapping[str, Any],
    applied: tuple[Mapping[str, str], ...],
) -> Entry:
    known = tuple(dict.fromkeys((record.reference, *aliases)))
    body = "\n".join(passages(as_json(record)))[:MOST_TEXT]
    return Entry(
        texts=("\n".join(known), "\n".join(parties), record.title, record.summary, body),
        names=tuple(dict.fromkeys(filter(None, map(name_token, (*known, *parties))))),
        facets=tuple(dict.fromkeys(each for each in values if each.value)),
        shown={
            **shown, "reference": record.reference, "title": plain(record.title), "summary": plain(record.summary),
            "sample": record.sample,
        },
        applied=applied,
    )  # fmt: skip
