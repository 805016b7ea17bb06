"""A second reading of the rule language, written from its specification alone.

It reads the raw files itself, shares no code with the engine, and prefers to count possible worlds to reasoning about
them. It is slow; the tests hold the engine to it.
"""

from tests.reference.reading import Reading, reference
from tests.reference.yaml_reader import Rules, read_rules, read_text

__all__ = ["Reading", "Rules", "read_rules", "read_text", "reference"]
