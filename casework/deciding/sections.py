"""The sections of a decision's text, in the order in which it is read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A section that people write. ``hint``: what belongs there."""

    id: str
    title: str
    hint: str


SECTIONS: tuple[Section, ...] = (
    Section("application", "The application and the appeal", "Who applied for what, what was decided, who appealed."),
    Section("law", "The law", "Which provisions apply, as at which day."),
    Section("findings", "Findings", "What was found on each provision, in the law’s order."),
    Section("reasons", "Reasons", "Why: the facts, the judgements, and where the decision departs from the proposal."),
    Section("disposal", "Disposal", "What becomes of the appeal and of the application."),
)
IDS = tuple(section.id for section in SECTIONS)
