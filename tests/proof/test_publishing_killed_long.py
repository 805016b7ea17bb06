"""Whoever publishes is killed before a statement or a commit, in either database: it goes out whole or not at all."""

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import event, select

from casework.publishing import (
    Outlet,
    Redacting,
    approve,
    correct,
    everywhere,
    explain,
    publish,
    redact,
    sweep,
    withdraw,
)
from documents import canonical
from keeping import Verified, activity
from register import Publication, holds, proof_of, rendition, sign_head, size, verify
from storage import Database, publishing_intent
from tests import postgres
from tests.casework.deciding import live
from tests.casework.office import NOON, Office
from tests.casework.pdfs import small_pdf
from tests.casework.publishing import Desk, desk
from tests.casework.standing import Copies
from tests.conftest import BOTH
from tests.proof import wholeness

pytestmark = pytest.mark.proof

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
Watch = Callable[[Database], None]


@dataclass(frozen=True)
class Act:
    """Something that goes out, what is done before, and how many leaves the log has with it and without."""

    does: Callable[..., Any]
    said: tuple[Any, ...]
    before: Callable[[Desk], None]
    leaves: tuple[int, int]
    state: str


def nothing(_: Desk) -> None:
    """It stands as it was approved."""


def out(made: Desk) -> None:
    """It is published already."""
    sends(made, publish, (live,))


def to_be_redacted(made: Desk) -> None:
    """It is published, and a name in it is to go."""
    out(made)
    places = everywhere(made.whole, "Larkmere")
    made.does(redact, [Redacting(each, "Larkmere", "personal") for each in places], live)
    made.does(explain, ("redaction", "A name is published no longer."))
    content = made.drawn.content
    for each in (made.at.reviewer, made.publisher):
        made.does(approve, content, live, by=each)


ACTS = {
    "publish": Act(publish, (live,), nothing, (0, 2), "published"),  # with it comes the key that signs
    "correct": Act(correct, (live,), to_be_redacted, (2, 3), "corrected"),
    "withdraw": Act(withdraw, ("A court forbids it.", live), out, (2, 3), "withdrawn"),
}


# One in so many of the places is tried: all of them where something is published on SQLite, whose copies cost little.
SAMPLED = {
    ("publish", "sqlite"): 1, ("correct", "sqlite"): 2, ("withdraw", "sqlite"): 2,
    ("publish", "postgresql"): 3, ("correct", "postgresql"): 6, ("withdraw", "postgresql"): 6,
}  # fmt: skip


@dataclass(frozen=True)
class Ways:
    """How databases of one kind are made, copied from an address, and let go."""

    first: str
    register: Callable[[], str]
    copied: Callable[[str], str]
    drop: Callable[[str], None]


def in_files(request: pytest.FixtureRequest, folder: Path) -> Ways:
    """Of SQLite."""
    numbers, empty = count(), request.getfixturevalue("empty_register")

    def copied(address: str) -> str:
        return f"sqlite:///{shutil.copy(address.removeprefix('sqlite:///'), folder / f'{next(numbers)}.sqlite')}"

    first = f"sqlite:///{request.getfixturevalue('empty_file')}"
    return Ways(first, lambda: copied(f"sqlite:///{empty}"), copied, lambda _: None)


def on_a_server(request: pytest.FixtureRequest) -> Ways:
    """Of PostgreSQL."""
    server: postgres.Server = request.getfixturevalue("server")
    first, template = f"@/{request.getfixturevalue('template')}?", request.getfixturevalue("register_template")

    def copied(address: str) -> str:
        return server.empty(address.partition("@/")[2].partition("?")[0])

    return Ways(first, lambda: server.empty(template), copied, server.drop)


def address_of(database: Database) -> str:
    """Where it is, with what opens it."""
    return database.engine.url.render_as_string(hide_password=False)


class Fresh:
    """Desks at which something is about to go out, each in two databases of its own: copies of what was made once."""

    def __init__(self, ways: Ways) -> None:
        self._ways, self._copies, self._open = ways, Copies(ways.first, ways.copied), list[Desk]()
        self._made: dict[str, Desk] = {}

    def __call__(self, act: Act) -> Desk:
        """A decision that could be published, to which all was done that comes before."""
        self.let_go()
        if act.state not in self._made:
            made = desk(self._copies.at("publishable"), Database(self._ways.register()))
            act.before(made)
            for each in (made.outlet.private, made.register):
                each.close()
            self._made[act.state] = made
        made = self._made[act.state]
        private, register = (
            Database(self._ways.copied(address_of(each))) for each in (made.outlet.private, made.register)
        )
        self._open.append(desk(replace(made.at, office=Office(private)), register))
        for each in (private, register):
            wholeness.let_look_into(each)
        return self._open[-1]

    def let_go(self) -> None:
        """Close the newest, and drop it."""
        for each in (each for made in self._open for each in (made.outlet.private, made.register)):
            each.close()
            self._ways.drop(address_of(each))
        self._open.clear()


