"""What was done to publish the decisions of an exported case, on its page; what is published stands in the register."""

from collections.abc import Sequence

from engine import words
from keeping.case_file import CaseFile
from keeping.export_words import moment, the_day, who
from keeping.held_rows import Row
from keeping.html import Held, Html, joined, table, tag


def publications(held: CaseFile) -> tuple[str, str, Html]:
    """The part of the page."""
    each = [_publication(held, row) for row in held.case["publications"]]
    return "publications", "Publication", joined(*(each or [tag("p", "Nothing was prepared for publication.")]))


def _publication(held: CaseFile, row: Row) -> Html:
    heading = tag("h3", row["reference"])
    tables = (_texts(held, row), _redactions(held, row), _held_back(held, row), _previews(held, row))
    after = (_approvals(held, row), _takedowns(held, row), _went_out(held, row))
    return joined(heading, tag("p", _told(held, row)), *tables, *after)


def _told(held: CaseFile, row: Row) -> str:
    out = f"Version {row['out']} went out last" if row["out"] else "Nothing of it went out"
    committed = f" What was issued is committed to by {row['commitment']}." if row["commitment"] else ""
    begun = f"Begun on {moment(row['made_at'])} by {who(held, row['made_by'])}."
    return f"{begun} It stands at {words(row['state'])}. {out}; its id is d-{row['id']}.{committed}"


def _table(row: Row, caption: str, heads: Sequence[str], rows: Sequence[Sequence[Held]]) -> Html:
    """A table that no other publication has under the same name."""
    return table(f"{row['reference']}: {caption}", heads, rows)


def _texts(held: CaseFile, row: Row) -> Html:
    rows = [
        (str(each["of_version"]), each["summary"], words(each["what"]), each["why"], *_when(held, each))
        for each in row["texts"]
    ]
    heads = ("Version", "Summary", "What changed", "Why there is another version", "When", "By")
    return _table(row, "its summary", heads, rows)


def _redactions(held: CaseFile, row: Row) -> Html:
    rows = [
        (
            str(each["of_version"]),
            words(each["act"]),
            each["pointer"],
            "all that stands there" if each["words"] == "" else each["words"],
            words(each["reason"]),
            each["says"],
            each["replacement"],
            *_when(held, each),
        )
        for each in row["redactions"]
    ]
    heads = ("Version", "What", "Where", "Which words", "Reason", "Said of it", "In its place", "When", "By")
    return _table(row, "what was redacted or released", heads, rows)


def _held_back(held: CaseFile, row: Row) -> Html:
    rows = [
        (moment(each["embargo_until"]), "yes" if each["noindex"] else "no", *_when(held, each))
        for each in row["settings"]
    ]
    return _table(row, "how it was held back", ("Until", "Kept from search engines", "When", "By"), rows)


def _previews(held: CaseFile, row: Row) -> Html:
    named = {each["id"]: each["name"] or words(each["role"]) for each in held.case["parties"]}
    rows = [(named[each["party_id"]], each["content"], *_when(held, each)) for each in row["previews"]]
    return _table(row, "who was shown it before", ("Who", "SHA-256 of what was to go out", "When", "By"), rows)


def _approvals(held: CaseFile, row: Row) -> Html:
    rows = [(each["content"], *_when(held, each)) for each in row["approvals"]]
    return _table(row, "approvals", ("SHA-256 of what was approved", "When", "By"), rows)


def _takedowns(held: CaseFile, row: Row) -> Html:
    rows = [
        (
            "an answer" if each["answers_id"] else "a request",
            each["asker"],
            words(each["answer"]),
            each["said"],
            *_when(held, each),
        )
        for each in row["takedowns"]
    ]
    heads = ("What", "Who asked", "Answer", "Said", "When", "By")
    return _table(row, "requests to take something down", heads, rows)


def _went_out(held: CaseFile, row: Row) -> Html:
    rows = [
        (
            words(each["act"]),
            str(each["of_version"]),
            the_day(each["on"]),
            "refused by the register" if each["refused"] else moment(each["done_at"]) or "not yet",
            each["sha256"],
            *_when(held, each),
        )
        for each in row["intents"]
    ]
    heads = ("What", "Version", "On", "Done", "SHA-256 of what went out", "When", "By")
    return _table(row, "what went to the register", heads, rows)


def _when(held: CaseFile, each: Row) -> tuple[str, str]:
    return moment(each["at"]), who(held, each["by"])
