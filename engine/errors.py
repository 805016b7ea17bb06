"""What can be wrong, told to the person who must act: what, where, what is allowed, what to do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    ``where`` is a JSON pointer into what a caller sent (``/facts/notice_received_on``), or for a rule file the key
    (``versions[0].when.all[1].is_one_of``); ``file`` and ``line`` are filled for rule files only.
    """

    where: str
    message: str
    file: str = ""
    line: int = 0

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: " if self.file else ""
        return f"{place}{self.where}: {self.message}" if self.where else f"{place}{self.message}"


class Faulty(Exception):
    """An error that carries every fault found at once, never only the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class RuleError(Faulty):
    """An author's mistake in a rule file."""


class FactError(Faulty):
    """A caller's mistake: facts that are unknown, ill-typed, impossible or at odds with one another."""


class ClosingRefused(FactError):
    """The record cannot be closed: something is open that no burden of proof can settle."""


class EngineDisagreement(Exception):
    """The two readings of the rules differ, or one failed: a fault of ours, so nothing is determined.

    ``case`` names what was asked (``agreement.case_id``); ``differing`` says where, by names of the rules and no facts.
    """

    def __init__(self, rule_set: str, case: str, differing: tuple[str, ...]) -> None:
        self.rule_set, self.case, self.differing = rule_set, case, differing
        super().__init__(f"the two readings of {rule_set} do not agree in case {case}: {'; '.join(differing)}")


def meant(word: str, known: Iterable[str], limit: int = 3) -> str:
    """A tail for a message that lists what is allowed already: the nearest known names to ``word``, or nothing."""
    close = get_close_matches(word, sorted(known), n=limit, cutoff=0.6)
    return f" Did you mean {' or '.join(close)}?" if close else ""


def nearest(word: str, known: Iterable[str], limit: int = 3) -> str:
    """A tail for a message: the nearest known names to ``word``, or every name where there are few, or nothing."""
    names: Sequence[str] = sorted(known)
    if close := meant(word, names, limit):
        return close
    return f" Known here: {', '.join(names)}." if 0 < len(names) <= 12 else ""
