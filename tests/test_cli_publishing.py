"""What a stop left on its way to the register arrives when the service starts, or with `rationale publish-due`."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from casework.publishing import Outlet, publish
from cli import main
from cli_publishing import finished
from config import Config
from storage import Database, StorageError
from tests.casework.deciding import live
from tests.web.publishing_bench import Press, press

pytestmark = pytest.mark.proof

ENVIRONMENT = {"REGISTER_DATABASE_URL": "", "PRIVATE_DATABASE_URL": "", "SIGNING_KEY": ""}


@pytest.fixture
def stopped(tmp_path: Path) -> Iterator[Press]:
    """A publication that was on its way when the register could not be written."""
    made = press(tmp_path / "var")
    made.decides()
    made.approves()
    outlet: Outlet = made.made.place.client.application.extensions["rationale.outlet"]
    dead = Database(f"sqlite:///{tmp_path / 'gone.sqlite'}")
    now, petra, prepared = datetime.now(UTC), made.made.actor(made.petra), made.prepared
    with pytest.raises(StorageError):
        publish(replace(outlet, register=dead, pdf=None), now, petra, prepared.id, live, prepared.version)
    dead.close()
    assert made.prepared.going_out is not None
    yield made
    made.close()


def test_it_arrives_with_the_command(stopped: Press) -> None:
    environment = ENVIRONMENT | {"DATA_DIR": str(stopped.folder)}
    for told in ("A publication was on its way (publish): it has arrived.\nFinished: 1.", "Finished: 0."):
        result = CliRunner().invoke(main, ["publish-due"], env=environment)
        assert result.exit_code == 0, result.output
        assert result.output.startswith(told)
    assert stopped.prepared.state == "published"


def test_it_arrives_when_the_service_starts(stopped: Press, capsys: pytest.CaptureFixture[str]) -> None:
    finished(Config(data_dir=stopped.folder), datetime.now(UTC))
    assert "it has arrived." in capsys.readouterr().out
    assert stopped.prepared.state == "published"


def test_what_a_register_lost_is_put_back_until_a_copy_has_it(stopped: Press, empty_register: Path) -> None:
    file = stopped.folder / "register.sqlite"

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, [*arguments], env=ENVIRONMENT | {"DATA_DIR": str(stopped.folder)})

    def lose() -> None:
        for name in ("", "-wal", "-shm"):
            Path(f"{file}{name}").unlink(missing_ok=True)
        shutil.copy(empty_register, file)

    assert run("publish-due").exit_code == 0
    lose()
    back = run("publish-again")
    assert back.exit_code == 0, back.output
    reference = stopped.prepared.reference
    assert back.stdout.splitlines()[0] == f"{reference}, version 1: put back."
    assert run("publish-again").stdout.startswith("Put back: 0. Not put back: 0.")
    copied = run("copy-register", str(stopped.folder / "copy.sqlite"))
    assert "kept on the private side until now, and no longer: 1." in copied.stdout
    lose()
    lost = run("publish-again")
    assert lost.exit_code == 1
    assert f"{reference}, version 1: what went out is kept here no longer" in lost.stdout
    assert "Put back: 0. Not put back: 1." in lost.stdout
