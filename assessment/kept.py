"""Assessments that are kept, their public face: each subject is a module, to be named in full where it is used.

``stating.state``, ``importing.preview``, ``items.add``, ``freezing.keep``, ``signing.sign``, ``submitting.submit``.
Every function takes a connection, and writes down what was done in the transaction that does it. It stands beside the
face of the room, so that whoever assesses a folder of files loads no database.
"""

from assessment import (
    again,
    ahead,
    beginning,
    boards,
    carrying,
    change,
    freezing,
    gathering,
    importing,
    item_windows,
    items,
    money_kept,
    notes,
    paperwork,
    saving,
    seeing,
    signing,
    stating,
    statuses,
    submitting,
)
from assessment.again import NotTheSame
from assessment.beginning import New
from assessment.held import KEPT_FOR_YEARS, Held
from assessment.items import File, Item, NewItem
from assessment.model import Serves
from assessment.notes import Note
from assessment.notice import says_first
from assessment.places import places_of
from assessment.refusing import NotAllowed, NotFound, Stale
from assessment.stating import Said, Stands
from assessment.statuses import SELF, Status

__all__ = [
    "KEPT_FOR_YEARS",
    "SELF",
    "File",
    "Held",
    "Item",
    "New",
    "NewItem",
    "NotAllowed",
    "NotFound",
    "NotTheSame",
    "Note",
    "Said",
    "Serves",
    "Stale",
    "Stands",
    "Status",
    "again",
    "ahead",
    "beginning",
    "boards",
    "carrying",
    "change",
    "freezing",
    "gathering",
    "importing",
    "item_windows",
    "items",
    "money_kept",
    "notes",
    "paperwork",
    "places_of",
    "saving",
    "says_first",
    "seeing",
    "signing",
    "stating",
    "statuses",
    "submitting",
]
