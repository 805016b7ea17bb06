"""Two hundred requests a second of a mix, for a minute, to `rationale serve-register` with two workers.

Each has its moment, and whoever was kept waiting goes on at once, so that the rate is kept or the test fails; how soon
they are answered is told as a figure, and depends on what else the machine does. None is answered with an error, and
once everything was asked for, what the workers hold in memory stays what it was. And whatever anybody types into the
search over HTTP is answered.
"""

import http.client
import itertools
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from cli_serving import PRIVATE_SETTINGS
from register import BULK_FILES
from tests.proof.register_served import DECISIONS, PLANTED, PRIVATE, Served, served_register
from tests.register.making import decision_id, scheme_id
from tests.web.every_address import operations
from tests.web.published import ERASED, WITHDRAWN, site

pytestmark = [pytest.mark.proof, pytest.mark.alone]

RATE, SECONDS, CALLERS = 200, 60, 16
LATE = 6  # seconds, a tenth of the minute, that the last answer may come after it
WARM, GROWTH = 30, 4  # the second from which on two workers may take that many megabytes more, hardly a hundredth
WORDS = ("larkmere", "pharmacy refused", '"significant benefits"', "surgery OR dispensing", "benefits -saturday", "")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, empty_register: Path) -> Iterator[Served]:
    with served_register(tmp_path_factory.mktemp("register"), empty_register) as made:
        yield made


def mix() -> Iterator[str]:
    """Addresses without an end, the same each time: pages, searches, each format but the PDF, and what is saved."""
    chance = random.Random(8)  # noqa: S311  # the same each time, which is what is wanted
    while True:
        one = f"/decisions/{decision_id(chance.randrange(10, DECISIONS))}"
        asked = urlencode({"q": chance.choice(WORDS), "year": chance.choice(("", "2026", "2024"))})
        yield from (
            one, f"{one}.json", f"/decisions?{asked}", f"{one}.txt", f"/api/v1/publications?{asked}", one,
            f"/decisions/feed.atom?{asked}", f"/scheme-results/{scheme_id()}", f"{one}/proof", f"/decisions?{asked}",
            "/api/v1/log/head", "/static/css/rationale.css", "/rule-sets", f"{one}.jsonld", f"{one}.xml",
            f"{one}/bundle.zip", f"/api/v1/log/inclusion?leaf={chance.randrange(70)}", "/api/v1/bulk/decisions.csv",
        )  # fmt: skip


