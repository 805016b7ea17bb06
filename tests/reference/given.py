"""What the test-file notation says of one fact."""

from fractions import Fraction
from typing import Any

from tests.reference.worth import END_LESS, May, Value, between, both, only
from tests.reference.yaml_reader import Raw, scalar

SOME_TEXT = "some words"  # text is tested for `none` only


def domain(fact: Raw) -> May:
    """Every value that the fact's description allows."""
    none = fact.get("may_be_none", False)
    if fact["type"] in ("yes_no", "choice", "text"):
        options = fact.get("options") or ([True, False] if fact["type"] == "yes_no" else [SOME_TEXT, "other words"])
        return only([*options, *([None] if none else [])])
    low, high = END_LESS[fact["type"]]
    return between(fact.get("at_least", low), fact.get("at_most", high), none=none, whole=_whole(fact))


def what_is_given(fact: Raw, given: Any) -> May:
    """The values that the fact may still have; all of its domain where nothing, or only a state, is given."""
    everything = domain(fact)
    if says_nothing(given):
        return everything
    if not isinstance(given, dict):
        return only([_typed(fact, given)])
    none = [None] if given.get("may_be_none") else []
    if "one_of" in given:
        return only([*(_typed(fact, value) for value in given["one_of"]), *none])
    ends = [_typed(fact, given.get(end, "none")) for end in ("from", "to")]
    low, high = (default if end is None else end for end, default in zip(ends, END_LESS[fact["type"]], strict=True))
    return both(between(low, high, none=bool(none), whole=_whole(fact)), everything)


def stated(fact: Raw, name: str, given: dict[str, Any]) -> Any:
    """What is given of a fact, or of one cell of a fact that has one number for each; {} where nothing is."""
    if "cell" not in fact:
        return given.get(name, {})
    for entry in given.get(fact["cell_of"], []):
        if all(entry.get(field) == option for field, option in fact["cell"].items()):
            rest = {key: part for key, part in entry.items() if key not in fact["cell"]}
            return rest.get("is", rest)
    return {}


def says_nothing(given: Any) -> bool:
    """Whether nothing is given, or only that nobody knows or that it is disputed."""
    return given == {} or (isinstance(given, dict) and "state" in given)


def what_to_do(fact: Raw, given: Any) -> str:
    """How an open fact is settled: ask, find or close; or its rows."""
    if fact["type"] == "records":
        return "rows"
    state = given.get("state") if isinstance(given, dict) else None
    if "decided_by" in fact or state == "disputed":
        return "find"
    return "close" if state == "not_known" else "ask"


def _whole(fact: Raw) -> bool:
    return bool(fact.get("whole", False)) or fact["type"] == "money"


def _typed(fact: Raw, value: Any) -> Value:
    """One stated value; a day or a number may stand as text."""
    if isinstance(value, str) and (value == "none" or fact["type"] not in ("choice", "text")):
        return scalar(value)
    return Fraction(str(value)) if isinstance(value, float) else value
