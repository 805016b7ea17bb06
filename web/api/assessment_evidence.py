"""What an assessment rests on: facts, last year's offers, tables, evidence and notes; and the boards of trusts."""

from typing import Any

from flask import Response

from assessment import AssessmentRefused, rule_set_of
from assessment.kept import (
    Held,
    Item,
    NotFound,
    boards,
    carrying,
    importing,
    item_windows,
    items,
    notes,
    saving,
    seeing,
    stating,
)
from keeping import files
from schemas.assessment_acts import (
    AcceptSchema,
    AssessmentSayingsSchema,
    NewItemSchema,
    NewNoteSchema,
    SupportsSchema,
)
from schemas.assessment_evidence import (
    AssessmentFacts,
    BroughtItems,
    NoteItems,
    OfferItems,
    TableItems,
)
from schemas.assessments import AssessmentSchema, IcbTrusts, IcbTrustSchema
from web import loaded
from web.api import stored
from web.api.asking import actor
from web.api.assessments import CHANGE, READ, Asked, changing, listed, noted, opening
from web.api.body import read, refuse_parameters
from web.api.errors import refuse
from web.api.operations import AsItIs, Blueprint, operation
from web.assessed_years import compared
from web.ids import as_id
from web.office import now, office
from web.saved import to_be_saved

blueprint = Blueprint(
    "assessment-evidence", __name__, url_prefix="/api/v1", description="What an assessment of a trust rests on."
)
blueprint.before_request(refuse_parameters)

_ITEM = "/assessments/<id>/evidence/<item_id>"


@operation(blueprint, "GET", "/assessments/<id>/facts", AssessmentFacts, None, *READ, act="assessment.read")
def list_assessment_facts(id: str) -> Response:
    """The facts that stand, of the trust and of its sites. That they were read is kept in the activity."""
    return opening(
        id, "facts", lambda connection, held: listed(held, stating.standing(connection, held.id), AssessmentFacts)
    )


@operation(
    blueprint, "POST", "/assessments/<id>/facts", AssessmentSchema, AssessmentSayingsSchema, *CHANGE,
    act="assessment.change",
)  # fmt: skip
def post_assessment_facts(id: str) -> Response:
    """State facts: all that is sent is stored, or nothing. What says nothing new changes nothing."""
    return changing(
        id,
        AssessmentSayingsSchema,
        lambda asked: stating.state(*asked.who, asked.said["facts"], loaded().rule_sets, asked.expected),
    )


@operation(blueprint, "GET", "/assessments/<id>/offers", OfferItems, None, *READ, act="assessment.read")
def list_offers(id: str) -> Response:
    """What the assessment of last year offers, marked as the rules of the two years compare. Nothing is assumed."""

    def read_offers(connection: Any, held: Held) -> stored.Made:
        return listed(held, carrying.offers(connection, actor(), held.id, compared(connection, held)), OfferItems)

    return opening(id, "offers", read_offers)


@operation(
    blueprint, "POST", "/assessments/<id>/offers", AssessmentSchema, AcceptSchema, *CHANGE, act="assessment.change"
)  # fmt: skip
def post_offers(id: str) -> Response:
    """Take facts of last year over, as stated now by you."""

    def accept(asked: Asked) -> Held:
        as_compared = compared(asked.who[0], seeing.find(asked.who[0], actor(), id))
        chosen, rule_sets = asked.said["chosen"], loaded().rule_sets
        return carrying.accept(*asked.who, chosen, as_compared, rule_sets, asked.expected)

    return changing(id, AcceptSchema, accept)


@operation(blueprint, "GET", "/assessments/<id>/tables", TableItems, None, *READ, act="assessment.read")
def list_assessment_tables(id: str) -> Response:
    """The tables that were brought, without their rows, the oldest first: of a name and site the last stands."""
    return opening(
        id, "tables", lambda connection, held: listed(held, importing.tables(connection, held.id), TableItems)
    )


@operation(
    blueprint, "GET", "/assessments/<id>/tables/<table_id>/rows.csv", AsItIs("text/csv"), None, *READ, "assessment",
    act="assessment.read",
)  # fmt: skip
def get_assessment_table(id: str, table_id: str) -> Response:
    """The rows of a table that was brought, to be saved and brought again. That they were read is kept."""
    with stored.reading() as connection:
        held = seeing.find(connection, actor(), id)
        name, data = saving.rows_saved(connection, held, as_id(table_id), loaded().rule_sets)
    noted(held, "tables")
    return to_be_saved(data, "text/csv; charset=utf-8", name)