def test_two_hundred_requests_a_second_for_a_minute_without_an_error(server: Served, record_property: Any) -> None:
    statuses, waits, held = Counter[int](), list[float](), list[float]()
    addresses, lock, stop = mix(), threading.Lock(), threading.Event()
    before, began = server.seconds(), time.perf_counter() + 0.5

    def call(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        for turn in itertools.count():
            due = began + (turn * CALLERS + number) / RATE
            if due > began + SECONDS or stop.wait(max(0.0, due - time.perf_counter())):
                break
            with lock:
                path = next(addresses)
            connection.request("GET", path, headers={"Accept": "text/html, */*;q=0.5"})
            answer = connection.getresponse()
            answer.read()
            with lock:
                statuses[answer.status] += 1
                waits.append(time.perf_counter() - due)
        connection.close()

    callers = [threading.Thread(target=call, args=(number,)) for number in range(CALLERS)]
    for each in callers:
        each.start()
    try:
        for second in (WARM, SECONDS - 2):
            stop.wait(max(0.0, began + second - time.perf_counter()))
            held.append(server.megabytes())
    finally:
        for each in callers:
            each.join()
    took, busy = time.perf_counter() - began, (server.seconds() - before) / len(waits)
    cuts = quantiles(waits, n=100)
    record_property(
        "figures",
        f"{len(waits):,} requests in {took:.0f} s, {len(waits) / took:.0f} a second; "
        f"each {busy * 1000:.1f} ms of a processor; "
        f"p50 {cuts[49] * 1000:.0f}, p95 {cuts[94] * 1000:.0f}, p99 {cuts[98] * 1000:.0f} ms; "
        f"two workers held {held[0]:.1f} MB half way and {held[1]:.1f} at the end",
    )
    assert set(statuses) == {200}
    assert len(waits) >= RATE * SECONDS * 0.95
    assert took < SECONDS + LATE, "it does not keep up"
    assert held[1] - held[0] < GROWTH


def test_no_process_of_it_was_given_a_setting_of_the_private_side(server: Served) -> None:
    for each in (server.process, *server.workers()):
        held = Path(f"/proc/{each}/environ").read_bytes()
        names = {line.partition(b"=")[0].decode() for line in held.split(b"\0")}
        assert "DATA_DIR" in names
        assert not names & {*PRIVATE, *PRIVATE_SETTINGS}
        assert PLANTED.encode() not in held


TYPED = (
    *('"', "'", "*", "^larkmere", "lark*", "NEAR(pharmacy refused, 3)", "a AND b", "a NOT b", "a OR", "OR", "NOT"),
    *("AND", "title:larkmere", "{title body}: larkmere", "- larkmere", "+larkmere", "(larkmere", "larkmere)"),
    *('"larkmere', "\\", "'; DROP TABLE publication; --", "1 OR 1=1", "%' OR '1'='1", "x & y | z <-> w"),
    *("!larkmere", "'a':*", "$$", "${7*7}", "🩺💊"),
    *("\u202elarkmere", "ﬁnding", "e\u0301", "\x00", "\x1b[31m", "<script>alert(1)</script>", "{{7*7}}", "%s%n"),
    *("ሴ" * 400, "a " * 1_500, "-" * 3_000, '"' * 3_000, "(" * 3_000),
)  # fmt: skip


@pytest.mark.parametrize("path", ["/decisions", "/scheme-results", "/api/v1/publications", "/decisions/feed.atom"])
def test_whatever_is_typed_into_the_search_is_answered(server: Served, path: str) -> None:
    asked = [urlencode({"q": each}) for each in TYPED]
    asked += [f"{name}={quote(each)}" for name in ("year", "commissioner", "after") for each in TYPED[:30]]
    asked += ["q=%ff%fe", "q=%ed%a0%80", "q=%", "q[]=x", "=", "&&&", "q=" + "%F0%9F%A9%BA" * 300]
    for each in asked:
        status, _ = server.ask(f"{path}?{each}")
        assert status in (200, 400, 414), (each[:80], status)


@pytest.mark.parametrize("path", ["/decisions", "/api/v1/publications", "/decisions/feed.atom"])
def test_so_are_ten_kilobytes(server: Served, tmp_path: Path, empty_register: Path, path: str) -> None:
    long = urlencode({"q": "benefit " * 1_250})
    assert server.ask(f"{path}?{long}")[0] == 414  # gunicorn reads no longer line
    made = site(tmp_path, empty_register)
    assert made.client.get(f"{path}?{long}").status_code == 200
    made.close()


EXAMPLES = 500  # asked for; where an address reads no parameter there are fewer different ones
LASTING = settings(max_examples=1, deadline=None, database=None, suppress_health_check=list(HealthCheck))


# What is streamed is closed by servers, and not by the client of schemathesis.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_no_request_of_hundreds_is_answered_otherwise_than_described(
    tmp_path: Path, empty_register: Path, record_property: Any
) -> None:
    made, statuses = site(tmp_path, empty_register), Counter[str]()
    app = made.client.application
    described = schemathesis.openapi.from_wsgi("/openapi.json", app)
    ours = ("/api/v1/publications", "/api/v1/log", "/api/v1/bulk")
    every = [each for each in operations(app) if each.path.startswith(ours)]
    for each in every:
        ask = _asking(described[each.path][each.method], each.said["responses"], statuses)
        settings(LASTING, max_examples=EXAMPLES * 11 // (10 * len(every)))(given(data=st.data())(ask))()
    made.close()
    assert sum(statuses.values()) >= EXAMPLES // 2
    assert statuses["200"] > EXAMPLES // 10
    told = ", ".join(f"{status}: {count:,}" for status, count in sorted(statuses.items()))
    record_property("figures", f"{sum(statuses.values()):,} requests to {len(every)} operations; {told}")


def _asking(operation: Any, said: Any, statuses: "Counter[str]") -> Any:
    """A request, and what must hold of its answer. Half of them are of no shape that is described."""
    names = {"id": [decision_id(1), scheme_id(), ERASED, WITHDRAWN, "SAMPLE/2026/0001"], "name": [*BULK_FILES]}
    numbers = ["0", "1", "7", "99", "-1", "x"]

    def ask(data: st.DataObject) -> None:
        mode = data.draw(st.sampled_from([GenerationMode.POSITIVE, GenerationMode.NEGATIVE]))
        case = data.draw(operation.as_strategy(generation_mode=mode))
        places = case.path_parameters or {}
        case.path_parameters = {name: data.draw(st.sampled_from([*names[name], places[name]])) for name in places}
        if "/log/" in operation.path:
            case.query = {name: data.draw(st.sampled_from([*numbers, other])) for name, other in case.query.items()}
        response = case.call()
        statuses[str(response.status_code)] += 1
        assert str(response.status_code) in said or response.status_code == 405, (operation.label, response.text[:500])
        case.validate_response(response, excluded_checks=[positive_data_acceptance])

    return ask
