"""The first summary of a publication, in plain English, for people to edit: what came of it, and under which law."""

from collections.abc import Iterator, Sequence

from casework.deciding import Proposed
from documents import DecisionPaper
from engine import listed

_NAMED = 3  # provisions that are named


def first_summary(paper: DecisionPaper, made: Sequence[Proposed]) -> str:
    """The outcome, then the disposal, then the law that carried them. It names nobody."""
    return " ".join(f"{each.rstrip('.')}." for each in _sentences(paper, made) if each)


def _sentences(paper: DecisionPaper, made: Sequence[Proposed]) -> Iterator[str]:
    yield paper.final
    yield from paper.matter
    yield paper.disposal
    cited = list(dict.fromkeys(each.cited for each in paper.law))
    if cited:
        more = [f"{len(cited) - _NAMED} more"] if len(cited) > _NAMED else []
        named = listed([*cited[:_NAMED], *more])
        yield f"The decision rests on {named} of the {' and '.join(_instruments(made))}"


def _instruments(made: Sequence[Proposed]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(each.live.rule_set.instrument["title"].removeprefix("The ") for each in made if each.live)
    )
