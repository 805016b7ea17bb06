"""While the register cannot be read, the rules are shown all the same, with what is lacking named."""

import shutil
from pathlib import Path

from config import Config
from register_app import create_register_app
from tests.web.conftest import RULES

PROVISION = "/rule-sets/library/renewals/provisions/rule-1-renewal"
LACKING = "Which decisions applied it cannot be read just now."


def test_a_provision_is_shown_although_the_decisions_that_applied_it_cannot_be_read(
    tmp_path: Path, empty_register: Path
) -> None:
    client = create_register_app(Config(data_dir=tmp_path, rules_dir=RULES)).test_client()
    page = client.get(PROVISION)
    assert page.status_code == 200
    assert LACKING in page.text
    assert "What this rule does not decide" in page.text
    assert client.get("/decisions").status_code == 503
    shutil.copy(empty_register, tmp_path / "register.sqlite")
    again = client.get(PROVISION).text
    assert "No published decision applied it yet." in again
    assert LACKING not in again
