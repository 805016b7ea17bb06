"""The rules over which the proofs work."""

from pathlib import Path

import pytest

from tests.keeping.making import rules_in
from tests.web.whole_case import MORE


@pytest.fixture(scope="session")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Small rules with a text, a judgement and deadlines, where they lie."""
    return rules_in(tmp_path_factory.mktemp("rules"), **MORE)
