"""A page of ours as PDF/UA: tagged, in its language, with its fonts in it, and the same bytes for the same HTML.

WeasyPrint needs Pango, which not every machine has: it is imported when the first PDF is made, and not before.
"""

import contextlib
import io
import warnings

_INSTALL = (
    "No PDF can be made on this machine, since it has no Pango, which sets the text: on Debian or Ubuntu, run "
    "'apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0'. HTML and DOCX can be made without it."
)


class PDFUnavailable(Exception):
    """This machine lacks what makes PDFs; the message says what to install."""


def pdf(html: str) -> bytes:
    """The page as PDF/UA. Nothing is fetched from the network or read from a file, save our own fonts.

    Raises PDFUnavailable.
    """
    # As it is imported it prints to the terminal, and warns where a machine has no fonts of its own; ours stand here.
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            from documents.setting import set_pages  # noqa: PLC0415 - where Pango is missing all else must work
        except OSError as fault:
            raise PDFUnavailable(_INSTALL) from fault
    return set_pages(html)
