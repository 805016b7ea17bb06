"""Nothing is coerced, nothing is passed over, and every fault has its place."""

from datetime import date
from typing import Any

import pytest
from marshmallow import ValidationError, fields

from engine import Fault
from schemas.base import Day, Strict, Text, Whole, YesNo, faults_of
from schemas.problems import KINDS, ProblemSchema, no_such_rule_set, problem
from schemas.requests import DeterminationRequest


class Shelf(Strict):
    """A shape with one of each field."""

    label = Text()
    open = YesNo()
    books = Whole()
    since = Day()


class Room(Strict):
    """A shape that holds others."""

    shelves = fields.List(fields.Nested(Shelf))


def refused(schema: type[Strict], data: Any) -> dict[str, str]:
    with pytest.raises(ValidationError) as caught:
        schema().load(data)
    return {fault.where: fault.message for fault in faults_of(caught.value)}


def test_what_is_right_is_loaded_as_it_is() -> None:
    given = {"label": "7", "open": False, "books": 0, "since": "2024-02-29"}
    assert Shelf().load(given) == {**given, "since": date(2024, 2, 29)}


NO_DAYS: list[Any] = [None, True, 20240229, "2023-02-29", "20240229", "2024-2-29", "29/02/2024", "1899-12-31"]
COERCED: dict[str, list[Any]] = {
    "label": [None, [], {}, 1.5, True, 7],
    "open": [None, [], {}, 1.0, 0, 1, "true", "false", "", "yes"],
    "books": [None, [], {}, 1.0, 1.5, True, False, "1", ""],
    "since": NO_DAYS,
}


@pytest.mark.parametrize(("name", "said"), [(name, said) for name, wrong in COERCED.items() for said in wrong])
def test_nothing_is_coerced(name: str, said: Any) -> None:
    assert set(refused(Shelf, {name: said})) == {f"/{name}"}


def test_every_fault_has_its_pointer_and_unknown_keys_are_told_with_the_known() -> None:
    told = refused(Room, {"shelves": [{}, {"label": 1, "bokks": 2}, 7], "a/b~c": 1})
    assert set(told) == {"/shelves/1/label", "/shelves/1/bokks", "/shelves/2", "/a~1b~0c"}
    assert told["/shelves/1/bokks"] == "this is not a key here; the keys are label, open, books, since"
    assert told["/shelves/2"] == "this is an object with the keys label, open, books, since"


def test_facts_pass_through_untouched_for_the_engine_to_type() -> None:
    raw = {"a": None, "b": [1, "x"], "c": {"value": {"deep": True}}, "d": 1}
    loaded = DeterminationRequest().load({"rule_set": "x", "facts": raw})
    assert loaded == {"rule_set": "x", "facts": raw, "judgements": {}, "record_closed": False}
    assert loaded["facts"]["d"] is raw["d"]


def test_a_problem_document_has_the_members_of_rfc_9457() -> None:
    told = ProblemSchema().dump(problem("facts", "It is wrong.", Fault("/facts/a", "It is no day.")))
    assert told == {
        "type": "/docs#problem-facts",
        "title": "The facts cannot be used as they are stated",
        "status": 422,
        "detail": "It is wrong.",
        "errors": [{"pointer": "/facts/a", "detail": "It is no day."}],
    }


def test_kinds_of_problems_have_a_status_of_refusal_or_of_ours() -> None:
    assert all(400 <= kind.status < 600 for kind in KINDS.values() if kind.name != "http")
    assert all(kind.title and kind.means.endswith(".") for kind in KINDS.values())


def test_a_long_id_is_not_echoed_whole() -> None:
    assert len(no_such_rule_set("a" * 10_000, ["pharmacy/market-entry"]).detail) < 400
