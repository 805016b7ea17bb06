"""Facts and judgements of a case: as they are stated, and as they stand."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from marshmallow import ValidationError, fields, post_load

from engine import Fault
from keeping import Committee, DecidedBy, Member, Saying
from schemas.base import Strict, Text, Whole, YesNo
from schemas.moments import Moment
from schemas.requests import MOST

_BESIDE = ("evidence", "correction", "decided_by", "told_id")
_OF_LIST = re.compile(r"/facts/([^/]*)(/[0-9]+(?:/.*)?)", re.DOTALL)
_NOTATION = (
    "By name, several at once, in the notation of a determination: a value; {value}; {from, to}; {one_of}; {state}; "
    "or a table. Beside it: source; evidence, the ids of all items that support it; and correction, which says why, "
    "where it replaces what was stated. {value: null, correction} takes back what was stated. A list that needs "
    "anything beside it stands under value. {told_id}, the id of a notice of the case, states a date: the value is "
    "then the day of the notice, and the source says which it is."
)
_OF_JUDGEMENT = (
    "By name, several at once: {answer, decided_by}, or {state}; with source, evidence and correction as facts have "
    "them. {answer: null, correction} takes it back. Who decided, and why, stands in decided_by, as it does in what "
    "this answers."
)


class MemberSchema(Strict):
    """A member of a Committee."""

    name = Text(required=True)
    interest = Text(load_default="", metadata={"description": "What was declared."})
    withdrew = YesNo(load_default=False)
    dissent = Text(load_default="", metadata={"description": "Why they would have decided otherwise."})
    no_interest = YesNo(load_default=False, metadata={"description": "They were asked, and have none."})

    @post_load
    def made(self, data: dict[str, Any], **_options: Any) -> Member:
        """As keeping takes it."""
        return Member(**data)


class CommitteeSchema(Strict):
    """Those who decided together."""

    name = Text(required=True)
    members = fields.List(fields.Nested(MemberSchema), required=True)
    quorum = Whole(required=True, metadata={"description": "How many must take part, as the Committee's rules say."})

    @post_load
    def made(self, data: dict[str, Any], **_options: Any) -> Committee:
        """As keeping takes it."""
        return Committee(data["name"], tuple(data["members"]), data["quorum"])


class DecidedBySchema(Strict):
    """Who decided, one officer by name or a Committee, and the reasons."""

    reasons = Text(required=True)
    officer = Text(load_default="")
    committee = fields.Nested(CommitteeSchema, load_default=None, allow_none=True)
    no_interest = YesNo(load_default=False, metadata={"description": "The officer was asked, and has none."})

    @post_load
    def made(self, data: dict[str, Any], **_options: Any) -> DecidedBy:
        """As keeping takes it."""
        return DecidedBy(**data)


class NoLongerCompleteSchema(Strict):
    """Who had called complete the table that stood before. The rows were changed since, so nobody says so now."""

    name = Text(required=True, metadata={"description": "As they were named in the table."})
    at = Moment(required=True, metadata={"description": "When the table that they called complete was stated."})
    told = Text(required=True)


class StatedSchema(Strict):
    """What was stated of one fact or judgement."""

    id = Text(required=True)
    place = Whole(required=True, metadata={"description": "Statements of a case count from 1 in their order."})
    name = Text(required=True)
    said = fields.Raw(required=True, allow_none=True, metadata={"description": "Null where it was taken back."})
    source = Text(required=True)
    decided_by = fields.Nested(DecidedBySchema, required=True, allow_none=True)
    correction = Text(required=True, metadata={"description": "Why what stood before was replaced, or taken back."})
    replaces = Text(required=True, metadata={"description": "The id of what stood before; empty where nothing did."})
    evidence = fields.List(Text(), required=True, metadata={"description": "The ids of the items that support it."})
    told_id = Text(required=True, metadata={"description": "The notice that the day was taken from; empty where none."})
    stale = YesNo(required=True, metadata={"description": "That notice was taken back since: state it again."})
    no_longer_complete = fields.Nested(
        NoLongerCompleteSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Whose word went with what this replaced; null where nobody's did."},
    )
    at = Moment(required=True)
    by = Text(required=True, metadata={"description": "The id of whoever stated it."})


class StatedItems(Strict):
    """What was stated, in the order in which it was."""

    items = fields.List(fields.Nested(StatedSchema), required=True)


@dataclass(frozen=True, slots=True)
class Sayings:
    """What is said in a body, and the names of those whose list stands there under ``value``."""

    sayings: tuple[Saying, ...]
    under_value: frozenset[str]

    def in_body(self, fault: Fault) -> Fault:
        """A fault with the place that it has in the body."""
        found = _OF_LIST.fullmatch(fault.where)
        if found is None or found[1] not in self.under_value:
            return fault
        return replace(fault, where=f"/facts/{found[1]}/value{found[2]}")


class _Beside(Strict):
    """What stands beside the notation of a determination."""

    source = Text()
    evidence = fields.List(Text())
    correction = Text()
    decided_by = fields.Nested(DecidedBySchema, allow_none=True)
    told_id = Text()


class _ByName(fields.Dict):
    """Facts or judgements by name. Whether a value is one that the fact may have is for the engine to say."""

    default_error_messages = {
        "invalid": "this is an object: names, each with what is stated of it",
        "null": "this is an object, not null",
        "required": "this is missing",
    }

    def __init__(self, sort: str, notation: str) -> None:
        self.sort = sort
        described = {"description": notation, "minProperties": 1, "maxProperties": MOST}
        super().__init__(fields.String(), fields.Raw(allow_none=True), required=True, metadata=described)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **options: Any) -> Any:
        said: Mapping[str, Any] = super()._deserialize(value, attr, data, **options)  # type: ignore[no-untyped-call]  # marshmallow's
        if not 1 <= len(said) <= MOST:
            raise ValidationError(f"this holds 1 to {MOST} names, each with what is stated of it")
        found, faults = [], {}
        for name, each in said.items():
            try:
                found.append(_saying(self.sort, name, each))
            except ValidationError as wrong:
                faults[name] = wrong.messages
        if faults:
            raise ValidationError(faults)
        under = {each.name for each in found if isinstance(each.said, list) and isinstance(said[each.name], dict)}
        return Sayings(tuple(found), frozenset(under))


def _saying(sort: str, name: str, each: Any) -> Saying:
    said, beside = _apart(each, "answer" if sort == "judgement" else "value")
    loaded: dict[str, Any] = _Beside().load(beside)
    return Saying(sort, name, said, **loaded | {"evidence": tuple(loaded.get("evidence", ()))})


def _apart(each: Any, key: str) -> tuple[Any, dict[str, Any]]:
    """What is said, and what stands beside it. A list, and nothing at all, have no place for it but under a key."""
    if not isinstance(each, dict):
        return each, {}
    said = {name: part for name, part in each.items() if name not in _BESIDE}
    beside = {name: part for name, part in each.items() if name in _BESIDE}
    if key in said and set(said) <= {key, "source"} and isinstance(said[key], list | None):
        return said.pop(key), beside | said
    return said, beside


class FactsSchema(Strict):
    """Facts that are stated in a case."""

    facts = _ByName("fact", _NOTATION)

    @post_load
    def made(self, data: dict[str, Sayings], **_options: Any) -> Sayings:
        """What is said."""
        return data["facts"]


class JudgementsSchema(Strict):
    """Judgements that are recorded in a case."""

    judgements = _ByName("judgement", _OF_JUDGEMENT)

    @post_load
    def made(self, data: dict[str, Sayings], **_options: Any) -> Sayings:
        """What is said."""
        return data["judgements"]
