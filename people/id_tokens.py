"""Verifying what an issuer says of somebody: signature, issuer, audience, times, nonce. All of it, or nobody came."""

from datetime import datetime
from typing import Any

from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]  # Authlib publishes no types
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from people.issuers import Issuer, OidcRefused

ALGORITHMS = ("RS256", "PS256", "ES256")  # signed with the issuer's private key: neither "none" nor a shared secret
_LEEWAY = 60  # seconds by which two clocks may differ
_REASONS = {"iss": "issuer", "aud": "audience", "azp": "audience", "exp": "expired", "nonce": "nonce"}


def verified(
    issuer: Issuer, now: datetime, keys: KeySet, token: str, *, nonce: str, access_token: str
) -> dict[str, Any]:
    """The claims of an ID token. OidcRefused where any of them is not as it must be."""
    try:
        opened = jwt.decode(token, keys, algorithms=ALGORITHMS)
    except (JoseError, ValueError, TypeError):
        raise OidcRefused(issuer, "signature") from None
    claims = CodeIDToken(
        opened.claims,
        opened.header,
        options={
            "iss": {"essential": True, "value": issuer.url},
            "aud": {"essential": True, "value": issuer.client_id},
            "sub": {"essential": True},
        },
        params={"nonce": nonce, "client_id": issuer.client_id, "access_token": access_token},
    )
    try:
        claims.validate(now=int(now.timestamp()), leeway=_LEEWAY)
    except (JoseError, ValueError, TypeError) as error:
        claim = getattr(error, "claim", "")
        raise OidcRefused(issuer, _REASONS.get(claim, "token")) from None
    return dict(claims)
