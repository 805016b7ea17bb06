"""Every page of the desk in a real browser, and every step of signing in: axe finds nothing, and a phone is enough."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import Page

from casework.publishing import enter
from people import Password, actor
from tests.browser.conftest import listening
from tests.browser.keys import Mouse
from tests.browser.test_desk_decision import looks_at
from tests.casework.office import NOON
from tests.casework.test_publishing_others import ENTERED
from tests.people.making import WORDS, password
from tests.web.comers import Comer, comer, end_sessions
from tests.web.desks import COOKIE, Desk, desk
from tests.web.every_address import pages
from tests.web.officers import Place
from tests.web.paging import BROWSER
from tests.web.whole_case import Whole, office_in, whole
from web.desk import ADDRESSES

pytestmark = pytest.mark.proof

CHOSEN = "gravel lantern orchard"
WHO = (("officer", "reviewer"), ("auditor",), ("admin",), ("publisher",), ("scheme_officer",), ("rule_owner",))
ASKED = {"/cases/<id>/decision/depart": "?rule_set=pharmacy%2Fappeal&about=provision&name=argued"}
ONCE_REVIEWED = "/cases/<id>/decision/issue"  # leads back before that; looked at in test_desk_decision.py
OF_TRUSTS = "/assessments/new"  # theirs alone; looked at in test_assessment.py
NO_PAGES = {  # what is saved, what leads on, and documents, which stand apart from our pages and run nothing
    "/cases/<id>/evidence/<item_id>/file",
    "/cases/<id>/determination/<determination_id>/canonical",
    "/cases/<id>/interview/<name>/next",
    "/cases/<id>/decisions/<decision_id>/document",
    "/cases/<id>/decisions/<decision_id>/corrections/<number>",
    "/cases/<id>/decisions/<decision_id>/letters/<party_id>/document",
    "/cases/<id>/publications/<publication_id>/reader/<form>",
    "/assessments/<id>/clock/calendar.ics",
    "/assessments/<id>/papers/<paper>",
    "/assessments/<id>/items/<item_id>/file",
    "/assessments/<id>/upload/<at>/<table>/<table_id>/rows.csv",
}


@dataclass(frozen=True)
class Served:
    """An office that a browser can reach, and a case that holds something of everything."""

    at: str
    office: Place
    held: Whole


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, empty_file: Path) -> Iterator[Served]:
    made = office_in(tmp_path_factory.mktemp("desk"), empty_file, scheme=True)
    officer, sitting = made.caller("officer", "reviewer"), made.caller("committee_member")
    held = whole(made, officer, sitting, lambda field: f"The {field}")
    held = replace(held, ids={**held.ids, "result_id": _entered(made)})
    with listening(made.client.application) as at:
        yield Served(at, made, held)
    made.close()


def _entered(made: Place) -> str:
    """A trust's result that a scheme officer has entered."""
    person = desk(made, "scheme_officer").person_id
    with made.database.writing() as connection:
        who = actor(connection, person)
        assert who is not None
        return enter(connection, NOON, who, ENTERED).id


def sits_down(page: Page, served: Served, who: Desk) -> None:
    """Somebody who has signed in already has the browser."""
    cookie = who.client.get_cookie(COOKIE)
    assert cookie is not None
    page.context.clear_cookies()
    page.context.add_cookies([{"name": COOKIE, "value": cookie.value, "url": served.at}])


def is_page(who: Desk, at: str) -> bool:
    """Whether a page of ours is shown there to somebody."""
    answer = who.client.get(at, headers=BROWSER)
    ours = "sandbox" not in answer.headers["Content-Security-Policy"]
    return answer.status_code == 200 and answer.mimetype == "text/html" and ours


def test_axe_finds_nothing_on_any_page_of_the_desk_and_each_fits_a_phone(page: Page, served: Served) -> None:
    looked_at = set[str]()
    for roles in WHO:
        who = desk(served.office, *roles)
        sits_down(page, served, who)
        for address, plain in pages(served.held):
            at = plain + ASKED.get(address.rule, "")
            if address.act and address.rule not in looked_at and is_page(who, at):
                page.goto(f"{served.at}{at}")
                looks_at(page)
                looked_at.add(address.rule)
    every = {each.rule for each in ADDRESSES if each.method == "GET" and each.act}
    assert every - looked_at == NO_PAGES | {ONCE_REVIEWED, OF_TRUSTS}


def test_axe_finds_nothing_on_any_step_of_signing_in(page: Page, served: Served) -> None:
    one = comer(served.office, "officer", kept=Password(password().hash, one_time=True))
    hand = Mouse(page)
    page.goto(f"{served.at}/cases")
    hand.press("Sign in")
    assert page.title().startswith("Error: ")
    looks_at(page)
    signs_in(hand, one, WORDS)
    looks_at(page)
    for name, said in (("current", WORDS), ("password", CHOSEN), ("again", CHOSEN)):
        hand.type(name, said)
    hand.press("Keep the new password")
    looks_at(page)
    one.secret = page.locator(".app-secret").inner_text().replace(" ", "")
    hand.type("code", one.code)
    hand.press("Go on")
    assert page.url == f"{served.at}/cases"
    signs_in_again(hand, served, one)
    page.goto(f"{served.at}/account")
    hand.press("Sign out")
    assert page.url.endswith("/signed-out")
    looks_at(page)


def signs_in(hand: Mouse, one: Comer, words: str) -> None:
    """What somebody types on the page to sign in, which is looked at."""
    looks_at(hand.page)
    hand.type("email", one.email)
    hand.type("password", words)
    hand.press("Sign in")


def signs_in_again(hand: Mouse, served: Served, one: Comer) -> None:
    """A session ended while somebody typed: they sign in again, look at what they had typed, and send it."""
    hand.page.goto(f"{served.at}{served.held.address('/cases/<id>/parties')}")
    hand.type("name", "Brook Street Surgery")
    hand.page.locator('select[name="role"]').select_option("interested_party")
    end_sessions(served.office, one.person_id)
    hand.press("Add the party")
    signs_in(hand, one, CHOSEN)
    looks_at(hand.page)
    hand.type("code", one.next_code)
    hand.press("Go on")
    assert "Brook Street Surgery" in hand.page.inner_text("main")
    looks_at(hand.page)
    hand.press("Send it now")
    assert "Brook Street Surgery" in hand.page.inner_text("main")
