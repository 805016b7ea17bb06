"""The public site with a register of a few invented publications, one of which was withdrawn and one erased in part."""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask.testing import FlaskClient

from config import Config
from register import Publishing, Withdrawing, publish, sign_head
from register_app import create_register_app
from storage import Database
from tests.register.finding import DOCTORS, LARKMERE, MOVED
from tests.register.making import NOON, at, decision_id, decision_record, later, redacted, scheme_id, scheme_record

RULES = Path(__file__).parent / "rules"
KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
PATIENT = "Ermintrude Quillfeather"
WITHDRAWN, ERASED = decision_id(9), decision_id(8)
HIDDEN = replace(MOVED, noindex=True)
REASON = "It named a person who has no public part in it."
SITE = "https://decisions.example.org"


@dataclass(frozen=True)
class Site:
    """The public site, and the database of its register, which the site itself cannot write."""

    client: FlaskClient
    database: Database
    folder: Path

    def close(self) -> None:
        """Let go of every connection."""
        self.client.application.extensions["rationale.register"].database.close()
        self.database.close()

    def withdraw(self, id: str, minutes: int) -> None:
        """Withdraw a publication."""
        with self.database.writing() as connection:
            publish(connection, at(minutes), Withdrawing(id, REASON, NOON.date()))


def site(folder: Path, empty_register: Path, *, filled: bool = True, asks: int = 100_000) -> Site:
    """A site in a folder of its own; ``asks``: how much one address may ask in a minute."""
    file = Path(shutil.copy(empty_register, folder / "register.sqlite"))
    database = Database(f"sqlite:///{file}")
    if filled:
        fill(database)
    config = Config(
        data_dir=folder, rules_dir=RULES, public_url=SITE, intake_url="https://office.example.org",
        requests_a_minute=asks,
    )  # fmt: skip
    return Site(create_register_app(config).test_client(), database, folder)


def fill(database: Database) -> None:
    """Four decisions and a scheme result that stand, and one that was withdrawn.

    Of the second there are two versions, of the eighth the first was erased, and the third is kept from search engines.
    """
    named = decision_record(8, title=f"Application about {PATIENT}")
    gone = redacted(PATIENT, id=ERASED, reference=named.reference, decided_on=named.decided_on)
    last = decision_record(9, title=f"Another application about {PATIENT}")
    acts: tuple[Publishing | Withdrawing, ...] = (
        *(Publishing(each) for each in (LARKMERE, DOCTORS, HIDDEN, scheme_record(), named)),
        Publishing(later(DOCTORS)), Publishing(gone, erases=True), Publishing(last),
        Withdrawing(WITHDRAWN, REASON, NOON.date()),
    )  # fmt: skip
    with database.writing() as connection:
        for number, each in enumerate(acts):
            publish(connection, at(number), each)
        sign_head(connection, at(len(acts)), KEY)


STANDING = (decision_id(1), decision_id(2), decision_id(3), ERASED, scheme_id())
