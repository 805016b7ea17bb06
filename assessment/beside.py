"""What goes into the papers of an assessment and does not come from the engine: what people stated, kept and signed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from documents import IndexItem


@dataclass(frozen=True, slots=True)
class Stated:
    """What a person or a body said of one safety action, in words, beside what the engine says. Empty: nobody did."""

    self_assessed: str = ""
    validated: str = ""
    reverified: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """Who sees to a requirement and by when, as somebody noted, with the last comment. Empty: nobody did."""

    owner: str = ""
    due_on: date | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What goes into papers and does not come from the engine.

    ``last_days``: requirement, site, day and what to do. ``stated``: by the action's number. ``folder``: how the
    trust's folder is named in the command that makes the assessment again. ``money``: an estimate in words, if any.
    ``planned``: by requirement and the site's code (none: for the trust). ``items``: of evidence. ``frozen``: under
    which hash all of it was frozen, and who signed that; empty where nothing is.
    """

    last_days: Sequence[tuple[str, str, date, str]] = ()
    stated: Mapping[int, Stated] = field(default_factory=dict)
    folder: str = "TRUST_FOLDER"
    money: Sequence[str] = ()
    planned: Mapping[tuple[str, str], Planned] = field(default_factory=dict)
    items: Sequence[IndexItem] = ()
    frozen: Sequence[str] = ()

    def plan_of(self, requirement: str, site: str) -> Planned:
        """What was noted of a requirement at a site; where nothing was, what was noted for the trust."""
        return self.planned.get((requirement, site)) or self.planned.get((requirement, ""), Planned())
