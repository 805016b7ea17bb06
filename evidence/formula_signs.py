"""Text that a spreadsheet would take for a formula: how it is told, and how it is written in CSV so that it is none."""

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def escaped(text: str) -> str:
    """Text for a CSV cell: an apostrophe more before what a spreadsheet would work out."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULA_SIGNS) else text


def unescaped(text: str) -> str:
    """What ``escaped`` was given."""
    return text[1:] if text[:1] == "'" and text.lstrip("'").startswith(FORMULA_SIGNS) else text
