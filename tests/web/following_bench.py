"""An application in which anybody can follow by e-mail what is published, and what its e-mails lead to."""

from datetime import UTC, datetime
from pathlib import Path

from app import create_app
from casework import following
from config import Config
from register import Publishing, publish
from storage import REGISTER, Database
from tests.migrated import opened
from tests.register.finding import LARKMERE, put
from tests.register.making import decision_record, scheme_record
from tests.web.officers import Place
from tests.web.published import RULES

EMAIL = "rowan.ashby@example.org"
AT = "/follow-by-email"


def following_office(folder: Path) -> Place:
    """It, with a decision and a scheme result in its register."""
    config = Config(data_dir=folder, rules_dir=RULES, follow_by_email=True)
    register = opened(config.register_url, REGISTER)
    put(register, (LARKMERE, scheme_record()))
    register.close()
    database = opened(config.private_url)
    return Place(create_app(config).test_client(), database)


def secret(office: Place) -> str:
    """What the link in the next e-mail opens with."""
    with office.database.writing() as connection:
        claimed = following.claim(connection, datetime.now(UTC))
        assert claimed is not None
        following.was_sent(connection, claimed.id)
    return claimed.secret


def news(office: Place, number: int) -> str:
    """A decision is published, and this is what the link in the e-mail about it opens with, which ends it."""
    folder = office.client.application.extensions["rationale.office"].data_dir
    register = Database(f"sqlite:///{folder / 'register.sqlite'}")
    with register.writing() as connection:
        publish(connection, datetime.now(UTC), Publishing(decision_record(number)))
    with office.database.reading() as connection, register.reading() as reading:
        found = following.due(connection, reading, datetime.now(UTC))
    with office.database.writing() as connection:
        following.put_by(connection, datetime.now(UTC), found)
    register.close()
    return secret(office)
