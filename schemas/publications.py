"""What is published, as programs are given it: lists, single publications, the log, and files of everything."""

from typing import Any

from marshmallow import fields

from schemas.base import Strict, Text, Whole, YesNo
from schemas.moments import Moment

_SHA256 = "In hexadecimal."


def _path(of: Any) -> str:
    """Where a publication stands for good."""
    return f"/{'decisions' if of.id.startswith('d-') else 'scheme-results'}/{of.id}"


class PieceSchema(Strict):
    """A part of a text in which words were found."""

    text = Text(required=True)
    found = YesNo(required=True, metadata={"description": "Whether it is a word that was looked for."})


class PublishedHit(Strict):
    """A publication as lists show it. What a text does not say is empty."""

    derived = {"url": _path}

    id = Text(required=True)
    url = Text(required=True, metadata={"description": "Where it stands for good, in every format."})
    reference = Text(required=True)
    title = Text(required=True)
    summary = Text(required=True)
    snippet = fields.List(fields.Nested(PieceSchema), required=True)
    decided_on = Text(required=True, metadata={"description": "A date, or empty where its source does not tell it."})
    year = Whole(required=True, metadata={"description": "0 where it is not known."})
    area = Text(required=True)
    kind = Text(required=True)
    disposal = Text(required=True)
    final = Text(required=True)
    commissioner = Text(required=True)
    determined = Text(required=True, metadata={"description": "here, or elsewhere."})
    sample = YesNo(required=True, metadata={"description": "Invented, to show what this register is like."})


class FacetValueSchema(Strict):
    """A value that a list can be narrowed to."""

    value = Text(required=True)
    says = Text(required=True)
    count = Whole(required=True, allow_none=True, metadata={"description": "null where they are too many to count."})


class FacetSchema(Strict):
    """What a list can be narrowed by: its name is that of the parameter."""

    name = Text(required=True)
    label = Text(required=True)
    values = fields.List(fields.Nested(FacetValueSchema), required=True)


class PublishedItems(Strict):
    """A page of publications. The Link header leads to the next and the previous."""

    items = fields.List(fields.Nested(PublishedHit), required=True, attribute="hits")
    total = Whole(
        required=True, allow_none=True, metadata={"description": "null where they are too many to be counted."}
    )
    facets = fields.List(fields.Nested(FacetSchema), required=True)
    helps = fields.List(
        Text(), required=True, metadata={"description": "What of the search could not be used, and what to try."}
    )


class PublishedVersionSchema(Strict):
    """A version of a publication, and its leaf in the log."""

    version = Whole(required=True)
    sha256 = Text(required=True, metadata={"description": "Of its canonical JSON, which is at its .json address."})
    at = Moment(required=True)
    leaf_index = Whole(required=True)
    why = Text(required=True, metadata={"description": "Why there is this version; empty in the first."})
    erased = YesNo(required=True, metadata={"description": "Whether what it said is gone, and only its hash stays."})


class PublishedSchema(Strict):
    """A publication, its versions and its newest record."""

    id = Text(required=True)
    url = Text(required=True)
    kind = Text(required=True, metadata={"description": "decision, or scheme_result."})
    reference = Text(required=True)
    state = Text(required=True, metadata={"description": "published, or corrected."})
    version = Whole(required=True)
    noindex = YesNo(required=True, metadata={"description": "Search engines are asked to leave it out."})
    changed_at = Moment(required=True)
    versions = fields.List(fields.Nested(PublishedVersionSchema), required=True)
    record = fields.Dict(required=True, metadata={"description": "All that is published of it."})


class HeadSinceSchema(Strict):
    """The proof that a smaller log is the beginning of this one."""

    tree_size = Whole(required=True)
    path = fields.List(Text(), required=True)


class HeadSchema(Strict):
    """The log as it stood, signed. Keep it: by it you can hold the register to what it said."""

    format = Text(required=True)
    tree_size = Whole(required=True)
    root = Text(required=True, metadata={"description": _SHA256})
    at = Text(required=True)
    key_id = Text(required=True)
    signature = Text(required=True, metadata={"description": "Ed25519, over canonical JSON of all but this."})
    since = fields.Nested(HeadSinceSchema, metadata={"description": "Where an earlier size was named."})


class HeadItems(Strict):
    """Signed heads, the newest first."""

    items = fields.List(fields.Nested(HeadSchema), required=True)


class LogKeySchema(Strict):
    """A public key that signs or signed, and the leaf that brought it."""

    format = Text(required=True)
    key_id = Text(required=True)
    public = Text(required=True)
    replaces = Text(required=True)
    since = Text(required=True)
    signature = Text(required=True, metadata={"description": "Of the key before; empty in the first."})
    leaf_index = Whole(required=True)


class LogKeyItems(Strict):
    """Every key, the oldest first; the last signs now."""

    items = fields.List(fields.Nested(LogKeySchema), required=True)


class InclusionSchema(Strict):
    """The proof that a leaf stands in the log (RFC 6962, 2.1.1)."""

    leaf_index = Whole(required=True)
    leaf_hash = Text(required=True, metadata={"description": _SHA256})
    sort = Text(required=True, metadata={"description": "publication, withdrawal or key."})
    publication = Text(required=True, metadata={"description": "Its id; empty where the leaf is of none."})
    version = Whole(required=True, allow_none=True)
    tree_size = Whole(required=True)
    root = Text(required=True, metadata={"description": _SHA256})
    path = fields.List(Text(), required=True, metadata={"description": "The nearest first."})


class ConsistencySchema(Strict):
    """The proof that the log only grew (RFC 6962, 2.1.2)."""

    first = Whole(required=True)
    first_root = Text(required=True, metadata={"description": _SHA256})
    second = Whole(required=True)
    second_root = Text(required=True, metadata={"description": _SHA256})
    path = fields.List(Text(), required=True)


class LogStateSchema(Strict):
    """How much of the log the files are of."""

    size = Whole(required=True)
    root = Text(required=True, metadata={"description": _SHA256})


class BulkFileSchema(Strict):
    """A file of everything that is published of one kind."""

    name = Text(required=True)
    url = Text(required=True)
    media_type = Text(required=True)
    bytes = Whole(required=True)
    sha256 = Text(required=True, metadata={"description": _SHA256})


class BulkManifest(Strict):
    """The whole register as files of one state of its log, each with its hash. Ask again: what is withdrawn is gone."""

    format = Text(required=True)
    log = fields.Nested(LogStateSchema, required=True)
    licence = Text(required=True)
    files = fields.List(fields.Nested(BulkFileSchema), required=True)
