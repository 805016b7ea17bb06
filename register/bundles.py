"""A bundle: a publication with all that its determinations were made from, as one ZIP that needs nothing else.

``record.json`` is the record, byte for byte as the log has it. Of its Nth determination ``determinations/N.json`` is
what was published, and ``rules/N/`` holds the rule files at their revision. ``README.txt`` tells people what to do with
it; ``manifest.txt`` names every file with its SHA-256. The same version gives the same bytes.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import rfc8785
from sqlalchemy import Connection

from documents import DecisionRecord, DeterminationMade, Record, RecordRefused, canonical, read_record
from engine import RuleFilesDamaged, pack_files, unpack_files
from register.bundle_words import read_me
from register.errors import NotHeld
from register.reading import determinations_of, publication, rules_of

RECORD, READ_ME, MANIFEST = "record.json", "README.txt", "manifest.txt"
_RULE_FILE = re.compile(r"(?:[a-z0-9-]{1,100}/){1,3}[a-z0-9-]{1,100}\.yaml")


class BundleRefused(ValueError):
    """A file that is no bundle, or one in which nothing can be read."""


@dataclass(frozen=True, slots=True)
class PartBundled:
    """A determination in a bundle: what the record says of it, itself as published, and its rules, packed.

    Either of the last two is none where the bundle does not hold it.
    """

    made: DeterminationMade
    canonical: bytes | None
    rules: bytes | None


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle that was read. ``faults`` tells what in it is not as the register wrote it."""

    record: Record
    sha256: str
    parts: tuple[PartBundled, ...]
    faults: tuple[str, ...]


def bundle(connection: Connection, id: str, version: int) -> bytes:
    """The bundle of one version. Raises NotHeld where the register does not hold it, or no longer."""
    found = publication(connection, id)
    held = None if found is None else found.held(version)
    if found is None or held is None or held.canonical is None:
        told = "holds it no longer" if held else "does not hold it"
        raise NotHeld(f"There is no bundle of version {version} of {id}: the register {told}.")
    record = read_record(held.canonical)
    published = {each.sha256: each.canonical for each in determinations_of(connection, found.id, version)}
    rules = {each.revision: each.files for each in rules_of(connection, found.id, version)}
    files = {RECORD: held.canonical, READ_ME: read_me(record, held.sha256).encode()}
    for place, made in enumerate(_determinations(record), 1):
        if made.published_sha256 in published:
            files[_determination(place)] = published[made.published_sha256]
        if made.revision in rules:
            unpacked = unpack_files(rules[made.revision])
            files |= {f"{_rules(place)}{name}": content for name, content in unpacked.items()}
    return pack_files(files | {MANIFEST: _manifest(files)})


def read_bundle(file: bytes) -> Bundle:
    """What a bundle holds, and what in it is not as it should be. Raises BundleRefused where it is none."""
    try:
        files = unpack_files(file)
    except RuleFilesDamaged as damaged:
        told = f"This is no bundle, or a damaged one ({damaged.why}). Download it from the register again."
        raise BundleRefused(told) from None
    if RECORD not in files:
        raise BundleRefused(f"This is no bundle: it holds no {RECORD}. Download one at the address of a decision.")
    try:
        record = read_record(files[RECORD])
        as_written = canonical(record) == files[RECORD]
    except (RecordRefused, rfc8785.CanonicalizationError, ValueError, RecursionError) as wrong:
        raise BundleRefused(f"The {RECORD} in this bundle cannot be read ({wrong}).") from None
    parts = tuple(_part(files, place, made) for place, made in enumerate(_determinations(record), 1))
    faults = [] if as_written else [f"{RECORD} is not written as records are, so it was changed."]
    faults += [*_not_as_named(files), *_of_no_use(files, len(parts)), *_other_determinations(parts)]
    if not faults and pack_files(files) != file:
        faults.append("The ZIP itself was written by another program than the register, though its files are whole.")
    return Bundle(record, hashlib.sha256(files[RECORD]).hexdigest(), parts, tuple(faults))


def _determinations(record: Record) -> tuple[DeterminationMade, ...]:
    return record.determinations if isinstance(record, DecisionRecord) else ()


def _determination(place: int) -> str:
    return f"determinations/{place}.json"


def _rules(place: int) -> str:
    return f"rules/{place}/"


def _manifest(files: Mapping[str, bytes]) -> bytes:
    """As ``sha256sum`` writes it and checks it."""
    return "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)).encode()


def _part(files: Mapping[str, bytes], place: int, made: DeterminationMade) -> PartBundled:
    folder = _rules(place)
    rules = {
        name.removeprefix(folder): content
        for name, content in files.items()
        if name.startswith(folder) and _RULE_FILE.fullmatch(name.removeprefix(folder))
    }
    return PartBundled(made, files.get(_determination(place)), pack_files(rules) if rules else None)


def _not_as_named(files: Mapping[str, bytes]) -> Iterator[str]:
    """What the manifest says otherwise, file by file."""
    if MANIFEST not in files:
        yield f"{MANIFEST} is missing, by which changes would be found."
        return
    lines = files[MANIFEST].decode(errors="replace").splitlines()
    named = {name: digest for digest, _, name in (line.partition("  ") for line in lines) if name}
    held = {name: hashlib.sha256(content).hexdigest() for name, content in files.items() if name != MANIFEST}
    for name in sorted({*named, *held}):
        if name not in held:
            yield f"{name} is missing."
        elif name not in named:
            yield f"{name} was added: {MANIFEST} does not name it."
        elif held[name] != named[name]:
            yield f"{name} was changed: it has another SHA-256 than {MANIFEST} names."
    if named == held and _manifest({name: files[name] for name in held}) != files[MANIFEST]:
        yield f"{MANIFEST} is not as the register wrote it."


def _of_no_use(files: Mapping[str, bytes], parts: int) -> Iterator[str]:
    """Files that no bundle of this record has."""
    known = {RECORD, READ_ME, MANIFEST, *map(_determination, range(1, parts + 1))}
    folders = tuple(map(_rules, range(1, parts + 1)))
    for name in sorted(set(files) - known):
        folder = next((each for each in folders if name.startswith(each)), None)
        if folder is None or not _RULE_FILE.fullmatch(name.removeprefix(folder)):
            yield f"{name} is no file of a bundle of this record."


def _other_determinations(parts: tuple[PartBundled, ...]) -> Iterator[str]:
    for place, part in enumerate(parts, 1):
        if part.canonical is not None and hashlib.sha256(part.canonical).hexdigest() != part.made.published_sha256:
            yield f"{_determination(place)} is not the determination that the record names."
