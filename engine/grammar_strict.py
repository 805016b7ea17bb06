"""What every shape of a rule file has in common: unknown keys are refused, and of some keys exactly one stands."""

from typing import Any

from marshmallow import RAISE, Schema, ValidationError, validates_schema

from engine.errors import nearest
from engine.grammar_fields import Plain


class Strict(Schema):
    """Unknown keys are refused with the nearest known; ``one_of`` names keys of which exactly one stands."""

    one_of: tuple[str, ...] = ()

    class Meta:
        unknown = RAISE

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def _exactly_one(self, data: Any, original: Any, **kwargs: Any) -> None:
        found = [name for name in self.one_of if isinstance(original, dict) and name in original]
        if self.one_of and len(found) != 1:
            stands = f"found {' and '.join(found)}" if found else "found none"
            raise ValidationError(f"exactly one of these keys stands here: {', '.join(self.one_of)}; {stands}")

    def handle_error(self, error: ValidationError, data: Any, *, many: bool, **kwargs: Any) -> None:
        """Say of an unknown key which known one is nearest."""
        names = [field.data_key or name for name, field in self.declared_fields.items()]
        messages = error.messages
        if isinstance(messages, dict):
            for name in [name for name, said in messages.items() if said == ["Unknown field."]]:
                messages[name] = [
                    f"'{name}' is not a key here.{nearest(str(name), names) or ' Allowed: ' + ', '.join(names) + '.'}"
                ]
            for name in [name for name, said in messages.items() if said == ["Missing data for required field."]]:
                messages[name] = [f"the key '{name}' is missing; write it here"]


def shape_of(name: str, one_of: tuple[str, ...] = (), /, **parts: Plain) -> type[Strict]:
    """A strict shape by its parts. A trailing underscore keeps Python's own words free (``from_``, ``not_``)."""
    for word, part in parts.items():
        part.data_key = word.rstrip("_")
    made: dict[str, Any] = dict(parts)
    return type(name.title().replace("_", ""), (Strict,), {**made, "one_of": one_of})
