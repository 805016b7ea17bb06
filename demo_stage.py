"""Where a sample appeal is played: a database of its own, two people who are made for it, and one moment for it all."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

import people
from casework import Case, find
from casework.deciding import Decision, newest_decision
from casework.publishing import Prepared, prepared_for
from engine import Determination, RuleSet
from keeping import Kept, activity, determinations
from people import Actor, Role
from storage import PRIVATE, Database, bring_up

Say = Callable[[str, Sequence[str]], None]  # what was done, and its lines
BY = "command_line"


@dataclass(slots=True)
class Stage:
    """A play on its way. Each act is done in a transaction of its own, as a page would do it.

    ``officer`` and ``reviewer`` are made when it opens, in an empty database that is brought to its shape. ``pdf``:
    whether what is published is set as PDF too, which takes longest.
    """

    database: Database
    rule_sets: Mapping[str, RuleSet]
    rules_dir: Path
    now: datetime
    say: Say
    case_id: str = ""
    pdf: bool = True
    officer: Actor = field(init=False)
    reviewer: Actor = field(init=False)
    _made: dict[str, Determination] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        bring_up(self.database, PRIVATE)
        self.officer, self.reviewer = self.person("O. Invented", "officer"), self.person("R. Invented", "reviewer")

    @property
    def case(self) -> Case:
        """The case as it stands."""
        with self.database.reading() as connection:
            return find(connection, self.officer, self.case_id)

    @property
    def decision(self) -> Decision:
        """The decision as it stands."""
        with self.database.reading() as connection:
            found = newest_decision(connection, find(connection, self.officer, self.case_id))
        assert found is not None  # noqa: S101  # it is asked for once it is drafted
        return found

    @property
    def prepared(self) -> Prepared:
        """The publication of the decision as it stands."""
        with self.database.reading() as connection:
            found = prepared_for(connection, self.decision.id)
        assert found is not None  # noqa: S101  # it is asked for once it was begun
        return found

    def does(self, who: Actor, act: Callable[..., Any], *said: Any) -> Any:
        """Do something to the case as it stands; what came of it."""
        with self.database.writing() as connection:
            version = find(connection, who, self.case_id).version
            return act(connection, self.now, who, self.case_id, *said, version)

    def prepares(self, who: Actor, act: Callable[..., Any], *said: Any) -> None:
        """Do something to the publication as it stands."""
        prepared = self.prepared
        with self.database.writing() as connection:
            act(connection, self.now, who, prepared.id, *said, self.live, prepared.version)

    def live(self, connection: Connection, kept: Kept) -> Determination:
        """A determination that was kept, made again from what was kept with it."""
        if kept.id not in self._made:
            in_use = self.rule_sets[kept.rule_set]
            self._made[kept.id] = determinations.again(connection, kept.id, self.rules_dir, in_use)
        return self._made[kept.id]

    def person(self, name: str, role: str) -> Actor:
        """Somebody new who has a part in the play."""
        email = f"{role}@example.org"
        with self.database.writing() as connection:
            added = people.add(connection, self.now, None, email=email, name=name, roles=[Role(role)])
            activity.record(connection, self.now, BY, added.entry.act, about=added.entry.about)
        return Actor(added.person.id, name, added.person.roles, second_factor=True)
