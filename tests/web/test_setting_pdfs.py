"""A PDF that nobody kept is set when it is asked for: one at a time, within a limit, and never of what is gone."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Event, Semaphore

import pytest
from werkzeug.test import TestResponse

from documents import FORMATS_OF, Format, Record
from register import Publishing, publish
from tests.register.making import at, decision_id, decision_record, scheme_id
from tests.web.published import Site, site
from web import negotiation, setting_pdfs

ONE, OTHER, THIRD = (f"/decisions/{decision_id(number)}.pdf" for number in (1, 2, 3))
RESULT = f"/scheme-results/{scheme_id()}.pdf"
KEPT = f"/decisions/{decision_id(5)}.pdf"
BROWSER = {"Accept": "text/html"}


class Press:
    """What sets PDFs here: it notes what it is given, and holds it until it is let go."""

    def __init__(self) -> None:
        self.given: list[str] = []
        self.begun, self.let_go = Event(), Event()
        self.let_go.set()

    def set(self, record: Record, _address: str) -> bytes:
        """A PDF of a record, or what stands for one."""
        self.given.append(record.id)
        self.begun.set()
        assert self.let_go.wait(20)
        return b"%PDF-1.7 " + record.reference.encode()

    def holds(self) -> None:
        """Hold whatever is set from now on."""
        self.begun.clear()
        self.let_go.clear()


class Turn(Semaphore):
    """The one turn that there is, which tells when somebody waits for it."""

    def __init__(self) -> None:
        super().__init__()
        self.waited_for = Event()

    def acquire(self, blocking: bool = True, timeout: float | None = None) -> bool:
        """Take it."""
        if super().acquire(blocking=False):
            return True
        self.waited_for.set()
        return super().acquire(blocking, timeout)


def turn_at(made: Site) -> Turn:
    """The turn at a site."""
    extensions, name = made.client.application.extensions, "rationale.register.setting_pdfs"
    extensions[name] = replace(extensions[name], turn=Turn())
    found: Turn = extensions[name].turn
    return found


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> Press:
    made = Press()
    monkeypatch.setattr(negotiation, "FORMATS_OF", {**FORMATS_OF, "pdf": Format(".pdf", "application/pdf", made.set)})
    return made


@pytest.fixture
def opened(tmp_path: Path, empty_register: Path) -> Iterator[Callable[[int], Site]]:
    """Sites that let one address ask so often in a minute, over a register in which one decision's PDF is kept."""
    sites: list[Site] = []

    def open_one(asks: int) -> Site:
        sites.append(site(tmp_path, empty_register, asks=asks))
        with sites[0].database.writing() as connection:
            publish(connection, at(15), Publishing(decision_record(5), b"%PDF-1.7 kept"))
        return sites[0]

    yield open_one
    for each in sites:
        each.close()


def asked(made: Site, path: str, accept: str = "application/json") -> TestResponse:
    """The answer to a reader of their own."""
    return made.client.application.test_client().get(path, headers={"Accept": accept})


def test_of_two_who_ask_at_once_one_waits_and_is_given_theirs_too(press: Press, opened: Callable[[int], Site]) -> None:
    made = opened(100)
    turn = turn_at(made)
    press.holds()
    with ThreadPoolExecutor() as readers:
        first = readers.submit(asked, made, ONE)
        assert press.begun.wait(20)
        second = readers.submit(asked, made, RESULT)
        assert turn.waited_for.wait(20)
        assert asked(made, f"/decisions/{decision_id(1)}").status_code == 200, "all else is answered meanwhile"
        assert press.given == [decision_id(1)]
        press.let_go.set()
        assert [each.result().status_code for each in (first, second)] == [200, 200]
    assert press.given == [decision_id(1), scheme_id()]


def test_what_two_ask_for_at_once_is_set_once(press: Press, opened: Callable[[int], Site]) -> None:
    made = opened(100)
    turn = turn_at(made)
    press.holds()
    with ThreadPoolExecutor() as readers:
        first = readers.submit(asked, made, ONE)
        assert press.begun.wait(20)
        second = readers.submit(asked, made, ONE)
        assert turn.waited_for.wait(20)
        press.let_go.set()
        assert first.result().data == second.result().data == b"%PDF-1.7 SAMPLE/2026/0001"
    assert press.given == [decision_id(1)]


@pytest.mark.parametrize("waits", [0.05, 60], ids=["its turn does not come", "another waits already"])
def test_nobody_waits_long_and_no_more_than_one_wait(
    press: Press, opened: Callable[[int], Site], monkeypatch: pytest.MonkeyPatch, waits: float
) -> None:
    monkeypatch.setattr(setting_pdfs, "WAIT", waits)
    made = opened(100)
    turn = turn_at(made)
    press.holds()
    with ThreadPoolExecutor() as readers:
        first = readers.submit(asked, made, ONE)
        assert press.begun.wait(20)
        second = readers.submit(asked, made, OTHER)
        assert turn.waited_for.wait(20)
        answers = [asked(made, THIRD) if waits > 1 else second.result()]
        answers.append(asked(made, THIRD, BROWSER["Accept"]))
        kept = asked(made, KEPT)
        press.let_go.set()
        assert first.result().status_code == 200
    assert [(each.status_code, each.headers.getlist("Retry-After")) for each in answers] == [(503, ["10"])] * 2
    assert answers[0].get_json()["type"] == "/docs#problem-being-set"
    assert "ask again in ten seconds, or take another format" in answers[0].get_json()["detail"]
    assert "Other PDFs are being set" in answers[1].text
    assert (kept.status_code, kept.data) == (200, b"%PDF-1.7 kept"), "what is kept needs no turn"
    assert asked(made, THIRD).status_code == 200


def test_a_pdf_that_is_withdrawn_while_somebody_waits_for_it_is_gone(
    press: Press, opened: Callable[[int], Site]
) -> None:
    made = opened(100)
    turn = turn_at(made)
    press.holds()
    with ThreadPoolExecutor() as readers:
        first = readers.submit(asked, made, ONE)
        assert press.begun.wait(20)
        second = readers.submit(asked, made, OTHER)
        assert turn.waited_for.wait(20)
        made.withdraw(decision_id(2), 20)
        press.let_go.set()
        assert (first.result().status_code, second.result().status_code) == (200, 410)
    assert decision_id(2) not in press.given


def test_what_has_to_be_set_counts_among_what_an_address_may_ask_and_what_is_kept_does_not(
    press: Press, opened: Callable[[int], Site]
) -> None:
    made = opened(3)
    assert asked(made, "/api/v1/publications").status_code == 200
    assert [asked(made, path).status_code for path in (ONE, OTHER, ONE)] == [200, 200, 200], "ONE stands in memory"
    answer, page = asked(made, THIRD), asked(made, THIRD, BROWSER["Accept"])
    for each in (answer, page):
        assert (each.status_code, each.headers["Retry-After"]) == (429, "60")
    assert answer.get_json()["type"] == "/docs#problem-too-many"
    assert "asked 3 times within a minute" in page.text
    assert decision_id(3) not in press.given
    for path in (KEPT, ONE, f"/decisions/{decision_id(3)}", f"/decisions/{decision_id(3)}.txt"):
        assert [asked(made, path).status_code for _ in range(5)] == [200] * 5, path
    other = made.client.get(THIRD, environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert (other.status_code, other.data[:5]) == (200, b"%PDF-")
