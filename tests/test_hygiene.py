"""What keeps the project tidy: habits that no linter knows. Each failure lists the files and what to do."""

import importlib
import pkgutil
import re
import subprocess
from pathlib import Path

import pytest
from marshmallow import Schema

import schemas
from schemas.base import Strict
from tests.ours import our_rule_sets

ROOT = Path(__file__).parents[1]
RULES = ROOT / "rules"
TABLES = {"ruleset.yaml", "facts.yaml", "figures.yaml"}
LONGEST = 300
LONGEST_PROVISION = 120

# Python files over 300 lines, each with the reason why it is better whole.
LONG_FOR_A_REASON = {
    "engine/model.py": "declarations and nothing else, which read best in one piece",
    "storage/migrations/private/0001_people_cases_and_what_is_kept.py": "a first migration makes every table at once",
    "storage/migrations/private/0002_decisions_and_letters.py": "a migration makes all tables of one thing at once",
}

# Split so that this file does not hold what it forbids.
UNFINISHED = re.compile(
    r"\b(?:" + "|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX", "NotImplemented" + "Error"]) + r")\b"
)
ONE_MACHINE = re.compile(
    "|".join([
        r"(?<![\w.:/])/(?:wo" + r"rk|tm" + r"p|ro" + r"ot|op" + r"t|ho" + r"me|Us" + r"ers)/\w",
        r"\.\./sha" + r"red",
        r"py" + r"pi\.org",
        r"python" + r"hosted",
        r"registry\.npm" + r"js",
        r"deb\.deb" + r"ian\.org",
    ])
)  # fmt: skip
SILENCED = re.compile(r"#\s*(?:no" + r"qa|type:\s*ig" + r"nore|pragma:\s*no cover)\b")
SILENCED_WITH_REASON = re.compile(
    r"#\s*(?:noqa:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*|type:\s*ignore\[[\w, -]+\]|pragma:\s*no cover)\W+\w+\W+\w+"
)
PROMISE = re.compile(r"^\*\*(?P<promise>[^*]+)\*\*(?P<rest>.*?)(?=^\*\*|^#|\Z)", re.MULTILINE | re.DOTALL)
KEPT_BY = re.compile(r"`(?P<path>tests/[\w/.]+\.py)::(?P<name>\w+)")


def project_files() -> list[Path]:
    """Every file that is committed or would be: what .gitignore names is left out."""
    # A checkout that another user owns is still read; git would refuse it.
    command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in sorted(set(filter(None, listed.split("\0")))) if (ROOT / name).is_file()]


def text_files() -> list[Path]:
    """Those of ours that hold text: what was vendored is not ours."""
    ours = [path for path in project_files() if "vendor" not in path.parts]
    return [path for path in ours if b"\0" not in path.read_bytes()[:8000]]


def python_files() -> list[Path]:
    return [path for path in project_files() if path.suffix == ".py"]


