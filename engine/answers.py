"""What is told of a question and of a provision: the answer, what carried it, and the powers that go with it."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Ground:
    """What carried an outcome: a line of the question (from 1), and the provision or fact that made it what it is."""

    line: int
    provision: str = ""
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Power:
    """A power that is or may be open to the decision maker, and whether it is used; None while nobody has said."""

    provision: str
    status: str
    used: bool | None


@dataclass(frozen=True, slots=True)
class Answer:
    """A question's answer. ``outcome`` is empty while undetermined; ``possible`` holds every outcome still open."""

    id: str
    asks: str
    status: Literal["determined", "undetermined"]
    outcome: str
    possible: tuple[str, ...]
    determined_by: tuple[Ground, ...]
    powers: tuple[Power, ...]


@dataclass(frozen=True, slots=True)
class ProvisionStatus:
    """How a provision stands. ``version`` is the first day of the version applied; empty where several may apply."""

    id: str
    status: str
    statement: str
    version: str
