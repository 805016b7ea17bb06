"""Every address of the desk is put to everybody: what each role is shown or let do is what the one table says."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, func, select
from werkzeug.test import TestResponse

import people
from people import ACTS, Actor, Role
from storage import activity, assessment, case, private
from tests import postgres
from tests.web.desks import COOKIE, again_at_the_desk, desk
from tests.web.officers import Place
from tests.web.paging import BROWSER
from tests.web.test_api_rights import PUBLIC
from tests.web.whole_case import NOBODY, Whole, office_in, whole
from web.desk import ADDRESSES, signed_in
from web.desk.addresses import Address

OURS, THEIRS = "QEL", "QXX"
_REACHED = "party.contact"

# Addresses beside the desk's and the API's that are for everybody: the law as it is written, and how the service is.
PAGES = {
    "home", "all_rule_sets", "one_rule_set", "one_provision", "form", "determined", "records_form", "counted",
    "template", "blank", "all_cases", "one_case", "as_json", "accessibility", "examples", "one_area", "side_by_side",
}  # fmt: skip
REGISTER_PAGES = {
    "search_page", "all_results", "one_decision", "versions_of_decision", "version_of_decision", "one_result",
    "versions_of_result", "version_of_result", "learning_page", "figure_csv", "practice_notes", "how_this_works",
    "about", "bulk", "verify_form", "verified",
}  # fmt: skip
BESIDE = {
    "static", "docs.read", "api-docs.openapi_json", "calendar.get_calendar", "health.healthz", "health.readyz",
    "health.metrics", "opening.button", "opening.letter", "opening.preview_button", "opening.preview",
    *(f"pages.{name}" for name in PAGES),
    *(f"register_pages.{name}" for name in REGISTER_PAGES),
    *(f"register_files.{name}" for name in ("proof", "whole_bundle", "by_name", "atom", "whole", "one_part", "robots")),
    *(f"intake.{name}" for name in ("problem_form", "problem_sent", "take_down_form", "take_down_sent", "thanks")),
    *(f"following.{name}" for name in ("form", "sent", "asked", "confirmed", "confirm_form")),
    *(f"followed.{name}" for name in ("confirmed_now", "stop_form", "stopped")),
}  # fmt: skip
OF_NO_CASE = {  # pages that show nothing of a case, nor of anybody but whoever looks; but for who is away
    "/account", "/account/absence", "/account/calendar", "/account/sign-in", "/account/sign-in/app", "/account/tokens",
    "/account/tokens/new",
    "/absences", "/trust-results", "/trust-results/new", "/assessments", "/assessments/new", "/activity/verify",
    "/cases/new", "/practice-note",
}  # fmt: skip
SHOWN = [address for address in ADDRESSES if address.method == "GET" and address.act]
DONE = [address for address in ADDRESSES if address.method == "POST" and address.act]
REFUSED = {"Accept": "application/problem+json"}  # what is refused is told in half the time to whoever asks no page
COMING_IN = [address for address in ADDRESSES if not address.act]


@dataclass(frozen=True)
class Somebody:
    """Somebody at the desk, and whether they sit on the case that is asked for."""

    client: FlaskClient
    token: str
    actor: Actor
    sits: bool = False

    def may_at_all(self, act: str) -> bool:
        """Whether there is anything to which they may do this."""
        return people.may_at_all(self.actor, act)

    def may(self, address: Address) -> bool:
        """Whether they may do or be shown this: in the case or the assessment that is asked for, where it is of one."""
        act = address.act or ""
        if in_an_assessment(address):
            own = Role("icb", OURS) in self.actor.roles
            return all(people.may(self.actor, each, OURS, own=own) for each in ("assessment.read", act))
        if not in_a_case(address):
            return self.may_at_all(act)
        return all(people.may(self.actor, each, OURS, own=self.sits) for each in ("case.read", act))

    def hidden(self, address: Address) -> int:
        """What is answered instead of a letter that went to others, or that shows how they are reached; else 0."""
        if "/letters/" not in address.rule:
            return 0
        inside, reached = (people.may(self.actor, each, OURS, own=self.sits) for each in ("decision.read", _REACHED))
        return 404 if not inside else 403 if not reached and address.rule.endswith("/document") else 0

    def opens(self, url: str, headers: Mapping[str, str] = BROWSER) -> TestResponse:
        return self.client.get(url, headers=headers)

    def sends(self, url: str, version: str, headers: Mapping[str, str] = BROWSER) -> TestResponse:
        """What is answered to a form that is sound and says nothing."""
        empty = {"form_token": self.token, "once": secrets.token_urlsafe(16), "version": version}
        return self.client.post(url, data=empty, headers=headers)


@dataclass(frozen=True)
class Office:
    """An application with one case of ours in it, in which something of everything is kept; and everybody."""

    place: Place
    whole: Whole
    everybody: tuple[Somebody, ...]

    def url(self, address: Address) -> str:
        """The address, of what is kept; of what this test does not know, under the id of nothing."""
        return self.whole.address(address.rule)

    def version(self, address: Address) -> str:
        """The version of the case as it stands, or of the assessment."""
        table, id = (assessment, self.whole.assessed["id"]) if in_an_assessment(address) else (case, self.whole.case.id)
        with self.place.database.reading() as connection:
            return str(connection.scalar(select(table.c.version).where(table.c.id == id)))

    def noted(self) -> int:
        """How much the activity says."""
        with self.place.database.reading() as connection:
            return connection.scalar(select(func.count()).select_from(activity)) or 0

    def state(self) -> dict[str, Any]:
        """How much is kept in every table, and in which version the cases are."""
        with self.place.database.reading() as connection:
            return dict(_counted(connection))


def _counted(connection: Connection) -> Iterator[tuple[str, Any]]:
    for table in private.sorted_tables:
        yield table.name, connection.scalar(select(func.count()).select_from(table))
    yield "versions", connection.scalar(select(func.sum(case.c.version)))
    yield "versions of assessments", connection.scalar(select(func.sum(assessment.c.version)))


def in_a_case(address: Address) -> bool:
    return address.rule.startswith("/cases/<id>")


def in_an_assessment(address: Address) -> bool:
    return address.rule.startswith("/assessments/<id>")


def token_of(client: FlaskClient) -> str:
    """What every form of somebody's session carries."""
    cookie = client.get_cookie(COOKIE)
    assert cookie is not None
    with client.application.test_request_context("/", headers={"Cookie": f"{COOKIE}={cookie.value}"}):
        return signed_in.form_token()


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.proof)])
def office(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, empty_file: Path
) -> Iterator[Office]:
    url = "" if request.param == "sqlite" else postgres.copied(request)
    made = office_in(tmp_path_factory.mktemp("office"), empty_file, url, scheme=True)
    sitting = made.caller("committee_member")
    say = "The {}".format
    kept = whole(made, made.caller("officer"), sitting, say, of=(OURS, OURS), organisation=OURS)
    yield Office(made, kept, tuple(_everybody(made, sitting.person_id)))
    made.close()


