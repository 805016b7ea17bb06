"""A party opens its letter by a link, once: only the button uses it up, and why one opens nothing is told to nobody."""

import html
import io
import re
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

import people
from casework import take_back_notice
from casework.deciding import letters
from storage import activity, answered
from storage import letter as letter_table
from tests.web.comers import browser, recorded, went_on
from tests.web.deciding_bench import Bench, bench
from tests.web.desks import desk
from tests.web.paging import BROWSER, read

SECRET = "ral_" + "x" * 43
NOTHING = "This link opens nothing"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    found = bench(tmp_path_factory.mktemp("office"))
    yield found
    found.place.close()


@pytest.fixture(scope="module")
def every(made: Bench) -> dict[str, str]:
    """The addresses of the letters with an issued decision, by the parts of the parties; the appellant's was sent."""
    case = made.determined()
    issued = made.issued(case)
    with made.place.database.reading() as connection:
        found = letters(connection, case, made.decision(case))
    at = f"/cases/{case.id}/decisions/{issued.id}/letters"
    addresses = {each.party.role: f"{at}/{each.party.id}" for each in found}
    made.olive.does(addresses["appellant"], f"{addresses['appellant']}/sent", {"sent.how": "post"})
    return addresses


@pytest.fixture(scope="module")
def letter(every: dict[str, str]) -> str:
    return every["appellant"]


def linked(made: Bench, letter: str) -> str:
    """The address that a new link is, which is shown this once."""
    answer = made.olive.sends(made.olive.opens(letter), f"{letter}/links")
    if answer.status_code == 409:  # just this was sent before, and whoever means another link says so
        answer = made.olive.sends(read(answer, 409), f"{letter}/links")
    page = read(answer)
    assert "It is shown this once. Copy it now" in page.text
    assert answer.headers["Cache-Control"] == "no-store"
    found = re.search('<code class="app-secret">([^<]+)</code>', page.source)
    assert found
    return urlsplit(html.unescape(found[1])).path


def link_to(made: Bench, document: str, ended: timedelta = timedelta(days=-1)) -> str:
    """The address of a link to another document, or of one that ended some time ago."""
    ends = datetime.now(UTC) - ended
    with made.place.database.writing() as connection:
        new = people.make_link(connection, ends - timedelta(days=2), made.olive.person_id, document, ends)
    return f"/open/{new.secret}"


def document_of(made: Bench) -> str:
    """What the letter that went out is called."""
    with made.place.database.reading() as connection:
        told = connection.scalar(select(letter_table.c.told_id).where(letter_table.c.told_id.is_not(None)))
    return f"letter/{told}"


def looks(made: Bench, address: str) -> TestResponse:
    return browser(made.place).get(address, headers=BROWSER)


def presses(made: Bench, address: str) -> TestResponse:
    return browser(made.place).post(address, headers=BROWSER)


def is_private(answer: TestResponse) -> bool:
    """Whether nothing keeps it, finds it, or is told where its reader came from."""
    told = [answer.headers[name] for name in ("Cache-Control", "Referrer-Policy")]
    return told == ["no-store", "no-referrer"] and "noindex" in answer.headers["X-Robots-Tag"]


def test_a_letter_is_opened_once_as_it_went_out(made: Bench, letter: str) -> None:
    address = linked(made, letter)
    shown = looks(made, address)
    assert "It opens once" in read(shown).text
    assert "proposal" not in read(shown).text, "what it opens was decided"
    opened = presses(made, address)
    assert (opened.status_code, is_private(shown), is_private(opened)) == (200, True, True)
    assert opened.text == made.olive.client.get(f"{letter}/document", headers=BROWSER).text
    assert "script-src" not in opened.headers["Content-Security-Policy"]
    assert recorded(made.place)[-2] == ("link_holder", "link.used")
    for again in (looks(made, address), presses(made, address)):
        assert NOTHING in read(again, 404).text
    told = made.olive.opens(f"/cases/{letter.split('/')[2]}/activity").text
    assert "Link holder What Opened a document by its link" in told


def test_looking_uses_nothing_up_however_a_program_does_it(made: Bench, letter: str) -> None:
    address, party = linked(made, letter), browser(made.place)
    ahead = {"Sec-Purpose": "prefetch", "Purpose": "prefetch"}
    assert party.head(address).status_code == 200
    assert party.get(address, headers=ahead).status_code == 200
    assert party.options(address).status_code == 200
    assert party.put(address).status_code == 405
    assert presses(made, address).status_code == 200


