"""Storage: the tables of the two databases, and their migrations. It imports no other room.

``private`` holds people, cases and all that is kept of them; ``register`` holds what is published.
"""

from storage.case_tables import assigned, case, case_link, case_number, case_rule_set, party, state_change, told
from storage.columns import new_key
from storage.database import Database, StorageError, StorageFull, StorageUnavailable
from storage.kept_tables import (
    activity,
    activity_head,
    answered,
    deadline,
    determined,
    evidence_item,
    extension,
    rules_used,
    stated,
    stated_on,
)
from storage.migrating import PRIVATE, REGISTER, Unready, bring_up, check, take_down
from storage.people_tables import (
    absence,
    calendar_feed,
    one_time_link,
    person,
    private,
    role_held,
    secret,
    sign_in_tried,
    signed_in,
    token,
)

__all__ = [
    "PRIVATE",
    "REGISTER",
    "Database",
    "StorageError",
    "StorageFull",
    "StorageUnavailable",
    "Unready",
    "absence",
    "activity",
    "activity_head",
    "answered",
    "assigned",
    "bring_up",
    "calendar_feed",
    "case",
    "case_link",
    "case_number",
    "case_rule_set",
    "check",
    "deadline",
    "determined",
    "evidence_item",
    "extension",
    "new_key",
    "one_time_link",
    "party",
    "person",
    "private",
    "role_held",
    "rules_used",
    "secret",
    "sign_in_tried",
    "signed_in",
    "state_change",
    "stated",
    "stated_on",
    "take_down",
    "token",
    "told",
]