@operation(blueprint, "GET", "/assessments/<id>/evidence", BroughtItems, None, *READ, act="assessment.read")
def list_brought_items(id: str) -> Response:
    """The items of evidence, and for which requirements their days do not count."""

    def read_items(connection: Any, held: Held) -> stored.Made:
        return listed(held, [_with_outside(held, each) for each in items.items(connection, held.id)], BroughtItems)

    return opening(id, "items", read_items)


@operation(
    blueprint, "POST", "/assessments/<id>/evidence", AssessmentSchema, NewItemSchema, *CHANGE, "evidence",
    act="assessment.change", status=201,
)  # fmt: skip
def post_brought_item(id: str) -> Response:
    """Add an item of evidence whose original is kept elsewhere. To send a file with it, use /evidence/file."""
    return changing(
        id,
        NewItemSchema,
        lambda asked: items.add(*asked.who, asked.said, None, loaded().rule_sets, asked.expected),
        status=201,
    )


@operation(
    blueprint, "POST", f"{_ITEM}/serves", AssessmentSchema, SupportsSchema, *CHANGE, act="assessment.change"
)  # fmt: skip
def post_serves(id: str, item_id: str) -> Response:
    """Say anew which requirements an item supports."""
    return changing(
        id,
        SupportsSchema,
        lambda asked: items.serve(*asked.who, item_id, asked.said["serves"], loaded().rule_sets, asked.expected),
    )


@operation(blueprint, "POST", f"{_ITEM}/approvals", AssessmentSchema, None, *CHANGE, act="assessment.change")
def post_approval_of_item(id: str, item_id: str) -> Response:
    """Approve an item of evidence, once for each person."""
    return changing(id, None, lambda asked: items.approve(*asked.who, item_id, asked.expected))


@operation(
    blueprint, "GET", f"{_ITEM}/content", AsItIs("*/*"), None, *READ, "damaged", "gone", act="assessment.read"
)  # fmt: skip
def get_brought_content(id: str, item_id: str) -> Response:
    """The file of an item, to be saved, whole and unaltered. That it was read is kept in the activity."""
    with stored.reading() as connection:
        held = seeing.find(connection, actor(), id)
        item = items.find(connection, held.id, item_id)
    if not item.sha256:
        raise NotFound
    if item.bytes_gone_at is not None:
        raise refuse("gone", f"The time of item {item.place} was over, and its file is gone.")
    data = files.fetch(office().data_dir / "evidence", item.sha256)
    noted(held, "document")
    return to_be_saved(data, item.media_type, item.file_name)


@operation(blueprint, "GET", "/assessments/<id>/notes", NoteItems, None, *READ, act="assessment.read")
def list_notes(id: str) -> Response:
    """Who sees to which requirement by when, and what was said of it, the oldest first."""
    return opening(id, "notes", lambda connection, held: listed(held, notes.notes(connection, held.id), NoteItems))


@operation(
    blueprint, "POST", "/assessments/<id>/notes", AssessmentSchema, NewNoteSchema, *CHANGE,
    act="assessment.change", status=201,
)  # fmt: skip
def post_note(id: str) -> Response:
    """Make a note on a requirement. No signature rests on it."""
    return changing(
        id,
        NewNoteSchema,
        lambda asked: notes.add(*asked.who, asked.said, loaded().rule_sets, asked.expected),
        status=201,
    )


@operation(blueprint, "GET", "/icb-trusts", IcbTrusts, None, *READ, act="icb_trust.read")
def list_icb_trusts() -> Response:
    """Which integrated care board each trust belongs to, so far as somebody said."""
    with stored.reading() as connection:
        found = [{"trust": trust, "icb": icb} for trust, icb in boards.boards(connection).items()]
    return stored.answer(stored.items(found, IcbTrusts))


@operation(
    blueprint, "POST", "/icb-trusts", IcbTrustSchema, IcbTrustSchema, *stored.COMMON, *stored.OF_POST, "assessment",
    act="icb_trust.enter",
)  # fmt: skip
def post_icb_trust() -> Response:
    """Say to which integrated care board a trust belongs, in the place of what was said before."""
    said = read(IcbTrustSchema)

    def enter(connection: Any) -> stored.Made:
        boards.enter(connection, now(), actor(), said["trust"], said["icb"])
        return stored.Made(said, IcbTrustSchema)

    return stored.storing(enter)


def _with_outside(held: Held, item: Item) -> dict[str, Any]:
    try:
        outside = item_windows.outside(rule_set_of(loaded().rule_sets, held.year), item)
    except AssessmentRefused:
        outside = ()
    return {name: getattr(item, name) for name in Item.__slots__} | {"outside": outside}
