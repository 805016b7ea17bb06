"""Cases as they come in and go out."""

from typing import Any

from marshmallow import fields, post_load, validate

from casework import GROUNDS, Move, NewCase, NewParty
from schemas.base import Day, Strict, Text, Whole, YesNo
from schemas.moments import Moment

_GROUNDS = ", ".join(GROUNDS)


class RoleSchema(Strict):
    """A role, and the organisation that it is of, where it is of one."""

    name = Text(required=True)
    organisation = Text(required=True, metadata={"description": "An ODS code; empty where it is of none."})


class MeSchema(Strict):
    """Whoever sent the token."""

    id = Text(required=True)
    name = Text(required=True)
    roles = fields.List(fields.Nested(RoleSchema), required=True)
    scopes = fields.List(Text(), required=True, metadata={"description": "The acts that the token is for."})


class NewPartySchema(Strict):
    """Somebody who has a part in a case."""

    role = Text(required=True)
    name = Text(required=True)
    personal = YesNo(required=True, metadata={"description": "The name is that of a living person."})
    organisation = Text(load_default="")
    contact = Text(load_default="")

    @post_load
    def made(self, data: dict[str, Any], **_options: Any) -> NewParty:
        """As casework takes it."""
        return NewParty(**data)


class NewCaseSchema(Strict):
    """A case as it comes in."""

    kind = Text(required=True)
    title = Text(required=True)
    received_on = Day(required=True)
    rule_sets = fields.List(
        Text(), load_default=list, validate=validate.Length(max=20), metadata={"description": "In order."}
    )
    parties = fields.List(fields.Nested(NewPartySchema), load_default=list, validate=validate.Length(max=200))
    organisation = Text(load_default="", metadata={"description": "The ODS code of the body whose own case it is."})

    @post_load
    def made(self, data: dict[str, Any], **_options: Any) -> NewCase:
        """As casework takes it."""
        return NewCase(**data | {"rule_sets": tuple(data["rule_sets"]), "parties": tuple(data["parties"])})


class CaseSchema(Strict):
    """A case. The ETag that comes with it names its version."""

    id = Text(required=True)
    reference = Text(required=True, metadata={"examples": ["APP/2026/0001"]})
    kind = Text(required=True)
    title = Text(required=True)
    state = Text(required=True)
    received_on = Day(required=True)
    organisation = Text(required=True)
    officer_id = Text(required=True, allow_none=True)
    record_closed = YesNo(required=True)
    version = Whole(required=True)
    rule_sets = fields.List(Text(), required=True)
    made_at = Moment(required=True)


class CasePage(Strict):
    """Cases, newest first. Where there are more, the header Link has the next page."""

    items = fields.List(fields.Nested(CaseSchema), required=True)


class MoveSchema(Strict):
    """A change of state that is asked for."""

    to = Text(required=True)
    on = Day(required=True)
    why = Text(load_default="")
    ground = Text(load_default="", metadata={"description": f"On which a decided case is taken up again: {_GROUNDS}."})
    court = Text(load_default="", metadata={"description": "The court whose order it is, where the ground has one."})
    reference = Text(load_default="", metadata={"description": "The number of its claim or judgment, or of a letter."})
    dated = Day(load_default=None, allow_none=True, metadata={"description": "The day of that, where there is one."})

    @post_load
    def made(self, data: dict[str, Any], **_options: Any) -> Move:
        """As casework takes it."""
        return Move(**data)
