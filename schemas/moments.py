"""Moments as they go in and out."""

from typing import Any

from marshmallow import fields


class Moment(fields.AwareDateTime):
    """A moment, in UTC, as RFC 3339 writes it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(format="iso", **options)
