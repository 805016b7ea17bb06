"""An OpenID Connect issuer of the tests' own: a real server with a real key, which lies when a test tells it to.

It checks what a strict issuer checks (the client, its secret, the code once, PKCE), and signs with RSA.
"""

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey

from people import Issuer
from tests.people.making import EMAIL, NOON

CLIENT, CLIENT_SECRET = "rationale", "a secret of the tests"
REDIRECT = "https://rationale.example/sign-in/back"
SUBJECT = "uuid-of-rowan"


@cache
def rsa_key(name: str = "first") -> RSAKey:
    """A key of this name, made once."""
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig"})


@dataclass
class StubIssuer:
    """The issuer. What it answers is what these fields say; a test changes them to make it lie."""

    url: str = ""
    key: RSAKey | ECKey | OctKey = field(default_factory=rsa_key)
    published: tuple[RSAKey | ECKey, ...] = field(default_factory=lambda: (rsa_key(),))
    header: dict[str, Any] = field(default_factory=lambda: {"alg": "RS256"})
    claims: dict[str, Any] = field(default_factory=dict)  # instead of the usual ones; None leaves one out
    userinfo: dict[str, Any] | None = None
    discovery: dict[str, Any] = field(default_factory=dict)
    id_token: str | None = None  # instead of a signed one
    fails: dict[str, tuple[int, bytes]] = field(default_factory=dict)  # by path: status (0 hangs up) and body
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def known(self, **more: Any) -> Issuer:
        """The issuer as our settings name it."""
        return Issuer("Stub", self.url, CLIENT, REDIRECT, CLIENT_SECRET, **more)

    def sign_in(self, url: str) -> dict[str, str]:
        """What a browser brings back that is sent to this address, where its user signs in at once."""
        sent = requests.get(url, allow_redirects=False, timeout=5)
        assert sent.status_code == 302, sent.text
        return {name: said[0] for name, said in parse_qs(urlsplit(sent.headers["Location"]).query).items()}

    def told(self) -> dict[str, Any]:
        """What the issuer says of itself."""
        usual = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "userinfo_endpoint": f"{self.url}/userinfo",
        }
        return _without_none(usual | self.discovery)

    def keys(self) -> dict[str, Any]:
        """Its public keys, and one of a kind that is not ours to know."""
        return {"keys": [*KeySet(list(self.published)).as_dict(private=False)["keys"], {"kty": "AKP", "kid": "new"}]}

    def signed(self, nonce: str) -> str:
        """An ID token."""
        if self.id_token is not None:
            return self.id_token
        now = int(NOON.timestamp())
        usual = {
            "iss": self.url,
            "sub": SUBJECT,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
            "email": EMAIL,
            "email_verified": True,
        }
        header = {"kid": self.key.kid, **self.header}
        return jwt.encode(_without_none(header), _without_none(usual | self.claims), self.key, [self.header["alg"]])

    def answered(self, path: str, asked: dict[str, str], auth: str) -> tuple[int, dict[str, Any] | str]:
        """The status, and JSON or where to go."""
        self.asked.append((path, asked))
        if path == "/.well-known/openid-configuration":
            return 200, self.told()
        if path == "/keys":
            return 200, self.keys()
        if path == "/authorize":
            return 302, self._authorized(asked)
        if path == "/token":
            return self._token(asked, auth)
        if path == "/userinfo" and auth == "Bearer an-access-token":
            return 200, self.userinfo or {}
        return 404, {"error": "not_found"}

    def _authorized(self, asked: dict[str, str]) -> str:
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?code={code}&state={asked['state']}"

    def _token(self, asked: dict[str, str], auth: str) -> tuple[int, dict[str, Any]]:
        begun = self.codes.pop(asked.get("code", ""), None)
        if begun is None or _challenge(asked.get("code_verifier", "")) != begun["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        known = base64.b64encode(f"{CLIENT}:{CLIENT_SECRET}".encode()).decode()
        if auth != f"Basic {known}" and asked.get("client_secret") != CLIENT_SECRET:
            return 401, {"error": "invalid_client"}
        given = {"access_token": "an-access-token", "token_type": "Bearer", "id_token": self.signed(begun["nonce"])}
        return 200, given


@contextmanager
def running() -> Iterator[StubIssuer]:
    """An issuer that answers on this machine until the block ends."""
    stub = StubIssuer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self._answer({name: said[0] for name, said in parse_qs(body.decode()).items()})

        def _answer(self, asked: dict[str, str]) -> None:
            parts = urlsplit(self.path)
            asked |= {name: said[0] for name, said in parse_qs(parts.query).items()}
            if parts.path in stub.fails:
                status, said = stub.fails[parts.path]
                self._send(status, said, "")
                return
            code, answer = stub.answered(parts.path, asked, self.headers.get("Authorization", ""))
            if isinstance(answer, str):
                self._send(code, b"", answer)
            else:
                self._send(code, json.dumps(answer).encode(), "")

        def _send(self, status: int, body: bytes, location: str) -> None:
            if not status:  # hang up
                return
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            if location:
                self.send_header("Location", location)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: object) -> None:
            """Tests read no log."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stub.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _without_none(said: dict[str, Any]) -> dict[str, Any]:
    return {name: each for name, each in said.items() if each is not None}
