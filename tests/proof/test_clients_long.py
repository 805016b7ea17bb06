"""Twenty clients on the same fifty cases for a minute: no change is lost, and nobody meets a fault of ours."""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from statistics import quantiles
from typing import Any

import pytest
from sqlalchemy import select

from keeping import FirstAltered, activity
from storage import case, evidence_item, party, stated
from tests import postgres
from tests.proof.clients import Client
from tests.proof.killing import Killing, killing
from tests.proof.nursery import ROOT
from tests.proof.wholeness import evidence_whole, sound
from tests.reference.knowledge import some_random

pytestmark = [pytest.mark.proof, pytest.mark.alone]

CLIENTS, CASES, SECONDS = 20, 50, 60


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_twenty_clients_on_the_same_fifty_cases_lose_no_change_and_meet_no_fault(
    kind: str, tmp_path: Path, empty_file: Path, record_property: Any
) -> None:
    with ExitStack() as held:
        url = held.enter_context(postgres.server(settings=())).empty() if kind == "postgresql" else ""
        it = held.enter_context(killing(tmp_path / "data", ROOT / "rules", empty_file, url))
        held.enter_context(it.served_cold())
        first = held.enter_context(closing(Client(it.port, it.token(), [], some_random(0))))
        cases = [first.receive() for _ in range(CASES)]
        made = [Client(it.port, it.token(), cases, some_random(number)) for number in range(1, CLIENTS + 1)]
        clients = [held.enter_context(closing(each)) for each in made]
        with ThreadPoolExecutor(CLIENTS + 1) as pool:
            backup = pool.submit(backed_up, it, tmp_path / "backup")
            for _ in pool.map(lambda each: each.work(SECONDS), clients):
                pass
            record_property("figures", f"{figures(clients)}; backed up meanwhile in {backup.result():.1f} s")
        restored(tmp_path / "backup", tmp_path / "again")
        assert [wrong for each in clients for wrong in each.wrong][:10] == []
        assert sum(count for each in clients for status, count in each.statuses.items() if status >= 500) == 0
        nothing_was_lost(it, clients)


def backed_up(it: Killing, folder: Path) -> float:
    """How long `rationale backup` takes, begun half-way while all others work."""
    time.sleep(SECONDS / 2)
    begun = time.monotonic()
    settings = {"DATA_DIR": str(it.folder), "PRIVATE_DATABASE_URL": it.url}
    rationale(settings, "backup", str(folder), "--unencrypted")
    return time.monotonic() - begun


def restored(backup: Path, folder: Path) -> None:
    """What was backed up is whole, and so is its activity, in another folder."""
    settings = {"DATA_DIR": str(folder), "PRIVATE_DATABASE_URL": ""}
    rationale(settings, "restore", str(backup))
    rationale(settings, "verify-activity")


def rationale(settings: Mapping[str, str], *said: str) -> None:
    """A command, which must be done."""
    command = [sys.executable, "-m", "cli", *said]
    ran = subprocess.run(command, cwd=ROOT, env={**os.environ, **settings}, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def nothing_was_lost(it: Killing, clients: Iterable[Client]) -> None:
    """Each case is in the version to which the changes that were acknowledged add up, and holds each of them."""
    changes = sum((each.changes for each in clients), Counter())
    with it.database.reading() as connection:
        for id, version in connection.execute(select(case.c.id, case.c.version)):
            assert version == 1 + changes[id], id
        kept = {"fact": stated.c.source, "party": party.c.name, "evidence": evidence_item.c.sha256}
        for what, column in kept.items():
            acknowledged = set().union(*(each.values[what] for each in clients))
            assert acknowledged - set(connection.scalars(select(column))) == set(), what
        evidence_whole(connection, it.evidence)
        sound(connection)
        assert not isinstance(activity.verify(connection), FirstAltered)


def figures(clients: Iterable[Client]) -> str:
    """How many were answered, and how long they waited for it, in milliseconds."""
    took: dict[str, list[float]] = {}
    for each in clients:
        for what, times in each.took.items():
            took.setdefault(what, []).extend(times)
    everything = [each for times in took.values() for each in times]
    stale = sum(each.statuses[412] for each in clients)
    changes = sum(sum(each.changes.values()) for each in clients)
    waits = "; ".join(f"{what} {len(times):,}: {_waits(times)}" for what, times in sorted(took.items()))
    return (
        f"{len(everything):,} requests, {changes:,} changes, {stale:,} times somebody was quicker; all: "
        f"{_waits(everything)}; {waits}"
    )


def _waits(times: list[float]) -> str:
    ends = quantiles(times, n=100) if len(times) > 1 else times * 99
    return f"p50 {ends[49] * 1000:.0f}, p99 {ends[98] * 1000:.0f}, slowest {max(times) * 1000:.0f} ms"
