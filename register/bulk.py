"""The whole register as files: JSON Lines, CSV and Parquet, and a manifest with the hash of each.

They are of one state of the log, and named after it: what is withdrawn or erased is a new leaf of the log, so that
whoever asks next is given new files, and the old ones go.
"""

import fcntl
import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import Connection, select

from register import log
from register.sheets import as_csv
from storage import publication, publication_version

FORMAT = "rationale-bulk-1"
BULK_MANIFEST = "manifest.json"
BULK_FILES: Mapping[str, str] = {
    "decisions.jsonl": "application/jsonl",
    "decisions.csv": "text/csv",
    "decisions.parquet": "application/vnd.apache.parquet",
    "scheme-results.jsonl": "application/jsonl",
    "scheme-results.csv": "text/csv",
    "scheme-results.parquet": "application/vnd.apache.parquet",
    BULK_MANIFEST: "application/json",
}
_AT_A_TIME = 500
_LOCK = ".lock"
_LOOKS = 0.05  # seconds between two looks whether it is free
_DECISION = (
    "id", "version", "sha256", "reference", "title", "summary", "determined", "area", "kind", "decided_on", "year",
    "published_on", "disposal", "outcome", "under_appeal", "commissioner", "parties", "provisions", "source",
    "sample", "noindex", "licence", "redactions",
)  # fmt: skip
_SCHEME_RESULT = (
    "id", "version", "sha256", "reference", "title", "trust", "ods_code", "scheme", "year", "achieved", "of", "status",
    "published_on", "sample", "noindex", "licence", "redactions",
)  # fmt: skip
_NUMBERS, _FLAGS = frozenset({"version", "year", "of"}), frozenset({"sample", "noindex"})

Row = Mapping[str, Any]
RowOf = Callable[[Row], Row]


class BulkBeingMade(Exception):
    """Somebody else makes the files just now, and whoever asked was not to wait any longer."""


