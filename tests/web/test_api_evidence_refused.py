"""What cannot be kept, or cannot be kept whole, is refused in words that say what to do, and nothing of it stays."""

import errno
import io
import json
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from config import Config
from tests import postgres
from tests.conftest import BOTH
from tests.evidence.making import packed
from tests.keeping.documents import NHS_NUMBER, pdf
from tests.web.asking import problem
from tests.web.conftest import RULES
from tests.web.disks import largest_file, without_rights
from tests.web.officers import Caller, place
from tests.web.sending import NOTICE, ROTA, adds, kept_in, nothing_was_kept, received

LONG = (b"a" * 99_999 + b"\n") * 60  # 6 MB


@pytest.mark.parametrize(
    ("disposition", "asked", "told"),
    [
        ("", "", 'Say what the file is called: Content-Disposition: attachment; filename="notice-of-appeal.pdf", or'),
        ('attachment; filename="a.pdf"', "?name=b.pdf", "named twice, in Content-Disposition and in ?name=. Name it"),
        ('attachment; filename="Über.pdf"', "", "is written in plain letters. Write others as filename*=UTF-8''… or"),
        ("", "?name=a.pdf&colour=red", "'colour' is read by nothing here, or comes twice. There are: name, about, dat"),
        ("", "?name=a.pdf&name=b.pdf", "'name' is read by nothing here, or comes twice"),
        ("", "?name=a.pdf&dated=20260301", "dated is a date, such as 2026-03-31."),
    ],
)
def test_a_name_or_a_parameter_that_cannot_be_read_is_told(
    officer: Caller, disposition: str, asked: str, told: str
) -> None:
    answered = adds(officer, received(officer), asked=asked, headers={"Content-Disposition": disposition})
    assert told in problem(answered, 400)["detail"]


@pytest.mark.parametrize(
    ("data", "asked", "told"),
    [
        (b"", "?name=a.pdf", "this file is empty: it has 0 bytes"),
        (pdf(f"Patient {NHS_NUMBER}"), "?name=a.pdf", "page 1: here the file holds a valid NHS number"),
        (ROTA, f"?name={NHS_NUMBER}.csv", "the name of this file holds a valid NHS number"),
        (ROTA, f"?name=a.csv&about={NHS_NUMBER}", "what is said about this file holds a valid NHS number"),
        (ROTA, "?name=a.csv&about=%00", "what is said about this file holds signs that no text has"),
        (NOTICE, "?name=a.png", "says that it is a PNG picture (.png), and what is in it is a PDF (.pdf)"),
        (ROTA, "?name=%00%01", "this file has no name that can be shown"),
        (b"<html><script>alert(1)</script>", "?name=a.csv", "is a web page or other marked-up text"),
        (packed({"a": bytes(3_000_000)}), "?name=a.docx", "unpacks to far more than a document"),
        (pdf("x") + packed({"run.exe": b"MZ"}), "?name=a.pdf", "this is a PDF, and there is a ZIP file within it"),
        (ROTA, "?name=a.csv&covers_from=2026-02-01&covers_to=2026-01-01", "covers are upside down"),
    ],
)
def test_what_is_not_taken_is_told_and_changes_nothing(officer: Caller, data: bytes, asked: str, told: str) -> None:
    case = received(officer)
    answered = problem(adds(officer, case, data, asked), 422)
    assert told in answered["detail"]
    assert answered["type"] == "/docs#problem-evidence"
    assert NHS_NUMBER not in json.dumps(answered)
    nothing_was_kept(officer, case)


@pytest.mark.parametrize(
    ("header", "said", "told"),
    [
        ("Content-Type", "multipart/form-data; boundary=x", "Send the file itself as the body, not a form that holds"),
        ("Content-Encoding", "gzip", "Send the file as it is, without a Content-Encoding."),
    ],
)
def test_a_file_in_a_wrapping_is_refused(officer: Caller, header: str, said: str, told: str) -> None:
    case = received(officer)
    assert told in problem(adds(officer, case, headers={header: said}), 415)["detail"]
    nothing_was_kept(officer, case)


