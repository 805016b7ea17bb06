"""Names of files as people send them, made harmless: no path, no sign that is not shown, no name a system reserves."""

import re
import unicodedata

LONGEST = 200
_NOT_IN_NAMES = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)


def harmless(name: str) -> str:
    """The last part of a name that may be a path, without signs that are not shown. Empty where nothing is left."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(" " if sign.isspace() else sign for sign in last if sign.isspace() or _shown(sign))
    plain = _NOT_IN_NAMES.sub("_", " ".join(shown.split())).strip(". ")
    stem, ending = parted(plain)
    if _RESERVED.fullmatch(stem.split(".")[0].strip()):
        stem = f"_{stem}"
    return f"{stem[: LONGEST - len(ending)].rstrip('. ')}{ending}" if stem else ""


def parted(name: str) -> tuple[str, str]:
    """A name without its ending, and the ending with its point in small letters (none is empty)."""
    stem, point, ending = name.rpartition(".")
    return (stem, f".{ending.lower()}") if point and stem and len(ending) <= 10 else (name, "")


def _shown(sign: str) -> bool:
    """Neither a control sign, nor one that turns the direction of writing, nor half a character."""
    return not unicodedata.category(sign).startswith("C")
