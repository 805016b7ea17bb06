"""The files of a rule set in one ZIP: the same files give the same bytes everywhere, and the rule set comes back.

What is kept of a determination and what is published of it hold the rules in this form.
"""

import io
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePosixPath

from engine.errors import RuleError
from engine.loader import load_rule_set
from engine.model import RuleSet

_NO_DAY = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o100644 << 16
_UNIX = 3
_ENCRYPTED = 0x1
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error,
    EOFError, LookupError, OSError, OverflowError, RuntimeError, ValueError,
)  # fmt: skip


class RuleFilesRefused(Exception):
    """Rule files that do not give back the rule set that they should."""


class RuleFilesDamaged(RuleFilesRefused):
    """What cannot be unpacked. ``why`` says what is wrong with it."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"The files are damaged ({why}).")


def pack_files(files: Mapping[str, bytes]) -> bytes:
    """Files by their path, as a ZIP. Not compressed, since zlib's versions compress the same bytes differently."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files, key=lambda name: name.split("/")):
            entry = zipfile.ZipInfo(name, _NO_DAY)
            entry.create_system, entry.external_attr = _UNIX, _READABLE
            archive.writestr(entry, files[name])
    return into.getvalue()


def unpack_files(packed: bytes) -> dict[str, bytes]:
    """The files of a ZIP by their path, whoever wrote it; nothing is written anywhere.

    Raises RuleFilesDamaged where it cannot be read, or holds what ``pack_files`` never makes: a file that is compressed
    or stands there twice, so that no small ZIP becomes a large heap of files.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            entries = archive.infolist()
            if told := _never_packed(entries, len(packed)):
                raise RuleFilesDamaged(told)
            return {entry.filename: archive.read(entry) for entry in entries}
    except _BROKEN as damaged:
        raise RuleFilesDamaged(str(damaged)) from damaged


def pack_rules(folder: Path, loaded: RuleSet | None = None) -> bytes:
    """The files of the rule set in ``folder``, packed as the folders lie below the rules' root.

    It holds what ``load_rule_set`` reads; tests beside the rules are left out. ``loaded`` is the rule set as it was
    loaded from there, which is otherwise loaded now. Raises RuleFilesRefused where this does not give that very
    revision.
    """
    rule_set = loaded or load_rule_set(folder)
    root = folder.parent.parent
    try:
        paths = _needed(folder, rule_set)
        packed = pack_files({path.relative_to(root).as_posix(): path.read_bytes() for path in paths})
        check_rules(packed, rule_set)
    except (RuleError, FileNotFoundError) as changed:
        told = f"The files of {rule_set.id} can no longer be read, so they were changed after they were loaded."
        raise RuleFilesRefused(told) from changed
    return packed


def check_rules(packed: bytes, loaded: RuleSet) -> None:
    """Raises RuleFilesRefused where packed files give another revision than the rule set that is loaded."""
    found = read_rules(packed, loaded.id)
    if found.revision != loaded.revision:
        raise RuleFilesRefused(
            f"The files of {loaded.id} give revision {found.revision[:12]}, and the rules in use are revision "
            f"{loaded.revision[:12]}: the files were changed after they were loaded."
        )


def read_rules(packed: bytes, id: str, within: Path | None = None) -> RuleSet:
    """The rule set ``id`` from its packed files, which lie in a folder (in ``within``) while they are read.

    Raises RuleFilesRefused where they are no such files, and RuleError where this program cannot read them.
    """
    if within is not None:
        within.mkdir(parents=True, exist_ok=True)
    return _read(packed, id, _Within(within))


def _never_packed(entries: list[zipfile.ZipInfo], most: int) -> str:
    """What one of the files is that no file here ever is; empty where there is no such."""
    names: set[str] = set()
    for entry in entries:
        if entry.compress_type != zipfile.ZIP_STORED or entry.flag_bits & _ENCRYPTED:
            return f"'{entry.filename}' is compressed or sealed, and no file here ever is"
        if entry.filename in names:
            return f"'{entry.filename}' stands there twice"
        names.add(entry.filename)
    return "its files are larger than itself" if sum(entry.file_size for entry in entries) > most else ""


def _needed(folder: Path, rule_set: RuleSet) -> Iterator[Path]:
    """What the loader reads: the rule set's files, its area's facts, and the questions that its facts await."""
    yield from (path for path in folder.glob("*.yaml") if not path.name.endswith(".test.yaml"))
    if (shared := folder.parent / "facts.yaml").exists():
        yield shared
    for other in {fact.bridge[0] for fact in rule_set.facts.values() if fact.bridge}:
        yield folder.parent.parent / other / "ruleset.yaml"


@dataclass(frozen=True, slots=True)
class _Within:
    """Where files lie while they are read. The same files give the same rules wherever that is, so all are equal."""

    folder: Path | None = field(compare=False)


@lru_cache(maxsize=16)
def _read(packed: bytes, id: str, within: _Within) -> RuleSet:
    with tempfile.TemporaryDirectory(prefix="rules-", dir=within.folder) as folder:
        _lay_out(unpack_files(packed), Path(folder))
        return load_rule_set(Path(folder) / id)


def _lay_out(files: Mapping[str, bytes], folder: Path) -> None:
    for name, content in files.items():
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or path.suffix != ".yaml":
            raise RuleFilesRefused(f"'{name}' is no rule file: these files have been changed.")
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
