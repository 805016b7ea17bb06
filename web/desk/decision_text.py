"""The text of a decision at the desk: read, edited section by section, and two versions of it side by side."""

import re
from collections.abc import Mapping
from typing import Any

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework import Case
from casework.deciding import SECTIONS, Text, newest_decision, write
from web.desk import sending
from web.desk.addresses import Address
from web.desk.decision_frame import Held, NoDraft, held, of_a_draft, reading
from web.desk.sending import Places, at_fields, typed
from web.desk.signed_in import actor
from web.office import now
from web.side_by_side import compared

DONE = {"written": "The text is kept as a new version."}
_FIELDS = {f"sections.{each.id}": f"sections.{each.id}" for each in SECTIONS}
_NUMBER = re.compile("[1-9][0-9]{0,5}")


@of_a_draft
def decision_text_page(id: str) -> ResponseReturnValue:
    """The newest text, to be edited by those who may, and its versions."""
    return _page(id, {})


@of_a_draft
def write_text(id: str) -> ResponseReturnValue:
    """Keep what was typed as a new version of the text."""
    expected, said = sending.expected(), _typed()

    def work(connection: Any) -> str:
        write(connection, now(), actor(), id, said, expected)
        return url_for("desk.decision_text_page", id=id, done="written")

    return sending.sent(work, lambda errors: _page(id, at_fields(errors, _FIELDS)))


@of_a_draft
def compare_texts(id: str) -> ResponseReturnValue:
    """Two versions of the text side by side, paragraph by paragraph."""
    opened, here = reading(id, "text", _look)
    texts = here.decision.texts
    old = _version(texts, "from", texts[-2] if len(texts) > 1 else texts[-1])
    new = _version(texts, "to", texts[-1])
    return render_template(
        "desk/decision_compare.html", opened=opened, held=here, old=old, new=new, errors={},
        sections=[(each, compared(old.sections.get(each.id, ""), new.sections.get(each.id, ""))) for each in SECTIONS],
    )  # fmt: skip


def _page(id: str, errors: Places) -> str:
    opened, here = reading(id, "text", _look)
    stands = here.decision.text.sections
    sent = request.method == "POST"
    filled = request.form if sent else {f"sections.{name}": said for name, said in stands.items()}
    return render_template(
        "desk/decision_text.html", opened=opened, held=here, sections=SECTIONS, errors=errors, typed=filled,
        stands=_other(stands) if sent else {}, stale=bool(g.get("stale")),
        done=DONE.get(request.args.get("done", "")),
    )  # fmt: skip


def _other(stands: Mapping[str, str]) -> dict[str, str]:
    """The sections that stand otherwise than they were typed, as they stand."""
    return {name: said for name, said in stands.items() if said != _typed().get(name, said)}


def _typed() -> dict[str, str]:
    return {each.id: typed(f"sections.{each.id}") for each in SECTIONS if f"sections.{each.id}" in request.form}


def _look(connection: Any, found: Case) -> Held:
    newest = newest_decision(connection, found)
    if newest is None:
        raise NoDraft
    return held(connection, found, newest)


def _version(texts: tuple[Text, ...], name: str, usual: Text) -> Text:
    """The version that the address names; the usual one where it names none that there is."""
    said = request.args.get(name, "")
    wanted = int(said) if _NUMBER.fullmatch(said) else 0
    return next((each for each in texts if each.number == wanted), usual)


ADDRESSES = (
    Address("/cases/<id>/decision/text", decision_text_page, "decision.read"),
    Address("/cases/<id>/decision/text", write_text, "decision.draft", "POST"),
    Address("/cases/<id>/decision/text/compare", compare_texts, "decision.read"),
)
