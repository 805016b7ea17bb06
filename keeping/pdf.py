"""PDF: what acts or carries files is refused, and the text of every page is searched."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from keeping.evidence_refused import EvidenceRefused, refuse_nhs_numbers, two_in_one
from keeping.nhs_numbers import in_text

_READER = Path(__file__).with_name("pdf_reader.py")
_PATIENCE = 90  # seconds by the clock; the reader itself has fewer of work
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "PYTHONPATH", "PYTHONHOME")
_THIS = "this PDF cannot be taken: "
_TOO_LONG = "it takes longer to read, or more memory, than any bundle of papers does. Send it in parts, or printed anew"
_CUT_OFF = "its end is missing, as when a download stops half-way. Fetch it again"
_SIGN_OF_THE_END = b"%%EOF"


def look_at_pdf(data: bytes) -> bool:
    """Whether all that its pages show could be searched: not where one holds a picture. Raises EvidenceRefused."""
    end = data.rfind(_SIGN_OF_THE_END)
    if end < 0:
        raise EvidenceRefused(_THIS + _CUT_OFF)
    if data[end + len(_SIGN_OF_THE_END) :].strip(b"\0\t\n\f\r "):
        raise two_in_one("a PDF", "something behind its end")
    found = read_apart(data)
    if "refused" in found:
        raise EvidenceRefused(_THIS + found["refused"])
    refuse_nhs_numbers(_places(found))
    return not found["unread"]


def read_apart(data: bytes, patience: float = _PATIENCE) -> dict[str, Any]:
    """What ``pdf_reader.read`` makes of a file, in a process that gets none of our secrets and is stopped in time."""
    settings = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    command = [sys.executable, "-P", str(_READER)]
    try:
        run = subprocess.run(  # noqa: S603  # our own program, with nothing of the caller's among its arguments
            command, input=data, capture_output=True, timeout=patience, check=True, env=settings
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return {"refused": _TOO_LONG}
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def _places(found: dict[str, Any]) -> Iterator[str]:
    """Where NHS numbers stand: pages by their number; elsewhere only where no page shows it."""
    pages = [f"page {number}" for number, text in enumerate(found["pages"], 1) if in_text(text)]
    yield from pages
    if not pages and any(map(in_text, found["beside"])):
        yield "the properties, bookmarks or form fields"
