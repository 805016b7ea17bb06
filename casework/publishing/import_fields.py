"""The fields of a decision made elsewhere, in one table: which may stand in a line, which must, what each may be."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from casework.deciding.words import DISPOSALS, FINALS
from casework.kinds import KINDS
from engine import nearest

Found = tuple[str, str]
"""A fault: where, as a JSON pointer, and what to do about it."""
Check = Callable[[Any], Iterator[Found]]

_NAME = re.compile(r"[a-z0-9][a-z0-9_/-]{0,99}")
_NOT_TEXT = frozenset({"Cc", "Cs"})


def text(most: int, *, lines: bool = False) -> Check:
    """Words, not empty; on several lines where ``lines``, which then are Markdown of the kind that we take."""

    def check(said: Any) -> Iterator[Found]:
        if not isinstance(said, str):
            yield "", f"a text stands here, and not {_shown(said)}"
        elif not said.strip():
            yield "", "it is empty: say it, or leave the field out where the source does not"
        elif len(said) > most:
            yield "", f"it has {len(said):,} signs, and takes {most:,}: shorten it"
        elif any(unicodedata.category(sign) in _NOT_TEXT and not (lines and sign == "\n") for sign in said):
            yield "", "it holds a sign that is none of a text" + ("" if lines else ", such as a line break")

    return check


def one_of(listed: Collection[str]) -> Check:
    """A word of a closed list."""

    def check(said: Any) -> Iterator[Found]:
        if not isinstance(said, str) or said not in listed:
            yield "", f"it is one of {', '.join(listed)}, and not {_shown(said)}"

    return check


def day(said: Any) -> Iterator[Found]:
    """A day as 2019-06-14."""
    try:
        good = isinstance(said, str) and date.fromisoformat(said).isoformat() == said
    except ValueError:
        good = False
    if not good:
        yield "", f"a day is written as 2019-06-14, and not {_shown(said)}; leave it out where it is not known"


def year(said: Any) -> Iterator[Found]:
    """The year of a source."""
    if type(said) is not int or not 1900 <= said <= 2100:
        yield "", f"the year of the source, such as 2019, stands here as a number, and not {_shown(said)}"


def yes_no(said: Any) -> Iterator[Found]:
    """True or false."""
    if not isinstance(said, bool):
        yield "", f"it is true or false, and not {_shown(said)}"


def address(said: Any) -> Iterator[Found]:
    """The address of a page."""
    try:
        parts = urlsplit(said) if isinstance(said, str) and said.isprintable() and len(said) <= 2000 else None
        good = parts is not None and parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        good = False
    if not good:
        yield "", f"the address of a page stands here, from https:// or http:// on, and not {_shown(said)}"


def name(said: Any) -> Iterator[Found]:
    """A name as rules have them."""
    if not isinstance(said, str) or not _NAME.fullmatch(said):
        yield "", f"a name is written in small letters, digits, hyphens and _, and not as {_shown(said)}"


def anything(_said: Any) -> Iterator[Found]:
    """What the engine would take for a fact: it is kept as it is."""
    yield from ()


def many(check: Check, most: int = 200) -> Check:
    """A list, each of which is so."""

    def check_each(said: Any) -> Iterator[Found]:
        if not isinstance(said, list):
            yield "", f"a list stands here, and not {_shown(said)}"
            return
        if len(said) > most:
            yield "", f"it has {len(said)} items, and takes {most}"
        for place, each in enumerate(said):
            yield from ((f"/{place}{where}", told) for where, told in check(each))

    return check_each


def fields(must: Mapping[str, Check], may: Mapping[str, Check] | None = None) -> Check:
    """An object with these fields and no others."""
    known = {**must, **(may or {})}

    def check(said: Any) -> Iterator[Found]:
        if not isinstance(said, dict):
            yield "", f"an object with {', '.join(must)} stands here, and not {_shown(said)}"
            return
        for each in said:
            if each not in known:
                yield f"/{_escaped(each)}", f"there is no such field.{nearest(each, known)}"
        for each, of in known.items():
            if each in said:
                yield from ((f"/{each}{where}", told) for where, told in of(said[each]))
            elif each in must:
                yield f"/{each}", "it is missing, and every line has it"

    return check


def _shown(said: Any) -> str:
    shown = repr(said)
    return shown if len(shown) <= 60 else f"{shown[:57]}…"


def _escaped(said: str) -> str:
    return said[:60].replace("~", "~0").replace("/", "~1")


_SHORT, _TITLE, _LONG = text(200), text(400), text(50_000, lines=True)

_REFERENCE, _LET = text(150), many(_SHORT, 50)

OLDER_DECISION: Check = fields(
    must={
        "reference": _REFERENCE,
        "title": _TITLE,
        "summary": text(4_000),
        "area": name,
        "kind": one_of(KINDS),
        "source": fields({"url": address, "title": _TITLE, "read": text(4_000)}),
    },
    may={
        "service": _SHORT,
        "decided_on": day,
        "year": year,
        "disposal": one_of(DISPOSALS),
        "final": one_of(FINALS),
        "under_appeal": one_of(FINALS),
        "commissioner": _SHORT,
        "parties": many(fields({"role": _SHORT, "name": _SHORT})),
        "decided_by": many(_TITLE),
        "sections": many(fields({"title": _SHORT, "text": _LONG})),
        "answers": many(fields({"asks": _TITLE, "says": text(4_000)})),
        "facts": many(
            fields(
                {"asks": _TITLE, "says": text(4_000)},
                {"name": name, "put": anything, "source": text(1_000), "judgement": yes_no},
            )
        ),
        "applied": many(
            fields(
                {"cited": _SHORT, "title": _TITLE, "url": address, "says": text(1_000)},
                {"rule_set": name, "provision": name, "status": one_of(("met", "not_met", "not_known"))},
            )
        ),
        "does_not_decide": many(text(1_000)),
        "sample": yes_no,
        "noindex": yes_no,
        "why": text(1_000),
        "erases": yes_no,
        "let_stand": _LET,
    },
)
"""A line that tells a decision. The tables above it say what its parts may be."""

WITHDRAWAL: Check = fields(must={"reference": _REFERENCE, "withdrawn": text(1_000)}, may={"let_stand": _LET})
"""A line that withdraws one."""
