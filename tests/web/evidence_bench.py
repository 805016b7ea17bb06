"""Somebody of a trust with two sites who brings its evidence at the desk, in a small year of the scheme."""

from dataclasses import dataclass
from io import BytesIO
from itertools import count
from typing import Any

from werkzeug.test import TestResponse

from tests.web.desks import Desk, desk
from tests.web.officers import Caller, Place
from tests.web.paging import BROWSER, Page, read

NUMBERS = count(1)
HEAD = "staff,group,attended_on\n"
FEW = HEAD + "S1,anaesthetists,2025-03-03\nS2,anaesthetists,\n"
NHS_NUMBER = "9434765919"
MINUTES = {"title": "Minutes of the Board", "original": "The company secretary's office", "serves": "sa9-a-board|"}


@dataclass(frozen=True)
class Una:
    """Somebody of a trust with two sites, at the desk; and the trust's program, to look at what is kept."""

    place: Place
    caller: Caller
    desk: Desk
    at: str

    def opens(self, side: str, status: int = 200) -> Page:
        return self.desk.opens(f"{self.at}{side}", status)

    def sends(self, side: str, form: str, **typed: Any) -> TestResponse:
        said = {name.replace("__", "."): value for name, value in typed.items()}
        return self.desk.sends(self.opens(side), f"{self.at}{form}", said)

    def does(self, side: str, form: str, **typed: Any) -> Page:
        answer = self.sends(side, form, **typed)
        assert answer.status_code == 303, answer.text[-3000:]
        return self.desk.opens(answer.headers["Location"])

    def refused(self, side: str, form: str, **typed: Any) -> Page:
        return read(self.sends(side, form, **typed), 422)

    def kept(self, what: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.caller.get(f"{self.at}/{what}").get_json()["items"]
        return found

    def version(self) -> str:
        return str(self.caller.get(self.at).headers["ETag"])

    def previews(self, data: str | bytes | None, name: str = "staff.csv", side: str = "", **typed: str) -> TestResponse:
        """The answer to a file of training records of the north site, or of another table."""
        side = side or "/upload/north/training"
        fields = {**self.desk.form(self.opens(side), f"{self.at}{side}").fields, **typed}
        content = data.encode() if isinstance(data, str) else data
        file = {} if content is None else {"file": (BytesIO(content), name)}
        return self.desk.client.post(f"{self.at}{side}", data={**fields, **file}, headers=BROWSER)

    def brings(self, data: str, side: str = "/upload/north/training", **typed: str) -> Page:
        """A file that is shown, and stored."""
        shown = read(self.previews(data, side=side, **typed), 200)
        answer = self.desk.sends(shown, f"{self.at}{side}/stored")
        assert answer.status_code == 303, answer.text[-3000:]
        return self.desk.opens(answer.headers["Location"])


def una_of(place: Place) -> Una:
    """Una of a trust of the test's own."""
    code = f"RE{next(NUMBERS)}"
    caller = place.caller("trust", organisation=code)
    sites = [{"code": "north", "name": "North Wing"}, {"code": "south", "name": "South Wing"}]
    new = {"trust": code, "name": "Wrenlow", "year": "year-7", "sites": sites}
    begun = caller.post("/assessments", new)
    assert begun.status_code == 201, begun.text
    member = desk(place, "trust", organisation=code, name="Una")
    return Una(place, caller, member, begun.headers["Location"].removeprefix("/api/v1"))
