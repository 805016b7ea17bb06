"""durable-rules by itself: rules in its own notation, put to it with nothing of ours between.

What it does is shown as it is in the version that is pinned. Where such a test fails after an upgrade, a limit moved or
a guard may have become needless. What ends its process, or never ends, is done in a process of its own: ``alone``.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from durable.engine import Host

ROOT = Path(__file__).parents[3]
RULES = "rules"
PARTS = 254  # that a message may have, with its session and its id; one more is error 302

PRELUDE = """
import resource
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
from tests.engine.hazards.raw import RULES, Quiet, half_a_second_more, one, said, set_up
"""


class Quiet(Host):  # type: ignore[misc]  # durable-rules publishes no types
    """durable-rules without its timers, which would live on beside the tests."""

    def _run(self) -> None:
        pass


def one(pattern: Mapping[str, Any]) -> dict[str, Any]:
    """A rule that fires for one message that fits a pattern."""
    return {"all": [{"m": pattern}]}


def said(id: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    """A message of the one session."""
    return {"sid": "w", "id": id, **properties}


def set_up(rules: Mapping[str, Mapping[str, Any]]) -> tuple[Quiet, list[str]]:
    """durable-rules with some rules, and the list in which it puts the name of each that fires."""
    fired: list[str] = []

    def recording(name: str) -> Callable[[Any], None]:
        def record(_closure: Any) -> None:
            fired.append(name)

        return record

    return Quiet({RULES: {name: {**rule, "run": recording(name)} for name, rule in rules.items()}}), fired


def fires(pattern: Mapping[str, Any], properties: Mapping[str, Any], *, as_fact: bool = False) -> int:
    """How often a rule of one pattern fires for one message, which it must fit."""
    host, fired = set_up({"rule": one(pattern)})
    (host.assert_fact if as_fact else host.post)(RULES, said("1", properties))
    return len(fired)


# -- processes of their own


def alone(script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What became of a script that speaks with durable-rules in a process of its own."""
    command = [sys.executable, "-c", PRELUDE + script]
    known = {**os.environ, **environment}
    return subprocess.run(command, cwd=ROOT, env=known, capture_output=True, text=True, timeout=60, check=False)


def told(script: str, **environment: str) -> str:
    """What a script that comes to a good end has printed."""
    ended = alone(script, **environment)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.strip()


def half_a_second_more() -> None:
    """From here on this process may work for half a second; then the system ends it.

    Its own work is counted, not the time on the wall: a slow machine does not make an end look like none.
    """
    sys.stdout.write("so far\n")
    sys.stdout.flush()
    signal.setitimer(signal.ITIMER_PROF, 0.5)


def never_ends(script: str) -> bool:
    """Whether a script comes as far as ``half_a_second_more``, and is still at work when that is over."""
    ended = alone(script)
    assert ended.stdout.startswith("so far\n"), ended.stderr
    return ended.returncode == -signal.SIGPROF
