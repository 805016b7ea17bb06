"""How the service is."""

from schemas.base import Strict, Text


class Health(Strict):
    """One word: ``ok`` or ``ready``."""

    status = Text(required=True)
