"""All that is held about a case as one ZIP: a page to read, the same as JSON, and its papers as files of their own."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import rfc8785
from sqlalchemy import Connection, Select, Table, select

from keeping.backup_files import Written
from keeping.case_file import CaseFile, gather
from keeping.export_page import page
from keeping.files import EvidenceGone, fetch
from keeping.held_rows import Row
from storage import determined, issued_decision, letter, rules_used

FORMAT = "rationale-case-1"
_LONGEST = 60  # letters of a name that are kept
_ENDINGS: Mapping[str, str] = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "text/csv": ".csv",
}


class ExportRefused(Exception):
    """A case that was not exported. Says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written, the hash of the manifest that names it all, and what should have been there and is not."""

    case_id: str
    reference: str
    files: tuple[Written, ...]
    manifest: str
    faults: tuple[str, ...]


@dataclass(slots=True)
class _Zip:
    """A ZIP that grows, and what it holds so far."""

    file: ZipFile
    at: datetime
    written: list[Written] = field(default_factory=list)

    def put(self, name: str, data: bytes) -> str:
        """Add a file; its name."""
        entry = ZipInfo(name, self.at.timetuple()[:6])
        entry.external_attr, entry.compress_type = 0o600 << 16, ZIP_DEFLATED
        self.file.writestr(entry, data)
        self.written.append(Written(name, hashlib.sha256(data).hexdigest(), len(data)))
        return name

    def put_json(self, name: str, held: Any) -> str:
        """Add a file of JSON."""
        return self.put(name, rfc8785.dumps(held))


def export(connection: Connection, now: datetime, folder: Path, reference: str, to: IO[bytes]) -> Exported:
    """Write the ZIP of a case, whose evidence is under ``folder``. Record ``case.exported`` before anybody gets it.

    ExportRefused where there is no such case. Evidence that is missing is named, on the page and in what is returned.
    """
    held = gather(connection, reference)
    if held is None:
        raise ExportRefused(f"There is no case {reference}. A reference looks like APP/2026/0001. Nothing was written.")
    at = now.astimezone(UTC)
    with ZipFile(to, "w") as file:
        made = _Zip(file, at)
        faults = _put_evidence(made, folder, held.evidence)
        _put_determinations(connection, made, held)
        _put_decisions(connection, made, held)
        made.put_json("case.json", asdict(held))
        made_at = at.isoformat(timespec="seconds").replace("+00:00", "Z")
        made.put("index.html", page(held, made_at, faults).encode())
        files = tuple(made.written)
        listed = {
            "format": FORMAT,
            "reference": reference,
            "made_at": made_at,
            "files": [asdict(each) for each in files],
        }
        made.put_json("manifest.json", listed)
    return Exported(held.case["id"], reference, files, made.written[-1].sha256, tuple(faults))


def safe_name(name: str) -> str:
    """What of a name can stand in any folder: small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST].strip("-")


def _put_evidence(made: _Zip, folder: Path, evidence: list[Row]) -> list[str]:
    """Each file under its item's number; what could not be put."""
    faults = []
    for item in evidence:
        item["file"] = None
        if item["bytes_gone_at"]:
            continue
        try:
            data = fetch(folder, item["sha256"])
        except EvidenceGone:
            faults.append(f"Item {item['place']} of the evidence: its file is missing or was altered.")
            continue
        stem = safe_name(Path(item["name"] or "").stem)
        name = f"evidence/{item['place']:03}{'-' if stem else ''}{stem}{_ENDINGS.get(item['media_type'], '.bin')}"
        item["file"] = made.put(name, data)
    return faults


def _put_determinations(connection: Connection, made: _Zip, held: CaseFile) -> None:
    """The canonical bytes of each that still has them, and the rules of every revision, once."""
    rules: dict[str, str] = {}
    for row in held.determinations:
        canonical = connection.scalar(select(determined.c.canonical).where(determined.c.id == row["id"]))
        name = f"determinations/{row['place']:03}-{safe_name(row['rule_set'])}.json"
        row["file"] = made.put(name, canonical) if canonical is not None else None
        if row["revision"] not in rules:
            files = connection.scalar(select(rules_used.c.files).where(rules_used.c.revision == row["revision"]))
            rules[row["revision"]] = made.put(f"rules/{row['revision']}.zip", files or b"")
        row["rules"] = rules[row["revision"]]


def _put_decisions(connection: Connection, made: _Zip, held: CaseFile) -> None:
    """Each issued decision and each letter as it went out, and the canonical bytes of what was decided."""
    out = {row.decision_id: row for row in connection.execute(_of(issued_decision, held))}
    sent = {row.id: row.html for row in connection.execute(_of(letter, held))}
    for row in held.decisions:
        issued = out.get(row["id"])
        name = f"decisions/{row['place']:03}-{safe_name(row['reference'] or '')}"
        row["file"] = made.put(f"{name}.json", issued.canonical) if issued and issued.canonical is not None else None
        row["document"] = made.put(f"{name}.html", issued.html.encode()) if issued and issued.html else None
        for each in row["letters"]:
            html = sent[each["id"]]
            name = f"letters/{row['place']:03}-{each['place']:03}.html"
            each["document"] = made.put(name, html.encode()) if html else None


def _of(table: Table, held: CaseFile) -> Select[Any]:
    return select(table).where(table.c.case_id == held.case["id"])
