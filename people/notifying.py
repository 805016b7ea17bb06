"""E-mail through GOV.UK Notify, as its documentation of the API describes it. It is off until somebody sets a key.

A key of Notify is ``NAME-ISSUER-SECRET``: the last two are UUIDs. Each request carries a token that is signed with the
secret and says who issues it and when.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import requests
from joserfc import jwt
from joserfc.jwk import OctKey

NOTIFY = "https://api.notifications.service.gov.uk"
_TIMEOUT = (5, 20)  # seconds to connect, and to answer
_TAKEN, _REFUSED = 201, 400
_HERE = ("127.0.0.1", "::1", "localhost")
_UUID = "[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
_KEY = re.compile(f"(?:.*-)?({_UUID})-({_UUID})")
_ADDRESS = re.compile(r"\S+@\S+")


@dataclass(frozen=True, slots=True)
class Mail:
    """An e-mail. ``reference`` is the same however often it is sent.

    ``ends_at``: the address that ends what it is of with one press (RFC 8058); empty where there is nothing to end.
    """

    reference: str
    to: str = field(repr=False)
    subject: str
    body: str = field(repr=False)
    ends_at: str = field(default="", repr=False)


class MailRefused(Exception):
    """This e-mail is refused, and would be again as it is. It says why, and names no address."""


class MailPutOff(Exception):
    """Nothing can be sent just now: the service does not answer, wants to be left alone, or does not know the key."""


@dataclass(frozen=True, slots=True)
class Notify:
    """An account of Notify: its key, and the id of a template whose subject is ((subject)) and whose text is ((body)).

    ValueError says which of these cannot be, and never shows the key.
    """

    key: str = field(repr=False)
    template: str
    url: str = NOTIFY

    def __post_init__(self) -> None:
        """Raises ValueError."""
        if not _KEY.fullmatch(self.key):
            raise ValueError("NOTIFY_API_KEY is no key as GOV.UK Notify shows it once: name-UUID-UUID")
        if not re.fullmatch(_UUID, self.template):
            raise ValueError(f"NOTIFY_TEMPLATE is '{self.template}'; it is the id of a template, which is a UUID")
        parts = urlsplit(self.url)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _HERE):
            raise ValueError(
                f"NOTIFY_URL is '{self.url}'; it is an address that begins with https://, such as {NOTIFY}"
            )

    def send(self, now: datetime, mail: Mail) -> None:
        """Send an e-mail. Raises MailRefused, MailPutOff."""
        content: dict[str, Any] = {
            "email_address": mail.to, "template_id": self.template, "reference": mail.reference,
            "personalisation": {"subject": mail.subject, "body": mail.body},
        }  # fmt: skip
        if mail.ends_at.startswith("https://"):  # Notify takes no other
            content["one_click_unsubscribe_url"] = mail.ends_at
        try:
            answer = requests.post(
                f"{self.url.rstrip('/')}/v2/notifications/email", json=content, timeout=_TIMEOUT,
                headers={"Authorization": f"Bearer {self._token(now)}"}, allow_redirects=False,
            )  # fmt: skip
        except requests.RequestException as error:
            raise MailPutOff(f"GOV.UK Notify does not answer ({type(error).__name__})") from None
        if answer.status_code != _TAKEN:
            _not_taken(answer)

    def _token(self, now: datetime) -> str:
        found = _KEY.fullmatch(self.key)
        issuer, secret = found.groups() if found else ("", "")
        claims = {"iss": issuer, "iat": int(now.timestamp())}
        return jwt.encode({"typ": "JWT", "alg": "HS256"}, claims, OctKey.import_key(secret))


def notify_key(said: str, file: Path) -> str:
    """The key that a setting names; where it names none, the one in the file.

    ValueError says that there is neither, or that the file cannot be read.
    """
    if said.strip():
        return said.strip()
    if not file.exists():
        raise ValueError(f"there is no key of GOV.UK Notify: set NOTIFY_API_KEY, or put it into {file}")
    try:
        return file.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise ValueError(f"the key file {file} cannot be read: put the key into it as GOV.UK Notify shows it") from None


def _not_taken(answer: requests.Response) -> NoReturn:
    """Raises MailRefused for what is wrong with this e-mail, and MailPutOff for all else. The words are Notify's."""
    told = f"GOV.UK Notify answers {answer.status_code}: {_said(answer)}"
    if answer.status_code == _REFUSED:
        raise MailRefused(told)
    raise MailPutOff(told)


def _said(answer: requests.Response) -> str:
    """Notify's own words, without what looks like an address in them."""
    try:
        said: Any = answer.json()
        words = "; ".join(str(each["message"]) for each in said["errors"])
    except (ValueError, KeyError, TypeError):
        words = answer.reason or "it does not say why"
    return _ADDRESS.sub("(an address)", " ".join(words.split()))[:150]