def bulk_files(reading: Callable[[], AbstractContextManager[Any]], folder: Path, *, wait: float | None = None) -> Path:
    """The folder with the files of the register as it stands now, made if need be. Files of other states are gone.

    Of several processes that ask at once, one makes them, and the others wait: so many seconds, after which they are
    told BulkBeingMade, or as long as it takes. Whoever's turn it is looks at the register anew with ``reading``: the
    state from before the wait may hold what was withdrawn meanwhile.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with reading() as connection:
        made = folder / _state(connection)
    if made.is_dir() and _folders(folder) == [made]:
        return made
    with (folder / _LOCK).open("w") as lock:
        _take(lock, wait)
        with reading() as connection:
            made = folder / _state(connection)
            if not made.is_dir():
                fresh = Path(tempfile.mkdtemp(prefix=".", dir=folder))
                write(connection, fresh)
                fresh.rename(made)
        for other in _folders(folder):
            if other != made:
                shutil.rmtree(other, ignore_errors=True)
    return made


def _state(connection: Connection) -> str:
    """The state of the log as the name of a folder, and which files and columns: a newer version may have others."""
    size = log.size(connection)
    layout = repr((FORMAT, [*BULK_FILES], [(kind, *columns) for kind, columns, _ in _KINDS]))
    return f"{size}-{log.root_at(connection, size)[:16]}-{hashlib.sha256(layout.encode()).hexdigest()[:8]}"


def _folders(folder: Path) -> list[Path]:
    return [each for each in folder.iterdir() if each.is_dir()]


def _take(lock: TextIO, wait: float | None) -> None:
    if wait is None:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return
    last = time.monotonic() + wait
    while not _taken(lock):
        if time.monotonic() > last:
            raise BulkBeingMade(
                "The files are being made anew, since something was published or withdrawn. Ask again in a minute."
            )
        time.sleep(_LOOKS)


def _taken(lock: TextIO) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def write(connection: Connection, folder: Path) -> None:
    """Write every file into a folder, and last the manifest."""
    for kind, columns, row_of in _KINDS:
        stem = kind.replace("_", "-") + "s"
        _write_jsonl(connection, kind, folder / f"{stem}.jsonl")
        _write_csv(connection, kind, folder / f"{stem}.csv", columns, row_of)
        _write_parquet(connection, kind, folder / f"{stem}.parquet", columns, row_of)
    size = log.size(connection)
    said = {
        "format": FORMAT,
        "log": {"size": size, "root": log.root_at(connection, size)},
        "licence": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        "files": [_described(folder / name) for name in BULK_FILES if name != BULK_MANIFEST],
    }
    (folder / BULK_MANIFEST).write_text(json.dumps(said, indent=2) + "\n", "utf-8")


def _described(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"name": path.name, "media_type": BULK_FILES[path.name], "bytes": path.stat().st_size, "sha256": digest}


def _held(connection: Connection, kind: str) -> Iterator[tuple[str, bytes]]:
    """The hash and the newest record of every publication that stands, by the day."""
    newest = (publication_version.c.publication_id == publication.c.id) & (
        publication_version.c.version == publication.c.version
    )
    wanted = select(publication.c.docid, publication_version.c.sha256, publication_version.c.canonical)
    wanted = wanted.join(publication_version, newest).where(
        publication.c.kind == kind, publication.c.state != "withdrawn", publication_version.c.canonical.is_not(None)
    )
    wanted = wanted.order_by(publication.c.docid).limit(_AT_A_TIME)
    behind = -1
    while rows := connection.execute(wanted.where(publication.c.docid > behind)).all():
        behind = rows[-1].docid
        yield from ((row.sha256, row.canonical) for row in rows)


def _write_jsonl(connection: Connection, kind: str, path: Path) -> None:
    with path.open("wb") as file:
        for _, canonical in _held(connection, kind):
            file.write(canonical + b"\n")


def _write_csv(connection: Connection, kind: str, path: Path, columns: Sequence[str], row_of: RowOf) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(as_csv([columns]))
        for row in _rows(connection, kind, row_of):
            file.write(as_csv([[_cell(row[name]) for name in columns]]))


def _write_parquet(connection: Connection, kind: str, path: Path, columns: Sequence[str], row_of: RowOf) -> None:
    import pyarrow as pa  # noqa: PLC0415  # it takes long to load, and nothing else needs it
    import pyarrow.parquet as pq  # noqa: PLC0415  # the same

    kinds = {name: pa.int32() for name in _NUMBERS} | {name: pa.bool_() for name in _FLAGS}
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in columns])
    with pq.ParquetWriter(path, schema, compression="zstd") as file:
        rows: list[Row] = []
        for row in _rows(connection, kind, row_of):
            rows.append(row)
            if len(rows) == _AT_A_TIME * 10:
                file.write_table(pa.Table.from_pylist(rows, schema=schema))
                rows = []
        file.write_table(pa.Table.from_pylist(rows, schema=schema))


def _rows(connection: Connection, kind: str, row_of: RowOf) -> Iterator[Row]:
    """What CSV and Parquet hold of each publication that stands."""
    for sha256, canonical in _held(connection, kind):
        said = json.loads(canonical)
        yield {**row_of(said), "sha256": sha256, "redactions": "; ".join(map(_redacted, said["redactions"]))}


def _redacted(said: Row) -> str:
    """Where something is left out, and why: in words, and by the name of the reason."""
    why = f"{said['says']} ({said['reason']})" if said["says"] else said["reason"]
    return f"{said['pointer']}: {why}"


def _cell(value: object) -> str | int:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, int) else str(value)


def _decision(said: Row) -> Row:
    named = [f"{each['role']}: {each['name']}" for each in said["parties"]]
    provisions = dict.fromkeys(f"{each['rule_set']}/{each['provision']}" for each in said["applied"])
    return {
        **said,
        "kind": said["kind"]["id"], "disposal": said["disposal"]["id"], "outcome": said["final"]["id"],
        "under_appeal": said["under_appeal"]["id"], "parties": "; ".join(named), "provisions": "; ".join(provisions),
        "source": said["source"]["url"] if said["source"] else "",
    }  # fmt: skip


def _scheme_result(said: Row) -> Row:
    return {**said, "achieved": "; ".join(said["achieved"]), "status": said["status"]["id"]}


_KINDS: tuple[tuple[str, Sequence[str], RowOf], ...] = (
    ("decision", _DECISION, _decision),
    ("scheme_result", _SCHEME_RESULT, _scheme_result),
)
