"""The commands for people, tokens and migrations, as an administrator would use them, on both databases."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, update

import people
from cli_people import token, user
from people import may
from people.passwords import compare
from people.sealing import seal, unseal
from storage import Database, activity, person
from tests.people.making import EMAIL, NAME, WORDS, somebody

Run = Callable[..., Result]
ADD = ("add", "--email", EMAIL, "--name", NAME)


def run(environment: Mapping[str, str], command: click.Command, *said: str, typed: str = "") -> Result:
    """The command line, run in this process."""
    return CliRunner().invoke(command, said, input=typed, env=environment)


@pytest.fixture
def office(database: Database, tmp_path: Path) -> tuple[Run, Database]:
    """Commands for a private database that is brought up, and the database."""
    environment = {"PRIVATE_DATABASE_URL": address_of(database), "DATA_DIR": str(tmp_path / "data")}
    return lambda command, *said, typed="": run(environment, command, *said, typed=typed), database


def address_of(database: Database) -> str:
    """The setting that names a database."""
    return database.engine.url.render_as_string(hide_password=False)


def kept(database: Database) -> people.Person:
    """The one account that there is."""
    with database.reading() as connection:
        found = people.by_email(connection, EMAIL)
    assert found is not None
    return found


def recorded(database: Database) -> list[tuple[str, str]]:
    """Who did what, as the activity has it."""
    with database.reading() as connection:
        asked = select(activity.c.actor, activity.c.act).order_by(activity.c.place)
        return [(row.actor, row.act) for row in connection.execute(asked)]


def test_an_account_gets_a_one_time_password_that_is_shown_once(office: tuple[Run, Database]) -> None:
    command, database = office
    result = command(user, *ADD, "--role", "officer")
    assert result.exit_code == 0, result.output
    assert f"Added: {NAME}, {EMAIL}, officer." in result.output
    (shown,) = re.findall(r"One-time password: (\S+)", result.output)
    assert "It is shown this once, and stands for seven days. They must choose another with it." in result.output
    with database.reading() as connection:
        row = connection.execute(select(person)).one()
        entries = str(connection.execute(select(activity)).all())
    assert compare(row.password, shown).fits
    assert timedelta(days=6) < row.password_ends_at - datetime.now(UTC) <= timedelta(days=7)
    assert recorded(database) == [("command_line", "person.added")]
    for private in (shown, EMAIL, NAME, row.password):
        assert private not in entries


def test_what_is_left_out_is_asked_for(office: tuple[Run, Database]) -> None:
    command, database = office
    result = command(user, "add", "--elsewhere", typed=f"{EMAIL}\n{NAME}\ntrust\nrx1\n")
    assert result.exit_code == 0, result.output
    assert "ODS code of the organisation: " in result.output
    assert f"Added: {NAME}, {EMAIL}, trust of RX1." in result.output
    assert "password" not in result.output.lower()
    assert not kept(database).has_password


def test_a_password_may_be_chosen_and_is_never_shown(office: tuple[Run, Database]) -> None:
    command, database = office
    result = command(user, *ADD, "--role", "officer", "--choose-password", typed=f"{WORDS}\n{WORDS}\n")
    assert result.exit_code == 0, result.output
    assert WORDS not in result.output
    with database.reading() as connection:
        row = connection.execute(select(person)).one()
    assert row.password_ends_at is None
    assert compare(row.password, WORDS).fits


REFUSED = [
    (("--role", "officer", "--choose-password"), "short\nshort\n", "password: the password has 5 characters, and 12"),
    (("--role", "icb", "--organisation", "??"), "", "organisation: the role icb is of an organisation: give its ODS"),
    (("--role", "officer", "--organisation", "RX1"), "", "organisation: the role officer is of no organisation"),
    (("--role", "officer", "--email", "nobody"), "", "email: this is no e-mail address: write it as name@example"),
]


def test_what_cannot_be_is_told_and_nothing_is_stored(office: tuple[Run, Database]) -> None:
    command, database = office
    for said, typed, told in REFUSED:
        result = command(user, *ADD, *said, typed=typed)
        assert result.exit_code == 2
        assert f"Nothing was stored. {told}" in result.stderr
    with database.reading() as connection:
        assert people.everybody(connection) == ()
    assert recorded(database) == []


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ((*ADD, "--role", "officer", "--elsewhere", "--choose-password"), "Say --choose-password or --elsewhere"),
        (("roles", EMAIL, "--give", "officer", "--take", "officer"), "Say --give or --take, and not both"),
        ((*ADD, "--role", "party"), "'party' is not one of 'officer'"),
    ],
)
def test_options_that_do_not_go_together_are_told(tmp_path: Path, said: tuple[str, ...], told: str) -> None:
    result = run({"DATA_DIR": str(tmp_path)}, user, *said)
    assert result.exit_code == 2
    assert told in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_roles_are_given_taken_and_shown(office: tuple[Run, Database]) -> None:
    command, database = office
    command(user, *ADD, "--role", "officer", "--elsewhere")
    given = command(user, "roles", EMAIL, "--give", "icb", "--organisation", "qwo")
    assert given.output == f"{NAME}: icb of QWO, officer.\n"
    taken = command(user, "roles", EMAIL.upper(), "--take", "officer")
    assert taken.output == f"{NAME}: icb of QWO.\n"
    assert command(user, "roles", EMAIL).output == f"{NAME}: icb of QWO.\n"
    refused = command(user, "roles", EMAIL, "--take", "officer")
    assert refused.exit_code == 2
    assert "the role officer is not held, so it cannot be taken; held: icb of QWO" in refused.stderr
    assert [act for _, act in recorded(database)] == ["person.added", "role.given", "role.taken", "person.read"]


def test_who_leaves_is_gone_from_the_list_and_may_return(office: tuple[Run, Database]) -> None:
    command, database = office
    command(user, *ADD, "--role", "officer", "--elsewhere")
    assert command(user, "list").output == f"{NAME}, {EMAIL}: officer\n"
    asked = command(user, "leave", EMAIL, typed="n\n")
    assert asked.exit_code == 1
    assert "Their sessions, tokens, calendar feeds and roles end at once. Go on?" in asked.output
    assert kept(database).left_at is None
    left = command(user, "leave", EMAIL, "--yes")
    assert left.output == f"{NAME} has left: nothing of theirs opens anything any more.\n"
    assert command(user, "list").output == ""
    assert f"{NAME}, {EMAIL}: no role, left on " in command(user, "list", "--gone").output
    again = command(user, "leave", EMAIL, "--yes")
    assert (again.exit_code, "this person has left" in again.stderr) == (2, True)
    back = command(user, "return", EMAIL)
    assert f"{NAME} is back. Give them roles: rationale user roles {EMAIL} --give ROLE" in back.output
    assert "One-time password: " in back.output
    acts = ["person.added", "person.listed", "person.left", "person.listed", "person.listed", "person.back"]
    assert [act for _, act in recorded(database)] == acts


def test_a_reset_gives_a_new_one_time_password(office: tuple[Run, Database]) -> None:
    command, database = office
    command(user, *ADD, "--role", "officer", "--elsewhere")
    result = command(user, "reset", EMAIL, "--yes")
    assert result.output.startswith(f"{NAME}: One-time password: ")
    assert kept(database).has_password


def test_an_account_is_linked_by_subject(office: tuple[Run, Database]) -> None:
    command, database = office
    command(user, *ADD, "--role", "officer", "--elsewhere")
    result = command(user, "link", EMAIL, "--issuer", "https://issuer.example", "--subject", "s-1")
    assert result.output == f"{NAME} is known at https://issuer.example.\n"
    assert kept(database).issuer == "https://issuer.example"
    assert [act for _, act in recorded(database)] == ["person.added", "person.linked"]


def test_a_token_is_shown_once_listed_without_it_and_revoked(office: tuple[Run, Database]) -> None:
    command, database = office
    command(user, *ADD, "--role", "officer", "--elsewhere")
    said = ("--name", "Reporting", "--scope", "case.read", "--scope", "deadline.read", "--days", "30")
    made = command(token, "add", EMAIL, *said)
    assert made.exit_code == 0, made.output
    (secret,) = re.findall(r"Token: (\S+)", made.output)
    (id,) = re.findall(r"Revoke it: rationale token revoke (\w+)", made.output)
    now = datetime.now(UTC)
    with database.writing() as connection:
        bearer = people.whose_token(connection, now, secret)
        assert bearer is not None
        assert may(bearer.actor, "case.read")
        people.used(connection, now, id)
    listed = command(token, "list", EMAIL).output
    assert secret not in listed
    assert re.fullmatch(rf"{id} Reporting: until .+ 20\d\d, last used on .+, for case\.read, deadline\.read\n", listed)
    assert command(token, "revoke", id).output == "Revoked.\n"
    assert f"{id} Reporting: revoked, last used" in command(token, "list", EMAIL).output
    again = command(token, "revoke", id)
    assert again.exit_code == 2
    assert "token: there is no such token, or it is revoked already: list the tokens to see." in again.stderr
    acts = ["person.added", "token.added", "token.listed", "token.revoked", "token.listed"]
    assert [act for _, act in recorded(database)] == acts


NO_TOKENS = [
    ((), "scopes: a token is for named acts: give at least one, such as case.read."),
    (("--scope", "case.reed"), "'case.reed' is no act that a token may be for; did you mean case.read"),
    (("--scope", "case.read", "--days", "366"), "366 is not in the range 1<=x<=365"),
]


def test_a_token_that_cannot_be_is_told(office: tuple[Run, Database]) -> None:
    command, _ = office
    command(user, *ADD, "--role", "officer", "--elsewhere")
    for said, told in NO_TOKENS:
        result = command(token, "add", EMAIL, "--name", "x", *said)
        assert result.exit_code == 2
        assert told in result.stderr


def test_an_address_without_an_account_is_told(office: tuple[Run, Database]) -> None:
    for said in ((user, "roles"), (user, "reset", "--yes"), (token, "list")):
        result = office[0](said[0], *said[1:], "nobody@example.org")
        assert result.exit_code == 2
        told = "email: no account has this address; `rationale user list` shows those that there are."
        assert told in result.stderr


def with_second_factor(database: Database, keys: tuple[bytes, ...]) -> str:
    """An account whose second factor is sealed with the newest of these keys: its id."""
    who = somebody(database, "officer")
    sealed = seal(keys, f"second factor of {who.id}", "JBSWY3DPEHPK3PXP")
    with database.writing() as connection:
        connection.execute(update(person).where(person.c.id == who.id).values(second_factor=sealed))
    return who.id


def test_second_factors_are_sealed_with_the_newest_key_so_that_the_old_one_may_go(database: Database) -> None:
    address, old, new = address_of(database), people.new_sealing_key(), people.new_sealing_key()
    id = with_second_factor(database, people.sealing_keys(old))
    without = run({"PRIVATE_DATABASE_URL": address, "SEALING_KEYS": new}, user, "seal-anew")
    assert without.exit_code == 2
    assert "Nothing was stored. A second factor was sealed with a key that is not among those given." in without.stderr
    both = run({"PRIVATE_DATABASE_URL": address, "SEALING_KEYS": f"{new} {old}"}, user, "seal-anew")
    assert both.output == "Second factors sealed with the newest key: 1. The older keys open none of them any more.\n"
    with database.reading() as connection:
        sealed = connection.scalar(select(person.c.second_factor)) or ""
    assert unseal(people.sealing_keys(new), f"second factor of {id}", sealed) == "JBSWY3DPEHPK3PXP"
    assert recorded(database) == [("command_line", "person.sealed_anew")]


def test_keys_may_stand_in_the_data_folder_the_newest_first(database: Database, tmp_path: Path) -> None:
    old, new = people.new_sealing_key(), people.new_sealing_key()
    id = with_second_factor(database, people.sealing_keys(old))
    (tmp_path / "sealing.key").write_text(f"{new}\n{old}\n")
    result = run({"PRIVATE_DATABASE_URL": address_of(database), "DATA_DIR": str(tmp_path)}, user, "seal-anew")
    assert result.output.startswith("Second factors sealed with the newest key: 1.")
    with database.reading() as connection:
        sealed = connection.scalar(select(person.c.second_factor)) or ""
    assert unseal(people.sealing_keys(new), f"second factor of {id}", sealed)


def test_without_keys_that_can_be_nothing_is_sealed_and_none_is_made(tmp_path: Path) -> None:
    none = run({"DATA_DIR": str(tmp_path)}, user, "seal-anew")
    assert none.exit_code == 1
    assert f"There is no key: SEALING_KEYS names none, and {tmp_path / 'sealing.key'} is not there." in none.stderr
    assert not list(tmp_path.iterdir())
    short = run({"DATA_DIR": str(tmp_path), "SEALING_KEYS": "c2hvcnQ="}, user, "seal-anew")
    assert short.exit_code == 1
    assert "The sealing keys cannot be read: key 1 is not 32 bytes in base64" in short.stderr
    assert "c2hvcnQ" not in short.stderr
