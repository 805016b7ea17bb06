"""The register: what the public sees. It knows nothing of cases. Its public face.

One function writes publications, ``publish``. All else reads, finds, and proves that nothing was altered.
"""

from register.applied import Applied, decisions_that_applied
from register.bulk import BULK_FILES, BULK_MANIFEST, BulkBeingMade, bulk_files
from register.bundles import BundleRefused, bundle
from register.coverage import Coverage, statement
from register.entries import FACETS, SCHEME_RESULT
from register.errors import NotHeld, NotInLog, RegisterRefused
from register.facets import FacetShown, FacetValue
from register.following import Changed, changed
from register.given import APART, given_of
from register.heads import (
    Head,
    LogKey,
    add_key,
    head_bytes,
    head_due,
    head_json,
    heads,
    key_json,
    keys,
    newest_head,
    sign_head,
)
from register.hits import Hit
from register.learning import FIGURES, Figure, Line, figure, figures
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
from register.reading import (
    State,
    determinations_of,
    latest,
    outlines,
    publication,
    published_since,
    rendition,
    rules_of,
    state_of,
)
from register.rerunning import Lost, PartRerun, Rerun, rerun
from register.searching import Found, Looking, search
from register.signing import SigningKeyRefused, replace_signing_key, signing_key_at_hand, signs_with
from register.similar import Alike, similar_to
from register.snippets import Piece
from register.verifying import Check, holds, verify

__all__ = [
    "APART",
    "BULK_FILES",
    "BULK_MANIFEST",
    "FACETS",
    "FIGURES",
    "SCHEME_RESULT",
    "Alike",
    "Applied",
    "BulkBeingMade",
    "BundleRefused",
    "Changed",
    "Check",
    "Coverage",
    "Entry",
    "FacetShown",
    "FacetValue",
    "Figure",
    "Found",
    "Head",
    "Hit",
    "Line",
    "LogKey",
    "Looking",
    "Lost",
    "NotHeld",
    "NotInLog",
    "Outline",
    "PartRerun",
    "Piece",
    "Publication",
    "Published",
    "PublishedDetermination",
    "PublishedRules",
    "Publishing",
    "RegisterRefused",
    "Rerun",
    "SigningKeyRefused",
    "State",
    "VersionHeld",
    "Withdrawing",
    "add_key",
    "bulk_files",
    "bundle",
    "changed",
    "consistency_between",
    "decisions_that_applied",
    "determinations_of",
    "entry",
    "figure",
    "figures",
    "given_of",
    "head_bytes",
    "head_due",
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
    "replace_signing_key",
    "rerun",
    "root_at",
    "rules_of",
    "search",
    "sign_head",
    "signing_key_at_hand",
    "signs_with",
    "similar_to",
    "size",
    "state_of",
    "statement",
    "verify",
]
