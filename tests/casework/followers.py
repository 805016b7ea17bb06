"""Somebody who follows what is published: a private database, a register, and what they would be sent."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from casework.following import Asking, Claimed, Sites, claim, confirm, due, follow, mail_of, put_by, was_sent
from documents import Record
from people import Mail
from register import Publishing, Withdrawing, publish, size
from storage import Database, subscription

MONDAY = datetime(2026, 11, 23, 12, tzinfo=UTC)
EMAIL = "rowan.ashby@example.org"
SITES = Sites("https://office.example.org", "https://decisions.example.org")
_LINK = re.compile(r"https://office\.example\.org/follow-by-email/(confirm|stop)/(\S+)")


@dataclass(frozen=True)
class Reader:
    """Both databases, and what is done with them for those who follow."""

    private: Database
    register: Database

    def publishes(self, *what: Record | Withdrawing, at: datetime = MONDAY) -> None:
        """Each stands in the register, or is withdrawn from it."""
        with self.register.writing() as connection:
            for each in what:
                publish(connection, at, each if isinstance(each, Withdrawing) else Publishing(each))

    def asks(
        self, asked: str = "", how_often: str = "at_once", email: str = EMAIL, *, now: datetime = MONDAY, says: str = ""
    ) -> None:
        """Somebody asks that an address follow something, from now on."""
        with self.register.reading() as reading:
            leaf = size(reading) - 1
        with self.private.writing() as connection:
            follow(connection, now, Asking(email, asked, says or f"what {asked} finds", how_often, leaf))

    def follows(self, asked: str = "", how_often: str = "at_once", email: str = EMAIL, now: datetime = MONDAY) -> None:
        """An address follows something: it was asked, and has confirmed."""
        self.asks(asked, how_often, email, now=now)
        mail = next(each for each in self.sent(now) if "/confirm/" in each.body)
        with self.private.writing() as connection:
            confirm(connection, now, secret_of(mail))

    def looks(self, now: datetime = MONDAY) -> int:
        """How many e-mails are put by for those to whom something is new."""
        with self.private.reading() as connection, self.register.reading() as reading:
            found = due(connection, reading, now)
        with self.private.writing() as connection:
            return put_by(connection, now, found)

    def claims(self, now: datetime = MONDAY) -> Claimed | None:
        """The e-mail that is to be sent next."""
        with self.private.writing() as connection:
            return claim(connection, now)

    def made(self, claimed: Claimed) -> Mail | None:
        """What an e-mail says."""
        with self.register.reading() as reading:
            return mail_of(reading, claimed, SITES)

    def sent(self, now: datetime = MONDAY) -> list[Mail]:
        """Everything that waits goes out."""
        mails = []
        while (claimed := self.claims(now)) is not None:
            mail = self.made(claimed)
            mails += [mail] if mail is not None else []
            with self.private.writing() as connection:
                was_sent(connection, claimed.id)
        return mails

    def told(self, now: datetime = MONDAY) -> list[Mail]:
        """Whoever is to be told is, now."""
        self.looks(now)
        return self.sent(now)

    def kept(self) -> list[str]:
        """The addresses that are kept."""
        with self.private.reading() as connection:
            return list(connection.scalars(select(subscription.c.email).order_by(subscription.c.email)))


def secret_of(mail: Mail) -> str:
    """What the link of an e-mail opens with."""
    found = _LINK.search(mail.body)
    assert found is not None, mail.body
    return found[2]
