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
    content = {name: _canonical(doc.data) for name, doc in documents.items()}
    bridged = {name: [fact.ask, *fact.options] for name, fact in facts.items() if fact.bridge}
    if bridged:
        content["bridged facts"] = bridged
    return hashlib.sha256(canonical_bytes(content)).hexdigest()


def _canonical(data: Any) -> Any:
    if isinstance(data, dict):
        return {name: _canonical(value) for name, value in data.items()}
    if isinstance(data, list):
        return [_canonical(value) for value in data]
    return str(data) if isinstance(data, Fraction | date) else data
