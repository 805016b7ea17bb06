"""How the service is."""

from schemas.base import Strict, Text, Whole


class Health(Strict):
    """One word: ``ok`` or ``ready``. Where a log is signed here, when that was done last, and how many hours ago."""

    status = Text(required=True)
    newest_head_at = Text()
    newest_head_hours = Whole()
