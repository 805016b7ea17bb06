"""An office that publishes results of trusts, minute by minute, for tests: cheaper to make than a decision."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from casework.publishing import (
    Outlet,
    Prepared,
    approve,
    correct,
    drawn_of,
    enter,
    explain,
    publish,
    publish_again,
    seen,
    settle,
)
from people import Actor
from register import sign_head
from storage import Database
from tests.casework.deciding import live
from tests.casework.office import NOON, Office
from tests.casework.test_publishing_others import ENTERED

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
COMMAND_LINE = "command_line"


@dataclass(frozen=True)
class Trusts:
    """Who enters and who publishes, and both databases."""

    outlet: Outlet
    scheme: Actor
    publisher: Actor

    def entered(self, code: str) -> Prepared:
        """A result that is entered and approved."""
        with self.outlet.private.writing() as connection:
            made = enter(connection, NOON, self.scheme, replace(ENTERED, ods_code=code, trust=f"{code} NHS Trust"))
        self.approved(made)
        return made

    def result(self, code: str, minute: int) -> Prepared:
        """A result that is published."""
        made = self.entered(code)
        self.sends(publish, made.id, minute)
        return made

    def approved(self, made: Prepared) -> None:
        """The publisher approves it as it stands."""
        with self.outlet.private.writing() as connection:
            now, found = seen(connection, self.publisher, made.id)
            content = drawn_of(connection, NOON, now, found, live).content
            approve(connection, NOON, self.publisher, made.id, content, live, now.version)

    def held_back(self, made: Prepared, minute: int) -> None:
        """It is held back until then."""
        with self.outlet.private.writing() as connection:
            now, _ = seen(connection, self.publisher, made.id)
            settle(connection, NOON, self.publisher, made.id, (at(minute), False), now.version)

    def redacted(self, made: Prepared, minute: int) -> None:
        """The next version takes the one before away."""
        with self.outlet.private.writing() as connection:
            now, _ = seen(connection, self.publisher, made.id)
            why = ("redaction", "It said too much.")
            explain(connection, NOON, self.publisher, made.id, why, now.version)
        self.approved(made)
        self.sends(correct, made.id, minute)

    def sends(self, act: Callable[..., object], id: str, minute: int, *said: object) -> None:
        """It goes out, or is taken back with what is said."""
        with self.outlet.private.reading() as connection:
            now, _ = seen(connection, self.publisher, id)
        act(self.outlet, at(minute), self.publisher, id, *said, live, now.version)

    def again(self, register: Database) -> list[tuple[str, str, int, str]]:
        """What is put back into a register, or not, and why not."""
        done = publish_again(replace(self.outlet, register=register), at(99), COMMAND_LINE)
        return [(each.reference, each.act, each.version, each.told) for each in done]


def at(minute: int) -> datetime:
    """A moment so many minutes after noon."""
    return NOON + timedelta(minutes=minute)


def trusts_of(office: Office, register: Database) -> Trusts:
    """Where nothing was entered yet."""
    signs = Outlet(office.database, register, lambda connection, now: sign_head(connection, now, KEY))
    return Trusts(signs, office.actor("scheme_officer"), office.actor("publisher"))
