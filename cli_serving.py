"""The commands that serve: the whole, or the public site alone."""

import os
import socket
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile

import click

from cli_publishing import finished
from cli_register import filled
from cli_storage import made_ready, register_to_read, swept
from cli_terminal import OUT, configured, every_rule_set
from config import Config
from engine import capital
from people import keys_at_hand

# Settings of the private side, which the process of the public site is not given.
PRIVATE_SETTINGS = (
    "PRIVATE_DATABASE_URL", "SEALING_KEYS", "SIGNING_KEY", "OIDC_ISSUER", "OIDC_NAME", "OIDC_CLIENT_ID",
    "OIDC_CLIENT_SECRET", "OIDC_SECOND_FACTOR", "OIDC_EMAIL_VERIFIED", "SECOND_FACTOR", "DECISION_SERIES",
    "NOTIFY_API_KEY", "NOTIFY_TEMPLATE", "NOTIFY_URL", "REGISTER_SITE",
)  # fmt: skip

_HOST = click.option("--host", default="127.0.0.1", show_default=True)
_PORT = click.option("--port", type=click.IntRange(1, 65_535), default=None, help="Default: $PORT, or 8000.")
_WORKERS = click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True)


@click.command()
@_HOST
@_PORT
@_WORKERS
def serve(host: str, port: int | None, workers: int) -> None:
    """Check the rules and the databases, then serve with gunicorn."""
    config = configured()
    rule_sets = every_rule_set(None)
    _refuse_what_is_taken(host, port or config.port)
    _fresh(config.metrics_dir)
    made_ready(config)
    refuse_without_keys(config)
    swept(config, datetime.now(UTC))
    filled(config, datetime.now(UTC))
    finished(config, datetime.now(UTC))
    address = f"{host}:{port or config.port}"
    OUT.print(f"{len(rule_sets)} rule sets. Rationale answers on http://{address} (stop with Ctrl-C)", markup=False)
    _become("app:create_app()", address, workers, config.metrics_dir, os.environ)


@click.command("serve-register")
@_HOST
@_PORT
@_WORKERS
def serve_register(host: str, port: int | None, workers: int) -> None:
    """Serve the public site alone, with gunicorn: the register, which it only reads, and the rules.

    It has neither the private database nor a key. What the public sends goes to INTAKE_URL, where that is set.
    """
    config = configured()
    rule_sets = every_rule_set(None)
    _refuse_what_is_taken(host, port or config.port)
    metrics = config.data_dir / "metrics-register"  # the whole may be served beside it and counts in its own
    _fresh(metrics)
    register_to_read(config)
    address = f"{host}:{port or config.port}"
    OUT.print(f"{len(rule_sets)} rule sets. The register answers on http://{address} (stop with Ctrl-C)", markup=False)
    given = {name: said for name, said in os.environ.items() if name not in PRIVATE_SETTINGS}
    _become("register_app:create_register_app()", address, workers, metrics, given)


def _become(app: str, address: str, workers: int, metrics: Path, environment: Mapping[str, str]) -> None:
    """gunicorn takes over this process: no shell, no second process."""
    sys.stdout.flush()
    settings = str(Path(__file__).parent / "web" / "gunicorn_settings.py")
    said = [sys.executable, "-m", "gunicorn", "--config", settings, "--bind", address, "--workers", str(workers), app]
    os.execve(sys.executable, said, {**environment, "PROMETHEUS_MULTIPROC_DIR": str(metrics)})  # noqa: S606  # as above


def _fresh(folder: Path) -> None:
    """An empty folder for the counts of this server's processes; those of an earlier one are of no use."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for stale in folder.glob("*.db"):
            stale.unlink()
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        where = f"Nothing can be written under DATA_DIR, which is {folder.parent}: {error.strerror}."
        raise click.ClickException(f"{where} Set it to a folder of yours.") from None


def refuse_without_keys(config: Config) -> None:
    """Make the key that seals second factors, or say at once why there is none: the workers would each say it."""
    try:
        keys_at_hand(config.sealing_keys, config.sealing_file)
    except ValueError as wrong:
        told = str(wrong) if not config.sealing_keys else f"SEALING_KEYS: {wrong}"
        raise click.ClickException(f"{capital(told)}.") from None
    except OSError as error:
        raise click.ClickException(f"The key file {config.sealing_file} cannot be used: {error.strerror}.") from None


def _refuse_what_is_taken(host: str, port: int) -> None:
    """Say at once what gunicorn would try for five seconds and tell in ten lines."""
    try:
        socket.create_server((host, port)).close()
    except OSError as error:
        why = str(error.strerror).split(" (")[0]  # Python adds the address, which is said already
        told = f"Rationale cannot listen on {host}:{port}: {why}. Choose another port: make serve PORT=8001."
        raise click.ClickException(told) from None
