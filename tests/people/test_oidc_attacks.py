"""What an attacker, or a broken issuer, may send: nobody comes in, and the log learns one word."""

import base64
import hmac
import json
from collections.abc import Iterator
from typing import Any

import pytest
from joserfc.jwk import OctKey

from people import Departure, Issuer, OidcRefused, arrive, depart
from tests.people.making import KEYS, MINUTE, NOON
from tests.people.stub_issuer import CLIENT, SUBJECT, StubIssuer, rsa_key, running

NOW = int(NOON.timestamp())


@pytest.fixture
def stub() -> Iterator[StubIssuer]:
    """An issuer that will lie."""
    with running() as started:
        yield started


def refused(stub: StubIssuer, reason: str, **changed: str | None) -> str:
    """Go the whole way, with the browser's answer changed; it must be refused for this reason. Gives what is told."""
    issuer, left = stub.known(), depart(stub.known(), NOON, KEYS)
    answer = {name: said for name, said in (stub.sign_in(left.url) | changed).items() if said is not None}
    return _told(issuer, left, answer, reason)


def _told(issuer: Issuer, left: Departure, answer: dict[str, str], reason: str, minutes: int = 0) -> str:
    with pytest.raises(OidcRefused) as found:
        arrive(issuer, NOON + minutes * MINUTE, answer, left.kept, KEYS)
    assert found.value.reason == reason
    for secret in (left.kept, answer.get("code", "-"), answer.get("state", "-"), SUBJECT):
        assert len(secret) < 2 or secret not in str(found.value)
    return str(found.value)


LIES: list[tuple[dict[str, Any], str]] = [
    ({"nonce": "another"}, "nonce"),
    ({"nonce": None}, "nonce"),
    ({"nonce": ""}, "nonce"),
    ({"aud": "another"}, "audience"),
    ({"aud": ["another"]}, "audience"),
    ({"aud": None}, "audience"),
    ({"aud": []}, "audience"),
    ({"aud": 7}, "audience"),
    ({"aud": [CLIENT, "another"]}, "audience"),
    ({"aud": [CLIENT, "another"], "azp": "another"}, "audience"),
    ({"azp": "another"}, "audience"),
    ({"iss": "https://another.example"}, "issuer"),
    ({"iss": None}, "issuer"),
    ({"exp": NOW - 61}, "expired"),
    ({"exp": NOW - 86_400}, "expired"),
    ({"exp": None}, "expired"),
    ({"exp": "tomorrow"}, "expired"),
    ({"iat": NOW + 3600, "exp": NOW + 7200}, "token"),
    ({"iat": None}, "token"),
    ({"nbf": NOW + 3600}, "token"),
    ({"sub": None}, "token"),
    ({"sub": ""}, "token"),
    ({"sub": 7}, "token"),
    ({"sub": "x" * 256}, "token"),
    ({"at_hash": "another"}, "token"),
]


@pytest.mark.parametrize(("claims", "reason"), LIES, ids=lambda each: str(each)[:40])
def test_a_claim_that_is_not_as_it_must_be_lets_nobody_in(
    stub: StubIssuer, claims: dict[str, Any], reason: str
) -> None:
    stub.claims = claims
    told = refused(stub, reason)
    assert told.startswith("What Stub said of you could not be verified, so nobody was signed in. Start again")


def _unsigned(stub: StubIssuer, alg: str, nonce: str) -> str:
    """The header and the claims of a token, without a signature."""
    claims = {"iss": stub.url, "sub": SUBJECT, "aud": CLIENT, "iat": NOW, "exp": NOW + 300, "nonce": nonce}
    return ".".join(_base64(json.dumps(each).encode()) for each in ({"alg": alg, "kid": "first"}, claims))


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@pytest.mark.parametrize("alg", ["none", "None", "NONE", ""])
def test_a_token_without_a_signature_is_no_token(stub: StubIssuer, alg: str) -> None:
    left = depart(stub.known(), NOON, KEYS)
    answer = stub.sign_in(left.url)
    stub.id_token = _unsigned(stub, alg, stub.codes[answer["code"]]["nonce"]) + "."
    _told(stub.known(), left, answer, "signature")


