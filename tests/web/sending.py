"""Sending files as evidence of a case, and looking at what was kept."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from werkzeug.test import TestResponse

from keeping import activity
from tests.keeping.documents import pdf
from tests.web.officers import Caller, Place
from tests.web.test_api_cases import LARKMERE

NOTICE = pdf("We appeal")
ROTA = b"S-1,midwife\n"
NOBODY = "0" * 32


def received(officer: Caller, **other: Any) -> str:
    """The address of a case that was received."""
    id = officer.post("/cases", {**LARKMERE, **other}).get_json()["id"]
    return f"/cases/{id}"


def adds(
    caller: Caller,
    case: str,
    data: bytes = ROTA,
    asked: str = "?name=rota.csv",
    version: int = 1,
    headers: Mapping[str, str] = {},
) -> TestResponse:
    """Send a file as a program would that knows nothing of what it is."""
    sent = {"If-Match": f'"{version}"', "Content-Type": "application/x-www-form-urlencoded", **headers}
    return caller.open("POST", f"{case}/evidence{asked}", sent, data=data)


def kept_in(office: Place) -> Path:
    """Where the bytes of evidence lie."""
    folder: Path = office.client.application.extensions["rationale.office"].data_dir
    return folder / "evidence"


def acts(office: Place, case: str) -> list[tuple[str, dict[str, Any]]]:
    """What was done in a case, and about what, by the activity."""
    with office.database.reading() as connection:
        return [(each.act, json.loads(each.about)) for each in activity.entries(connection, case.rpartition("/")[2])]


def nothing_was_kept(officer: Caller, case: str) -> None:
    """The case has no evidence, and is in its first version still."""
    listed = officer.get(f"{case}/evidence")
    assert (listed.get_json(), listed.headers["ETag"]) == ({"items": []}, '"1"')
