"""The table that the tests of spreadsheets speak of."""

import pytest

from engine import Records, RuleSet
from tests.evidence.tables import made


@pytest.fixture(scope="module")
def rule_set(tmp_path_factory: pytest.TempPathFactory) -> RuleSet:
    return made(tmp_path_factory.mktemp("rules"))


@pytest.fixture(scope="module")
def shifts(rule_set: RuleSet) -> Records:
    return rule_set.tables["shifts"]
