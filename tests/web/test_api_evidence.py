"""Files come in as evidence and go out as they were, only to be saved, and only to those who may read them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from sqlalchemy import update
from werkzeug.test import TestResponse

from storage import evidence_item
from tests.keeping.documents import docx, jpeg, png
from tests.web.asking import problem
from tests.web.officers import Caller, Place
from tests.web.sending import NOBODY, NOTICE, ROTA, acts, adds, kept_in, nothing_was_kept, received


def test_a_file_is_added_and_read_again_as_it_was(either: Place) -> None:
    officer = either.caller("officer")
    case = received(officer)
    added = adds(officer, case, NOTICE, "?name=notice.pdf&about=The+notice&dated=2026-03-01&covers_from=2026-01-01")
    item = added.get_json()
    assert (added.status_code, added.headers["ETag"]) == (201, '"2"'), added.text
    assert added.headers["Location"] == f"/api/v1{case}/evidence/{item['id']}"
    assert (item["name"], item["media_type"], item["size"], item["searched"], item["place"]) == (
        "notice.pdf", "application/pdf", len(NOTICE), True, 1,
    )  # fmt: skip
    assert (item["about"], item["dated"], item["covers_from"], item["covers_to"], item["by"]) == (
        "The notice", "2026-03-01", "2026-01-01", None, officer.person_id,
    )  # fmt: skip
    assert officer.get(case).headers["ETag"] == '"2"'
    listed = officer.get(f"{case}/evidence")
    assert (listed.get_json(), listed.headers["ETag"]) == ({"items": [item]}, '"2"')
    assert officer.get(f"{case}/evidence/{item['id']}").get_json() == item
    assert officer.get(f"{case}/evidence/{item['id']}/content").data == NOTICE
    done = [(act, about.get("evidence_id")) for act, about in acts(either, case) if act.startswith("evidence")]
    assert done == [
        ("evidence.added", item["id"]), ("evidence.read", None), ("evidence.read", None), ("evidence.read", item["id"]),
    ]  # fmt: skip
    assert "notice" not in str(acts(either, case))


@pytest.mark.parametrize(
    ("name", "data", "saved_as"),
    [
        ("notice.pdf", NOTICE, "notice.pdf"),
        ("plan of the site.png", png(), "plan%20of%20the%20site.png"),
        ("scan.jpg", jpeg(), "scan.jpg"),
        ("letter.docx", docx("Dear Sir"), "letter.docx"),
        ("rota.csv", "a;é\n1;2\n".encode("utf-16"), "rota.csv"),
        ('a"b\r\nSet-Cookie: x;.csv', ROTA, "a_b%20Set-Cookie_%20x%3B.csv"),
        ("Überweisung.csv", ROTA, "%C3%9Cberweisung.csv"),
        ("../../etc/passwd.csv", ROTA, "passwd.csv"),
    ],
)
def test_a_file_goes_out_only_to_be_saved(officer: Caller, name: str, data: bytes, saved_as: str) -> None:
    case = received(officer)
    item = adds(officer, case, data, f"?name={quote(name)}", headers={"Content-Type": "text/html"}).get_json()
    sent = officer.get(f"{case}/evidence/{item['id']}/content")
    assert (sent.status_code, sent.data) == (200, data)
    assert sent.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{saved_as}"
    assert sent.headers["Content-Type"] == item["media_type"]
    assert sent.headers.getlist("X-Content-Type-Options") == ["nosniff"]
    assert sent.headers.getlist("Content-Security-Policy") == [
        "sandbox; default-src 'none'; form-action 'none'; frame-ancestors 'none'"
    ]
    assert sent.headers["Cache-Control"] == "no-store"


def test_every_other_answer_keeps_the_usual_policy(officer: Caller) -> None:
    policy = officer.get("/cases").headers.getlist("Content-Security-Policy")
    assert len(policy) == 1
    assert "sandbox" not in policy[0]


@pytest.mark.parametrize(
    ("disposition", "asked", "name"),
    [
        ('attachment; filename="rota of May.csv"', "", "rota of May.csv"),
        ("attachment; filename*=UTF-8''%C3%9Cber.csv", "", "Über.csv"),
        ("", "?name=a%20rota.csv", "a rota.csv"),
        ("inline", "?name=a.csv", "a.csv"),
    ],
)
def test_the_name_stands_in_a_header_or_in_the_address(
    officer: Caller, disposition: str, asked: str, name: str
) -> None:
    added = adds(officer, received(officer), asked=asked, headers={"Content-Disposition": disposition})
    assert added.get_json()["name"] == name


def test_the_same_file_under_the_same_key_is_one_item(officer: Caller) -> None:
    case = received(officer)
    first, again = (keyed(officer, case) for _ in range(2))
    assert (first.status_code, first.get_json(), first.headers["Location"], first.headers["ETag"]) == (
        201, again.get_json(), again.headers["Location"], again.headers["ETag"],
    )  # fmt: skip
    for other in (
        keyed(officer, case, b"S-2,midwife\n"),
        keyed(officer, case, asked="?name=other.csv"),
        keyed(officer, case, asked="", headers={"Content-Disposition": "attachment; filename=rota.csv"}),
    ):
        assert "came before with another request" in problem(other, 422)["detail"]
    assert len(officer.get(f"{case}/evidence").get_json()["items"]) == 1
    assert "the same file as evidence item 1 of this case" in problem(adds(officer, case, version=2), 422)["detail"]


def keyed(
    officer: Caller, case: str, data: bytes = ROTA, asked: str = "?name=rota.csv", headers: Mapping[str, str] = {}
) -> TestResponse:
    key = {"Idempotency-Key": f"key-of-{case.rpartition('/')[2]}"}
    return adds(officer, case, data, asked, headers={**key, **headers})


def test_a_file_is_added_to_the_version_that_was_read(officer: Caller) -> None:
    case = received(officer)
    unsaid = officer.open("POST", f"{case}/evidence?name=a.csv", data=ROTA)
    assert "If-Match with the ETag" in problem(unsaid, 428)["detail"]
    assert "changed by somebody else since you read it" in problem(adds(officer, case, version=7), 412)["detail"]
    nothing_was_kept(officer, case)


def test_what_somebody_may_not_see_is_not_there(office: Place, officer: Caller) -> None:
    case, other = received(officer, organisation="QEL"), received(officer)
    item = adds(officer, case).get_json()["id"]
    stranger, their_own = (office.caller("icb", organisation=code) for code in ("QXX", "QEL"))
    for at in ("", f"/{item}", f"/{item}/content"):
        assert their_own.get(f"{case}/evidence{at}").status_code == 200
        told = {problem(stranger.get(f"{each}/evidence{at}"), 404)["detail"] for each in (case, f"/cases/{NOBODY}")}
        assert len(told) == 1
    told = {problem(adds(stranger, each), 404)["detail"] for each in (case, f"/cases/{NOBODY}")}
    assert len(told) == 1
    for id in (item, NOBODY, "%00", "..", item.upper()):  # the first is that of another case
        for at in ("", "/content"):
            assert officer.get(f"{other}/evidence/{id}{at}").status_code == 404
    assert adds(their_own, case, b"S-2,ours\n", version=2).status_code == 201


def test_roles_and_scopes_say_who_adds_and_who_reads(office: Place, officer: Caller) -> None:
    case = received(officer)
    adds(officer, case)
    auditor, publisher = office.caller("auditor"), office.caller("publisher")
    assert auditor.get(f"{case}/evidence").status_code == 200
    assert "(evidence.add)" in problem(adds(auditor, case, version=2), 403)["detail"]
    assert "(evidence.read)" in problem(publisher.get(f"{case}/evidence"), 403)["detail"]
    facts_only = office.caller("officer", scopes=("case.read", "fact.read"))
    assert "(evidence.read)" in problem(facts_only.get(f"{case}/evidence"), 403)["detail"]
    assert "rationale token add" in problem(office.client.get(f"/api/v1{case}/evidence"), 401)["detail"]


def test_a_file_that_was_altered_or_is_missing_is_not_given_out(office: Place, officer: Caller) -> None:
    case, data = received(officer), b"S-1,to be altered\n"
    item = adds(officer, case, data).get_json()
    path = kept_in(office) / item["sha256"][:2] / item["sha256"]
    path.write_bytes(data + b"x")
    altered = problem(officer.get(f"{case}/evidence/{item['id']}/content"), 500)
    assert (altered["type"], "was altered. Put it back from a backup" in altered["detail"]) == (
        "/docs#problem-damaged", True,
    )  # fmt: skip
    path.unlink()
    assert "is missing" in problem(officer.get(f"{case}/evidence/{item['id']}/content"), 500)["detail"]
    assert [act for act, _ in acts(office, case)].count("evidence.read") == 0


def test_a_file_whose_time_was_over_is_gone_and_its_item_stays(office: Place, officer: Caller) -> None:
    case = received(officer)
    id = adds(officer, case, b"S-1,long ago\n").get_json()["id"]
    with office.database.writing() as connection:
        gone = {"bytes_gone_at": datetime(2036, 3, 2, tzinfo=UTC), "name": None, "about": None}
        connection.execute(update(evidence_item).where(evidence_item.c.id == id).values(gone))
    told = problem(officer.get(f"{case}/evidence/{id}/content"), 410)["detail"]
    assert told == "The time of evidence item 1 was over, and its file is gone."
    item = officer.get(f"{case}/evidence/{id}").get_json()
    assert (item["name"], item["bytes_gone_at"]) == (None, "2036-03-02T00:00:00+00:00")


def test_no_name_or_word_of_the_sender_reaches_the_log(officer: Caller, capfd: pytest.CaptureFixture[str]) -> None:
    case = received(officer)
    for asked in ("?name=Quillfeather.csv&about=Quillfeather", "?name=Quillfeather.exe", "?Quillfeather=1"):
        adds(officer, case, b"S-1,Quillfeather\n", asked, headers={"User-Agent": "Quillfeather"})
    id = officer.get(f"{case}/evidence").get_json()["items"][0]["id"]
    officer.get(f"{case}/evidence/{id}/content")
    officer.get(f"{case}/evidence/Quillfeather/content")
    logged = capfd.readouterr().err
    assert logged.count('"event": "request"') >= 6
    assert "quillfeather" not in logged.lower()
