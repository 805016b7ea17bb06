"""Signing in elsewhere, by OpenID Connect: the authorization code flow with PKCE, state and nonce.

``depart`` gives the address to send the browser to, and what it keeps meanwhile in a cookie, sealed. ``arrive`` takes
both when it is back, and asks the issuer who came. Neither touches the database; ``people.arrivals`` does.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError  # type: ignore[import-untyped]  # Authlib publishes no types
from authlib.integrations.requests_client import OAuth2Session  # type: ignore[import-untyped]  # as above

from people.id_tokens import verified
from people.issuers import SERVER_FAULT, TIMEOUT, Issuer, OidcRefused, Places, discover, fetched, keys_of
from people.sealing import seal, unseal

_STANDS = timedelta(minutes=10)
_LONGEST_SUBJECT = 255


@dataclass(frozen=True, slots=True)
class Departure:
    """Where the browser goes, and what it keeps until it is back: a cookie, HttpOnly, Secure, SameSite=Lax."""

    url: str = field(repr=False)
    kept: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Identity:
    """Who came, as a verified token says: the issuer's own name for them, and their e-mail where it vouches for it."""

    issuer: str
    subject: str = field(repr=False)
    verified_email: str | None = field(repr=False)
    second_factor: bool


def depart(issuer: Issuer, now: datetime, keys: Sequence[bytes]) -> Departure:
    """Begin a sign-in at the issuer. ``keys`` seal what the browser keeps."""
    places = discover(issuer)
    kept = {name: secrets.token_urlsafe(48) for name in ("state", "nonce", "verifier")}
    with _client(issuer) as client:
        url, _ = client.create_authorization_url(
            places.authorization, state=kept["state"], nonce=kept["nonce"], code_verifier=kept["verifier"]
        )
    inside = json.dumps({**kept, "until": (now + _STANDS).timestamp()})
    return Departure(url, seal(keys, _purpose(issuer), inside), now + _STANDS)


def arrive(issuer: Issuer, now: datetime, answer: Mapping[str, str], kept: str, keys: Sequence[bytes]) -> Identity:
    """Who came back, by the issuer's ``answer`` (the query of the address that it sent the browser to).

    OidcRefused where anything is not as it was begun, or cannot be verified.
    """
    begun = _begun(issuer, now, answer, kept, keys)
    places = discover(issuer)
    _refuse_answer(issuer, places, answer)
    token = _token(issuer, places, answer.get("code", ""), begun["verifier"])
    access = token.get("access_token")
    access = access if isinstance(access, str) else ""
    claims = verified(
        issuer, now, keys_of(issuer, places), str(token.get("id_token", "")), nonce=begun["nonce"], access_token=access
    )
    if len(claims["sub"]) > _LONGEST_SUBJECT:
        raise OidcRefused(issuer, "token")
    if "email" not in claims and places.userinfo and access:
        claims = _told_more(issuer, places.userinfo, access, claims)
    return Identity(issuer.url, claims["sub"], _verified_email(issuer, claims), issuer.second_factor)


def _begun(
    issuer: Issuer, now: datetime, answer: Mapping[str, str], kept: str, keys: Sequence[bytes]
) -> dict[str, Any]:
    """What was begun here with this browser, where the answer belongs to it."""
    opened = unseal(keys, _purpose(issuer), kept)
    begun: dict[str, Any] = json.loads(opened) if opened else {"state": "", "until": 0}
    state = answer.get("state", "").encode("utf-8", "surrogatepass")
    if now.timestamp() >= begun["until"] or not secrets.compare_digest(state, begun["state"].encode()):
        raise OidcRefused(issuer, "state")
    return begun


def _refuse_answer(issuer: Issuer, places: Places, answer: Mapping[str, str]) -> None:
    """An answer that is of another issuer (RFC 9207), or says no."""
    if answer.get("iss", "" if places.names_itself else issuer.url) != issuer.url:
        raise OidcRefused(issuer, "issuer")
    if "error" in answer or not answer.get("code"):
        raise OidcRefused(issuer, "denied")


def _token(issuer: Issuer, places: Places, code: str, verifier: str) -> dict[str, Any]:
    """What the issuer gives for the code."""
    try:
        with _client(issuer) as client:
            return dict(
                client.fetch_token(
                    places.token,
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=verifier,
                    redirect_uri=issuer.redirect_uri,
                    allow_redirects=False,
                    timeout=TIMEOUT,
                )
            )
    except requests.HTTPError as error:
        failed = error.response is None or error.response.status_code >= SERVER_FAULT
        raise OidcRefused(issuer, "unreachable" if failed else "code") from None
    except (requests.JSONDecodeError, AuthlibBaseError):
        raise OidcRefused(issuer, "code") from None
    except (requests.RequestException, ValueError) as error:  # ValueError: it answered, and not with an object
        away = isinstance(error, requests.RequestException)
        raise OidcRefused(issuer, "unreachable" if away else "code") from None


def _told_more(issuer: Issuer, url: str, access: str, claims: dict[str, Any]) -> dict[str, Any]:
    """The claims with what the issuer tells only when asked; it must be of the same subject."""
    more = fetched(issuer, url, {"Authorization": f"Bearer {access}", "Accept": "application/json"})
    if more.get("sub") != claims["sub"]:
        raise OidcRefused(issuer, "token")
    return {**more, **claims}


def _verified_email(issuer: Issuer, claims: Mapping[str, Any]) -> str | None:
    email = claims.get("email")
    return email if isinstance(email, str) and claims.get(issuer.email_verified) is True else None


def _client(issuer: Issuer) -> OAuth2Session:
    return OAuth2Session(
        issuer.client_id,
        issuer.client_secret or None,
        token_endpoint_auth_method=issuer.client_auth if issuer.client_secret else "none",
        scope=issuer.scope,
        redirect_uri=issuer.redirect_uri,
        code_challenge_method="S256",
    )


def _purpose(issuer: Issuer) -> str:
    return f"sign-in at {issuer.url}"
