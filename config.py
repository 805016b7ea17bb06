"""Settings, read from the environment once: what differs between one deployment and another, and nothing else."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Config:
    """Where Rationale reads and writes, and its limits. Sizes are in bytes."""

    data_dir: Path = Path("var")
    rules_dir: Path = _HERE / "rules"
    fixtures_dir: Path = _HERE / "fixtures"
    port: int = 8000
    largest_body: int = 1_000_000
    private_database: str = ""
    register_database: str = ""
    sealing_keys: str = ""
    public_url: str = ""
    second_factor: bool = True

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Config":
        """``DATA_DIR``, ``RULES_DIR``, ``FIXTURES_DIR``, ``PORT``, ``LARGEST_BODY``, ``PRIVATE_DATABASE_URL``,
        ``REGISTER_DATABASE_URL``, ``SEALING_KEYS``, ``PUBLIC_URL``, ``SECOND_FACTOR``; ValueError
        says which is wrong.
        """
        usual = cls()
        return cls(
            data_dir=Path(environment.get("DATA_DIR") or usual.data_dir),
            rules_dir=Path(environment.get("RULES_DIR") or usual.rules_dir),
            fixtures_dir=Path(environment.get("FIXTURES_DIR") or usual.fixtures_dir),
            port=_whole(environment, "PORT", usual.port, 65_535),
            largest_body=_whole(environment, "LARGEST_BODY", usual.largest_body, 100_000_000),
            private_database=environment.get("PRIVATE_DATABASE_URL", ""),
            register_database=environment.get("REGISTER_DATABASE_URL", ""),
            sealing_keys=environment.get("SEALING_KEYS", ""),
            public_url=environment.get("PUBLIC_URL", "").rstrip("/"),
            second_factor=_yes_no(environment, "SECOND_FACTOR"),
        )

    @property
    def private_url(self) -> str:
        """Where cases and people are kept: SQLite under the data folder, unless another database is named."""
        return self.private_database or f"sqlite:///{self.data_dir.absolute() / 'private.sqlite'}"

    @property
    def register_url(self) -> str:
        """Where what is published is kept."""
        return self.register_database or f"sqlite:///{self.data_dir.absolute() / 'register.sqlite'}"

    @property
    def metrics_dir(self) -> Path:
        """Where the processes of one server add up their counts, since they do not share memory."""
        return self.data_dir / "metrics"


def _whole(environment: Mapping[str, str], name: str, usual: int, most: int) -> int:
    said = environment.get(name) or str(usual)
    if not (said.isascii() and said.isdecimal() and 0 < int(said[:12]) <= most):
        raise ValueError(f"{name} is '{said}'; it is a whole number from 1 to {most}. Correct it in the environment.")
    return int(said)


def _yes_no(environment: Mapping[str, str], name: str) -> bool:
    said = environment.get(name) or "yes"
    if said not in ("yes", "no"):
        raise ValueError(f"{name} is '{said}'; it is yes or no. Correct it in the environment.")
    return said == "yes"
