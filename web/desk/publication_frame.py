"""A publication as all its pages begin: what would go out, what stands in the way, and who had a part in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from casework import Case, CaseRefused, NotFound
from casework.publishing import STATES, Drawn, Line, Prepared, drawn_of, gate, seen
from documents import PDFUnavailable
from engine import Fault
from keeping import NotMadeAgain
from web.desk import sending
from web.desk.case_frame import Opened, names_of
from web.desk.decision_frame import allow, reading
from web.desk.sending import Places
from web.desk.signed_in import actor
from web.ids import as_id
from web.kept_determinations import live, make_ready
from web.office import now
from web.outlet import outlet, path_of


@dataclass(frozen=True, slots=True)
class Shown:
    """A publication as a page shows it. ``drawn`` is none where it cannot be drawn any more; ``gone`` says why."""

    prepared: Prepared
    drawn: Drawn | None
    lines: tuple[Line, ...]
    names: Mapping[str, str]
    gone: str = ""

    @property
    def ready(self) -> bool:
        """Whether nothing stands in the way."""
        return bool(self.lines) and not any(line.lacking for line in self.lines)

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        return STATES[self.prepared.state]

    @property
    def public(self) -> str:
        """Where it stands on the public pages; empty where it does not."""
        return path_of(self.prepared.public_id) if self.prepared.out else ""

    @property
    def changes(self) -> bool:
        """Whether it can be changed at all."""
        return self.drawn is not None and self.prepared.state != "withdrawn" and self.prepared.going_out is None


def one(id: str, publication_id: str, what: str = "publication") -> tuple[Opened, Shown]:
    """A publication of a case; that it was read is kept then. Raises NotFound."""
    return reading(id, what, lambda connection, found: _look(connection, found, publication_id))


def page_of(id: str, publication_id: str, done: str = "", endpoint: str = "publication_page") -> str:
    """The address of a page of a publication."""
    return url_for(f"desk.{endpoint}", id=id, publication_id=publication_id, done=done or None)


def changed(
    to: str, id: str, publication_id: str, change: Callable[[Any, str, int], object], again: Callable[[Places], str]
) -> ResponseReturnValue:
    """Change a publication, and go on to an address. Raises NotFound where it is of another case."""
    expected = sending.expected()
    make_ready(actor(), id)

    def work(connection: Any) -> str:
        allow(connection, id)
        prepared = of_case(connection, id, publication_id)
        try:
            change(connection, prepared.id, expected)
        except NotMadeAgain as not_again:
            raise CaseRefused([Fault("", str(not_again))]) from not_again
        return to

    return sending.sent(work, again)


def of_case(connection: Any, id: str, publication_id: str) -> Prepared:
    """A publication that is of this case, and theirs to see. Raises NotFound."""
    prepared, found = seen(connection, actor(), as_id(publication_id))
    if found is None or found.id != id:
        raise NotFound
    return prepared


def _look(connection: Any, found: Case, publication_id: str) -> Shown:
    prepared = of_case(connection, found.id, publication_id)
    names = names_of(connection, _everybody(prepared))
    if prepared.state == "withdrawn":
        return Shown(prepared, None, (), names, "It was withdrawn: nothing of it is published any more.")
    try:
        drawn = drawn_of(connection, now(), prepared, found, live)
    except (CaseRefused, NotMadeAgain) as refused:
        return Shown(prepared, None, (), names, str(refused))
    return Shown(prepared, drawn, lines_of(connection, drawn), names)


def lines_of(connection: Any, drawn: Drawn) -> tuple[Line, ...]:
    """The gate's table; the PDF, which takes long to set, is searched once nothing else stands in the way."""
    lines, sets = gate(connection, now(), drawn), outlet().pdf
    if sets is None or any(line.lacking for line in lines):
        return lines
    try:
        return gate(connection, now(), drawn, sets(drawn.record))
    except PDFUnavailable as unavailable:
        return (*lines, Line("pdf", "a PDF can be made of it", (str(unavailable),)))


def _everybody(prepared: Prepared) -> set[str]:
    who = {prepared.made_by, *prepared.authors}
    who |= {each.by for each in prepared.approvals} | {each.by for each in prepared.previews}
    who |= {each.by for each in prepared.intents} | {each.by for each in prepared.redactions}
    return who | {by for each in prepared.requests for by in (each.by, each.answered_by) if by}
