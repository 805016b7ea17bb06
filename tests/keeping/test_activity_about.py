"""An entry of the activity holds ids, salted hashes and words of the program: never a value, never a name."""

from typing import Any

import pytest

from keeping.about import check_who, written
from keeping.activity import NotForActivity
from tests.keeping.cases import NOON
from tests.keeping.chained import CASE, SOMEBODY


@pytest.mark.parametrize(
    ("about", "told"),
    [
        ({"value": "yes"}, "an entry has no 'value': add it to keeping/about.py if it can hold nothing private"),
        (
            {"person_id": "Ann Bell"},
            "'person_id' of an entry is an id of 32 hexadecimal digits, and this is none (str)",
        ),
        ({"person_ids": [SOMEBODY, "Bell"]}, "'person_ids' of an entry is an id of 32 hexadecimal digits"),
        ({"said_hash": "yes"}, "'said_hash' of an entry is a hash of 64 hexadecimal digits, and this is none (str)"),
        ({"name": "Ann Bell"}, "'name' of an entry is a word of the rules or of the program, in small letters"),
        ({"name": "a@example.org"}, "'name' of an entry is a word of the rules"),
        ({"names": {"ann": 1}}, "an entry has no 'names'"),
        ({"how": "told Ann Bell"}, "'how' of an entry is a way of doing something, in a few small words"),
        ({"role": "officer Ann"}, "'role' of an entry is a role, perhaps with the ODS code of an organisation"),
        ({"scopes": ["all"]}, "'scopes' of an entry is a dotted word for an act"),
        ({"before": "A. Bell"}, "'before' of an entry is an id, or a word of the rules or of the program"),
        ({"reference": "SHA/1 Bell"}, "'reference' of an entry is a case's reference"),
        ({"organisation": "Bell & Co"}, "'organisation' of an entry is an ODS code"),
        ({"issuer": "https://a.org/?user=bell"}, "'issuer' of an entry is the address of an issuer, without a query"),
        ({"place": True}, "'place' of an entry is a whole number, and this is none (bool)"),
        ({"place": 1.5}, "'place' of an entry is a whole number, and this is none (float)"),
        ({"place": 2**53}, "'place' of an entry is a whole number"),
        ({"place": [[1]]}, "'place' of an entry is a whole number, and this is none (list)"),
        ({"due_on": NOON}, "'due_on' of an entry is a date, and this is none (datetime)"),
        ({"second_factor": "yes"}, "'second_factor' of an entry is true or false"),
    ],
    ids=str,
)
def test_an_entry_that_would_hold_a_value_is_a_programmers_error(about: dict[str, Any], told: str) -> None:
    with pytest.raises(NotForActivity) as error:
        written(about)
    assert str(error.value).startswith(told)
    assert "Bell" not in str(error.value)


@pytest.mark.parametrize(
    ("actor", "act", "case_id", "told"),
    [
        ("Ann Bell", "case.read", CASE, "the actor of an entry is a person's id, or a word such as nobody"),
        (SOMEBODY, "read the case", CASE, "an act is a dotted word such as case.received"),
        (SOMEBODY, "case." + "x" * 60, CASE, "an act is a dotted word such as case.received, of 60 letters at most"),
        (SOMEBODY, "case.read", "APP/2026/0001", "the case of an entry is the id of a case, not its reference"),
    ],
)
def test_who_acts_and_what_they_did_are_ids_and_words(actor: str, act: str, case_id: str, told: str) -> None:
    with pytest.raises(NotForActivity, match=told):
        check_who(actor, act, case_id)


def test_what_people_and_cases_write_down_fits() -> None:
    said = written({
        "person": SOMEBODY, "roles": ["officer", "trust RX1"], "how": "second factor", "second_factor": True,
        "before": SOMEBODY, "after": "received", "issuer": "https://login.example.org/realms/nhs", "organisation": "",
        "scopes": ["case.read"], "rule_sets": ["pharmacy/market-entry"], "reference": "APP/2026/0001", "cover": None,
    })  # fmt: skip
    assert "cover" not in said
    assert "organisation" not in said
    assert '"roles":["officer","trust RX1"]' in said
