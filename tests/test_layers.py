"""Who may import whom: the room table of docs/adr/0001-the-house.md, held by import-linter and by the graph itself."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[1]
STANDARD_LIBRARY = sys.stdlib_module_names

# What each room may import that is not of the standard library. A new room needs a row here and a contract in
# pyproject.toml, for a reason recorded in an ADR.
ROOMS: dict[str, set[str]] = {
    "assessment": {"documents", "engine", "evidence", "keeping", "people", "storage", "openpyxl", "sqlalchemy", "yaml"},
    "casework": {
        "documents", "engine", "keeping", "people", "register", "storage",
        "pypdf", "rapidfuzz", "rfc8785", "sqlalchemy",
    },
    "documents": {"engine", "docx", "jinja2", "lxml", "markdown_it", "markupsafe", "nh3", "rfc8785", "weasyprint"},
    "engine": {"yaml", "marshmallow", "rfc8785", "govuk_bank_holidays"},
    "evidence": {"engine", "openpyxl", "python_calamine"},
    "keeping": {
        "engine", "evidence", "storage",
        "cryptography", "icalendar", "jinja2", "pypdf", "rfc8785", "sqlalchemy",
    },
    "people": {"storage", "argon2", "authlib", "cryptography", "joserfc", "pyotp", "requests", "sqlalchemy"},
    "register": {"documents", "engine", "storage", "cryptography", "rfc8785", "sqlalchemy"},
    "schemas": {"assessment", "casework", "engine", "keeping", "people", "marshmallow"},
    "storage": {"alembic", "sqlalchemy"},
    "web": {
        "assessment", "casework", "documents", "engine", "evidence", "keeping", "people", "register", "schemas",
        "flask", "flask_limiter", "flask_smorest", "jinja2", "markupsafe", "marshmallow", "nhsuk_frontend_jinja",
        "prometheus_client", "segno", "structlog", "werkzeug", "whitenoise",
    },
}  # fmt: skip
# These wire the rooms together: they may import everything, and only tests may import them.
WIRING = {
    "app", "cli", "cli_assess", "cli_clock", "cli_demo", "cli_determine", "cli_keeping", "cli_outbox", "cli_people",
    "cli_records", "cli_rules", "cli_storage", "cli_terminal", "cli_publishing", "cli_register", "cli_serving",
    "config", "demo", "demo_register", "demo_sample", "demo_stage", "register_app",
}  # fmt: skip
# These hold Python and are no rooms: nothing that ships imports them.
BESIDE = {"tests", "scripts", "benchmarks"}

ONE_MODULE_ONLY = {"durable": "engine.inference", "pyarrow": "register.bulk"}

CLOCKS_AND_CHANCE = {
    "date.today", "datetime.date.today", "datetime.now", "datetime.datetime.now", "datetime.utcnow", "datetime.today",
    "datetime.datetime.today", "datetime.datetime.utcnow", "time.time", "time.time_ns", "time.localtime",
}  # fmt: skip
NOT_FOR_THE_ENGINE = {
    "random",
    "secrets",
    "socket",
    "http",
    "urllib",
    "ssl",
    "asyncio",
    "subprocess",
    "sqlite3",
    "time",
}


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    first, *others = ROOMS
    return grimp.build_graph(first, *others, include_external_packages=True, cache_dir=None)


def test_the_contracts_in_pyproject_are_kept() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    run = subprocess.run([*command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_room_has_a_contract() -> None:
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    assert set(linter["root_packages"]) == set(ROOMS)
    assert {contract["id"] for contract in linter["contracts"]} == set(ROOMS)


def test_every_top_level_room_is_in_the_table() -> None:
    found = {path.parent.name for path in ROOT.glob("*/*.py") if not path.parent.name.startswith(".")}
    found |= {path.parent.parent.name for path in ROOT.glob("[!.]*/*/*.py")}
    found |= {path.stem for path in ROOT.glob("*.py")}
    assert found - BESIDE == set(ROOMS) | WIRING, (
        "A room came or went: give it a row in ROOMS, a contract in pyproject.toml and a reason in an ADR."
    )


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_its_row_allows(room: str, graph: grimp.ImportGraph) -> None:
    strangers = {
        f"{importer} imports {imported}"
        for importer, imported in _imports(graph, room)
        if imported.split(".")[0] not in ROOMS[room] | STANDARD_LIBRARY | {room}
        and ONE_MODULE_ONLY.get(imported.split(".")[0]) != importer
    }
    assert not strangers


@pytest.mark.parametrize("room", ROOMS)
def test_nothing_that_ships_imports_the_wiring_or_what_stands_beside(room: str, graph: grimp.ImportGraph) -> None:
    backwards = {f"{one} imports {other}" for one, other in _imports(graph, room) if other in WIRING | BESIDE}
    assert not backwards


@pytest.mark.parametrize("room", ["assessment", "documents", "evidence", "schemas", "web"])
def test_the_engine_is_asked_through_its_public_face(room: str, graph: grimp.ImportGraph) -> None:
    inside = {f"{one} imports {other}" for one, other in _imports(graph, room) if other.startswith("engine.")}
    assert not inside


@pytest.mark.parametrize("path", sorted((ROOT / "engine").rglob("*.py")), ids=lambda path: path.name)
def test_the_engine_reads_no_clock_no_chance_and_no_network(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    imported = {name for node in ast.walk(tree) for name in _names(node)}
    assert not calls & CLOCKS_AND_CHANCE, "a date comes in as an argument (as_at), never from the clock"
    assert not imported & NOT_FOR_THE_ENGINE


def _imports(graph: grimp.ImportGraph, room: str) -> set[tuple[str, str]]:
    modules = {room, *graph.find_descendants(room)}
    return {(module, imported) for module in modules for imported in graph.find_modules_directly_imported_by(module)}


def _names(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name.split(".")[0] for alias in node.names}
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return {node.module.split(".")[0]}
    return set()