def test_a_file_may_be_larger_than_other_bodies_but_not_beyond_its_own_limit(officer: Caller) -> None:
    case = received(officer)
    assert adds(officer, case, LONG, "?name=rota.csv").status_code == 201
    told = problem(adds(officer, case, bytes(21_000_000), version=2), 413)["detail"]
    assert told.startswith("A file of evidence may have 20,971,520 bytes (20 MB), and this one has more. Send it in pa")
    without_length = officer.open(
        "POST",
        f"{case}/evidence?name=a.pdf",
        {"If-Match": '"2"'},
        input_stream=io.BytesIO(bytes(21_000_000)),
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert "this one has more" in problem(without_length, 413)["detail"]
    other = officer.open("POST", "/cases", data=b" " * 1_100_000, content_type="application/json")
    assert "A request may have 1 MB" in problem(other, 413)["detail"]
    assert officer.get(case).headers["ETag"] == '"2"'


def test_a_case_that_ended_takes_no_more_evidence(officer: Caller) -> None:
    case = received(officer)
    withdrawn = {"to": "withdrawn", "on": "2026-03-03", "why": "A letter."}
    assert officer.change("POST", f"{case}/states", withdrawn, 1).status_code == 200
    assert "is withdrawn, and takes no facts" in problem(adds(officer, case, version=2), 422)["detail"]


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest) -> str:
    """Where the private database is: beside the evidence, or on a server, which has a disk of its own."""
    return postgres.copied(request) if request.param == "postgresql" else ""


def test_on_a_full_disk_nothing_is_half_kept_and_it_recovers_by_itself(tmp_path: Path, url: str) -> None:
    office = place(tmp_path, url)
    officer = office.caller("officer")
    case = received(officer)
    with largest_file(5_000_000):  # the database has room
        full = problem(adds(officer, case, LONG), 507)
        assert full["detail"] == (
            "The disk that holds the evidence is full. Nothing was stored. Free some space; no restart is needed."
        )
        nothing_was_kept(officer, case)
    assert [each for each in kept_in(office).rglob("*") if each.is_file()] == []
    assert adds(officer, case, LONG).status_code == 201
    office.close()


def test_in_a_read_only_folder_nothing_is_half_kept_and_it_recovers_by_itself(
    url: str, request: pytest.FixtureRequest
) -> None:
    if url:
        request.getfixturevalue("server").folder.chmod(0o711)  # whoever has no rights reaches its socket
    with without_rights() as folder:
        office = place(folder, url)
        officer = office.caller("officer")
        case = received(officer)
        kept_in(office).mkdir(mode=0o500)
        told = problem(adds(officer, case), 503)["detail"]
        assert told.startswith(
            "The folder that holds the evidence cannot be read or written just now. Nothing was stor"
        )
        nothing_was_kept(officer, case)
        kept_in(office).chmod(0o700)
        item = adds(officer, case).get_json()
        path = kept_in(office) / item["sha256"][:2] / item["sha256"]
        path.chmod(0)
        content = f"{case}/evidence/{item['id']}/content"
        assert "cannot be read or written just now" in problem(officer.get(content), 503)["detail"]
        path.chmod(0o600)
        assert officer.get(content).data == ROTA
        office.close()


@pytest.mark.parametrize(
    ("number", "status", "told"),
    [
        (errno.ENOSPC, 507, "Nothing was stored. Whoever runs this has to free some space."),
        (errno.EDQUOT, 507, "Nothing was stored. Whoever runs this has to free some space."),
        (errno.EROFS, 503, "Nothing was stored. Try again shortly."),
        (errno.EACCES, 503, "Nothing was stored. Try again shortly."),
        (errno.ENOENT, 500, "The fault is ours; our log has it as"),
    ],
)
def test_a_fault_of_the_disk_that_no_room_names_is_told_and_logged(
    number: int, status: int, told: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    app = breaking(tmp_path, OSError(number, "Quillfeather"))
    answered = problem(app.test_client().get("/api/v1/breaks"), status)
    assert answered["detail"].startswith(told)
    page = app.test_client().get("/breaks", headers={"Accept": "text/html"})
    assert (page.status_code, page.mimetype) == (status, "text/html")
    logged = capfd.readouterr().err
    assert '"event": "broke"' in logged
    assert "Quillfeather" not in logged + page.text + str(answered)


def breaking(folder: Path, error: OSError) -> Flask:
    """An application with such a fault at two addresses."""
    app = create_app(Config(data_dir=folder, rules_dir=RULES))

    def breaks() -> str:
        raise error

    app.add_url_rule("/api/v1/breaks", view_func=breaks)
    app.add_url_rule("/breaks", "page", view_func=breaks)
    return app
