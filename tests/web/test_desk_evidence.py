"""The evidence of a case at the desk: added with what is said of it, listed with what rests on it, and saved."""

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import update
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from keeping.media_types import LARGEST
from storage import evidence_item
from tests.keeping.documents import NHS_NUMBER, SPACED, docx, png
from tests.web.desks import Desk, desk
from tests.web.officers import Caller, Place
from tests.web.paging import BROWSER, Page, read
from tests.web.sending import NOTICE, ROTA, acts, adds, kept_in, received
from web.desk.evidence import in_words


@pytest.fixture(scope="module")
def olive(office: Place) -> Desk:
    return desk(office, "officer", name="Olive Officer")


def chosen(name: str, data: bytes = ROTA, about: str = "", days: Mapping[str, str] = {}) -> dict[str, Any]:
    """What a browser sends of a file that was chosen, and of what was typed beside it."""
    return {"file": (BytesIO(data), name), **({"about": about} if about else {}), **days}


def day(place: str, number: str) -> dict[str, str]:
    """A day of February, as it is typed."""
    return {f"{place}.day": number, f"{place}.month": "2", f"{place}.year": "2026"}


def sends_large(olive: Desk, at: str, size: int, about: str = "") -> TestResponse:
    """The answer to a form with a large file; its body is made in memory, where it leaves nothing open."""
    fields = olive.form(olive.opens(at), at).fields.to_dict()
    file = FileStorage(BytesIO(bytes(size)), "a.csv")
    boundary, body = encode_multipart({**fields, "about": about, "file": file})
    sent_as = f'multipart/form-data; boundary="{boundary}"'
    return olive.client.post(at, data=body, content_type=sent_as, headers=BROWSER)


def read_refused(answer: TestResponse) -> Page:
    """The page on which something was refused, with what was typed still on it."""
    return read(answer, 422)


@pytest.fixture(scope="module")
def case(office: Place) -> str:
    """A case to which nothing is ever added."""
    return received(office.caller("officer"))


def test_a_file_is_added_listed_in_words_and_saved_as_it_was(office: Place, officer: Caller, olive: Desk) -> None:
    case = received(officer)
    at = f"{case}/evidence"
    assert "There is no evidence in this case yet." in olive.opens(at).text
    days = {"dated.day": "1", "dated.month": "3", "dated.year": "2026"}
    days |= {"covers_from.day": "1", "covers_from.month": "1", "covers_from.year": "2026"}
    page = olive.does(at, at, chosen("../notice.pdf", NOTICE, "The notice\r\n<of> appeal", days))
    assert "The file was added to the evidence." in page.text
    for told in (
        "1. notice.pdf",
        f"What it is A PDF, {len(NOTICE)} bytes",
        "The notice <of> appeal",
        "Dated 1 March 2026. Covers what happened from 1 January 2026 on.",
        "by Olive Officer",
        "What rests on it Nothing yet",
    ):
        assert told in page.text, told
    (link,) = (each for each in page.links if each.endswith("/file"))
    saved = olive.client.get(link)
    assert (saved.status_code, saved.data, saved.headers["Content-Type"]) == (200, NOTICE, "application/pdf")
    assert saved.headers["Content-Disposition"] == "attachment; filename*=UTF-8''notice.pdf"
    assert saved.headers.getlist("X-Content-Type-Options") == ["nosniff"]
    assert saved.headers.getlist("Content-Security-Policy") == [
        "sandbox; default-src 'none'; form-action 'none'; frame-ancestors 'none'"
    ]
    assert (saved.headers["Cache-Control"], saved.headers.getlist("Set-Cookie")) == ("no-store", [])
    done = [(act, "evidence_id" in about) for act, about in acts(office, case) if act.startswith("evidence")]
    assert done == [
        *[("evidence.read", False)] * 2,
        ("evidence.added", True),
        *[("evidence.read", b) for b in (False, True)],
    ]


def test_what_rests_on_an_item_leads_to_the_facts_for_those_who_may_read_them(office: Place, officer: Caller) -> None:
    case = received(officer, organisation="QEL")
    item = adds(officer, case).get_json()["id"]
    stamp = {"value": "2024-04-03", "source": "the date stamp", "evidence": [item]}
    officer.change("POST", f"{case}/facts", {"facts": {"notice_received_on": stamp}}, 2)
    page = desk(office, "reviewer").opens(f"{case}/evidence")
    assert f"{case}/facts#fact-notice_received_on" in page.links
    assert 'id="evidence-1"' in page.source
    theirs = desk(office, "icb", organisation="QEL").opens(f"{case}/evidence")
    assert "1. rota.csv" in theirs.text
    assert not [each for each in theirs.links if "/facts" in each]
    assert "What rests on it" not in theirs.text


