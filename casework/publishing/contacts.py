"""What must not go out of how a party is reached: lines that reach somebody, and names of people who stand in them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from casework.publishing.name_parts import PARTICLES, is_titled, looks_like_a_name
from casework.publishing.private_names import standing
from casework.publishing.tokens import folded
from casework.publishing.towns import is_town

WRITTEN_TO = "the name of somebody to write to"
_OF_A_PHONE = 7  # digits
_PARTED = re.compile(r"[,;:()/|]|\s[-‐‑–]\s")


def _known(*words: str) -> frozenset[str]:
    return frozenset(" ".join(words).split())


_PLACES = _known(
    "avenue borough building buildings business centre central city corner cottage county court crescent district",
    "drive estate floor gardens ground house industrial isle lodge mews parade quay retail road room row square street",
    "suite terrace town unit village wharf",
)
_ORGANISATIONS = _known(
    "agency appeals association authority boots care chemist chemists clinic college commissioning committee company",
    "council dental department dispensary england foundation group health healthcare holdings hospital hospitals",
    "infirmary integrated limited llp ltd medical nhs office optical partnership pharmacies pharmacy plc practice",
    "practices primary resolution school service services surgery team trust uk university wales",
)
_POSTS = _known(
    "attention chair chief clerk contact director email executive fax legal manager managing mobile officer owner",
    "partner partners pharmacist phone secretary solicitor solicitors superintendent tel telephone",
)
_BEFORE_PLACES = _known(  # behind a first name they are surnames
    "church east first flat great greater head high hill little lower manor market middle mill new north old park",
    "second south station the upper west",
)


def private_lines(contact: str, personal: bool, released: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The lines and names, each with what it is. ``personal``: whether the party itself is a person.

    ``released``: names that may be published, each with what it is; they may be written otherwise here.
    """
    for line in contact.splitlines():
        if _reaches(line, personal):
            yield line.strip(), "how a party is reached"
        yield from (
            (name, WRITTEN_TO) for name in names_in(line) if not any(standing([name], released, by_itself=False))
        )


def names_in(line: str) -> Iterator[str]:
    """What looks like the name of a person in a line of how somebody is reached. A town that is not listed does too."""
    for part in _PARTED.split(line):
        for capital, words in groupby(part.split(), key=_could_be_of_a_name):
            run = list(words) if capital else []
            said = " ".join(run)
            if (is_titled(said) or looks_like_a_name(said)) and not _is_something_else(run):
                yield said


def _is_something_else(run: Sequence[str]) -> bool:
    """Whether it is a place or an organisation."""
    words = [folded(word.strip(".")) for word in run]
    return is_town(run) or words[0] in _BEFORE_PLACES or not (_PLACES | _ORGANISATIONS).isdisjoint(words)


def _could_be_of_a_name(word: str) -> bool:
    return (word[:1].isupper() and folded(word.strip(".")) not in _POSTS) or word in PARTICLES


def _reaches(line: str, personal: bool) -> bool:
    """Whether a line says how somebody is reached: of an organisation, its address is what the decision is about."""
    digits = sum(map(str.isdigit, line))
    return "@" in line or digits >= _OF_A_PHONE or (personal and digits > 0)  # else a town or a building
