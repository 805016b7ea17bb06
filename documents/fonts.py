"""The fonts of the PDFs: they stand beside this file, with their licences, and nothing is fetched from elsewhere."""

from pathlib import Path

_FOLDER = Path(__file__).parent / "fonts"
SCHEME = "font:"

# Family, weight, style, file. The second family draws the letters that the first does not have.
_FACES = (
    ("Paper", 400, "normal", "plex-sans/IBMPlexSans-Regular.ttf"),
    ("Paper", 400, "italic", "plex-sans/IBMPlexSans-Italic.ttf"),
    ("Paper", 600, "normal", "plex-sans/IBMPlexSans-SemiBold.ttf"),
    ("Paper", 600, "italic", "plex-sans/IBMPlexSans-SemiBoldItalic.ttf"),
    ("Paper Other", 400, "normal", "dejavu-sans/DejaVuSans.ttf"),
)
_FILES = {f"{SCHEME}{file}": _FOLDER / file for _, _, _, file in _FACES}


def styles() -> str:
    """The CSS that names the fonts and sets the whole document in them."""
    faces = (
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style}; '
        f'src: url("{SCHEME}{file}"); }}'
        for family, weight, style, file in _FACES
    )
    return "\n".join([*faces, '* { font-family: "Paper", "Paper Other", sans-serif; }'])


def content(address: str) -> bytes:
    """The font at an address that ``styles`` gives. Raises KeyError for every other."""
    return _FILES[address].read_bytes()