def test_whatever_is_wrong_with_a_link_the_answer_is_the_same(made: Bench, letter: str) -> None:
    used, revoked = linked(made, letter), linked(made, letter)
    page = made.olive.opens(letter)
    (_, revoke) = re.findall(f"{letter}/links/[0-9a-f]{{32}}/revoke", page.source)
    assert presses(made, used).status_code == 200
    assert "The link was revoked. It opens nothing any more." in made.olive.does(letter, revoke).text
    assert revoke not in made.olive.opens(letter).source
    ended = link_to(made, document_of(made), timedelta(minutes=1))
    answers = [
        ask(made, each)
        for ask in (looks, presses)
        for each in (used, revoked, ended, f"/open/{SECRET}", "/open/x", "/open/%00", "/open/" + "9" * 3000)
    ]
    assert {each.status_code for each in answers} == {404}
    assert all(map(is_private, answers))
    (told,) = {each.text for each in answers}
    assert "ask whoever sent you the link for another one" in told
    opens = link_to(made, document_of(made))
    assert presses(made, opens).status_code == 200, "the same document opens within its time"


def test_a_link_to_something_else_opens_no_letter_and_is_not_used_up_by_trying(made: Bench) -> None:
    for document in (f"letter/{'0' * 32}", "decision/1", "letter/"):
        address = link_to(made, document)
        assert NOTHING in read(presses(made, address), 404).text
        with made.place.database.reading() as connection:
            assert people.link_stands(connection, datetime.now(UTC), address.removeprefix("/open/"))


def test_a_form_sent_twice_makes_one_link_and_shows_it_once(made: Bench, letter: str) -> None:
    linked(made, letter)
    page = read(made.olive.sends(made.olive.opens(letter), f"{letter}/links"), 409)
    assert "If it is to be done a second time, send it once more" in page.text
    before = made.olive.opens(letter).source.count("/revoke")
    first, again = (made.olive.sends(page, f"{letter}/links") for _ in range(2))
    assert "app-secret" in read(first).source
    assert went_on(again) == f"{letter}?done=link-made-already"
    assert "revoke it, and make another" in made.olive.opens(went_on(again)).text
    assert made.olive.opens(letter).source.count("/revoke") == before + 1


def test_a_secret_stands_in_no_log_and_is_not_kept(made: Bench, letter: str) -> None:
    address, told = linked(made, letter), io.StringIO()
    with redirect_stderr(told), redirect_stdout(told):
        for each in (address, f"/open/{SECRET}"):
            looks(made, each)
            presses(made, each)
    lines = told.getvalue()
    assert lines.count('"/open/<secret>"') == 4
    with made.place.database.reading() as connection:
        kept = "".join(str(connection.execute(select(table)).all()) for table in (activity, answered))
    for secret in (address.removeprefix("/open/"), SECRET):
        assert secret not in lines
        assert secret not in kept


def test_who_makes_a_link_may_read_the_letter_and_it_went_out(made: Bench, every: dict[str, str]) -> None:
    letter, unsent = every["appellant"], every["commissioner"]
    assert f"{letter}/links" not in desk(made.place, "reviewer").opens(letter).source
    assert "Links that open the letter" not in made.olive.opens(unsent).text
    for who, at, status, said in (
        (desk(made.place, "reviewer"), letter, 403, "You may not"),
        (desk(made.place, "publisher"), letter, 422, "ask an officer to make the link"),
        (made.olive, unsent, 422, "did not go out yet"),
    ):
        told = read(who.client.post(f"{at}/links", data=form_of(made, who, letter), headers=BROWSER), status)
        assert said in told.text, told.text


def form_of(made: Bench, who: Any, letter: str) -> dict[str, str]:
    """The form that makes a link, as somebody would send it who made it up."""
    day = made.olive.form(made.olive.opens(letter), f"{letter}/links").fields
    until = {name: said for name, said in day.items() if name.startswith("link.until")}
    token = who.form(who.opens("/account"), "/sign-out").fields["form_token"]
    return {**until, "form_token": token, "once": f"made-up-{who.person_id}"}


def test_a_day_that_cannot_be_is_refused_at_its_field(made: Bench, letter: str) -> None:
    for until, told in (
        (datetime.now(UTC) + timedelta(days=90), "A link stands for 60 days at most"),
        (datetime.now(UTC) - timedelta(days=3), "A link stands for 60 days at most"),
    ):
        typed = {f"link.until.{part}": str(getattr(until, part)) for part in ("day", "month", "year")}
        page = read(made.olive.sends(made.olive.opens(letter), f"{letter}/links", typed), 422)
        assert told in page.text
        assert "#link.until" in page.links


def test_what_was_recorded_as_sent_by_mistake_is_not_opened(made: Bench, letter: str) -> None:
    """This test comes last: the letter did not go out after it."""
    address, case = linked(made, letter), letter.split("/")[2]
    here = made.office.case(made.actor(made.olive), case)
    told = document_of(made).removeprefix("letter/")
    made.office.does(take_back_notice, made.actor(made.olive), here, told, "It is still here")
    assert NOTHING in read(presses(made, address), 404).text