def _everybody(made: Place, sitting: str) -> Iterator[Somebody]:
    """Whoever sits on the case, who holds no role or two, and who holds each one, of ours and of another's."""
    yield _somebody(made, sitting, sits=True)
    yield _somebody(made, desk(made).person_id)
    yield _somebody(made, desk(made, "publisher", "committee_member").person_id)
    for kind in people.ROLES.values():
        for organisation in ("",) if kind.of == "nobody" else (OURS, THEIRS):
            yield _somebody(made, desk(made, kind.id, organisation=organisation).person_id)


def _somebody(made: Place, person_id: str, *, sits: bool = False) -> Somebody:
    with made.database.reading() as connection:
        actor = people.actor(connection, person_id)
    assert actor is not None
    client = again_at_the_desk(made, person_id)
    return Somebody(client, token_of(client), actor, sits)


def is_sound(answer: TestResponse, url: str) -> bool:
    """Whether a page is shown, or leads to another of ours that is none of signing in; or nothing has this id."""
    if answer.status_code == 303:
        to = urlsplit(answer.headers["Location"])
        return not to.netloc and to.path.startswith("/") and not to.path.startswith("/sign-in")
    return answer.status_code == 200 or (answer.status_code == 404 and NOBODY in url)


def test_every_address_takes_an_act_of_the_table_but_those_that_lead_to_signing_in() -> None:
    assert {address.act for address in ADDRESSES if address.act} <= set(ACTS)
    strangers = [each.rule for each in COMING_IN if not each.rule.startswith(("/sign-in", "/sign-out", "/signed-out"))]
    assert not strangers, "give it an act of people/rights.py"
    for address in ADDRESSES:
        kind = ACTS[address.act].kind if address.act else "keys"
        assert address.method in ("GET", "POST")
        assert not (address.method == "POST" and kind == "read"), (
            f"{address.rule} changes something: give it such an act"
        )


