"""Checking a proof that somebody downloaded: here, from what is sent, of which nothing is kept; or by a script of ours
in the reader's own browser, which sends nothing."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from register import Check, holds, verify

LONGEST_KEY = 200
_NO_FILE = "Choose the proof that you downloaded: a file that ends in .json"
_CHECKS = {
    "read": "The file",
    "included": "The record stands in the log",
    "signed": "The head is signed",
    "keys": "The keys are in the log",
    "key": "The key is the one that you know",
    "head": "The log is the one that you know",
}


def verify_form() -> str:
    """The form."""
    return _page()


def verified() -> ResponseReturnValue:
    """What was found in the file that was sent. Nothing of it is kept."""
    proof = _sent("proof")
    if not proof:
        return _page(errors={"proof": _NO_FILE}), 422
    head, consistency = (_sent(name) or None for name in ("head", "consistency"))
    key = request.form.get("key", "").strip()[:LONGEST_KEY]
    return _page(checks=verify(proof, head, key or None, consistency=consistency), key=key)


def _sent(name: str) -> bytes:
    file = request.files.get(name)
    return file.read() if file else b""


def _page(checks: tuple[Check, ...] = (), key: str = "", errors: dict[str, str] | None = None) -> str:
    return render_template(
        "register/verify.html", checks=checks, whole=holds(checks), names=_CHECKS, key=key, errors=errors or {}
    )
