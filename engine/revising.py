"""The revision of a rule set: which rules exactly a determination was made with."""

import hashlib
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from engine.model import Fact
from engine.record import canonical_bytes
from engine.yaml_reader import Document


def revision(documents: Mapping[str, Document], facts: Mapping[str, Fact]) -> str:
    """The SHA-256 of the canonical form of the rules used: it changes when the law as encoded does, not its layout.

    What a fact takes from a question of another rule set is used too: the outcomes that it may have.
    """
    content: dict[str, Any] = {name: doc.data for name, doc in documents.items()}
    bridged = {name: [fact.ask, *fact.options] for name, fact in facts.items() if fact.bridge}
    if bridged:
        content["bridged facts"] = bridged
    return hashlib.sha256(canonical_bytes(content, _as_text)).hexdigest()


def _as_text(value: Fraction | date) -> str:
    """What JSON has no word for, of all that the YAML reader makes."""
    return str(value)
