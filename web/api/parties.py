"""The parties of a case, and what each was told."""

from flask import Response

import casework
from schemas.case_work import NoticeSchema, PartyItems, PartySchema, ToldItems, ToldSchema, WhySchema
from schemas.cases import NewPartySchema
from web.api import stored
from web.api.asking import actor
from web.api.body import read, read_nothing
from web.api.operations import Blueprint, operation

blueprint = Blueprint("parties", __name__, url_prefix="/api/v1/cases", description="Who has a part in a case.")

_READ = (*stored.COMMON, "bad-parameter")
_CHANGE = (*stored.COMMON, *stored.OF_POST, *stored.OF_CHANGE)


@operation(blueprint, "GET", "/<id>/parties", PartyItems, None, *_READ, act="case.read")
def list_parties(id: str) -> Response:
    """The parties of a case, those that left too. That they were read is kept in the activity.

    How each is reached (contact) is empty for whoever may not do party.contact.
    """
    return stored.opening(
        id, "parties", lambda connection, found: stored.items(casework.parties(connection, actor(), found), PartyItems)
    )


@operation(blueprint, "POST", "/<id>/parties", PartySchema, NewPartySchema, *_CHANGE, act="party.change", status=201)
def post_party(id: str) -> Response:
    """Add a party."""
    return stored.changing(casework.add_party, id, read(NewPartySchema), answers=PartySchema, status=201)


@operation(blueprint, "PUT", "/<id>/parties/<party_id>", PartySchema, NewPartySchema, *_CHANGE, act="party.change")
def put_party(id: str, party_id: str) -> Response:
    """Record a party as it should have been."""
    return stored.changing(casework.change_party, id, party_id, read(NewPartySchema), answers=PartySchema)


@operation(blueprint, "POST", "/<id>/parties/<party_id>/departure", PartySchema, None, *_CHANGE, act="party.change")
def post_departure(id: str, party_id: str) -> Response:
    """Record that a party has no part in the case any more. It stays in the record."""
    read_nothing()
    return stored.changing(casework.party_leaves, id, party_id, answers=PartySchema)


@operation(blueprint, "GET", "/<id>/notices", ToldItems, None, *_READ, act="case.read")
def list_notices(id: str) -> Response:
    """Who was told what, when and how. That this was read is kept in the activity."""
    return stored.opening(
        id, "notices", lambda connection, found: stored.items(casework.notices(connection, found), ToldItems)
    )


@operation(blueprint, "POST", "/<id>/notices", ToldSchema, NoticeSchema, *_CHANGE, act="party.tell", status=201)
def post_notice(id: str) -> Response:
    """Record that a party was told something."""
    return stored.changing(casework.tell, id, read(NoticeSchema), answers=ToldSchema, status=201)


@operation(blueprint, "POST", "/<id>/notices/<told_id>/withdrawal", ToldSchema, WhySchema, *_CHANGE, act="party.tell")
def post_withdrawal(id: str, told_id: str) -> Response:
    """Say that a notice was recorded by mistake, and why. It stays in the record."""
    return stored.changing(casework.take_back_notice, id, told_id, read(WhySchema)["why"], answers=ToldSchema)
