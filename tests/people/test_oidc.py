"""Signing in elsewhere, at an issuer that the tests start: the whole way, and whose account it is."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc.jwk import ECKey

from people import (
    Identity,
    NewSession,
    NotSignedIn,
    arrive,
    by_id,
    depart,
    leave,
    link_elsewhere,
    sign_in_from,
)
from people.arrivals import STRANGER
from people.passwords import Password
from people.sessions import RULES
from storage import Database
from tests.people.making import EMAIL, KEYS, NOON, session, somebody
from tests.people.stub_issuer import CLIENT, REDIRECT, SUBJECT, StubIssuer, rsa_key, running


@pytest.fixture
def stub() -> Iterator[StubIssuer]:
    """An issuer that tells the truth."""
    with running() as started:
        yield started


def identified(stub: StubIssuer, **more: object) -> Identity:
    """Who came, the whole way."""
    issuer = stub.known(**more)
    left = depart(issuer, NOON, KEYS)
    return arrive(issuer, NOON, stub.sign_in(left.url), left.kept, KEYS)


def came(database: Database, identity: Identity) -> NewSession | NotSignedIn:
    with database.writing() as connection:
        return sign_in_from(connection, NOON, identity)


def who(issuer: str = "https://issuer.example", subject: str = SUBJECT, email: str | None = EMAIL) -> Identity:
    return Identity(issuer, subject, email, second_factor=True)


def test_the_whole_way_tells_who_came(stub: StubIssuer) -> None:
    assert identified(stub) == Identity(stub.url, SUBJECT, EMAIL, second_factor=False)


def test_the_browser_is_sent_with_state_nonce_and_a_challenge_and_keeps_none_of_them_in_clear(stub: StubIssuer) -> None:
    first, second = (depart(stub.known(), NOON, KEYS) for _ in range(2))
    asked = {name: said[0] for name, said in parse_qs(urlsplit(first.url).query).items()}
    assert (asked["client_id"], asked["redirect_uri"], asked["response_type"]) == (CLIENT, REDIRECT, "code")
    assert (asked["scope"], asked["code_challenge_method"]) == ("openid profile email", "S256")
    for name in ("state", "nonce", "code_challenge"):
        assert len(asked[name]) >= 43
        assert asked[name] not in second.url
        assert asked[name] not in first.kept
    assert "verifier" not in asked
    assert first.kept not in repr(first)


def test_the_code_is_fetched_with_the_verifier_and_the_secret_stays_out_of_addresses(stub: StubIssuer) -> None:
    identified(stub)
    (asked,) = [said for path, said in stub.asked if path == "/token"]
    assert (asked["grant_type"], asked["redirect_uri"]) == ("authorization_code", REDIRECT)
    assert len(asked["code_verifier"]) == 64
    assert "client_secret" not in asked  # it is in the Authorization header
    assert "a secret of the tests" not in repr(stub.known())


def test_an_issuer_may_want_its_secret_in_the_body(stub: StubIssuer) -> None:
    assert identified(stub, client_auth="client_secret_post").subject == SUBJECT


def test_an_address_that_is_told_only_when_asked_is_asked_for(stub: StubIssuer) -> None:
    stub.claims = {"email": None, "email_verified": None}
    stub.userinfo = {"sub": SUBJECT, "email": EMAIL, "email_verified": True, "iss": "nonsense"}
    assert identified(stub) == Identity(stub.url, SUBJECT, EMAIL, second_factor=False)


def test_an_issuer_without_user_information_tells_no_address(stub: StubIssuer) -> None:
    stub.claims, stub.discovery = {"email": None}, {"userinfo_endpoint": None}
    assert identified(stub).verified_email is None


@pytest.mark.parametrize("said", [False, None, "true", 1])
def test_an_address_counts_only_where_the_issuer_vouches_for_it(stub: StubIssuer, said: object) -> None:
    stub.claims = {"email_verified": said}
    assert identified(stub).verified_email is None


def test_the_claim_that_vouches_may_have_another_name(stub: StubIssuer) -> None:
    stub.claims = {"email_verified": None, "xms_edov": True}
    assert identified(stub).verified_email is None
    assert identified(stub, email_verified="xms_edov").verified_email == EMAIL


def test_a_new_key_of_the_issuer_is_taken_at_once_and_an_elliptic_one_too(stub: StubIssuer) -> None:
    stub.key = rsa_key("second")
    stub.published = (rsa_key(), rsa_key("second"))
    assert identified(stub).subject == SUBJECT
    curve = ECKey.generate_key("P-256", {"kid": "third", "use": "sig"})
    stub.key, stub.published, stub.header = curve, (curve,), {"alg": "ES256"}
    assert identified(stub).subject == SUBJECT


def test_several_audiences_are_right_where_we_are_the_authorized_party(stub: StubIssuer) -> None:
    stub.claims = {"aud": [CLIENT, "another"], "azp": CLIENT}
    assert identified(stub).subject == SUBJECT


def test_an_issuer_that_asks_for_a_second_factor_spares_us_asking(stub: StubIssuer, database: Database) -> None:
    made = somebody(database, "officer")
    for asks, step in ((False, "set_up_second_factor"), (True, "")):
        new = came(database, identified(stub, second_factor=asks))
        assert isinstance(new, NewSession)
        found = session(database, new, rules=RULES)
        assert (found.actor.id, found.next) == (made.id, step)


def test_the_first_time_an_account_is_linked_and_then_known_by_its_subject(database: Database) -> None:
    made = somebody(database, "officer", password=Password("$argon2id$a-hash", one_time=True))
    first = came(database, who(email=EMAIL.upper()))
    assert isinstance(first, NewSession)
    assert first.entry.about["how"] == "elsewhere for the first time"
    again = came(database, who(email="another@example.org"))
    assert isinstance(again, NewSession)
    assert (first.person_id, again.person_id) == (made.id, made.id)
    assert again.entry.about["how"] == "elsewhere"
    with database.reading() as connection:
        found = by_id(connection, made.id)
    assert found is not None
    assert (found.issuer, found.email, found.has_password) == ("https://issuer.example", EMAIL, False)


def test_nobody_registers_themselves_by_coming(database: Database) -> None:
    answer = came(database, who(email="stranger@example.org"))
    assert isinstance(answer, NotSignedIn)
    assert answer.says == STRANGER
    with database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM person").scalar() == 0


def test_an_address_that_nobody_vouches_for_links_nothing(database: Database) -> None:
    made = somebody(database)
    answer = came(database, who(email=None))
    assert isinstance(answer, NotSignedIn)
    assert answer.says == STRANGER
    with database.reading() as connection:
        found = by_id(connection, made.id)
    assert found is not None
    assert found.issuer is None


@pytest.mark.parametrize("stranger", [who(subject="another"), who(issuer="https://other.example")])
def test_an_account_that_is_linked_is_not_linked_again(database: Database, stranger: Identity) -> None:
    somebody(database)
    assert isinstance(came(database, who()), NewSession)
    assert isinstance(came(database, stranger), NotSignedIn)
    assert isinstance(came(database, who()), NewSession)


def test_an_administrator_may_link_by_subject_where_no_address_is_told(database: Database) -> None:
    made = somebody(database)
    with database.writing() as connection:
        link_elsewhere(connection, made.id, "https://issuer.example", SUBJECT)
    new = came(database, who(email=None))
    assert isinstance(new, NewSession)
    assert new.person_id == made.id


def test_who_left_does_not_come_in_this_way_either(database: Database) -> None:
    linked, unlinked = somebody(database), somebody(database, email="other@example.org")
    assert isinstance(came(database, who()), NewSession)
    with database.writing() as connection:
        leave(connection, NOON, linked.id)
        leave(connection, NOON, unlinked.id)
    for identity in (who(), who(subject="another", email="other@example.org")):
        answer = came(database, identity)
        assert isinstance(answer, NotSignedIn)
        assert answer.says == STRANGER


def test_what_is_recorded_of_a_refusal_names_nobody(database: Database) -> None:
    answer = came(database, who())
    assert EMAIL not in str(answer)
    assert SUBJECT not in str(answer)
    assert EMAIL not in repr(who())
