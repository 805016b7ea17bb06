"""Following by e-mail on the pages: asked for from any search, confirmed and ended by links, and off unless set."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from config import Config
from register_app import create_register_app
from storage import Database, subscription
from tests.register.finding import LARKMERE
from tests.register.making import decision_id, scheme_id
from tests.web.desks import desk
from tests.web.following_bench import AT, EMAIL, following_office, news, secret
from tests.web.officers import Place
from tests.web.paging import BROWSER, Page, got, read
from tests.web.published import RULES, WITHDRAWN, fill
from web.register_api.limits import FORMS_AN_HOUR

PROVISION = "library/renewals/rule-1-renewal"
DECISION = decision_id(1)
ONE_PRESS = {"List-Unsubscribe": "One-Click"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """An application in which anybody can follow what is published."""
    made = following_office(tmp_path_factory.mktemp("following"))
    yield made
    made.close()


@pytest.fixture(autouse=True)
def nobody_yet(office: Place) -> None:
    """Nobody follows anything when a test begins, and nobody asked too often."""
    with office.database.writing() as connection:
        connection.execute(subscription.delete())
    asks_anew(office)


def asks_anew(office: Place) -> None:
    """Whoever asks next comes from another address than those before."""
    office.client.environ_base["REMOTE_ADDR"] = f"192.0.2.{next(_ADDRESSES)}"


_ADDRESSES = iter(range(1, 250))


def asks(office: Place, email: str = EMAIL, at: str = AT, **typed: str) -> Page:
    """The page that the form at an address leads to."""
    form = got(office.client, at)
    hidden = {held["name"]: held["value"] for tag, held in form.tags if tag == "input" and held["type"] == "hidden"}
    sent = office.client.post(AT, data={**form.fields, **hidden, "email": email, **typed}, headers=BROWSER)
    if sent.status_code != 303:
        return read(sent, 422)
    assert sent.headers["Location"] == f"{AT}/asked"
    return got(office.client, sent.headers["Location"])


def confirms(office: Place) -> None:
    """Whoever was asked presses the button."""
    answer = office.client.post(f"{AT}/confirm/{secret(office)}", headers=BROWSER)
    assert answer.status_code == 303


def kept(office: Place) -> list[tuple[str, str, str]]:
    """Who follows what, and how often."""
    with office.database.reading() as connection:
        rows = connection.execute(select(subscription)).all()
    return [(row.email, row.asked, row.how_often) for row in rows]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("", "You will be told of everything that is published."),
        ("?q=larkmere+%00+%3Cb%3E&outcome=refuse", "the words “larkmere <b>”; outcome: The application is refused)."),
        ("?q=a&order=newest&after=o20&zebra=1", "what a search finds (the words “a”)."),
        (f"?provision={PROVISION}", "what a search finds (provision applied: Rule 1: Renewal)."),
        ("?provision=none/of-ours", "what a search finds (provision applied: none/of-ours)."),
        (f"?publication={decision_id(1)}", f"the decision {LARKMERE.reference}, should it be corrected or withdrawn."),
        (f"?publication={LARKMERE.reference.lower()}", f"the decision {LARKMERE.reference}, should it be"),
        (f"?publication={scheme_id()}", "the scheme result SAMPLE-MIS/7/RX01, should it be corrected or withdrawn."),
    ],
)
def test_the_form_says_what_is_followed(office: Place, asked: str, told: str) -> None:
    assert told in got(office.client, f"{AT}{asked}").text


def test_what_the_search_has_is_kept_and_nobody_is_told_more_than_to_look_at_their_email(office: Place) -> None:
    page = asks(office, at=f"{AT}?q=larkmere+%22mill+lane%22&outcome=refuse&order=newest", how_often="weekly")
    assert page.headings[0] == "Check your e-mail"
    assert EMAIL not in page.source
    assert kept(office) == [(EMAIL, "q=larkmere+%22mill+lane%22&outcome=refuse", "weekly")]
    for again in ("", f"?publication={LARKMERE.reference}"):
        asks(office, at=f"{AT}{again}")
    assert {asked for _, asked, _ in kept(office)} >= {"", f"publication={decision_id(1)}"}


def test_the_answer_is_the_same_whether_an_address_is_known_or_not(office: Place) -> None:
    asks(office)
    confirms(office)
    pages = [asks(office, email).source for email in (EMAIL, "new@example.org", EMAIL, EMAIL, EMAIL)]
    assert len(set(pages)) == 1


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(office: Place) -> None:
    page = asks(office, "rowan", f"{AT}?q=larkmere", how_often="hourly")
    assert page.title.startswith("Error: ")
    assert "This is no e-mail address: write it as name@example.org" in page.text
    assert "Choose one of at_once, daily or weekly" in page.text
    assert page.fields["email"] == "rowan"
    assert "the words “larkmere”" in page.text
    long = office.client.post(AT, data={"email": EMAIL, "how_often": "daily", "q": "x y " * 600}, headers=BROWSER)
    assert "This search is too long to be followed by e-mail" in read(long, 422).text
    assert kept(office) == []


def test_a_publication_that_is_not_there_cannot_be_followed(office: Place) -> None:
    page = got(office.client, f"{AT}?publication=d-1", 404)
    assert "The register holds no such publication, or no longer. Look for it at /decisions." in page.text


def test_a_link_shows_a_button_and_only_pressing_it_confirms_once(office: Place) -> None:
    asks(office, at=f"{AT}?q=larkmere", how_often="daily")
    at = f"{AT}/confirm/{secret(office)}"
    for _ in range(2):  # programs that check e-mail look first
        page = got(office.client, at)
        assert "You will be told of what a search finds (the words “larkmere”)." in page.text
        assert "How often: once a day, in the morning." in page.text
    answer = office.client.post(at, headers=BROWSER)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{AT}/confirmed")
    assert got(office.client, f"{AT}/confirmed").headings[0] == "You follow it now"
    for address in (at, f"{AT}/confirm/ral_{'x' * 43}", f"{AT}/stop/{at.rpartition('/')[2]}"):
        assert got(office.client, address, 404).headings[0] == "This link opens nothing"
        assert read(office.client.post(address, headers=BROWSER), 404).headings[0] == "This link opens nothing"


def test_a_press_on_the_page_ends_it(office: Place) -> None:
    asks(office, how_often="at_once")
    confirms(office)
    at = f"{AT}/stop/{news(office, 21)}"
    assert "You are told of everything that is published." in got(office.client, at).text
    assert len(kept(office)) == 1
    assert read(office.client.post(at, headers=BROWSER)).headings[0] == "You are sent no more of these e-mails"
    assert kept(office) == []
    assert got(office.client, at, 404).headings[0] == "This link opens nothing"


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_one_press_of_a_mail_program_ends_it_without_a_redirection(office: Place, content_type: str) -> None:
    asks(office, how_often="at_once")
    confirms(office)
    at = f"{AT}/stop/{news(office, 22 + len(content_type))}"
    answer = office.client.post(at, data=MultiDict(ONE_PRESS), content_type=content_type)
    assert (answer.status_code, kept(office)) == (200, [])


def test_mail_programs_may_press_as_often_as_there_are_people_and_forms_are_so_many_an_hour(office: Place) -> None:
    for _ in range(FORMS_AN_HOUR + 1):
        assert office.client.post(f"{AT}/stop/ral_x", data=ONE_PRESS).status_code == 404
    sent = [office.client.post(AT, data={"publication": "d-1"}).status_code for _ in range(FORMS_AN_HOUR + 1)]
    assert sent == [404] * FORMS_AN_HOUR + [429]


def test_nothing_is_kept_by_the_browser_or_found_by_a_search_engine_and_no_cookie_is_set(office: Place) -> None:
    for answer in (
        office.client.get(AT), office.client.post(AT, data={"email": EMAIL, "how_often": "daily"}),
        office.client.get(f"{AT}/asked"), office.client.get(f"{AT}/stop/ral_x"),
    ):  # fmt: skip
        assert (answer.headers["Cache-Control"], answer.headers["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")
        assert "Set-Cookie" not in answer.headers
    assert f"Disallow: {AT}" in office.client.get("/robots.txt").text


def test_neither_an_address_nor_a_link_stands_in_the_log_or_the_metrics(office: Place) -> None:
    told = io.StringIO()
    with redirect_stderr(told), redirect_stdout(told):
        asks(office, how_often="at_once")
        asked = secret(office)
        for path in (f"{AT}/confirm/{asked}", f"{AT}/stop/{asked}"):
            office.client.get(path)
            office.client.post(path)
        office.client.get(f"{AT}?email={EMAIL}")
    logged = told.getvalue() + office.client.get("/metrics").text
    assert logged.count(f"{AT}/confirm/<secret>") > 1
    assert not re.search(f"rowan|{asked[4:20]}", logged)


def test_an_administrator_erases_an_address_whose_owner_asks(office: Place) -> None:
    asks(office, at=f"{AT}?q=larkmere")
    confirms(office)
    admin = desk(office, "admin")
    page = admin.opens("/followers")
    assert "what a search finds (the words “larkmere”) How often" in page.text
    assert EMAIL in page.text
    assert "/followers" in admin.opens("/account").links
    assert "/followers" not in desk(office, "officer").opens("/account").links
    done = admin.does("/followers", "/followers/erase", {"email": EMAIL})
    assert "The address is erased, and nothing more is sent to it." in done.text
    assert kept(office) == []
    nobody = admin.does("/followers", "/followers/erase", {"email": "nobody@example.org"})
    assert "That address follows nothing here" in nobody.text
    refused = admin.sends(admin.opens("/followers"), "/followers/erase", {"email": "rowan"})
    assert "This is no e-mail address" in read(refused, 422).text


# -- where it is off, and on the public site alone


@contextmanager
def switched_off(office: Place) -> Iterator[None]:
    """The same application as it is where the setting says no."""
    extensions = office.client.application.extensions
    on = extensions["rationale.register"]
    extensions["rationale.register"] = replace(on, by_email=False)
    yield
    extensions["rationale.register"] = on


def test_where_it_is_off_its_addresses_say_so_and_no_page_leads_there(office: Place) -> None:
    lead = leads(DECISION, scheme_id())
    for path, asked in lead.items():
        assert [each for each in got(office.client, path).links if AT in each] == [f"{AT}{asked}"], path
    with switched_off(office):
        for path in lead:
            assert AT not in got(office.client, path).source, path
        for path in (AT, f"{AT}?q=larkmere", f"{AT}/asked", f"{AT}/confirm/ral_x"):
            told = got(office.client, path, 404).text
            assert "Nobody is told by e-mail of what is published here. Every search has an Atom feed" in told
        for path in (AT, f"{AT}/confirm/ral_x"):
            assert office.client.post(path, data={"email": EMAIL, "how_often": "daily"}).status_code == 404
    assert kept(office) == []


def test_where_it_is_switched_off_again_links_still_end_what_was_begun(office: Place) -> None:
    asks(office, how_often="at_once")
    confirms(office)
    at = f"{AT}/stop/{news(office, 90)}"
    with switched_off(office):
        assert got(office.client, at).headings[0] == "Stop these e-mails"
        assert office.client.post(at, data=ONE_PRESS).status_code == 200
    assert kept(office) == []


def leads(decision: str, result: str) -> dict[str, str]:
    """The pages that lead to the form, each with what the form is then about."""
    return {
        "/decisions?q=larkmere&outcome=refuse&order=newest": "?q=larkmere&outcome=refuse",
        "/decisions": "",
        "/scheme-results?q=trust": "?q=trust&kind=scheme_result",
        "/rule-sets/library/renewals/provisions/rule-1-renewal": "?provision=library%2Frenewals%2Frule-1-renewal",
        f"/decisions/{decision}": f"?publication={decision}",
        f"/scheme-results/{result}": f"?publication={result}",
        "/about-the-register": "",
    }


@pytest.mark.proof
@pytest.mark.parametrize("on", [True, False])
def test_the_public_site_alone_leads_to_where_it_is_taken(tmp_path: Path, empty_register: Path, on: bool) -> None:
    (tmp_path / "register.sqlite").write_bytes(empty_register.read_bytes())
    database = Database(f"sqlite:///{tmp_path / 'register.sqlite'}")
    fill(database)
    database.close()
    config = Config(data_dir=tmp_path, rules_dir=RULES, intake_url="https://o.example", follow_by_email=on)
    client = create_register_app(config).test_client()
    for path, asked in leads(DECISION, scheme_id()).items():
        page = got(client, path)
        assert [each for each in page.links if AT in each] == ([f"https://o.example{AT}{asked}"] if on else []), path
        assert ("Follow by e-mail" in page.text) == (on and "about" not in path)
    gone = client.get(f"/decisions/{WITHDRAWN}", headers=BROWSER)
    assert (gone.status_code, AT in gone.text) == (410, False)
    assert client.get(AT, headers=BROWSER).status_code == 404
