"""What an entry of the activity may say: ids, salted hashes, names of rules and of acts, numbers and days.

No value of a case and nothing of a person ever goes there, since the activity is kept when these are gone. So every key
stands in the table below with the form of what it holds, and all else is a programmer's error. A message never repeats
what was given.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

import rfc8785

_LARGEST = 2**53

_BY_FORM: Mapping[str, str] = {
    "id": (
        "absence absence_id assessment_id assigned_id case_id comment_id cover cover_id deadline_id decision_id "
        "determined_id evidence_id extension_id feed_id link link_id officer_id other_id party_id person person_id "
        "publication_id replaces_id report_id session session_id signed_in_id snapshot_id state_change_id stated_id "
        "takedown_id token token_id told_id"
    ),
    "hash": (
        "address_hash content content_hash email_hash fact_hash key_hash name_hash party_hash reference_hash revision "
        "said_hash title_hash who who_hash whence whence_hash words_hash"
    ),
    "word": ("changed determined_by document kind name power reason rule_set sort state status table verdict why"),
    "act": "act scope",
    "before": "after before",
    "way": "how",
    "role": "role",
    "reference": "decision_reference other_reference reference",
    "organisation": "organisation",
    "issuer": "issuer",
    "number": "count place size stated_to version year",
    "day": "as_at covers_from covers_to dated due_on ends_on met_on on received_on starts_on told_on until",
    "yes_no": "second_factor",
}
FORM_OF: Mapping[str, str] = {key: form for form, keys in _BY_FORM.items() for key in keys.split()}


class NotForActivity(TypeError):
    """A programmer's error: an entry was to hold something else than ids, salted hashes and the like."""


def written(about: Mapping[str, Any]) -> str:
    """What an entry says, as canonical JSON; what is empty is left out. A key may hold one value, or a list of them.

    Raises NotForActivity for what must not stand there. A key with a list may stand in its plural.
    """
    return rfc8785.dumps({key: _held(key, value) for key, value in about.items() if value not in (None, "")}).decode()


def check_who(actor: str, act: str, case_id: str | None) -> None:
    """Who acts is an id or a word such as ``nobody``, an act is a dotted word, a case an id; else NotForActivity."""
    if not (_FORMS["id"](actor) or _FORMS["word"](actor)):
        raise NotForActivity("the actor of an entry is a person's id, or a word such as nobody: no name, no address")
    if not _FORMS["act"](act):
        raise NotForActivity("an act is a dotted word such as case.received, of 60 letters at most")
    if case_id is not None and not _FORMS["id"](case_id):
        raise NotForActivity("the case of an entry is the id of a case, not its reference or title")


def _held(key: str, value: Any) -> Any:
    many = isinstance(value, list | tuple)
    names = (key, key.removesuffix("s"), key.removesuffix("es")) if many else (key,)
    form = next((FORM_OF[name] for name in names if name in FORM_OF), None)
    if form is None:
        raise NotForActivity(f"an entry has no '{key}': add it to keeping/about.py if it can hold nothing private")
    if many:
        return [_one(key, form, each) for each in value]
    return _one(key, form, value)


def _one(key: str, form: str, value: Any) -> Any:
    if not _FORMS[form](value):
        raise NotForActivity(f"'{key}' of an entry is {_TOLD[form]}, and this is none ({type(value).__name__})")
    return value.isoformat() if isinstance(value, date) else value


def _matches(pattern: str) -> Callable[[Any], bool]:
    compiled = re.compile(pattern, re.ASCII)
    return lambda value: isinstance(value, str) and compiled.fullmatch(value) is not None


def _number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -_LARGEST < value < _LARGEST


def _day(value: Any) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


_ID, _WORD = r"[0-9a-f]{32}", r"[a-z][a-z0-9_./-]{0,199}"
_FORMS: Mapping[str, Callable[[Any], bool]] = {
    "id": _matches(_ID),
    "hash": _matches(r"[0-9a-f]{64}"),
    "word": _matches(_WORD),
    "act": _matches(r"(?=.{1,60}\Z)[a-z]+(?:_[a-z]+)*(?:\.[a-z]+(?:_[a-z]+)*)+"),
    "before": _matches(f"{_ID}|{_WORD}"),
    "way": _matches(r"[a-z]+(?:[ _-][a-z]+){0,4}"),
    "role": _matches(r"[a-z][a-z_]{0,39}(?: [A-Z0-9]{2,10})?"),
    "reference": _matches(r"[A-Z]{2,10}/\d{4}/\d{1,8}"),
    "organisation": _matches(r"[A-Z0-9]{2,10}"),
    "issuer": _matches(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?(?:/[A-Za-z0-9._/-]*)?"),
    "number": _number,
    "day": _day,
    "yes_no": lambda value: isinstance(value, bool),
}
_TOLD: Mapping[str, str] = {
    "id": "an id of 32 hexadecimal digits",
    "hash": "a hash of 64 hexadecimal digits",
    "word": "a word of the rules or of the program, in small letters",
    "way": "a way of doing something, in a few small words",
    "act": "a dotted word for an act",
    "before": "an id, or a word of the rules or of the program",
    "role": "a role, perhaps with the ODS code of an organisation",
    "reference": "a case's reference",
    "organisation": "an ODS code",
    "issuer": "the address of an issuer, without a query",
    "number": "a whole number",
    "day": "a date",
    "yes_no": "true or false",
}
