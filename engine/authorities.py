"""What courts have decided that bears on a judgement, as it is told to whoever has to reach that."""

from collections.abc import Iterable, Iterator, Mapping

from engine.model import Authority, Fact, How

_READ: Mapping[How, str] = {
    "published_text": "Read in the judgment",
    "construed": "Read in the judgment, and its bearing construed: read it before relying on this",
    "secondary": "From reports: read the judgment before relying on it",
    "recalled": "From memory: read the judgment before relying on it",
}


def how_read(authority: Authority) -> str:
    """How it was checked what a court decided, and what to do where nobody has read the judgment."""
    return _READ[authority.checked.how]


def bearing_on(facts: Iterable[Fact]) -> Iterator[tuple[str, ...]]:
    """Each decision of a court that bears on any of these judgements, once: its point, and how that was read."""
    for each in dict.fromkeys(one for fact in facts for one in fact.authorities):
        yield f"{each.citation}: {each.point.rstrip('.')}.", f"{how_read(each)}."
