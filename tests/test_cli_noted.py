"""What an administrator does on the command line is in the activity, whichever database it is done to."""

import json
import shutil
from pathlib import Path

import click
import pytest
from sqlalchemy import select

from cli import main
from storage import REGISTER, Database, activity, revisions
from storage.migrating import take_down
from tests.test_cli_register import PUBLISHED, run
from web.desk.activity_words import WORDS

# What each command writes down; those of publications and e-mails are each noted by the room that does them.
NOTED = {
    "user add": "person.added", "user roles": "person.read", "user list": "person.listed", "user leave": "person.left",
    "user return": "person.back", "user reset": "person.reset", "user link": "person.linked",
    "user seal-anew": "person.sealed_anew", "token add": "token.added", "token list": "token.listed",
    "token revoke": "token.revoked", "backup": "backup.made", "restore": "backup.restored",
    "export-case": "case.exported", "retention": "case.values_gone", "replay": "determination.replayed",
    "migrate": "database.migrated", "sign-head": "register.signed", "import-decisions": "register.imported",
    "copy-register": "register.copied", "publish-due": "publication.published", "publish-again": "publication.put_back",
}  # fmt: skip
OF_NOBODY = {  # nothing that is kept of anybody is read or changed
    "assess", "check", "clock", "compare", "coverage", "determine", "export-rules", "import-records",
    "new-rule", "rerun", "schema", "template", "test", "trusts", "verify", "what-if",
    "verify-activity",  # shows no entry, only whether all are whole
    "demo-case", "serve", "serve-register",  # what is done there is noted as it is done
    "send-outbox",  # sends what was asked for, to those who asked; what became of it is kept beside each e-mail
}  # fmt: skip


def names(group: click.Group, before: str = "") -> set[str]:
    """Every command, those within another by both their names."""
    context, found = click.Context(group), set[str]()
    for name in group.list_commands(context):
        each = group.get_command(context, name)
        found |= names(each, f"{name} ") if isinstance(each, click.Group) else {f"{before}{name}"}
    return found


def test_every_command_is_noted_or_touches_nothing_of_anybody() -> None:
    assert names(main) == set(NOTED) | OF_NOBODY, "note it, or say why there is nothing to note"
    assert set(NOTED.values()) <= set(WORDS)


@pytest.fixture
def data(empty_register: Path, empty_file: Path, tmp_path: Path) -> Path:
    """A DATA_DIR with both databases."""
    folder = tmp_path / "var"
    folder.mkdir()
    for name, file in (("register", empty_register), ("private", empty_file)):
        shutil.copy(file, folder / f"{name}.sqlite")
    return folder


def test_what_is_done_to_the_register_is_in_the_activity(data: Path, tmp_path: Path) -> None:
    register, private = (Database(f"sqlite:///{data / name}.sqlite") for name in ("register", "private"))
    file = tmp_path / "one.jsonl"
    file.write_text(PUBLISHED.read_text("utf-8").splitlines()[-1], "utf-8")
    asked = (
        ("sign-head",),
        ("sign-head", "--rotate"),
        ("import-decisions", file),
        ("copy-register", tmp_path / "copy"),
    )
    for each in asked:
        assert run(data, *each).exit_code == 0, each
    take_down(register, REGISTER, sorted(revisions(REGISTER))[-2])
    assert run(data, "migrate").exit_code == 0
    with private.reading() as connection:
        found = connection.execute(select(activity).order_by(activity.c.place)).all()
    assert [(each.actor, each.act) for each in found] == [
        ("command_line", act)
        for act in (
            "register.signed", "register.key_replaced", "register.signed", "register.imported", "register.copied",
            "database.migrated",
        )
    ]  # fmt: skip
    signed, replaced, *_ = (json.loads(each.about) for each in found)
    assert signed["key_hash"] != replaced["key_hash"]
    register.close()
    private.close()


def test_what_could_not_be_noted_is_told(data: Path) -> None:
    (data / "private.sqlite").write_bytes(b"")
    signed = run(data, "sign-head")
    assert signed.exit_code == 0, signed.output
    assert "It is done, and could not be written down in the activity: " in signed.stderr
