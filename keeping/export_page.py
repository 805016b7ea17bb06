"""The page of an exported case: one file that any browser shows without a script, a server or the network."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engine import capital, words
from keeping.case_file import CaseFile
from keeping.export_decisions import decisions
from keeping.export_publications import publications
from keeping.export_words import moment, plainly, the_day, who
from keeping.held_rows import Row
from keeping.html import Html, document, joined, link, listing, section, table, tag


def page(held: CaseFile, made_at: str, faults: Sequence[str]) -> str:
    """The whole page; links lead to the files beside it."""
    parts = [make(held) for make in _PARTS]
    title = f"{held.case['reference']}: all that is held"
    told = joined(
        f"Exported on {moment(made_at)}. Times are London’s. The same for programs: ",
        link("case.json", "case.json"),
        ". Every file with its hash: ",
        link("manifest.json", "manifest.json"),
        ".",
    )
    to = [link(f"#{id}", heading) for id, heading, _ in parts]
    missing = joined(tag("h2", "Not here, and should be"), listing(faults)) if faults else None
    return document(
        title,
        tag("header", tag("h1", title), tag("p", told)),
        tag("nav", listing(to), aria_label="On this page"),
        tag("main", missing, *(section(*part) for part in parts)),
    )


_Part = tuple[str, str, Html]


def _case(held: CaseFile) -> _Part:
    case = held.case
    about = (
        ("Reference", case["reference"]),
        ("Title", case["title"]),
        ("Kind", words(case["kind"])),
        ("State", words(case["state"])),
        ("Received on", the_day(case["received_on"])),
        ("Rule sets", ", ".join(case["rule_sets"])),
        ("Record closed", "yes" if case["record_closed"] else "no"),
        ("Goes with", ", ".join(f"{each['reference']} ({each['how']})" for each in case["links"])),
        ("Its values went", moment(case["values_gone_at"])),
    )
    states = [
        (the_day(each["on"]), words(each["after"]), each["why"], who(held, each["by"]))
        for each in case["state_changes"]
    ]
    records = [
        (moment(each["at"]), "closed" if each["closed"] else "opened again", each["why"], who(held, each["by"]))
        for each in case["record_changes"]
    ]
    officers = [
        (who(held, each["person_id"]), words(each["part"]), moment(each["starts_at"]), moment(each["ends_at"]))
        for each in case["assigned"]
    ]
    tables = joined(
        table("About the case", ("What", "Held"), [each for each in about if each[1]]),
        table("Where it stood", ("From", "State", "Why", "By"), states),
        table("Its record", ("When", "What", "Why", "By"), records),
        table("Whose case it was", ("Who", "Part", "From", "Until"), officers),
    )
    return "case", "The case", tables


def _parties(held: CaseFile) -> _Part:
    named = {each["id"]: each["name"] or words(each["role"]) for each in held.case["parties"]}
    parties = [
        (words(each["role"]), each["name"], each["organisation"], each["contact"], moment(each["left_at"]))
        for each in held.case["parties"]
    ]
    notices = [
        (named[each["party_id"]], each["what"], the_day(each["on"]), words(each["how"]), moment(each["taken_back_at"]))
        for each in held.case["told"]
    ]
    tables = joined(
        table("Who has a part", ("Part", "Name", "Organisation", "Contact", "Left"), parties),
        table("Who was told what", ("Who", "What", "On", "How", "Taken back"), notices),
    )
    return "parties", "Parties", tables


def _stated(held: CaseFile) -> _Part:
    rows = [
        (
            capital(words(each["name"])),
            plainly(each["said"]),
            each["source"],
            plainly(each["decided_by"]),
            ", ".join(f"item {place}" for place in each["evidence"]),
            each["correction"],
            moment(each["at"]),
            who(held, each["by"]),
        )
        for each in held.statements
    ]
    heads = ("What", "Said", "Source", "Decided by", "Evidence", "Why it was corrected", "When", "By")
    told = tag("p", "In the order in which it was stated. Where a name stands twice, the last holds.")
    return "stated", "What was stated", joined(told, table("Statements", heads, rows))


def _evidence(held: CaseFile) -> _Part:
    rows = [
        (
            str(each["place"]),
            link(each["file"], each["name"] or each["file"]) if each["file"] else each["name"],
            each["about"],
            f"{each['media_type']}, {each['size']:,} bytes",
            the_day(each["dated"]),
            moment(each["received_at"]),
            moment(each["bytes_gone_at"]),
            each["sha256"],
        )
        for each in held.evidence
    ]
    heads = ("Item", "Name", "About", "Kind", "Dated", "Received", "Went", "SHA-256")
    return "evidence", "Evidence", table("Items", heads, rows)


def _determinations(held: CaseFile) -> _Part:
    each = [_determination(held, row) for row in held.determinations]
    return "determinations", "Determinations", joined(*each) if each else tag("p", "None was made.")


def _determination(held: CaseFile, row: Row) -> Html:
    made = f"Made on {moment(row['at'])} by {who(held, row['by'])}. Revision of its rules: {row['revision']}."
    files = [link(row["rules"], "The rules that were used")]
    if row["file"]:
        files.insert(0, link(row["file"], "The determination as it is kept, byte for byte"))
    heading = tag("h3", f"{row['place']}. {row['rule_set']}")
    return joined(heading, tag("p", made), *(tag("p", text) for text in _texts(row["explanation"])), listing(files))


def _texts(explanation: Any) -> Iterator[str]:
    """The texts in an explanation, in their order, whatever holds them."""
    if isinstance(explanation, str):
        yield explanation
    elif isinstance(explanation, Mapping | list):
        for each in explanation.values() if isinstance(explanation, Mapping) else explanation:
            yield from _texts(each)


def _deadlines(held: CaseFile) -> _Part:
    rows = [
        (
            capital(words(each["name"])),
            each["says"],
            each["cites"],
            _due(each),
            "; ".join(f"{the_day(more['due_on'])} ({more['power']}: {more['why']})" for more in each["extensions"]),
            the_day(each["met_on"]),
        )
        for each in held.deadlines
    ]
    heads = ("What", "What the law says", "Where", "Due on", "Extended to", "Met on")
    return "deadlines", "Deadlines", table("What is due", heads, rows)


def _due(row: Row) -> str:
    if row["due_on"] or not (row["earliest"] or row["latest"]):
        return the_day(row["due_on"])
    ends = [f"{said} {the_day(row[end])}" for said, end in (("from", "earliest"), ("to", "latest")) if row[end]]
    return f"not known yet: {' '.join(ends)}"


def _activity(held: CaseFile) -> _Part:
    rows = [
        (
            str(each["place"]),
            moment(each["at"]),
            who(held, each["actor"]),
            each["act"],
            plainly(each["about"]),
            each["hash"],
        )
        for each in held.activity
    ]
    told = tag("p", "Who did what, as ids and salted hashes. Each entry is bound by its hash to the one before it.")
    heads = ("Entry", "When", "By", "Act", "About", "Hash")
    return "activity", "Activity", joined(told, table("Entries", heads, rows))


_PARTS = (_case, _parties, _stated, _evidence, _determinations, decisions, publications, _deadlines, _activity)
