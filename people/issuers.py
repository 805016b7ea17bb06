"""Where people sign in elsewhere: an OpenID Connect issuer, such as NHS CIS2 or Entra, and what it says of itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import requests
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, KeySet, RSAKey

_OK, SERVER_FAULT = 200, 500
TIMEOUT = (3.05, 10)  # seconds, to connect and to answer
_HERE = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class Issuer:
    """An issuer as the settings name it. ``url`` is written exactly as its tokens write it.

    ``email_verified`` is the claim that vouches for the e-mail address, which Entra calls ``xms_edov``;
    ``second_factor`` says that the issuer asks for one itself, so that we need not.
    """

    name: str
    url: str
    client_id: str
    redirect_uri: str
    client_secret: str = field(default="", repr=False)
    client_auth: str = "client_secret_basic"
    scope: str = "openid profile email"
    email_verified: str = "email_verified"
    second_factor: bool = False


@dataclass(frozen=True, slots=True)
class Places:
    """Where an issuer does what. ``names_itself``: its answers carry ``iss``."""

    authorization: str
    token: str
    keys: str
    userinfo: str | None
    names_itself: bool


class OidcRefused(Exception):
    """Nobody was signed in. ``reason`` is one word for the log, without anything that was sent."""

    def __init__(self, issuer: Issuer, reason: str) -> None:
        self.reason = reason
        super().__init__(f"{_TELLING.get(reason, _TELLING['token']).format(issuer.name)} ({reason})")


_TELLING = {
    "unreachable": "{} cannot be reached just now, so nobody was signed in. Try again shortly.",
    "discovery": "What {} says of itself cannot be right, so nobody was signed in. Tell your administrator.",
    "denied": "{} did not sign you in. Start again, or tell your administrator.",
    "state": "This sign-in was not begun here, or took longer than ten minutes. Start again from the sign-in page.",
    "code": "{} did not take back its own answer, which works only once. Start again from the sign-in page.",
    "token": "What {} said of you could not be verified, so nobody was signed in. Start again; if it happens again, "
    "tell your administrator.",
}


def discover(issuer: Issuer) -> Places:
    """What the issuer says of itself, where that can be: it must give the name that we know it by."""
    said = fetched(issuer, issuer.url.rstrip("/") + "/.well-known/openid-configuration")
    if said.get("issuer") != issuer.url:
        raise OidcRefused(issuer, "discovery")
    return Places(
        _place(issuer, said, "authorization_endpoint"),
        _place(issuer, said, "token_endpoint"),
        _place(issuer, said, "jwks_uri"),
        _place(issuer, said, "userinfo_endpoint") if "userinfo_endpoint" in said else None,
        said.get("authorization_response_iss_parameter_supported") is True,
    )


def keys_of(issuer: Issuer, places: Places) -> KeySet:
    """The public keys that the issuer signs with now: RSA and elliptic curves, and never a shared secret."""
    said = fetched(issuer, places.keys).get("keys")
    keys = [key for each in said if (key := _key(each))] if isinstance(said, list) else []
    if not keys:
        raise OidcRefused(issuer, "discovery")
    return KeySet(keys)


def fetched(issuer: Issuer, url: str, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The JSON object at an address of the issuer."""
    try:
        answer = requests.get(url, headers=headers, timeout=TIMEOUT, allow_redirects=False)
        said = answer.json() if answer.status_code == _OK else None
    except requests.JSONDecodeError:
        said = None
    except requests.RequestException:
        raise OidcRefused(issuer, "unreachable") from None
    if not isinstance(said, dict):
        raise OidcRefused(issuer, "unreachable" if answer.status_code >= SERVER_FAULT else "discovery")
    return said


def _place(issuer: Issuer, said: dict[str, Any], name: str) -> str:
    """An address that is encrypted on its way; in clear only to this machine, from an issuer on this machine."""
    place = said.get(name)
    try:
        parts, own = urlsplit(place if isinstance(place, str) else ""), urlsplit(issuer.url)
        here = own.scheme == "http" and own.hostname in _HERE and parts.hostname in _HERE
    except ValueError:
        raise OidcRefused(issuer, "discovery") from None
    if not isinstance(place, str) or not parts.hostname or not (parts.scheme == "https" or here):
        raise OidcRefused(issuer, "discovery")
    return place


def _key(said: Any) -> Key | None:
    """A public key to verify with; none where it is of another kind, or is no key."""
    if not isinstance(said, dict) or said.get("kty") not in ("RSA", "EC") or said.get("use", "sig") != "sig":
        return None
    try:
        return RSAKey.import_key(said) if said["kty"] == "RSA" else ECKey.import_key(said)
    except (JoseError, ValueError, TypeError, KeyError):
        return None
