"""The bytes of a determination: written by Python's own writer, and the same as RFC 8785 has them."""

import json
from pathlib import Path
from typing import Any

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from engine import determine_case
from engine.record import canonical_bytes
from tests.ours import our_rule_sets

ROOT = Path(__file__).parents[2]
RULE_SETS = our_rule_sets()


def _nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner) | st.dictionaries(st.text("abcdefghijklmnopqrstuvwxyz_0123456789"), inner)


def test_the_bytes_are_those_of_rfc_8785() -> None:
    """Written by Python's own writer; the library that follows the standard to the letter says the same."""
    cases = sorted((ROOT / "fixtures" / "appeals").glob("*/*.json"))[::4]
    found = [each for path in cases for each in determine_case(RULE_SETS, json.loads(path.read_text("utf-8")))]
    assert len(found) > 10
    assert all(each.canonical == rfc8785.dumps(each.record()) for each in found)


@given(st.recursive(st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(), _nested))
def test_whatever_somebody_wrote_is_in_the_bytes_as_rfc_8785_has_it(thing: Any) -> None:
    try:
        expected = rfc8785.dumps(thing)
    except rfc8785.CanonicalizationError:
        return  # half a character: refused where facts are read
    assert canonical_bytes(thing) == expected
