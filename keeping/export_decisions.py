"""The decisions of an exported case on its page: what was concluded, where it departs, its text, and who was told."""

from collections.abc import Iterator, Sequence

from engine import capital, words
from keeping.case_file import CaseFile
from keeping.export_words import moment, plainly, who
from keeping.held_rows import Row
from keeping.html import Held, Html, joined, link, listing, table, tag


def decisions(held: CaseFile) -> tuple[str, str, Html]:
    """The part of the page."""
    declared = [
        (who(held, each["person_id"]), "an interest" if each["has_one"] else "none", each["said"], moment(each["at"]))
        for each in held.case["interests"]
    ]
    each = [_decision(held, row) for row in held.decisions]
    interests = table("Interests", ("Who", "Declared", "Which", "When"), declared)
    return "decisions", "Decisions", joined(*(each or [tag("p", "None was drafted.")]), interests)


def _decision(held: CaseFile, row: Row) -> Html:
    heading = tag("h3", f"{row['place']}. {row['reference'] or 'A draft'}")
    tables = (_conclusions(held, row), _departures(held, row), _comments(held, row), _reviews(held, row))
    after = (_slips(held, row), _letters(held, row))
    files = list(_files(row))
    return joined(heading, tag("p", _made(held, row)), listing(files) if files else None, _text(row), *tables, *after)


def _table(row: Row, caption: str, heads: Sequence[str], rows: Sequence[Sequence[Held]]) -> Html:
    """A table that no other decision has under the same name."""
    return table(f"Decision {row['place']}: {caption}", heads, rows)


def _made(held: CaseFile, row: Row) -> str:
    told = [f"Begun on {moment(row['made_at'])} by {who(held, row['made_by'])}."]
    if row["issued_at"]:
        told.append(f"Issued on {moment(row['issued_at'])} by {who(held, row['issued_by'])}. SHA-256: {row['sha256']}.")
    before = next((each for each in held.decisions if each["id"] == row["supersedes_id"]), None)
    if before:
        left_open = any(each["disposal"] == "not_disposed_of" for each in before["conclusions"][-1:])
        told.append(f"{'After' if left_open else 'In the place of'} {before['reference']}.")
    return " ".join(told)


def _files(row: Row) -> Iterator[Html]:
    if row["document"]:
        yield link(row["document"], "The decision as it was issued")
    if row["file"]:
        yield link(row["file"], "The same for programs, byte for byte")


def _text(row: Row) -> Html | None:
    """The newest version; every version is in case.json."""
    sections = (row["texts"][-1]["sections"] or {}) if row["texts"] else {}
    written = [(capital(words(id)), text) for id, text in sections.items() if text]
    return _table(row, "its text", ("Section", "Text"), written) if written else None


def _conclusions(held: CaseFile, row: Row) -> Html:
    rows = [
        (
            moment(each["at"]),
            words(each["disposal"]),
            words(each["final"]),
            plainly(each["decided_by"]),
            who(held, each["by"]),
        )
        for each in row["conclusions"]
    ]
    heads = ("When", "The appeal", "The application", "Decided by", "Recorded by")
    return _table(row, "what was concluded", heads, rows)


def _departures(held: CaseFile, row: Row) -> Html:
    rows = [
        (
            f"{each['rule_set']}: {each['about']} {words(each['name'])}",
            words(each["proposed"]),
            words(each["decided"]) or "as proposed after all",
            each["reasons"],
            moment(each["at"]),
            who(held, each["by"]),
        )
        for each in row["departures"]
    ]
    return _table(row, "where it departs", ("On", "Proposed", "Decided", "Reasons", "When", "By"), rows)


def _comments(held: CaseFile, row: Row) -> Html:
    rows = [
        (
            "an answer" if each["answers_id"] else words(each["section"]) or "all of it",
            each["said"],
            moment(each["at"]),
            who(held, each["by"]),
        )
        for each in row["comments"]
    ]
    return _table(row, "comments", ("On", "Said", "When", "By"), rows)


def _reviews(held: CaseFile, row: Row) -> Html:
    rows = [
        ("approved" if each["approved"] else "sent back", each["said"], moment(each["at"]), who(held, each["by"]))
        for each in row["reviews"]
    ]
    return _table(row, "reviews", ("What", "Said", "When", "By"), rows)


def _slips(held: CaseFile, row: Row) -> Html:
    rows = [
        (each["stands"], each["should_be"], each["why"], moment(each["at"]), who(held, each["by"]))
        for each in row["slips"]
    ]
    return _table(row, "corrections", ("Stands there", "Should be", "Why", "When", "By"), rows)


def _letters(held: CaseFile, row: Row) -> Html:
    named = {each["id"]: each["name"] or words(each["role"]) for each in held.case["parties"]}
    rows = [
        (
            named[each["party_id"]],
            each["said"],
            link(each["document"], "The letter as it went out") if each["document"] else None,
            "sent" if each["told_id"] else "written",
            moment(each["at"]),
            who(held, each["by"]),
        )
        for each in row["letters"]
    ]
    return _table(row, "letters", ("To", "Said with it", "Letter", "What", "When", "By"), rows)
