"""An office at whose desk cases are decided, with an officer and a reviewer; and how far a case has come there."""

from dataclasses import dataclass
from pathlib import Path

import people
from casework import Case
from casework.deciding import Decision, Departing, Reviewing, declare, depart, issue, review
from people import Actor
from tests.casework import deciding
from tests.casework.deciding import SERIES, live
from tests.casework.office import Office
from tests.web.desks import Desk, desk
from tests.web.officers import Place, place


@dataclass(frozen=True)
class Bench:
    """The office, and its people: Olive drafts and issues, Rowan reviews."""

    place: Place
    olive: Desk
    rowan: Desk

    @property
    def office(self) -> Office:
        """The same office as the tests of casework know it."""
        return Office(self.place.database)

    def actor(self, who: Desk) -> Actor:
        """Somebody at the desk, as casework knows them."""
        with self.place.database.reading() as connection:
            found = people.actor(connection, who.person_id)
        assert found is not None
        return found

    def determined(self, name: str = "larkmere-grant") -> Case:
        """A sample appeal of Olive's that stands at determined."""
        return deciding.determined(self.office, self.actor(self.olive), name=name)

    def drafted(self, here: Case) -> Decision:
        """Its draft, with all that one person can give it."""
        return deciding.drafted(self.office, self.actor(self.olive), here)

    def issued(self, here: Case, *departing: Departing) -> Decision:
        """Its decision with these departures, reviewed by Rowan and issued."""
        olive, rowan = self.actor(self.olive), self.actor(self.rowan)
        self.drafted(here)
        for each in departing:
            self.office.does(depart, olive, here, each, live)
        deciding.reads_law(self.office, olive, here)
        self.office.does(declare, rowan, here, False, "")
        self.office.does(review, rowan, here, Reviewing(True, "", self.decision(here).content))
        return deciding.does(self.office, issue, olive, here, SERIES, live)

    def decision(self, here: Case) -> Decision:
        """Its newest decision, as it stands."""
        return deciding.decision(self.office, here)


def bench(folder: Path, url: str = "") -> Bench:
    """An office over the project's rules, whose database is SQLite or at an address."""
    made = place(folder, url)
    return Bench(made, desk(made, "officer", name="Olive Officer"), desk(made, "reviewer", name="Rowan Reviewer"))


def at(here: Case, rest: str = "") -> str:
    """An address of the decision of a case."""
    return f"/cases/{here.id}/decision{rest}"
