"""What callers send."""

from datetime import date
from typing import Any, TypedDict

from marshmallow import fields, validate

from schemas.base import Day, Strict, Text, YesNo

MOST = 1000  # looking for names near to thousands of unknown ones would take long


class Asked(TypedDict, total=False):
    """A request for a determination, as loaded; facts and judgements are raw, for ``engine.read_facts`` to type."""

    rule_set: str
    as_at: date
    record_closed: bool
    facts: dict[str, Any]
    judgements: dict[str, Any]


class Stated(fields.Dict):
    """Facts or judgements by name. The engine types them, against the rule set, and names every fault."""

    default_error_messages = {
        "invalid": "this is an object: names of facts, each with what is stated of it",
        "null": "this is an object, not null; leave it out if nothing is stated",
    }

    def __init__(self, **options: Any) -> None:
        most = validate.Length(max=MOST, error=f"a case has at most {MOST} of these")
        any_value = fields.Raw(allow_none=True)
        super().__init__(fields.String(), any_value, load_default=dict, validate=most, **options)


_NOTATION = (
    "Each is a value; or {value}; {from, to} with either left out; {one_of}; or {state: not_asked | not_known | "
    "disputed}; with its source beside it, and may_be_none: true where none is still possible. Dates are YYYY-MM-DD, "
    "money is whole pence. What is left out is not known: it never counts as false."
)


EXAMPLE: dict[str, Any] = {
    "rule_set": "pharmacy/market-entry",
    "facts": {
        "decision_under_appeal_made_on": {"value": "2024-05-01", "source": "the notice of decision, page 1"},
        "application_class": "routine",
        "listed_services_at_premises": {"state": "disputed"},
    },
    "judgements": {"reasonable_to_treat_as_same_service": {"answer": False, "by": "the Committee"}},
}


class DeterminationRequest(Strict):
    """Facts put to a rule set."""

    rule_set = Text(
        required=True,
        validate=validate.Length(1, 200, error="this is the id of a rule set: 1 to 200 characters"),
        metadata={"description": "The id of a rule set.", "examples": ["pharmacy/market-entry"]},
    )
    as_at = Day(metadata={"description": "The day whose law applies; left out, the rule set's own date fact decides."})
    record_closed = YesNo(
        load_default=False,
        metadata={"description": "Nothing more can come in: what is not shown falls by the burden of proof."},
    )
    facts = Stated(metadata={"description": _NOTATION})
    judgements = Stated(
        metadata={"description": "What only a person may find: the answer itself, or {answer, by, reasons}."}
    )
