"""An office for the tests of casework: people with their roles, the real rule sets, and a published appeal."""

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from casework import Case, Move, NewCase, NewParty, Notice, assign, change_state, find, parties, receive, tell
from engine import RuleSet
from keeping.judgements import DecidedBy
from keeping.sayings import Saying
from people import Actor, Role
from storage import Database, new_key, person, role_held
from tests.ours import our_rule_sets

ROOT = Path(__file__).parents[2]
RULES = ROOT / "rules"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY = date(2026, 3, 2)
PHARMACY = ("pharmacy/market-entry", "pharmacy/appeal-procedure")
APPELLANT = NewParty("appellant", "Wrenlow Pharmacy Limited", personal=False, organisation="FXX01")
COMMISSIONER = NewParty("commissioner", "East Larkshire Integrated Care Board", personal=False, organisation="QEL")
LARKMERE = NewCase("pharmacy_market_entry", "Larkmere", TODAY, PHARMACY, (APPELLANT, COMMISSIONER))


def rules() -> Mapping[str, RuleSet]:
    """The real rule sets."""
    return our_rule_sets()


def appeal(kind: str, name: str) -> Mapping[str, Any]:
    """One of the sample appeals."""
    found: Mapping[str, Any] = json.loads((ROOT / "fixtures/appeals" / kind / f"{name}.json").read_text("utf-8"))
    return found


def sayings(told: Mapping[str, Any]) -> list[Saying]:
    """The facts and judgements of a sample appeal, as an officer states them."""
    facts = [Saying("fact", name, said) for name, said in told["facts"].items()]
    judged = [
        Saying("judgement", name, {"answer": said["answer"]}, decided_by=DecidedBy(said["reasons"], officer=said["by"]))
        for name, said in told["judgements"].items()
    ]
    return [*facts, *judged]


@dataclass(frozen=True)
class Office:
    """A database with people in it."""

    database: Database

    def actor(self, *roles: Role | str) -> Actor:
        """Somebody new who holds these roles."""
        id = new_key()
        held = frozenset(role if isinstance(role, Role) else Role(role) for role in roles)
        with self.database.writing() as connection:
            connection.execute(person.insert().values(id=id, email=f"{id}@example.org", name="A. Person", made_at=NOON))
            for role in held:
                columns = {"person_id": id, "role": role.name, "organisation": role.organisation, "given_at": NOON}
                connection.execute(role_held.insert().values(columns))
        return Actor(id, "A. Person", held, second_factor=True)

    def received(self, actor: Actor, new: NewCase = LARKMERE) -> Case:
        """A case that was received."""
        with self.database.writing() as connection:
            return receive(connection, NOON, actor, new, rules())

    def case(self, actor: Actor, id: str) -> Case:
        """The case as it is."""
        with self.database.reading() as connection:
            return find(connection, actor, id)

    def does(self, act: Callable[..., Any], actor: Actor, case: Case, *said: Any, now: datetime = NOON) -> Any:
        """Do something to a case as it is now, in a transaction of its own."""
        with self.database.writing() as connection:
            version = find(connection, actor, case.id).version
            return act(connection, now, actor, case.id, *said, version)

    def moved(self, actor: Actor, case: Case, *states: str) -> Case:
        """The case after it went through these states, with all that this needs but determinations and decisions."""
        with self.database.writing() as connection:
            now = find(connection, actor, case.id)
            if now.officer_id is None:
                assign(connection, NOON, actor, case.id, actor.id, now.version)
            for state in states:
                if state in ("representations", "closed"):
                    _tell_all(connection, actor, case.id)
                version = find(connection, actor, case.id).version
                now = change_state(connection, NOON, actor, case.id, Move(state, TODAY, "It was asked for"), version)
        return now

    def all_told(self, actor: Actor, case: Case) -> None:
        """Tell every party something today."""
        with self.database.writing() as connection:
            _tell_all(connection, actor, case.id)


def _tell_all(connection: Connection, actor: Actor, case_id: str) -> None:
    for each in parties(connection, actor, find(connection, actor, case_id)):
        if each.left_at is None:
            version = find(connection, actor, case_id).version
            tell(connection, NOON, actor, case_id, Notice(each.id, "How the case stands", TODAY, "email"), version)


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """What comes of acts that begin together, each in a thread of its own: what each returned, or raised."""
    ready, came = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        ready.wait()
        try:
            came[place] = act()
        except Exception as error:  # noqa: BLE001  # whatever is raised is what came of it
            came[place] = error  # type: ignore[call-overload]  # a list of whatever came

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came
