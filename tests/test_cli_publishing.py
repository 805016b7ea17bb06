"""What a stop left on its way to the register arrives when the service starts, or with `rationale publish-due`."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from casework.publishing import Outlet, publish
from cli import main
from cli_publishing import finished
from config import Config
from storage import Database, StorageError
from tests.casework.deciding import live
from tests.web.publishing_bench import Press, press

pytestmark = pytest.mark.proof


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
    environment = {"DATA_DIR": str(stopped.folder), "REGISTER_DATABASE_URL": "", "SIGNING_KEY": ""}
    for told in ("A publication was on its way (publish): it has arrived.\nFinished: 1.", "Finished: 0."):
        result = CliRunner().invoke(main, ["publish-due"], env=environment)
        assert result.exit_code == 0, result.output
        assert result.output.startswith(told)
    assert stopped.prepared.state == "published"


def test_it_arrives_when_the_service_starts(stopped: Press, capsys: pytest.CaptureFixture[str]) -> None:
    finished(Config(data_dir=stopped.folder), datetime.now(UTC))
    assert "it has arrived." in capsys.readouterr().out
    assert stopped.prepared.state == "published"
