"""What an explanation tells: its paragraphs, each with the question that it is about."""

from dataclasses import dataclass
from typing import Literal

Sort = Literal["answer", "open", "reason", "aside", "closed", "unchecked"]


@dataclass(frozen=True, slots=True)
class Told:
    """A paragraph of an explanation: of which question, by its id (empty: of all of them), and what it tells.

    ``answer``: the outcome and the day of the law. ``open``: what could settle it. ``reason``: what was found, and
    where the law says so. ``aside``: what is not in question here. ``closed``: what the closing of the record did.
    ``unchecked``: what rests on text not yet checked.
    """

    question: str
    sort: Sort
    text: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """The answer in a sentence or two, and the reasons in their order."""

    headline: str
    told: tuple[Told, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """What comes after the outcome, numbered: ``1. …``. It is read where the headline has told the outcome."""
        told = (each.text for each in self.told if each.sort != "answer")
        return tuple(f"{number}. {text}" for number, text in enumerate(told, start=1))

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """All of it, numbered: ``1. …``."""
        return tuple(f"{number}. {each.text}" for number, each in enumerate(self.told, start=1))
