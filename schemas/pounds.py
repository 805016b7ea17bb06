"""Sums of money as they go in and out: pounds in JSON, whole pence within."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields

from assessment import pence_of


class Pounds(fields.Decimal):
    """A sum in pounds with two decimals at most, such as 400000 or 12.5; it is kept exactly, as pence."""

    default_error_messages = {"null": "this is a sum in pounds, not null; leave it out if you mean none"}

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **options: Any) -> Any:
        try:
            return pence_of(value)
        except ValueError as wrong:
            raise ValidationError(str(wrong)) from None

    def _serialize(self, value: Any, attr: str | None, obj: Any, **options: Any) -> Any:
        """A number that says the pence exactly: sums have fewer figures than a number of JSON keeps."""
        if value is None:
            return None
        return value // 100 if value % 100 == 0 else value / 100
