"""Items of evidence as they go out. A file itself comes in and goes out as it is."""

from marshmallow import fields

from schemas.base import Day, Strict, Text, Whole, YesNo
from schemas.moments import Moment


class EvidenceItemSchema(Strict):
    """A document or record that supports what is stated. Its file is at its address, under /content."""

    id = Text(required=True)
    place = Whole(required=True, metadata={"description": "Its number within the case, from 1."})
    name = Text(required=True, allow_none=True, metadata={"description": "Null once its time was over."})
    media_type = Text(required=True, metadata={"description": "Told by what is in the file, never by its name."})
    size = Whole(required=True, metadata={"description": "In bytes."})
    sha256 = Text(required=True)
    searched = YesNo(
        required=True,
        metadata={"description": "False where it cannot be read here, as a scan: a person looks for NHS numbers."},
    )
    about = Text(required=True, allow_none=True)
    dated = Day(required=True, allow_none=True, metadata={"description": "The day on which it was written."})
    covers_from = Day(required=True, allow_none=True, metadata={"description": "The first day that it speaks of."})
    covers_to = Day(required=True, allow_none=True)
    received_at = Moment(required=True)
    by = Text(required=True, metadata={"description": "The id of whoever added it."})
    bytes_gone_at = Moment(
        required=True, allow_none=True, metadata={"description": "When its file had to go; null while it is here."}
    )


class EvidenceItems(Strict):
    """The evidence of a case, in order; also what is no longer here."""

    items = fields.List(fields.Nested(EvidenceItemSchema), required=True)