@pytest.mark.parametrize("form", ["pem", "der"])
def test_the_public_key_is_no_shared_secret(stub: StubIssuer, form: str) -> None:
    public = rsa_key().as_pem(private=False) if form == "pem" else rsa_key().as_der(private=False)
    left = depart(stub.known(), NOON, KEYS)
    answer = stub.sign_in(left.url)
    unsigned = _unsigned(stub, "HS256", stub.codes[answer["code"]]["nonce"])
    stub.id_token = f"{unsigned}.{_base64(hmac.digest(public, unsigned.encode(), 'sha256'))}"
    _told(stub.known(), left, answer, "signature")


@pytest.mark.parametrize("alg", ["RS384", "RS512", "HS256"])
def test_an_algorithm_that_is_not_on_the_list_is_not_taken(stub: StubIssuer, alg: str) -> None:
    if alg == "HS256":
        stub.key = OctKey.import_key("x" * 64)
    stub.header = {"alg": alg}
    refused(stub, "signature")


def test_the_key_of_somebody_else_signs_for_nobody(stub: StubIssuer) -> None:
    stub.key = rsa_key("second")
    refused(stub, "signature")  # its name is not known
    stub.header = {"alg": "RS256", "kid": "first"}
    refused(stub, "signature")  # it takes the name of one that is
    stub.header = {"alg": "RS256", "kid": None}
    refused(stub, "signature")  # it has none


def test_a_key_that_the_token_brings_along_counts_for_nothing(stub: StubIssuer) -> None:
    stub.key = rsa_key("second")
    stub.header = {"alg": "RS256", "kid": "first", "jwk": rsa_key("second").as_dict(private=False)}
    refused(stub, "signature")


@pytest.mark.parametrize("token", ["", "a", "a.b.c", "....", "é", "ey" * 5000])
def test_what_is_no_token_is_told_the_same(stub: StubIssuer, token: str) -> None:
    stub.id_token = token
    refused(stub, "signature")


def test_a_claim_that_was_changed_after_signing_is_noticed(stub: StubIssuer) -> None:
    left = depart(stub.known(), NOON, KEYS)
    answer = stub.sign_in(left.url)
    head, _, signature = stub.signed(stub.codes[answer["code"]]["nonce"]).split(".")
    stub.id_token = f"{head}.{_unsigned(stub, 'RS256', stub.codes[answer['code']]['nonce']).split('.')[1]}.{signature}"
    _told(stub.known(), left, answer, "signature")


@pytest.mark.parametrize("state", ["another", "", None, "\ud800"])
def test_a_state_that_was_not_begun_here_is_refused(stub: StubIssuer, state: str | None) -> None:
    told = refused(stub, "state", state=state)
    assert told.startswith("This sign-in was not begun here, or took longer than ten minutes. Start again from")
    assert "/token" not in [path for path, _ in stub.asked]


def test_an_answer_for_one_browser_is_of_no_use_in_another(stub: StubIssuer) -> None:
    mine, theirs = depart(stub.known(), NOON, KEYS), depart(stub.known(), NOON, KEYS)
    _told(stub.known(), mine, stub.sign_in(theirs.url), "state")


@pytest.mark.parametrize("kept", ["", "nonsense", "A" * 200])
def test_a_browser_that_kept_nothing_is_refused(stub: StubIssuer, kept: str) -> None:
    left = depart(stub.known(), NOON, KEYS)
    _told(stub.known(), Departure(left.url, kept, left.expires_at), stub.sign_in(left.url), "state")


def test_what_was_kept_for_one_issuer_is_of_no_use_at_another(stub: StubIssuer) -> None:
    with running() as other:
        left = depart(other.known(), NOON, KEYS)
        _told(stub.known(), left, other.sign_in(left.url), "state")


def test_a_sign_in_that_takes_longer_than_ten_minutes_is_begun_again(stub: StubIssuer) -> None:
    left = depart(stub.known(), NOON, KEYS)
    _told(stub.known(), left, stub.sign_in(left.url), "state", minutes=10)


def test_an_answer_works_once(stub: StubIssuer) -> None:
    left = depart(stub.known(), NOON, KEYS)
    answer = stub.sign_in(left.url)
    assert arrive(stub.known(), NOON, answer, left.kept, KEYS).subject == SUBJECT
    told = _told(stub.known(), left, answer, "code")
    assert told.startswith("Stub did not take back its own answer, which works only once. Start again")


