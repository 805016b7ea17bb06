"""Settings, read from the environment once: what differs between one deployment and another, and nothing else."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

_HERE = Path(__file__).parent
_NUMBERS_CASES = ("APP", "DIS", "MIS", "PER")  # the series of casework's kinds
_THIS_MACHINE = ("127.0.0.1", "::1", "localhost")
_ARRIVAL = "/sign-in/elsewhere/arrived"


@dataclass(frozen=True, slots=True)
class Config:
    """Where Rationale reads and writes, how people reach it and sign in, and its limits. Sizes are in bytes.

    ``proxies``: how many reverse proxies stand in front of it and say who asks. ``oidc_issuer``: where people may sign
    in elsewhere; empty where they may not. ``decision_series``: what references of decisions begin with.
    ``intake_url``: where the public site has what the public sends; empty where nothing takes it.
    ``requests_a_minute``: how many of the public API one address may send to one process.
    ``follow_by_email``: anybody may be told by e-mail of what is published. ``register_site``: where they read it,
    where that is another address than ``public_url``.
    """

    data_dir: Path = Path("var")
    rules_dir: Path = _HERE / "rules"
    fixtures_dir: Path = _HERE / "fixtures"
    port: int = 8000
    largest_body: int = 1_000_000
    private_database: str = field(default="", repr=False)
    register_database: str = field(default="", repr=False)
    sealing_keys: str = field(default="", repr=False)
    public_url: str = ""
    second_factor: bool = True
    proxies: int = 0
    oidc_issuer: str = ""
    oidc_name: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    oidc_second_factor: bool = False
    oidc_email_verified: str = "email_verified"
    decision_series: str = "SAMPLE"
    signing_key: str = field(default="", repr=False)
    intake_url: str = ""
    requests_a_minute: int = 600
    follow_by_email: bool = False
    register_site: str = ""
    notify_key: str = field(default="", repr=False)
    notify_template: str = ""
    notify_url: str = ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Config":
        """``DATA_DIR``, ``RULES_DIR``, ``FIXTURES_DIR``, ``PORT``, ``LARGEST_BODY``, ``PRIVATE_DATABASE_URL``,
        ``REGISTER_DATABASE_URL``, ``SEALING_KEYS``, ``PUBLIC_URL``, ``SECOND_FACTOR``, ``PROXIES``, and of an issuer
        ``OIDC_ISSUER``, ``OIDC_NAME``, ``OIDC_CLIENT_ID``, ``OIDC_CLIENT_SECRET``, ``OIDC_SECOND_FACTOR``,
        ``OIDC_EMAIL_VERIFIED``, ``DECISION_SERIES``, ``SIGNING_KEY``, ``INTAKE_URL``,
        ``REQUESTS_A_MINUTE``, ``FOLLOW_BY_EMAIL``, ``REGISTER_SITE``, ``NOTIFY_API_KEY``, ``NOTIFY_TEMPLATE`` and
        ``NOTIFY_URL``; ValueError says which is wrong. What Notify needs is looked at when something is sent.
        """
        usual = cls()
        _refuse_half_an_issuer(environment)
        return cls(
            data_dir=Path(environment.get("DATA_DIR") or usual.data_dir),
            rules_dir=Path(environment.get("RULES_DIR") or usual.rules_dir),
            fixtures_dir=Path(environment.get("FIXTURES_DIR") or usual.fixtures_dir),
            port=_whole(environment, "PORT", usual.port, 65_535),
            largest_body=_whole(environment, "LARGEST_BODY", usual.largest_body, 100_000_000),
            private_database=environment.get("PRIVATE_DATABASE_URL", ""),
            register_database=environment.get("REGISTER_DATABASE_URL", ""),
            sealing_keys=environment.get("SEALING_KEYS", ""),
            public_url=_site(environment, "PUBLIC_URL", "this service"),
            second_factor=_yes_no(environment, "SECOND_FACTOR", "yes"),
            proxies=_whole(environment, "PROXIES", usual.proxies, 9, fewest=0),
            oidc_issuer=_issuer(environment),
            oidc_name=environment.get("OIDC_NAME", "").strip(),
            oidc_client_id=environment.get("OIDC_CLIENT_ID", ""),
            oidc_client_secret=environment.get("OIDC_CLIENT_SECRET", ""),
            oidc_second_factor=_yes_no(environment, "OIDC_SECOND_FACTOR", "no"),
            oidc_email_verified=environment.get("OIDC_EMAIL_VERIFIED") or usual.oidc_email_verified,
            decision_series=_series(environment, usual.decision_series),
            signing_key=environment.get("SIGNING_KEY", ""),
            intake_url=_site(environment, "INTAKE_URL", "the service that takes what they send"),
            requests_a_minute=_whole(environment, "REQUESTS_A_MINUTE", usual.requests_a_minute, 1_000_000),
            follow_by_email=_yes_no(environment, "FOLLOW_BY_EMAIL", "no"),
            register_site=_site(environment, "REGISTER_SITE", "the public register"),
            notify_key=environment.get("NOTIFY_API_KEY", ""),
            notify_template=environment.get("NOTIFY_TEMPLATE", "").strip(),
            notify_url=environment.get("NOTIFY_URL", "").strip(),
        )

    @property
    def private_url(self) -> str:
        """Where cases and people are kept: SQLite under the data folder, unless another database is named."""
        return self.private_database or f"sqlite:///{self.data_dir.absolute() / 'private.sqlite'}"

    @property
    def register_url(self) -> str:
        """Where what is published is kept."""
        return self.register_database or f"sqlite:///{self.data_dir.absolute() / 'register.sqlite'}"

    @property
    def bulk_dir(self) -> Path:
        """Where the files of the whole register are made."""
        return self.data_dir / "bulk"

    @property
    def sealing_file(self) -> Path:
        """Where the key stands that seals second factors, where no ``SEALING_KEYS`` are set."""
        return self.data_dir / "sealing.key"

    @property
    def signing_file(self) -> Path:
        """Where the key stands that signs the log of the register, where no ``SIGNING_KEY`` is set."""
        return self.data_dir / "signing.key"

    @property
    def notify_file(self) -> Path:
        """Where the key of GOV.UK Notify stands, where no ``NOTIFY_API_KEY`` is set."""
        return self.data_dir / "notify.key"

    @property
    def oidc_redirect(self) -> str:
        """Where the issuer sends people back to."""
        return f"{self.public_url}{_ARRIVAL}"

    @property
    def metrics_dir(self) -> Path:
        """Where the processes of one server add up their counts, since they do not share memory."""
        return self.data_dir / "metrics"


def _whole(environment: Mapping[str, str], name: str, usual: int, most: int, *, fewest: int = 1) -> int:
    said = environment.get(name) or str(usual)
    if not (said.isascii() and said.isdecimal() and fewest <= int(said[:12]) <= most):
        told = f"it is a whole number from {fewest} to {most}. Correct it in the environment."
        raise ValueError(f"{name} is '{said}'; {told}")
    return int(said)


def _yes_no(environment: Mapping[str, str], name: str, usual: str) -> bool:
    said = environment.get(name) or usual
    if said not in ("yes", "no"):
        raise ValueError(f"{name} is '{said}'; it is yes or no. Correct it in the environment.")
    return said == "yes"


def _series(environment: Mapping[str, str], usual: str) -> str:
    """The letters before the year and the number of a decision's reference. SAMPLE marks what is no real decision."""
    said = environment.get("DECISION_SERIES") or usual
    if not re.fullmatch("[A-Z]{2,10}", said):
        told = "it is two to ten capital letters, such as SAMPLE"
        raise ValueError(f"DECISION_SERIES is '{said}'; {told}. Correct it in the environment.")
    if said in _NUMBERS_CASES:
        told = f"cases are numbered by {', '.join(_NUMBERS_CASES)}, and decisions by another word"
        raise ValueError(f"DECISION_SERIES is '{said}'; {told}. Correct it in the environment.")
    return said


