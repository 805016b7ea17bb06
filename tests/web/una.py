"""Somebody of a trust at the desk, for the tests of an assessment's pages."""

from dataclasses import dataclass
from itertools import count
from typing import Any

from tests.web.desks import Desk, desk
from tests.web.officers import Place
from tests.web.paging import Page, read
from tests.web.test_api_assessments import Trust

RECALLED = "The rules of year 7 are recalled: none of their 4 conditions has been checked"
_NUMBERS = count(1)


@dataclass(frozen=True)
class Una:
    """Somebody of a trust at the desk, beside the program that states its facts."""

    place: Place
    trust: Trust
    desk: Desk

    @property
    def at(self) -> str:
        return self.trust.at

    def opens(self, side: str = "", status: int = 200) -> Page:
        return self.desk.opens(f"{self.at}{side}", status)

    def does(self, side: str, form: str, typed: dict[str, Any] = {}, by: Desk | None = None) -> Page:  # noqa: B006  # not changed
        return (by or self.desk).does(f"{self.at}{side}", f"{self.at}{form}", typed)

    def refused(self, side: str, form: str, typed: dict[str, Any] = {}, status: int = 422) -> Page:  # noqa: B006  # as above
        answer = self.desk.sends(self.opens(side), f"{self.at}{form}", typed)
        return read(answer, status)

    def others(self, *roles: str, organisation: str = "", name: str = "") -> Desk:
        return desk(self.place, *roles, organisation=organisation, name=name)


def una_of(place: Place) -> Una:
    """Una of a trust of her own, whose assessment of year 7 is begun."""
    trust = Trust(place, fresh())
    return Una(place, trust, desk(place, "trust", organisation=trust.code, name="Una"))


def fresh() -> str:
    """The code of a trust that nobody has heard of."""
    return f"RD{next(_NUMBERS)}"
