"""What is not published of a decision, and why: what is about people, words wherever they stand, and whole places."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from casework import CaseRefused
from casework.publishing import (
    REASONS,
    RELEASES,
    Drawn,
    Personal,
    Redacting,
    Redaction,
    drawn_of,
    everywhere,
    named,
    redact,
    release,
    seen,
    undo,
)
from documents import DecisionRecord
from engine import Fault
from web.desk.addresses import Address
from web.desk.publication_frame import Shown, changed, one, page_of
from web.desk.sending import Places, at_fields, typed
from web.desk.signed_in import actor
from web.kept_determinations import live
from web.office import now

DONE = {
    "redacted": "It is redacted. What stands there instead, and why, is told to readers.",
    "released": "It is released. Why is kept, and whoever approves it sees that.",
    "kept-out": "Nothing goes out in which these words stand. Where they stand now is told below.",
    "undone": "That was taken back.",
}
NOWHERE = "these words do not stand in any text that can be redacted: copy them as they stand there"
_SAID = ("reason", "says", "replacement")


@dataclass(frozen=True, slots=True)
class AboutSomebody:
    """Something that is about a person, what it says, and what was decided about it, where anything was."""

    place: int
    it: Personal
    says: str
    decided: Redaction | None


def redactions_page(id: str, publication_id: str, errors: Places | None = None) -> str:
    """All that is about people, what is redacted or released and why, and the forms to redact more."""
    opened, shown = one(id, publication_id)
    return render_template(
        "desk/publication_redactions.html", opened=opened, shown=shown, errors=errors or {}, typed=request.form,
        personal=_personal(shown), places=_places(shown.drawn), where=_where(shown), reasons=REASONS,
        releases=RELEASES, done=DONE.get(request.args.get("done", "")),
    )  # fmt: skip


def redact_words(id: str, publication_id: str) -> ResponseReturnValue:
    """Redact words wherever they stand in what can be redacted."""
    words = typed("words.words")

    def change(connection: Any, private_id: str, expected: int) -> object:
        prepared, found = seen(connection, actor(), private_id)
        record = drawn_of(connection, now(), prepared, found, live).whole
        pointers = everywhere(record, words) if words and isinstance(record, DecisionRecord) else ()
        if not pointers:
            raise CaseRefused([Fault("/redactions/0/words", NOWHERE)])
        asked = [Redacting(each, words, *_reasons("words")) for each in pointers]
        return redact(connection, now(), actor(), private_id, asked, live, expected)

    return _done("redacted", id, publication_id, change, _fields("words", "words"))


def redact_place(id: str, publication_id: str) -> ResponseReturnValue:
    """Redact all that stands at one place: a whole fact with its source, or a whole text."""
    name = request.form.get("of", "place")
    asked = [Redacting(request.form.get("pointer", ""), "", *_reasons(name))]
    return _done(
        "redacted", id, publication_id,
        lambda it, private_id, expected: redact(it, now(), actor(), private_id, asked, live, expected),
        _fields(name, "pointer") | {"redactions.0.pointer": "pointer"},
    )  # fmt: skip


def release_place(id: str, publication_id: str) -> ResponseReturnValue:
    """Release something that is about a person; or let words stand that look like somebody's own."""
    name = request.form.get("of", "let")
    asked = Redacting(request.form.get("pointer", ""), typed("let.words"), *_reasons(name)[:2])
    return _done(
        "released", id, publication_id,
        lambda it, private_id, expected: release(it, now(), actor(), private_id, asked, live, expected),
        {"words": "let.words", **{each: f"{name}.{each}" for each in _SAID}},
    )  # fmt: skip


def keep_words_out(id: str, publication_id: str) -> ResponseReturnValue:
    """Name words that must stand nowhere, such as the name of somebody who is no party."""
    asked = [Redacting("", typed("out.words"), *_reasons("out")[:2])]
    return _done(
        "kept-out", id, publication_id,
        lambda it, private_id, expected: redact(it, now(), actor(), private_id, asked, live, expected),
        _fields("out", "words"),
    )  # fmt: skip


