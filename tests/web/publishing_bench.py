"""An office at whose desk decisions are published, with a register of its own."""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from casework.publishing import Outlet, Prepared, prepared_for
from storage import REGISTER, Database
from tests.migrated import opened
from tests.web.deciding_bench import Bench, bench
from tests.web.desks import Desk, again_at_the_desk, desk
from tests.web.officers import Place, place
from tests.web.paging import Page


@dataclass(frozen=True)
class Press:
    """The bench with Petra, who publishes, and the register; and the publication of its one decision."""

    folder: Path
    made: Bench
    petra: Desk
    register: Database
    case_id: str
    decision_id: str

    @property
    def all(self) -> str:
        """Where the publications of the case stand."""
        return f"/cases/{self.case_id}/publications"

    @property
    def prepared(self) -> Prepared:
        """The publication as it stands."""
        with self.made.place.database.reading() as connection:
            found = prepared_for(connection, self.decision_id)
        assert found is not None
        return found

    def at(self, rest: str = "") -> str:
        """An address of the publication."""
        return f"{self.all}/{self.prepared.id}{rest}"

    def begins(self) -> Page:
        """Olive begins to prepare it."""
        return self.made.olive.does(self.all, self.all)

    def decides(self) -> None:
        """Olive redacts one thing that is about people, and releases the other."""
        page, olive = self.at("/redactions"), self.made.olive
        said = {"of": "personal.0", "pointer": self._pointer(0), "personal.0.reason": "personal"}
        olive.does(page, self.at("/redactions/places"), said)
        let = {"of": "released.1", "pointer": self._pointer(1), "released.1.reason": "not_personal"}
        olive.does(page, self.at("/redactions/releases"), let | {"released.1.says": "It is about a company"})

    def _pointer(self, place: int) -> str:
        page = self.made.olive.opens(self.at("/redactions"))
        pointers = [held["value"] for tag, held in page.tags if tag == "input" and held.get("name") == "pointer"]
        return list(dict.fromkeys(each for each in pointers if each))[place]

    def approves(self) -> None:
        """Rowan and Petra approve it as it stands."""
        for who in (self.made.rowan, self.petra):
            who.does(self.at("/reader"), self.at("/approved"))

    def publishes(self) -> Page:
        """Petra publishes it."""
        return self.petra.does(self.at(), self.at("/published"))

    def close(self) -> None:
        """Let go of every connection."""
        self.register.close()
        self.made.place.client.application.extensions["rationale.outlet"].register.close()
        self.made.place.close()


def press(folder: Path, name: str = "larkmere-grant", *, begun: bool = True, url: str = "") -> Press:
    """The issued decision of a sample appeal at a desk, whose publication Olive has begun."""
    folder.mkdir(exist_ok=True)
    register = opened(f"sqlite:///{folder / 'register.sqlite'}", REGISTER)
    made = bench(folder, url)
    case = made.determined(name)
    petra = desk(made.place, "publisher", name="Petra Publisher")
    found = Press(folder, made, petra, register, case.id, made.issued(case).id)
    if begun:
        found.begins()
    return found


def without_pdf(office: Place) -> None:
    """What goes out has no PDF."""
    outlet: Outlet = office.client.application.extensions["rationale.outlet"]
    office.client.application.extensions["rationale.outlet"] = replace(outlet, pdf=None)


def copied(before: Press, folder: Path, *, pdf: bool = False) -> Press:
    """The same office in another folder, once the first is closed; the PDF, which takes long to set, is left out."""
    shutil.copytree(before.folder, folder)
    at = place(folder)
    if not pdf:
        without_pdf(at)
    olive, rowan, petra = (
        Desk(again_at_the_desk(at, each.person_id), each.person_id)
        for each in (before.made.olive, before.made.rowan, before.petra)
    )
    register = Database(f"sqlite:///{folder / 'register.sqlite'}")
    return Press(folder, Bench(at, olive, rowan), petra, register, before.case_id, before.decision_id)
