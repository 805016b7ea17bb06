"""Fetches the fonts of decisions and letters and writes them to documents/fonts, each with its licence and a manifest.

It needs npm and the network; what it writes is committed, so that nothing else does. A font that comes as WOFF2 is
unpacked, without loss, since reading it so would take a second for each PDF. The manifest holds the version and a
SHA-256 for each file; tests/documents/test_fonts.py checks the files against it.
"""

import hashlib
import io
import json
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import woff2

TARGET = Path(__file__).parent.parent / "documents" / "fonts"


@dataclass(frozen=True, slots=True)
class Font:
    """A package of npm, and which of its files are taken, by their path in it."""

    folder: str
    package: str
    version: str
    licence: str
    notice: str
    files: tuple[str, ...]
    changed: str


FONTS = (
    Font(
        folder="plex-sans",
        package="@ibm/plex-sans",
        version="1.1.0",
        licence="OFL-1.1",
        notice="LICENSE.txt",
        files=tuple(
            f"fonts/complete/woff2/IBMPlexSans-{face}.woff2"
            for face in ("Regular", "Italic", "SemiBold", "SemiBoldItalic")
        ),
        changed="Four of its faces, unpacked from WOFF2 without loss.",
    ),
    Font(
        folder="dejavu-sans",
        package="dejavu-fonts-ttf",
        version="2.37.3",
        licence="Bitstream-Vera",
        notice="LICENSE",
        files=("ttf/DejaVuSans.ttf",),
        changed="One of its faces, for letters that the other font does not have.",
    ),
)


def main() -> int:
    """Exit status 0 once the folder is written; 1 with a sentence where npm fails or a package lacks a file."""
    try:
        for font in FONTS:
            write(font, taken(font))
    except (OSError, subprocess.CalledProcessError, KeyError) as fault:
        print(f"The fonts were left as they are: {fault}", file=sys.stderr)
        return 1
    return 0


def taken(font: Font) -> dict[str, bytes]:
    """The files to ship, by name."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", f"{font.package}@{font.version}", "--silent", "--pack-destination", folder]
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL)
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as packed:
            faces = dict(_face(_read(packed, path), Path(path)) for path in font.files)
            return {**faces, "LICENSE": _tidy(_read(packed, font.notice))}


def _read(packed: tarfile.TarFile, path: str) -> bytes:
    stream = packed.extractfile(f"package/{path}")
    if stream is None:
        raise KeyError(f"{path} cannot be read from the package")
    return stream.read()


def _face(content: bytes, path: Path) -> tuple[str, bytes]:
    if path.suffix != ".woff2":
        return path.name, content
    unpacked = io.BytesIO()
    woff2.decompress(io.BytesIO(content), unpacked)
    return path.with_suffix(".ttf").name, unpacked.getvalue()


def _tidy(licence: bytes) -> bytes:
    """Its words as they are, with the line ends and without the trailing spaces that every text of ours has."""
    lines = (line.rstrip() for line in licence.decode("utf-8-sig").splitlines())
    return ("\n".join(lines).strip("\n") + "\n").encode()


def write(font: Font, files: dict[str, bytes]) -> None:
    """Writes the files and their manifest, and removes what an earlier version left."""
    folder = TARGET / font.folder
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    manifest = {
        "package": font.package,
        "version": font.version,
        "licence": font.licence,
        "changed": font.changed,
        "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    print(f"{font.package} {font.version}: {len(files)} files in {folder}")


if __name__ == "__main__":
    sys.exit(main())
