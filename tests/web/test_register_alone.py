"""The public site by itself: it has neither an import, nor a credential, nor a file of the private side."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cli import main
from cli_serving import PRIVATE_SETTINGS
from config import Config
from register_app import create_register_app
from storage import REGISTER, Database, take_down
from tests.register.making import decision_id, scheme_id
from tests.web.published import RULES, fill

ROOT = Path(__file__).parents[2]
PRIVATE_ROOMS = re.compile(
    r"(casework|assessment|people|keeping)(\..+)?"
    r"|web\.(desk|office|opening|due|kept_determinations|api\.(stored|assessment\w+))(\..+)?"
    r"|app|cli(_\w+)?|schemas\.(cases|decisions|letters|assessment\w+)|joserfc|argon2|authlib|pyotp"
)
PRIVATE_FILES = ("private.sqlite", "sealing.key", "signing.key", "evidence")
DECISION, RESULT = f"/decisions/{decision_id(1)}", f"/scheme-results/{scheme_id()}"
ASKED = (
    DECISION, f"{DECISION}.json", f"{DECISION}.xml", f"{DECISION}/proof", f"{DECISION}/bundle.zip", RESULT,
    "/decisions?q=larkmere&outcome=refuse", "/rule-sets/library/renewals", "/static/css/rationale.css",
    f"/api/v1/publications/{decision_id(1)}", "/api/v1/log/inclusion?leaf=0", "/api/v1/log/consistency?first=1",
)  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, empty_register: Path) -> Mapping[str, Any]:
    """What the process told, which had a folder in which everything of the private side lies too."""
    folder = tmp_path_factory.mktemp("alone")
    database = Database(f"sqlite:///{shutil.copy(empty_register, folder / 'register.sqlite')}")
    fill(database)
    database.close()
    for name in PRIVATE_FILES[:-1]:
        (folder / name).write_bytes(b"nobody may read this")
    (folder / "evidence").mkdir()
    environment = {name: said for name, said in os.environ.items() if name not in PRIVATE_SETTINGS}
    environment |= {"DATA_DIR": str(folder), "RULES_DIR": str(RULES), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.web.alone", *ASKED]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return {**json.loads(run.stdout), "folder": folder}


def test_it_shows_everything_that_is_public(told: Mapping[str, Any]) -> None:
    statuses = told["statuses"]
    unsigned = {path: status for path, status in statuses.items() if status != 200}
    assert unsigned == {"/api/v1/log/inclusion": 400, "/api/v1/log/consistency": 400}
    assert set(ASKED) < set(statuses)


def test_it_imports_nothing_of_the_private_side(told: Mapping[str, Any]) -> None:
    assert "register" in told["modules"]
    assert not [name for name in told["modules"] if PRIVATE_ROOMS.fullmatch(name)]


def test_it_opens_no_file_of_the_private_side_though_they_lie_beside_its_own(told: Mapping[str, Any]) -> None:
    assert [each for each in told["opened"] if "register.sqlite?mode=ro" in each]
    found = [each.partition("?")[0] for each in (*told["opened"], *told["held"])]
    ours = [Path(each).relative_to(told["folder"]).parts[0] for each in found if each.startswith(str(told["folder"]))]
    assert "static" in ours
    assert not {*ours} & {*PRIVATE_FILES}


def test_it_has_no_office_and_no_key(told: Mapping[str, Any]) -> None:
    assert "rationale.office" not in told["extensions"]
    assert "rationale.register" in told["extensions"]
    assert not [name for name, value in told["settings"].items() if "KEY" in name and value not in ("None", "False")]


def test_no_address_of_the_desk_is_there_and_no_page_leads_to_it(tmp_path: Path, empty_register: Path) -> None:
    shutil.copy(empty_register, tmp_path / "register.sqlite")
    client = create_register_app(Config(data_dir=tmp_path, rules_dir=RULES)).test_client()
    assert client.get("/sign-in").status_code == client.get("/api/v1/cases").status_code == 404
    for path in ("/", "/decisions", "/rule-sets", "/docs"):
        assert "sign-in" not in client.get(path).text.lower(), path


def test_what_only_the_private_side_may_know_is_taken_from_its_environment() -> None:
    given = {name: "secret" for name in PRIVATE_SETTINGS if name.endswith(("KEY", "KEYS", "SECRET", "URL"))}
    whole = Config.from_environment(given)
    bare = Config.from_environment({name: said for name, said in given.items() if name not in PRIVATE_SETTINGS})
    hidden = {name for name in Config.__slots__ if getattr(whole, name) != getattr(bare, name)}
    assert hidden == {
        "private_database", "sealing_keys", "oidc_client_secret", "signing_key", "notify_key", "notify_url",
    }  # fmt: skip
    assert bare == Config.from_environment({})


# -- the command


def refused(tmp_path: Path) -> str:
    """What the command says, which ends without serving."""
    given = {"DATA_DIR": str(tmp_path), "RULES_DIR": str(RULES)}
    run = CliRunner().invoke(main, ["serve-register", "--port", "47513"], env=given)
    assert run.exit_code == 1
    return " ".join(run.output.split())


def test_without_a_register_the_command_says_what_makes_one(tmp_path: Path) -> None:
    assert "There is no register at" in refused(tmp_path)
    assert "`rationale migrate` makes it" in refused(tmp_path)
    assert not (tmp_path / "register.sqlite").exists()


def test_a_register_of_another_shape_is_told_and_left_as_it_is(tmp_path: Path, empty_register: Path) -> None:
    database = Database(f"sqlite:///{shutil.copy(empty_register, tmp_path / 'register.sqlite')}")
    take_down(database, REGISTER, "0001")
    database.close()
    assert "The register database is at 0001; this program knows" in refused(tmp_path)