def places(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    """`file:line: text` for each line in which the pattern is found."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]


def rule_files() -> list[Path]:
    return sorted(path for path in RULES.rglob("*") if path.is_file())


def provision_files() -> list[Path]:
    """A provision is a YAML file beside a ruleset.yaml that is neither a table of the rule set nor a test."""
    beside = [path for folder in RULES.rglob("ruleset.yaml") for path in sorted(folder.parent.glob("*.yaml"))]
    return [path for path in beside if path.name not in TABLES and not path.name.endswith(".test.yaml")]


def test_no_file_names_one_machine_or_a_registry() -> None:
    assert not places(ONE_MACHINE, text_files()), "name no folder of one machine and no registry's host"


def test_nothing_is_left_for_later_in_the_code() -> None:
    assert not places(UNFINISHED, text_files()), "finish it, or file an issue and take the mark out"


def test_what_is_silenced_says_why() -> None:
    silenced = places(SILENCED, python_files())
    reasoned = set(places(SILENCED_WITH_REASON, python_files()))
    assert not [place for place in silenced if place not in reasoned], "name the code and, beside it, the reason"


def test_every_text_file_is_utf8_without_trailing_space_and_ends_in_one_newline() -> None:
    ragged = [path for path in text_files() if not _is_tidy(path.read_text(encoding="utf-8"))]
    assert not [str(path.relative_to(ROOT)) for path in ragged]


def _is_tidy(text: str) -> bool:
    lines = text.split("\n")
    ends = not text or (lines[-1] == "" and lines[-2:-1] != [""])
    return ends and not any(line != line.rstrip() for line in lines)


def test_python_files_stay_short() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()
    }
    long = {name for name, length in lengths.items() if length > LONGEST}
    assert long == set(LONG_FOR_A_REASON), f"over {LONGEST} lines, or listed and no longer so: split it or say why"


def test_what_wants_the_machine_to_itself_stands_where_the_second_half_of_the_proof_looks() -> None:
    marked = {path.relative_to(ROOT).parent for path in python_files() if "mark." + "alone" in path.read_text("utf-8")}
    assert marked == {Path("tests/proof")}


def test_provisions_stay_short() -> None:
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in provision_files()}
    assert not [name for name, length in lengths.items() if length > LONGEST_PROVISION], "split it into steps"


def test_every_provision_has_its_test_beside_it() -> None:
    assert provision_files(), "no provision was found: the rule is not checking anything"
    alone = [path.name for path in provision_files() if not path.with_suffix(".test.yaml").is_file()]
    assert not alone, "a rule and its tests are born together: make new-rule writes the pair"


def test_every_rule_test_has_its_provision_beside_it() -> None:
    tests = [path for path in rule_files() if path.name.endswith(".test.yaml")]
    provisions = set(provision_files())
    assert not [
        path.name for path in tests if path.with_name(path.name.replace(".test.yaml", ".yaml")) not in provisions
    ]


def test_every_provision_file_is_a_loaded_provision() -> None:
    loaded = {f"{id_}/{name}" for id_, rule_set in our_rule_sets().items() for name in rule_set.provisions}
    assert loaded == {path.relative_to(RULES).with_suffix("").as_posix() for path in provision_files()}


def test_every_file_in_rules_is_reached() -> None:
    """A rule set's own files, an area's tables and notes, the teaching page: nothing in rules/ lies there unread."""
    rule_sets = [folder.parent for folder in RULES.rglob("ruleset.yaml")]
    tables = [folder / name for folder in rule_sets for name in TABLES]
    tests = [path.with_suffix(".test.yaml") for path in provision_files()]
    areas = [folder.parent / name for folder in rule_sets for name in ("facts.yaml", "coverage.yaml", "read.yaml")]
    notes = RULES.glob("*/practice-notes/*.md")
    reached = {RULES / "README.md", *tables, *tests, *areas, *notes, *provision_files()}
    assert not [str(path.relative_to(ROOT)) for path in rule_files() if path not in reached]
    assert {folder.relative_to(RULES).as_posix() for folder in rule_sets} == set(our_rule_sets())


def promises() -> list[tuple[str, list[tuple[str, str]]]]:
    """Each promise in docs/properties.md with the tests that it says keep it."""
    page = (ROOT / "docs" / "properties.md").read_text(encoding="utf-8")
    return [(found["promise"], KEPT_BY.findall(found["rest"])) for found in PROMISE.finditer(page)]


def test_every_promise_names_a_test_that_exists() -> None:
    assert promises(), "docs/properties.md makes no promise: it must say **Promise.** … Kept by `tests/….py::test_….`"
    unkept = [promise for promise, tests in promises() if not tests]
    missing = [f"{path}::{name}" for _, tests in promises() for path, name in tests if not _is_a_test(path, name)]
    assert not unkept, "say which test keeps it: Kept by `tests/path.py::test_name`."
    assert not missing, "docs/properties.md names a test that is not there"


def _is_a_test(path: str, name: str) -> bool:
    source = ROOT / path
    return (
        source.is_file()
        and re.search(rf"^\s*def {name}\(", source.read_text(encoding="utf-8"), re.MULTILINE) is not None
    )


def test_architecture_decisions_are_numbered_in_sequence() -> None:
    names = sorted(path.name for path in (ROOT / "docs" / "adr").iterdir())
    expected = [f"{number:04}-" for number in range(1, len(names) + 1)]
    assert [re.sub(r"(?<=^\d{4}-)[a-z0-9-]+\.md$", "", name) for name in names] == expected


@pytest.mark.parametrize("heading", ["## Context", "## Decision", "## Consequences"])
def test_every_architecture_decision_says_why_what_and_at_what_cost(heading: str) -> None:
    pages = (ROOT / "docs" / "adr").glob("*.md")
    assert not [path.name for path in pages if f"\n{heading}\n" not in path.read_text(encoding="utf-8")]


def test_every_schema_is_strict() -> None:
    """marshmallow coerces and drops by default; the one base refuses both, and every schema of ours stands on it."""
    for module in pkgutil.walk_packages(schemas.__path__, "schemas."):
        importlib.import_module(module.name)
    ours = {schema for schema in _subclasses(Schema) if schema.__module__.split(".")[0] == "schemas"}
    assert len(ours) > 1, "no schema was found: the rule is not checking anything"
    assert not {schema.__qualname__ for schema in ours if not issubclass(schema, Strict)}


def _subclasses(base: type[Schema]) -> set[type[Schema]]:
    direct = set(base.__subclasses__())
    return direct.union(*map(_subclasses, direct))


def test_links_between_our_pages_lead_somewhere() -> None:
    pages = [path for path in text_files() if path.suffix == ".md"]
    links = [
        (page, link) for page in pages for link in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    ]
    assert not [f"{page.relative_to(ROOT)}: {link}" for page, link in links if not (page.parent / link).exists()]
