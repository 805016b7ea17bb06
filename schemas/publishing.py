"""Publications as they are prepared: what is redacted and why, what is lacking, and what is asked of them."""

from typing import Any

from marshmallow import fields, post_load

from casework.publishing import Redacting
from schemas.base import Strict, Text, Whole, YesNo
from schemas.moments import Moment

_BY = {"description": "The id of whoever did it."}
_POINTER = {"description": "A JSON pointer into the record, such as /facts/3 or /sections/2/text."}


class RedactionSchema(Strict):
    """A place or words that are not published, or that are although they are about somebody (release)."""

    act = Text(required=True, metadata={"examples": ["redact", "release"]})
    pointer = Text(required=True, metadata={"description": "Empty of words that may stand anywhere, or nowhere."})
    words = Text(required=True, metadata={"description": "Empty where it is all that stands there."})
    reason = Text(required=True)
    says = Text(required=True)
    replacement = Text(required=True)
    at = Moment(required=True)
    by = Text(required=True, metadata=_BY)


class ApprovalSchema(Strict):
    """Somebody approved one content. What was changed afterwards they did not approve."""

    content = Text(required=True)
    at = Moment(required=True)
    by = Text(required=True, metadata=_BY)


class TakedownSchema(Strict):
    """Somebody asks that something be taken down. Who and what is empty for whoever may not read that."""

    id = Text(required=True)
    asker = Text(required=True)
    said = Text(required=True)
    at = Moment(required=True)
    by = Text(required=True, metadata=_BY)
    answer = Text(required=True, metadata={"description": "Empty while nobody has answered."})
    answer_said = Text(required=True)
    answered_at = Moment(required=True, allow_none=True)
    answered_by = Text(required=True)


class PreparedSchema(Strict):
    """A publication as it stands in private."""

    id = Text(required=True)
    public_id = Text(required=True, metadata={"description": "Its id in the register, once it is published."})
    decision_id = Text(required=True)
    reference = Text(required=True)
    state = Text(required=True, metadata={"examples": ["draft", "published", "corrected", "withdrawn"]})
    out = Whole(required=True, metadata={"description": "The version that is published; 0 before the first."})
    version = Whole(required=True, metadata={"description": "Goes up with every change: what If-Match compares."})
    made_at = Moment(required=True)
    made_by = Text(required=True, metadata=_BY)
    embargo_until = Moment(required=True, allow_none=True)
    noindex = YesNo(required=True)
    redactions = fields.List(fields.Nested(RedactionSchema), required=True)
    approvals = fields.List(fields.Nested(ApprovalSchema), required=True)
    requests = fields.List(fields.Nested(TakedownSchema), required=True)


class PreparedItems(Strict):
    """The publications of the issued decisions of a case, the first first."""

    items = fields.List(fields.Nested(PreparedSchema), required=True)


class PublicationLineSchema(Strict):
    """A line of the table of what must hold before it goes out."""

    id = Text(required=True)
    says = Text(required=True)
    lacking = fields.List(Text(), required=True, metadata={"description": "What to do, where it does not hold."})


class PersonalSchema(Strict):
    """A place that is about somebody, and must be redacted or released."""

    pointer = Text(required=True)
    what = Text(required=True)


class WholePublicationSchema(Strict):
    """A publication with all that would go out now."""

    publication = fields.Nested(PreparedSchema, required=True)
    content = Text(required=True, metadata={"description": "The hash of what would go out: approvals name it."})
    approvals_needed = Whole(required=True)
    erases = YesNo(required=True, metadata={"description": "Every version before it becomes a tombstone."})
    gate = fields.List(fields.Nested(PublicationLineSchema), required=True)
    personal = fields.List(fields.Nested(PersonalSchema), required=True)
    record = fields.Dict(
        keys=fields.String(),
        values=fields.Raw(allow_none=True),
        required=True,
        metadata={"description": "The record as it would be published: the shape of the public API."},
    )


class NewPublicationSchema(Strict):
    """The issued decision that is to be prepared for publication."""

    decision_id = Text(required=True)


class NewSummarySchema(Strict):
    """The summary in plain English."""

    summary = Text(required=True)


class NewWhySchema(Strict):
    """Why there will be another version. ``redaction`` erases every version before it."""

    what = Text(required=True, metadata={"examples": ["correction", "slip", "redaction"]})
    says = Text(required=True)


class NewRedactionSchema(Strict):
    """A place that is not to be published, or words of it; or, without a pointer, words that must stand nowhere."""

    pointer = Text(load_default="", metadata=_POINTER)
    words = Text(load_default="", metadata={"description": "As they stand there; empty for all of it."})
    reason = Text(required=True, metadata={"examples": ["personal", "health", "commercial", "other"]})
    says = Text(load_default="", metadata={"description": "What readers are told; needed where the reason is other."})
    replacement = Text(load_default="")

    @post_load
    def made(self, data: dict[str, Any], **_options: Any) -> Redacting:
        """As casework takes it."""
        return Redacting(**data)


class NewRedactionsSchema(Strict):
    """What is not to be published: all of it, or none."""

    redactions = fields.List(fields.Nested(NewRedactionSchema), required=True)


class NewReleaseSchema(Strict):
    """What is released although it is about somebody; or, without a pointer, words that may stand wherever they do."""

    pointer = Text(load_default="", metadata=_POINTER)
    words = Text(load_default="")
    reason = Text(required=True, metadata={"examples": ["public_role", "needed", "public_already", "not_personal"]})
    says = Text(required=True)

    @post_load
    def made(self, data: dict[str, Any], **_options: Any) -> Redacting:
        """As casework takes it."""
        return Redacting(**data)


class PlaceSchema(Strict):
    """A redaction or a release that stands, by its pointer and its words."""

    pointer = Text(required=True)
    words = Text(load_default="")


class NewSettingSchema(Strict):
    """Until when it is held back, if at all, and whether search engines are asked to leave it out."""

    embargo_until = Moment(load_default=None, allow_none=True)
    noindex = YesNo(load_default=False)


class NewApprovalSchema(Strict):
    """What was looked at is approved."""

    content = Text(required=True, metadata={"description": "The hash that came with what you looked at."})


class NewTakedownSchema(Strict):
    """Somebody asks that something be taken down."""

    asker = Text(required=True)
    said = Text(required=True)


class TakedownAnswerSchema(Strict):
    """What becomes of a request, and what is said to whoever asked. It changes nothing by itself."""

    answer = Text(required=True, metadata={"examples": ["stays", "redacted", "corrected", "withdrawn"]})
    said = Text(required=True)


class WithdrawalSchema(Strict):
    """Why a publication is withdrawn. Everybody reads it."""

    reason = Text(required=True)
