"""CSV that is safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_LINES = str.maketrans({"\0": " ", "\r": " ", "\n": " "})


def guarded(text: str) -> str:
    """A text as a spreadsheet takes it for text, and never for a formula: with an apostrophe before it if need be."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def as_csv(rows: Iterable[Iterable[str | int | None]]) -> str:
    """Rows as CSV (RFC 4180). Nothing is an empty cell; a break within a cell becomes a space."""
    written = io.StringIO()
    out = csv.writer(written, lineterminator="\r\n")
    for row in rows:
        out.writerow([guarded(each).translate(_LINES) if isinstance(each, str) else each for each in row])
    return written.getvalue()
