"""The register: what the public sees. It knows nothing of cases. Its public face.

One function writes publications, ``publish``. All else reads, finds, and proves that nothing was altered.
"""

from register.errors import NotHeld, NotInLog, RegisterRefused
from register.heads import (
    Head,
    LogKey,
    add_key,
    head_bytes,
    head_json,
    heads,
    key_json,
    keys,
    newest_head,
    sign_head,
)
from register.log import Entry, consistency_between, entry, inclusion_at, root_at, size
from register.model import (
    Outline,
    Publication,
    Published,
    PublishedDetermination,
    PublishedRules,
    Publishing,
    VersionHeld,
    Withdrawing,
)
from register.proofs import head_since, proof_of
from register.publishing import publish
from register.reading import determinations_of, latest, outlines, publication, published_since, rendition, rules_of
from register.verifying import Check, holds, verify

__all__ = [
    "Check",
    "Entry",
    "Head",
    "LogKey",
    "NotHeld",
    "NotInLog",
    "Outline",
    "Publication",
    "Published",
    "PublishedDetermination",
    "PublishedRules",
    "Publishing",
    "RegisterRefused",
    "VersionHeld",
    "Withdrawing",
    "add_key",
    "consistency_between",
    "determinations_of",
    "entry",
    "head_bytes",
    "head_json",
    "head_since",
    "heads",
    "holds",
    "inclusion_at",
    "key_json",
    "keys",
    "latest",
    "newest_head",
    "outlines",
    "proof_of",
    "publication",
    "publish",
    "published_since",
    "rendition",
    "root_at",
    "rules_of",
    "sign_head",
    "size",
    "verify",
]