def _site(environment: Mapping[str, str], name: str, what: str) -> str:
    """The address of a service as people know it, without a path: its pages and cookies begin at the root."""
    said = environment.get(name, "").rstrip("/")
    if said and not (_is_address(said, ("http", "https")) and not urlsplit(said).path):
        told = f"it is where people reach {what}, such as https://rationale.example.org, without a path"
        raise ValueError(f"{name} is '{said}'; {told}. Correct it in the environment.")
    return said


def _issuer(environment: Mapping[str, str]) -> str:
    """Exactly as its tokens write it. It is asked in clear only where it is on this machine."""
    said = environment.get("OIDC_ISSUER", "")
    here = _is_address(said, ("http",)) and urlsplit(said).hostname in _THIS_MACHINE
    if said and not (here or _is_address(said, ("https",))):
        told = "it is the issuer's address, which begins with https://, exactly as the issuer writes it in its tokens"
        raise ValueError(f"OIDC_ISSUER is '{said}'; {told}. Correct it in the environment.")
    return said


def _refuse_half_an_issuer(environment: Mapping[str, str]) -> None:
    lacking = [name for name in _NEEDED_WITH_ISSUER if not environment.get(name, "").strip()]
    if environment.get("OIDC_ISSUER") and lacking:
        told = "; ".join(f"{name} is {_NEEDED_WITH_ISSUER[name]}" for name in lacking)
        raise ValueError(f"OIDC_ISSUER is set, and something that it needs is not: {told}. Set it in the environment.")


def _is_address(said: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(said)
        named = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    begins = said.startswith(tuple(f"{scheme}://" for scheme in schemes))
    return named and begins and not (parts.query or parts.fragment or parts.username)


_NEEDED_WITH_ISSUER = {
    "PUBLIC_URL": "where people reach this service, to which the issuer sends them back",
    "OIDC_NAME": "what people call it, such as NHS CIS2",
    "OIDC_CLIENT_ID": "how the issuer knows this service",
}