def test_every_address_of_the_application_is_of_the_desk_of_the_api_or_for_everybody(office: Office) -> None:
    app = office.place.client.application
    desks = {f"desk.{address.endpoint}" for address in ADDRESSES}
    for rule in app.url_map.iter_rules():
        act = getattr(app.view_functions[rule.endpoint], "act", None)
        known = act in ACTS if rule.rule.startswith("/api/v1/") else rule.endpoint in desks | BESIDE
        assert known or rule.endpoint in PUBLIC, f"{rule.rule} is in no table: who may use it?"


@pytest.mark.parametrize(
    "part",
    [4, pytest.param(1, marks=pytest.mark.proof)],
    ids=["a quarter of the addresses for each person", "every address"],
)
def test_every_role_is_shown_what_the_one_table_says_and_nothing_else(office: Office, part: int) -> None:
    unnoted = set[str]()
    for number, somebody in enumerate(office.everybody):
        for address in SHOWN[number % part :: part]:
            url, may, hidden = office.url(address), somebody.may(address), somebody.hidden(address)
            noted = office.noted()
            answer = somebody.opens(url, BROWSER if may else REFUSED)
            unnoted |= {address.rule} if answer.status_code == 200 and office.noted() == noted else set()
            if may and hidden:
                assert answer.status_code == hidden, (somebody.actor.roles, address, answer.status)
            elif may:
                assert is_sound(answer, url), (somebody.actor.roles, address, answer.status, answer.text[-2000:])
            else:
                wanted = 404 if somebody.may_at_all(address.act or "") else 403
                assert answer.status_code == wanted, (somebody.actor.roles, somebody.sits, address, answer.status)
    assert unnoted - OF_NO_CASE == set(), "it was read, and that is not in the activity"


def test_whoever_may_not_do_something_is_refused_and_nothing_is_done(office: Office) -> None:
    for somebody in office.everybody:
        before = office.state()
        for address in DONE:
            if not somebody.may(address):
                answer = somebody.sends(office.url(address), office.version(address), REFUSED)
                wanted = (403, 404) if somebody.may_at_all(address.act or "") else (403,)
                assert answer.status_code in wanted, (somebody.actor.roles, address, answer.status, answer.text[-2000:])
        assert office.state() == before, somebody.actor.roles


def test_nobody_is_shown_or_let_do_anything_without_signing_in(office: Office) -> None:
    nobody = office.place.client.application.test_client()
    before = office.state()
    for address in (*SHOWN, *DONE):
        answer = nobody.open(office.url(address), method=address.method, headers=BROWSER)
        assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (303, "/sign-in"), address
    assert office.state() == before


@pytest.mark.proof
def test_a_form_that_says_nothing_breaks_nothing_where_it_is_allowed_and_is_not_forbidden(office: Office) -> None:
    """This test comes last: some of these change what the others look at, or end the session that they are sent in."""
    alone = ({("officer", "")}, {("admin", "")}, {("icb", OURS)})
    for somebody in office.everybody:
        held = {(role.name, role.organisation) for role in somebody.actor.roles}
        coming_in = COMING_IN if somebody.sits or held in alone else []
        for address in (*coming_in, *(each for each in DONE if somebody.may(each))):
            here, url = somebody, office.url(address)
            if not in_a_case(address):
                here = _somebody(office.place, somebody.actor.id)
            answer = here.opens(url) if address.method == "GET" else here.sends(url, office.version(address))
            told = (somebody.actor.roles, address, answer.status, answer.text[-2000:])
            assert answer.status_code < 500, told
            assert not address.act or answer.status_code != 403, told
