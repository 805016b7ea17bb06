"""What a bundle says to people who open it: what it holds, and what they can do with it."""

import re
from collections.abc import Iterator
from textwrap import fill

from documents import DecisionRecord, Record

_WIDTH = 78
_QUOTED = re.compile("“[^”]{1,40}”")
_STAYS = "\N{NO-BREAK SPACE}"


def read_me(record: Record, sha256: str) -> str:
    """The text that lies in a bundle. The same record gives the same text."""
    return "\n\n".join(each if "\n" in each else _filled(each) for each in _paragraphs(record, sha256)) + "\n"


def _filled(paragraph: str) -> str:
    """In lines, which break nowhere within a command or an address."""
    kept = _QUOTED.sub(lambda found: found[0].replace(" ", _STAYS), paragraph)
    return fill(kept, _WIDTH, break_on_hyphens=False, break_long_words=False).replace(_STAYS, " ")


def _paragraphs(record: Record, sha256: str) -> Iterator[str]:
    yield f"{record.reference}, version {record.version}: {record.title}"
    if record.sample:
        yield "This is a sample. It is about nobody, and nothing was decided."
    yield (
        f"record.json is what is published of it, byte for byte. Its SHA-256 is {sha256}. "
        "manifest.txt names the SHA-256 of every file but itself; “sha256sum -c manifest.txt” compares them."
    )
    if isinstance(record, DecisionRecord) and record.determinations:
        yield from _of_determinations(record)
    else:
        yield (
            "No determination was published with it, so there is nothing to make again."
            if isinstance(record, DecisionRecord) and record.determined == "elsewhere"
            else "There is no determination of rules in it, so there is nothing to make again."
        )
    yield (
        "Whether this record stands in the public log of the register is another question. Download its proof there, "
        f"at /decisions/{record.id}/proof, and run “rationale verify PROOF”, which needs no network."
        if isinstance(record, DecisionRecord)
        else "Whether this record stands in the public log of the register is shown by its proof, which the register "
        "gives; “rationale verify PROOF” checks it and needs no network."
    )
    yield f"Licence: {record.licence}"


def _of_determinations(record: DecisionRecord) -> Iterator[str]:
    yield "What the rules proposed, and where it stands here:"
    yield "\n".join(
        f"  {place}. {made.title}, on the law as at {made.law_as_at}\n"
        f"     determinations/{place}.json, and the rules in rules/{place}/\n"
        f"     revision {made.revision}"
        for place, made in enumerate(record.determinations, 1)
    )
    yield (
        "To make it again on a machine of yours, install Rationale and run “rationale rerun” with this ZIP. It puts "
        "the facts of record.json to these rules, and says whether every byte of the answer is the same. It asks no "
        "network and no database."
    )
    if any(each.redacted for each in record.facts):
        yield (
            "Some facts are not published; record.json says which and why. The determinations here are those that the "
            "other facts give. What the decision itself could rest on beside them is named there under “differs”."
        )
    yield "A decision is an act of people. Where they decided otherwise than the rules proposed, record.json says why."
