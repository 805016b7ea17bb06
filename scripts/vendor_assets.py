"""Fetches the NHS.UK frontend's built CSS and JavaScript and writes them, cleaned, to web/static/vendor.

`make assets` runs it; it needs npm and the network. What it writes is committed, so that nothing else does. The two
Frutiger faces go (they come from a remote host, and are licensed to NHS bodies only), the NHS logo is not taken, and
the icons that the CSS names become files beside it. The manifest holds the version and a SHA-256 for each file;
tests/test_setup.py checks the files against it.
"""

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "nhsuk-frontend"
VERSION = "10.6.1"  # the pair of nhsuk-frontend-jinja 0.10: change both, or neither
TARGET = Path(__file__).parent.parent / "web" / "static" / "vendor" / PACKAGE

# The package says MIT and ships no copy of the notice; this is the one in its repository.
NOTICE = "Copyright (c) 2019 NHS.UK"

FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
ICON = re.compile(r"url\(/assets/images/([a-z0-9-]+\.svg)\)")
ELSEWHERE = re.compile(r"""(?:https?:)?//[a-z0-9-]+\.[a-z]|@import|url\((?!["']?(?:data:|images/))""", re.IGNORECASE)
SOURCE_MAP = re.compile(r"\s*(?:/\*|//)# sourceMappingURL=\S+(?:\s*\*/)?\s*$")


def main() -> int:
    """Exit status 0 once the folder is written; 1 with a sentence where npm fails or the CSS still points elsewhere."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            files = clean(unpack(fetch(Path(folder))))
        except (OSError, subprocess.CalledProcessError, ValueError) as fault:
            print(f"The assets were left as they are: {fault}", file=sys.stderr)
            return 1
    write(files)
    print(f"{PACKAGE} {VERSION}: {len(files)} files in {TARGET}")
    return 0


def fetch(folder: Path) -> Path:
    """The package as npm packs it, in `folder`."""
    command = ["npm", "pack", f"{PACKAGE}@{VERSION}", "--silent", "--pack-destination", str(folder)]
    subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL)
    return next(folder.glob("*.tgz"))


def unpack(archive: Path) -> dict[str, bytes]:
    """The built files in the package, by their path below its `dist/nhsuk`."""
    root = "package/dist/nhsuk/"
    with tarfile.open(archive) as packed:
        members = [member for member in packed if member.isfile() and member.name.startswith(root)]
        return {member.name.removeprefix(root): _bytes(packed, member) for member in members}


def _bytes(packed: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    stream = packed.extractfile(member)
    if stream is None:
        raise ValueError(f"{member.name} cannot be read from the package")
    return stream.read()


def clean(built: dict[str, bytes]) -> dict[str, bytes]:
    """The files to ship, by name: CSS, JavaScript, the icons that the CSS uses, the licence."""
    css = built["nhsuk-frontend.min.css"].decode()
    icons = sorted(set(ICON.findall(css)))
    script = SOURCE_MAP.sub("\n", built["nhsuk-frontend.min.js"].decode())
    licence = (Path(__file__).parent.parent / "LICENSE").read_text(encoding="utf-8")
    return {
        "nhsuk-frontend.min.css": clean_css(css).encode(),
        "nhsuk-frontend.min.js": script.encode(),
        **{f"images/{icon}": built[f"assets/images/{icon}"] for icon in icons},
        "LICENSE": licence.replace("Copyright (c) 2026 Rationale contributors", NOTICE).encode(),
    }


def clean_css(css: str) -> str:
    """The CSS without web fonts, with its icons beside it; ValueError if anything in it still points elsewhere."""
    css = FONT_FACE.sub("", css)
    css = css.replace("Frutiger W01,", "")
    css = SOURCE_MAP.sub("\n", ICON.sub(r"url(images/\1)", css))
    left = ELSEWHERE.search(css)
    if left:
        raise ValueError(f"the CSS still points elsewhere: {css[left.start() : left.end() + 60]!r}")
    return css


def write(files: dict[str, bytes]) -> None:
    """Writes the files and their manifest, and removes what an earlier version left."""
    for old in sorted(TARGET.rglob("*"), reverse=True):
        old.rmdir() if old.is_dir() else old.unlink()
    for name, content in files.items():
        path = TARGET / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    manifest = {
        "package": PACKAGE,
        "version": VERSION,
        "licence": "MIT",
        "changed": "The Frutiger web fonts and the source map comments are left out; icons are read from images/.",
        "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())},
    }
    (TARGET / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