@pytest.fixture(params=BOTH)
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Fresh]:
    made = Fresh(in_files(request, tmp_path) if request.param == "sqlite" else on_a_server(request))
    yield made
    made.let_go()


def whole_outlet(outlet: Outlet) -> Outlet:
    """With a key that signs the log, and a PDF of each version."""
    return replace(outlet, sign=lambda connection, now: sign_head(connection, now, KEY), pdf=lambda _: small_pdf())


def sends(made: Desk, act: Callable[..., Any], said: tuple[Any, ...]) -> Any:
    """It goes out."""
    now = made.prepared
    return act(whole_outlet(made.outlet), NOON, made.publisher, now.id, *said, now.version)


def sent_by_a_child(made: Desk, act: Act, watch: Watch) -> bool:
    """Whether a process that sends it was killed by what watches both databases."""
    private, register = (address_of(each) for each in (made.outlet.private, made.register))
    now = made.prepared
    child = os.fork()
    if child == 0:
        try:
            outlet = whole_outlet(Outlet(Database(private), Database(register)))
            watch(outlet.private)
            watch(outlet.register)
            act.does(outlet, NOON, made.publisher, now.id, *act.said, now.version)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def before(number: int, what: str) -> Watch:
    """Kills before this statement, or this commit, from 1, in whichever database it is."""
    seen = count(1)

    def watched(*_: object) -> None:
        if next(seen) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    return lambda database: event.listen(database.engine, what, watched)


def how_many(made: Desk, act: Act) -> tuple[int, int]:
    """How many statements and commits it takes."""
    seen = {"before_cursor_execute": 0, "commit": 0}

    def counting(what: str) -> Callable[..., None]:
        def counted(*_: object) -> None:
            seen[what] += 1

        return counted

    now, outlet = made.prepared, whole_outlet(made.outlet)
    heard = [(each.engine, what, counting(what)) for each in (made.outlet.private, made.register) for what in seen]
    for engine, what, counted in heard:
        event.listen(engine, what, counted)
    act.does(outlet, NOON, made.publisher, now.id, *act.said, now.version)
    for engine, what, counted in heard:
        event.remove(engine, what, counted)
    return seen["before_cursor_execute"], seen["commit"]


def looked_at(made: Desk, act: Act, where: str) -> bool:
    """Whether it had begun to go out: then the sweep finishes it, and else nothing of it stands anywhere."""
    for database in (made.outlet.private, made.register):
        wholeness.alone(database)
    begun = made.prepared.going_out is not None
    done = made.prepared.state == act.state
    sweep(whole_outlet(made.outlet), NOON)
    assert sweep(whole_outlet(made.outlet), NOON) == ()
    found = made.out
    whole(made, found)
    with made.register.reading() as connection:
        assert size(connection) == act.leaves[begun or done], where
    assert (made.prepared.state == act.state) == (begun or done), where
    if begun or done:
        assert found is not None
        assert found.state == act.state
    return begun or done


def whole(made: Desk, found: Publication | None) -> None:
    """Neither database finds a fault in itself, what is out is proved by the log, and nothing is on its way."""
    with made.outlet.private.reading() as connection:
        wholeness.sound(connection)
        assert isinstance(activity.verify(connection), Verified)
        of = publishing_intent.c
        held = connection.execute(select(of.canonical, of.pdf).where(of.act.in_(ACTS))).all()
        assert not any(any(each) for each in held), "what is done is kept in a row of its own alone"
    with made.register.reading() as connection:
        wholeness.sound(connection)
        if found is None:
            return
        for each in found.versions:
            pdf = None if each.erased else small_pdf()
            assert rendition(connection, found.id, each.version, "pdf") == pdf, "it stands where its version does"
        if found.record is not None:
            assert found.newest.canonical == canonical(found.record)
            assert holds(verify(proof_of(connection, found.id, found.version)))


@pytest.mark.parametrize("name", ACTS)
def test_it_goes_out_whole_or_not_at_all_whenever_whoever_sends_it_is_killed(
    fresh: Fresh, name: str, record_property: Any
) -> None:
    act, started = ACTS[name], time.monotonic()
    first = fresh(act)
    statements, commits = how_many(first, act)
    every = [(number, "commit") for number in range(1, commits + 1)]
    every += [(number, "before_cursor_execute") for number in range(1, statements + 1)]
    every = every[:: SAMPLED[name, first.register.engine.dialect.name]]
    went = 0
    made = None
    for number, what in every:
        if made is None:
            made = fresh(act)
        where = f"killed before {what} {number}"
        assert sent_by_a_child(made, act, before(number, what)), f"nothing was {where}"
        if looked_at(made, act, where):
            went, made = went + 1, None
    assert 0 < went < len(every)
    last = fresh(act)
    sends(last, act.does, act.said)
    assert looked_at(last, act, "not killed")
    record_property("figures", f"{name}: killed {len(every)} times; {time.monotonic() - started:.0f} s")
