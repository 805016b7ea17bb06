"""A trust's small year as its people do it, from the first page of the site to the receipt of its declaration.

Nobody is anywhere but where a link or a button led: the one address that is opened is the site's own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pyotp

import people
from people import Role
from tests.browser.keys import Hand
from tests.web.officers import Place

BOARD, SITE = "QZY", "North site"
CHOSEN = "gravel lantern orchard"
HEAD = "staff,attended_on\nA,2025-03-03\n"
Look = Callable[[], None]


@dataclass
class Person:
    """Somebody with an account; ``secret``: what their phone makes codes of, once it is set up."""

    email: str
    name: str
    one_time: str
    secret: str = ""


@dataclass
class Year:
    """The browser that all of them use in turn. ``at``: the site; ``now``: its time, which stands still.

    ``code``: the trust's, of which no other test in the same office is.
    """

    hand: Hand
    at: str
    office: Place
    now: datetime
    look: Look
    code: str

    @property
    def trust(self) -> str:
        """What the trust is called; an officer sees every trust in one list."""
        return f"Wrenlow Hospitals {self.code}"

    def joins(self, name: str, role: str, organisation: str = "") -> Person:
        """The administrator makes an account for somebody, and tells them a one-time password."""
        shown, password = people.one_time()
        email = f"{name.partition(' ')[0]}.{self.code}@example.org".lower()
        with self.office.database.writing() as connection:
            people.add(
                connection, self.now, None, email=email, name=name, roles=[Role(role, organisation)], password=password
            )
        return Person(email, name, shown)

    def comes_in(self, who: Person, looked_at: bool) -> None:
        """Somebody signs in: the first time they choose a password and set up their phone, then its code is enough."""
        new = not who.secret
        self.does("Sign in", {"email": who.email, "password": who.one_time if new else CHOSEN}, looked_at)
        if new:
            said = {"current": who.one_time, "password": CHOSEN, "again": CHOSEN}
            self.does("Keep the new password", said, looked_at)
            who.secret = self.hand.page.locator(".app-secret").inner_text().replace(" ", "")
        shown_at = self.now if new else self.now + timedelta(seconds=30)  # no code is taken twice
        self.does("Go on", {"code": pyotp.TOTP(who.secret).at(shown_at)}, looked_at)

    def goes_out(self, looked_at: bool) -> None:
        """Whoever sits there signs out, and leaves the page to sign in for the next."""
        self.hand.menu("Account")
        self.does("Sign out", {}, looked_at)
        self.does("Sign in again", {}, looked_at)

    def does(self, button: str, typed: dict[str, str], looked_at: bool = True) -> None:
        """A form is filled in and sent."""
        if looked_at:
            self.look()
        for name, said in typed.items():
            self.hand.type(name, said)
        self.hand.press(button)

    def begins(self, year: str) -> None:
        """The trust begins its assessment for a year."""
        self.hand.menu("Assessments")
        self.look()
        self.hand.press("Begin an assessment")
        self.hand.pick("year", year)
        self.does("Begin", {"trust": self.code, "name": self.trust, "sites.0.name": SITE})
        assert "The assessment is begun." in self.said()
        assert self.stands() == "Met on evidence 0 Not met 0 Not yet shown 10"

    def opens(self) -> None:
        """The assessment of this year is found in the list."""
        self.hand.menu("Assessments")
        self.hand.press(f"{self.trust}, year 7")

    def turns_to(self, side: str) -> None:
        """Another side of the assessment."""
        self.hand.press(side)
        self.look()

    def states(self, action: str, name: str, typed: dict[str, str], chosen: str = "") -> None:
        """A fact is found under its safety action, and stated."""
        self.turns_to("Facts")
        self.hand.press(action)
        self.look()
        self.hand.press(f"State: What of {name}?")
        if chosen:
            self.hand.choose(next(iter(typed)).rpartition(".")[0], chosen)
        self.does("Save and go back", typed)
        assert f"Source: {typed[max(typed)]}" in self.said()

    def brings_training(self, path: Path, rows: str, told: str) -> None:
        """The table of who was trained is looked into, and then stored."""
        path.write_text(HEAD + rows, "utf-8")
        self.turns_to("Upload a table")
        self.hand.press("Training")
        self.hand.brings(path)
        self.does("Show what it changes", {"complete_by": "A. Matron"})
        assert "Nothing is stored yet." in self.said()
        assert told in self.said()
        self.does("Store this table", {})
        self.look()

    def tries(self) -> None:
        """What if those who were not trained yet attend? It is seen, and nothing of it stands."""
        self.turns_to("What if")
        self.hand.pick("of-fill", f"{SITE}: Training")
        self.hand.press("Go on")
        self.hand.pick("where.attended_on", "nothing")
        self.does("Try it", {"count": "1", "put.attended_on": "20/11/2025"})
        assert "Met on evidence: 1 before, 2 after. Not met: 1 before, 0 after." in self.said()
        self.look()
        self.turns_to("Ten actions")
        assert self.stands() == "Met on evidence 1 Not met 1 Not yet shown 8"

    def follows_up(self) -> None:
        """On the page of a safety action it is said whose it is, and how the trust sees it."""
        self.hand.press("See why: safety action 8")
        self.does("Keep the note", {"note.owner": "A. Matron", "note.comment": "Twice a month."})
        assert "A. Matron sees to it" in self.said()
        self.hand.choose("self.stands", "met")
        self.does("Keep it", {"self.why": "Both of its parts are shown."})
        self.look()

    def adds_evidence(self, file: Path) -> None:
        """An item of evidence comes with its file, and is approved."""
        self.turns_to("Evidence")
        self.hand.choose("serves", "sa8-a-training|")
        self.hand.brings(file)
        self.does("Add the item", {"title": "Who was trained", "original": "The archive"})
        self.hand.press("Who was trained")
        self.does("Approve this item", {})
        self.look()

    def freezes(self) -> str:
        """What stands is frozen; its hash."""
        self.turns_to("Sign-off")
        self.hand.press("Freeze what stands")
        return self.hand.page.locator(".app-hash").first.inner_text()

    def signs(self, role: str) -> None:
        """Whoever sits there signs, in a role."""
        self.does(f"Sign as the {role}", {})
        assert "You have signed it." in self.said()
        self.look()

    def said(self) -> str:
        """All that the page says."""
        return self.hand.page.inner_text("main")

    def stands(self) -> str:
        """The three counts, as they are read."""
        return " ".join(self.hand.page.locator(".app-counts").inner_text().split())


def goes_the_whole_way(year: Year, folder: Path) -> None:
    """From the first page to the receipt: nothing is done for the trust but by its people, on its pages."""
    of_trust = ("Sadie Champion", "Della Midwife", "Cleo Chief")
    sadie, della, cleo = (year.joins(each, "trust", year.code) for each in of_trust)
    ivo, olga = year.joins("Ivo Accountable", "icb", BOARD), year.joins("Olga Officer", "scheme_officer")
    hand = year.hand
    hand.page.goto(year.at)
    year.look()
    hand.menu("Sign in")
    year.comes_in(sadie, looked_at=True)

    year.begins("Year 6")
    year.states("Safety action 1", "drills", {"facts.drills": "2", "facts.drills.source": "the reports"})
    year.begins("Year 7")
    year.turns_to("Last year")
    hand.choose("chosen", "north:drills")
    year.does("Take over what is chosen", {})
    assert "What you chose is stated for this year" in year.said()
    year.look()
    where = "judgements.lost_regularly"
    decided = {f"{where}.by": "The Board", f"{where}.reasons": "It was never cut.", f"{where}.source": "its minutes"}
    year.states("Safety action 1", "lost_regularly", decided, "no")
    year.states("Safety action 8", "plan_signed", {"facts.plan_signed.source": "the signed plan"}, "yes")
    year.brings_training(folder / "training.csv", "B,\n", "New: 2. Changed: 0. Gone: 0.")
    year.tries()
    year.brings_training(folder / "training.csv", "B,2025-06-01\n", "New: 0. Changed: 1. Gone: 0.")
    year.turns_to("Ten actions")
    assert year.stands() == "Met on evidence 2 Not met 0 Not yet shown 8"
    year.follows_up()
    year.adds_evidence(folder / "training.csv")
    year.turns_to("Clock")
    frozen = year.freezes()
    year.signs("safety champion")
    for person, role in ((della, "director of midwifery"), (cleo, "chief executive")):
        _comes_to_sign_off(year, person, frozen)
        year.signs(role)
    _comes_to_sign_off(year, olga, frozen)
    year.does("Keep it", {"icb": BOARD})
    year.look()
    _comes_to_sign_off(year, ivo, frozen)
    year.signs("accountable officer")
    _comes_to_sign_off(year, della, frozen, looked_at=True)
    year.does("Submit the declaration", {})
    assert "received at 10:00:00 on 24 February 2026, London time, from Della Midwife" in year.said()
    assert frozen in year.said()
    year.look()
    year.turns_to("Papers")
    assert hand.saves("Declaration workbook (Excel)").startswith(b"PK")


def _comes_to_sign_off(year: Year, who: Person, frozen: str, *, looked_at: bool = False) -> None:
    """The next takes the chair, and sees the very hash that was frozen."""
    year.goes_out(looked_at)
    year.comes_in(who, looked_at)
    year.opens()
    year.hand.press("Sign-off")
    assert year.hand.page.locator(".app-hash").first.inner_text() == frozen