def test_a_code_of_another_sign_in_fails_for_want_of_its_verifier(stub: StubIssuer) -> None:
    stolen = stub.sign_in(depart(stub.known(), NOON, KEYS).url)["code"]
    refused(stub, "code", code=stolen)


def test_an_answer_of_another_issuer_is_refused(stub: StubIssuer) -> None:
    refused(stub, "issuer", iss="https://another.example")
    stub.discovery = {"authorization_response_iss_parameter_supported": True}
    refused(stub, "issuer")  # it says that it names itself, and did not


@pytest.mark.parametrize("changed", [{"error": "access_denied"}, {"code": None}, {"code": ""}])
def test_an_issuer_that_says_no_is_believed(stub: StubIssuer, changed: dict[str, str | None]) -> None:
    assert refused(stub, "denied", **changed).startswith("Stub did not sign you in. Start again, or tell your")


def test_user_information_of_another_subject_lets_nobody_in(stub: StubIssuer) -> None:
    stub.claims = {"email": None}
    stub.userinfo = {"sub": "another", "email": "a@example.org", "email_verified": True}
    refused(stub, "token")


@pytest.mark.parametrize(
    "said",
    [
        {"issuer": "https://another.example"},
        {"issuer": None},
        {"token_endpoint": None},
        {"token_endpoint": 7},
        {"token_endpoint": "http://[broken"},
        {"jwks_uri": "http://plain.example/keys"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"userinfo_endpoint": "file:///etc/passwd"},
    ],
)
def test_an_issuer_that_cannot_be_who_it_says_is_not_asked(stub: StubIssuer, said: dict[str, Any]) -> None:
    stub.discovery = said
    with pytest.raises(
        OidcRefused, match=r"What Stub says of itself cannot be right.*Tell your administrator"
    ) as found:
        depart(stub.known(), NOON, KEYS)
    assert found.value.reason == "discovery"


FAULTS = [
    ("/keys", 200, b'{"keys": []}', "discovery"),
    ("/keys", 200, b'{"keys": 7}', "discovery"),
    ("/keys", 200, b'{"keys": [7, {"kty": "RSA"}, {"kty": "oct", "k": "AA"}]}', "discovery"),
    ("/keys", 200, b'{"keys": [{"kty": "RSA", "n": 7, "e": "AQAB"}, {"kty": "EC", "crv": "P-1"}]}', "discovery"),
    ("/keys", 200, b"[]", "discovery"),
    ("/keys", 500, b"", "unreachable"),
    ("/token", 200, b"not JSON", "code"),
    ("/token", 200, b"[]", "code"),
    ("/token", 429, b"slow down", "code"),
    ("/token", 503, b"", "unreachable"),
    ("/token", 302, b"", "code"),
    ("/token", 0, b"", "unreachable"),
    ("/keys", 0, b"", "unreachable"),
    ("/token", 200, b"{}", "signature"),
    ("/.well-known/openid-configuration", 404, b"{}", "discovery"),
    ("/.well-known/openid-configuration", 200, b"\xff", "discovery"),
    ("/.well-known/openid-configuration", 503, b"", "unreachable"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "status", "body", "reason"), FAULTS)
def test_an_issuer_that_fails_is_told_as_what_it_is(
    stub: StubIssuer, path: str, status: int, body: bytes, reason: str
) -> None:
    left = depart(stub.known(), NOON, KEYS)
    answer = stub.sign_in(left.url)
    stub.fails = {path: (status, body)}
    _told(stub.known(), left, answer, reason)


def test_an_issuer_that_is_away_is_told() -> None:
    with running() as stub:
        issuer = stub.known()
        left = depart(issuer, NOON, KEYS)
        answer = stub.sign_in(left.url)
    told = _told(issuer, left, answer, "unreachable")
    assert told == "Stub cannot be reached just now, so nobody was signed in. Try again shortly. (unreachable)"


def test_a_client_that_the_issuer_does_not_know_is_refused(stub: StubIssuer) -> None:
    issuer = Issuer("Stub", stub.url, CLIENT, "https://rationale.example/sign-in/back", "a wrong secret")
    left = depart(issuer, NOON, KEYS)
    _told(issuer, left, stub.sign_in(left.url), "code")
