"""Another time for the screens of an application, such as a day before a deadline that has passed by now."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from flask import Flask


@contextmanager
def clock_at(app: Flask, moment: datetime) -> Iterator[None]:
    """Meanwhile it is this moment for the application, and stays it."""
    before = app.extensions["rationale.office"]
    app.extensions["rationale.office"] = replace(before, clock=lambda: moment)
    yield
    app.extensions["rationale.office"] = before
