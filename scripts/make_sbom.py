"""Writes what Rationale is made of, as a CycloneDX 1.6 bill of materials: what the run lock names and what is vendored.

`make sbom` runs it. Names, versions, hashes and who needs whom are the lock's; licences are what each package says of
itself where it is installed. The same project gives the same bytes: the serial number is worked out from what the bill
holds, and its time is that of the newest commit, which make hands over.
"""

import argparse
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import metadata
from pathlib import Path
from uuid import NAMESPACE_OID, UUID, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.contrib.this.builders import this_component
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType, Pedigree
from cyclonedx.model.contact import OrganizationalEntity
from cyclonedx.model.license import License, LicenseAcknowledgement
from cyclonedx.model.tool import ToolRepository
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL

ROOT = Path(__file__).parents[1]
VENDORED = ("web/static/vendor", "documents/fonts")
ENTRY = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>[^\s;]+)(?P<rest>.*(?:\n .*)*)", re.MULTILINE)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
NEEDED_BY = re.compile(r"^ +# (?:via |  )([a-z0-9-]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Locked:
    """One package of the lock: a hash for each file that may be installed, and whose dependency it is."""

    name: str
    version: str
    hashes: tuple[str, ...]
    needed_by: tuple[str, ...]


def locked(lock: str) -> tuple[Locked, ...]:
    """What a lock as uv writes it names, in its order."""
    return tuple(
        Locked(each["name"], each["version"], tuple(HASH.findall(each["rest"])), tuple(NEEDED_BY.findall(each["rest"])))
        for each in ENTRY.finditer(lock)
    )


def bill(made: datetime) -> str:
    """The whole bill of materials, as JSON."""
    ours = _ours()
    packages = {(each.name, each.version): _of_lock(each) for each in _run_lock()}  # a version for each Python
    vendored = [_vendored(path) for folder in VENDORED for path in sorted((ROOT / folder).glob("*/manifest.json"))]
    about = BomMetaData(component=ours, timestamp=made, tools=ToolRepository(components=[this_component()]))
    bom = Bom(components=[*packages.values(), *vendored], metadata=about, serial_number=UUID(int=0))
    bom.register_dependency(ours, _needed_by(ours.name, packages))
    bom.register_dependency(ours, vendored)
    for (name, _), component in packages.items():
        bom.register_dependency(component, _needed_by(name, packages))
    bom.serial_number = uuid5(NAMESPACE_OID, _as_json(bom))
    return _as_json(bom)


def _needed_by(name: str, packages: Mapping[tuple[str, str], Component]) -> list[Component]:
    return [packages[each.name, each.version] for each in _run_lock() if name in each.needed_by]


def _as_json(bom: Bom) -> str:
    return make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string(indent=2) + "\n"


def _run_lock() -> tuple[Locked, ...]:
    return locked((ROOT / "requirements" / "run.lock").read_text("utf-8"))


def _ours() -> Component:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return Component(
        type=ComponentType.APPLICATION,
        name=project["name"],
        version=project["version"],
        description=project["description"],
        supplier=OrganizationalEntity(name=project["authors"][0]["name"]),
        licenses=[_licence(project["license"])],
        bom_ref=project["name"],
    )


def _of_lock(each: Locked) -> Component:
    address = PackageURL("pypi", name=each.name, version=each.version)
    return Component(
        name=each.name,
        version=each.version,
        purl=address,
        bom_ref=str(address),
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=one) for one in each.hashes],
        licenses=_said_of_itself(each.name),
    )


def _vendored(manifest: Path) -> Component:
    """What the repository holds a changed copy of, with each of its files."""
    told = json.loads(manifest.read_text("utf-8"))
    namespace, _, name = told["package"].rpartition("/")
    address = PackageURL("npm", namespace or None, name, told["version"])
    return Component(
        name=told["package"],
        version=told["version"],
        purl=address,
        bom_ref=str(address),
        licenses=[_licence(told["licence"])],
        pedigree=Pedigree(notes=told["changed"]),
        components=[_file(told["package"], *each) for each in told["sha256"].items()],
    )


def _file(package: str, name: str, sha256: str) -> Component:
    return Component(
        type=ComponentType.FILE,
        name=name,
        bom_ref=f"{package}/{name}",
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=sha256)],
    )


def _said_of_itself(name: str) -> list[License]:
    """The licences that an installed package declares: an SPDX expression where it has one, else its own words."""
    told = metadata(name)
    for field in ("License-Expression", "License"):
        said = [one for one in told.get_all(field) or [] if one and "\n" not in one]
        if said:
            return [_licence(said[0])]
    kinds = [one for one in told.get_all("Classifier") or [] if one.startswith("License ::")]
    return [_licence(one.rpartition(" :: ")[2]) for one in kinds]


def _licence(said: str) -> License:
    return LicenseFactory().make_from_string(said, license_acknowledgement=LicenseAcknowledgement.DECLARED)


def main() -> None:
    """Write the bill to the file that is named."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("file", type=Path)
    options.add_argument("made", type=datetime.fromisoformat, help="such as 2026-11-25T12:00:00+00:00")
    said = options.parse_args()
    said.file.parent.mkdir(parents=True, exist_ok=True)
    said.file.write_text(bill(said.made), "utf-8")
    print(f"written: {said.file}")


if __name__ == "__main__":
    main()