@pytest.mark.parametrize(
    ("sent", "field", "told"),
    [
        ({}, "file", "Choose a file. These are taken: PDF (.pdf), Word (.docx), Excel (.xlsx), CSV (.csv)"),
        (chosen("", b""), "file", "Choose a file."),
        (chosen("rota.csv", b""), "file", "This file is empty: it has 0 bytes. Fetch it again"),
        (chosen("notice.pdf", png()), "file", "and what is in it is a PNG picture (.png)"),
        (chosen("a.csv", f"a\n1,{NHS_NUMBER}\n".encode()), "file", "Row 2, column B: here the file holds a valid NHS"),
        (chosen("a.docx", docx("a", word__vbaProject_x_bin=b"x")), "file", "This file holds macros or controls"),
        (chosen(f"{NHS_NUMBER}.csv"), "file", "The name of this file holds a valid NHS number"),
        (chosen("a.csv", about=f"Of {SPACED}"), "about", "What is said about this file holds a valid NHS number"),
        (chosen("a.csv", days={"dated.day": "40"}), "dated", "Write a day, a month and a year of four figures"),
        (
            chosen("a.csv", days=day("covers_from", "9") | day("covers_to", "8")),
            "covers_from",
            "are upside down: from 9 February 2026 to 8 February 2026. Put the earlier one first",
        ),
    ],
)  # fmt: skip
def test_a_file_that_is_not_taken_is_told_of_beside_its_field_and_what_was_typed_stays(
    case: str, olive: Desk, sent: dict[str, Any], field: str, told: str
) -> None:
    at = f"{case}/evidence"
    typed = {"about": "What I typed", "covers_to.year": "2026", "covers_to.month": "3", "covers_to.day": "31"}
    answer = olive.sends(olive.opens(at), at, {**typed, **sent})
    page = read_refused(answer)
    assert f'href="#{field}"' in answer.text
    (beside,) = (held for tag, held in page.tags if held.get("id") == f"{field}-error")
    assert beside["class"] == "nhsuk-error-message"
    assert told in page.text
    assert page.fields["about"] == sent.get("about", "What I typed")
    assert page.fields["covers_to.day"] == sent.get("covers_to.day", "31")
    assert NHS_NUMBER not in page.text
    assert "There is no evidence in this case yet." in page.text


def test_a_file_of_more_than_20_mb_is_refused_with_what_to_do(case: str, olive: Desk) -> None:
    at = f"{case}/evidence"
    page = read_refused(sends_large(olive, at, LARGEST + 1, "What I typed"))
    assert "This file has 20,971,521 bytes, and at most 20,971,520 (20 MB) are taken. Send it in parts" in page.text
    assert page.fields["about"] == "What I typed"
    far_more = sends_large(olive, at, LARGEST + 300_000)
    assert far_more.status_code == 413
    assert (
        "A file may have 20 MB: go back, and send a larger one in parts, or scan it with fewer dots." in far_more.text
    )


def test_a_form_that_is_sent_twice_adds_one_item_and_another_form_with_that_file_is_refused(
    officer: Caller, olive: Desk
) -> None:
    at = f"{received(officer)}/evidence"
    page = olive.opens(at)
    first, second = (olive.sends(page, at, chosen("rota.csv")) for _ in range(2))
    assert (first.status_code, first.headers["Location"]) == (second.status_code, second.headers["Location"])
    again = olive.sends(olive.opens(at), at, chosen("other.csv", about="The rota"))
    assert "This is the same file as evidence item 1 of this case, byte for byte." in read_refused(again).text
    assert "The rota" in again.text
    assert olive.opens(at).text.count("by Olive Officer") == 1
    stale = olive.sends(page, at, chosen("new.csv", b"a,b\n"))
    assert stale.status_code == 409
    assert "was changed by somebody else since you read it" in stale.text


def test_a_file_that_is_gone_missing_or_altered_is_not_given_out(office: Place, officer: Caller, olive: Desk) -> None:
    case = received(officer)
    gone, missing = (
        adds(officer, case, data, version=n).get_json() for n, data in ((1, b"S-1,old\n"), (2, b"S-2,x\n"))
    )
    with office.database.writing() as connection:
        over = {"bytes_gone_at": datetime(2036, 3, 2, tzinfo=UTC), "name": None, "about": None}
        connection.execute(update(evidence_item).where(evidence_item.c.id == gone["id"]).values(over))
    (kept_in(office) / missing["sha256"][:2] / missing["sha256"]).write_bytes(b"altered")
    page = olive.opens(f"{case}/evidence")
    assert "1. A file that is no longer kept" in page.text
    assert "The file is gone: its time was over on 2 March 2036. That it was here stays written." in page.text
    assert [each for each in page.links if each.endswith("/file")] == [f"{case}/evidence/{missing['id']}/file"]
    told = olive.opens(f"{case}/evidence/{gone['id']}/file", 410)
    assert (told.headings[0], "The time of evidence item 1 was over" in told.text) == ("This is no longer kept", True)
    told = olive.opens(f"{case}/evidence/{missing['id']}/file", 500)
    assert "The file of evidence item 2 is missing, or is no longer what it was when it came" in told.text
    for other in ("0" * 32, "%00", "x"):
        olive.opens(f"{case}/evidence/{other}/file", 404)


def test_what_cannot_be_searched_is_marked_and_a_case_that_ended_takes_nothing_more(
    office: Place, officer: Caller, olive: Desk
) -> None:
    case = received(officer)
    adds(officer, case, png(), "?name=plan.png&covers_to=2026-01-31")
    page = olive.opens(f"{case}/evidence")
    assert "so nobody has searched all of it for NHS numbers: look it through" in page.text
    assert "A PNG picture" in page.text
    assert "Covers what happened up to 31 January 2026." in page.text
    assert "Add a file" not in desk(office, "auditor").opens(f"{case}/evidence").text
    officer.change("POST", f"{case}/states", {"to": "withdrawn", "on": "2026-03-03", "why": "A letter."}, 2)
    ended = olive.opens(f"{case}/evidence")
    assert "This case stands at: Withdrawn. It takes no more evidence." in ended.text
    late = olive.sends(page, f"{case}/evidence", {**chosen("a.csv"), "version": "3"})
    assert "is withdrawn, and takes no facts" in read_refused(late).text


def test_sizes_are_said_in_words() -> None:
    sizes = (1, 812, 1024, 12_300, 1_048_576, 1_300_000, LARGEST)
    assert [in_words(size) for size in sizes] == ["1 byte", "812 bytes", "1 KB", "12 KB", "1 MB", "1.2 MB", "20 MB"]
