"""E-mail addresses: how they are compared and kept, and which can be one."""

import re

_EMAIL = re.compile(r"[^@\s\"(),:;<>\[\\\]]+@[^@\s\"(),:;<>\[\\\]]+\.[^@\s\"(),:;<>\[\\\].]+")
_LONGEST = 254
_UNKNOWN = "\ufffd"


def as_kept(said: str) -> str:
    """An address as accounts keep it: in small letters, and without what no database takes."""
    return said.strip().casefold().encode("utf-8", "surrogatepass").decode("utf-8", "replace").replace("\0", _UNKNOWN)


def can_be(email: str) -> bool:
    """Whether this can be an address; only a message that arrives shows that it is one."""
    seen = email.isprintable() and _UNKNOWN not in email
    return seen and bool(_EMAIL.fullmatch(email)) and len(email) <= _LONGEST
