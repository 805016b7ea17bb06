"""Decisions and letters as they are given out: the HTML to be read, and PDF and DOCX to be saved."""

from collections.abc import Mapping
from typing import Literal

from flask import Response

import documents
from web.saved import to_be_saved

Form = Literal["html", "pdf", "docx"]

MEDIA_TYPES: Mapping[Form, str] = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_TO_BE_READ = {
    "Content-Security-Policy": (
        f"sandbox allow-popups; default-src 'none'; style-src '{documents.STYLE_HASH}'; form-action 'none'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
}


def given(html: str, form: Form, name: str) -> Response:
    """A paper in one of its forms; ``name`` is what its file is called, without an ending.

    Raises documents.PDFUnavailable where this machine lacks what PDF needs.
    """
    if form == "html":
        return Response(html, headers=_TO_BE_READ, content_type=MEDIA_TYPES["html"])
    made = documents.pdf(html) if form == "pdf" else documents.docx(html)
    return to_be_saved(made, MEDIA_TYPES[form], f"{name}.{form}")