def undo_redaction(id: str, publication_id: str) -> ResponseReturnValue:
    """Take a redaction or a release back."""
    place = (request.form.get("pointer", ""), request.form.get("words", "").replace("\r\n", "\n"))
    return _done(
        "undone", id, publication_id,
        lambda it, private_id, expected: undo(it, now(), actor(), private_id, place, expected), {},
    )  # fmt: skip


def _done(
    word: str,
    id: str,
    publication_id: str,
    change: Callable[[Any, str, int], object],
    fields: Mapping[str, str],
) -> ResponseReturnValue:
    to = page_of(id, publication_id, word, "redactions_page")
    return changed(
        to, id, publication_id, change, lambda errors: redactions_page(id, publication_id, _at(errors, fields))
    )  # fmt: skip


def _at(errors: Places, fields: Mapping[str, str]) -> dict[str, str]:
    """What is wrong, at its fields; of words that stand in several places the same fault is told once."""
    first = {place: told for place, told in errors.items() if not place.startswith("redactions.") or ".0" in place}
    return at_fields(first, fields)


def _reasons(name: str) -> tuple[str, str, str]:
    reason, says, replacement = (typed(f"{name}.{each}") for each in _SAID)
    return reason, says, replacement


def _fields(name: str, of: str) -> dict[str, str]:
    """Where each part of a redaction is typed."""
    return {f"redactions.0.{each}": f"{name}.{each}" for each in (of, *_SAID)} | {"redactions.0": f"{name}.says"}


def _personal(shown: Shown) -> Sequence[AboutSomebody]:
    if shown.drawn is None:
        return ()
    decided = {each.pointer: each for each in shown.prepared.redactions if not each.words}
    return [
        AboutSomebody(number, each, _says(shown.drawn.whole, each.pointer), decided.get(each.pointer))
        for number, each in enumerate(shown.drawn.personal)
    ]


def _says(record: object, pointer: str) -> str:
    if isinstance(record, DecisionRecord):
        _, kind, number, *_ = pointer.split("/")
        return record.facts[int(number)].says if kind == "facts" else record.parties[int(number)].name
    return ""


def _places(drawn: Drawn | None) -> list[tuple[str, str]]:
    """The places of which all can be redacted: every fact, and every text that people wrote, with what it is called."""
    if drawn is None or not isinstance(drawn.whole, DecisionRecord):
        return []
    record = drawn.whole
    facts = [(f"/facts/{number}", f"Fact: {each.asks}") for number, each in enumerate(record.facts)]
    sources = [(f"/facts/{n}/source", f"Source of: {each.asks}") for n, each in enumerate(record.facts) if each.source]
    parties = [(f"/parties/{n}/name", f"{each.role}: {each.name}") for n, each in enumerate(record.parties)]
    people = [(f"/decided_by/{number}", f"Who decided: {each}") for number, each in enumerate(record.decided_by)]
    reasons = [(f"/departures/{n}/reasons", f"Reasons of: {each.what}") for n, each in enumerate(record.departures)]
    return [*parties, *facts, *sources, *people, *reasons]


def _where(shown: Shown) -> Callable[[Redaction], str]:
    """Where a redaction or a release stands, in words."""
    record = shown.drawn.whole if shown.drawn else None
    return lambda each: named(record, each.pointer) if record is not None and each.pointer else "wherever they stand"


_ONE = "/cases/<id>/publications/<publication_id>"
ADDRESSES = (
    Address(f"{_ONE}/redactions", redactions_page, "publication.read"),
    Address(f"{_ONE}/redactions/words", redact_words, "publication.redact", "POST"),
    Address(f"{_ONE}/redactions/places", redact_place, "publication.redact", "POST"),
    Address(f"{_ONE}/redactions/releases", release_place, "publication.redact", "POST"),
    Address(f"{_ONE}/redactions/kept-out", keep_words_out, "publication.redact", "POST"),
    Address(f"{_ONE}/redactions/undone", undo_redaction, "publication.redact", "POST"),
)
