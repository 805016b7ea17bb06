"""The commands for people: add an account, change its roles, let somebody leave; and the tokens of their programs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import click
from sqlalchemy import Connection

import people
from cli_storage import COMMAND_LINE, private_database
from cli_terminal import ERR, OUT, configured
from engine import day
from keeping.activity import record
from people import ROLES, Entry, PeopleRefused, Person, Role

_ROLE = click.Choice(list(ROLES))
_ORGANISATION = click.option("--organisation", metavar="ODS", default="", help="The ODS code of what the role is of.")
_ELSEWHERE = click.option("--elsewhere", is_flag=True, help="No password: they sign in at an issuer such as NHS CIS2.")
_ONE_TIME = (
    "One-time password: {}\nIt is shown this once, and stands for seven days. They must choose another with it.\n"
    "They sign in at /sign-in."
)


@click.group()
def user() -> None:
    """People with accounts: add them, change their roles, let them leave."""


@user.command("add")
@click.option("--email", prompt="E-mail address", help="Asked for where it is left out, as the name and the role are.")
@click.option("--name", prompt="Name")
@click.option("--role", prompt="Role", type=_ROLE, help="More roles: rationale user roles EMAIL --give ROLE")
@_ORGANISATION
@click.option("--choose-password", is_flag=True, help="Ask for a password, instead of making a one-time one.")
@_ELSEWHERE
def add_user(email: str, name: str, role: str, organisation: str, choose_password: bool, elsewhere: bool) -> None:
    """Add an account, and show a one-time password for it."""
    if choose_password and elsewhere:
        raise click.UsageError("Say --choose-password or --elsewhere, and not both.")
    if ROLES[role].of != "nobody" and not organisation:
        organisation = click.prompt("ODS code of the organisation")
    with _refusals():
        held = [people.role(role, organisation)]
        shown, password = ("", None) if elsewhere else people.one_time()
        if choose_password:
            asked = click.prompt("Password", hide_input=True, confirmation_prompt=True)
            shown, password = "", people.choose(asked, email=email, name=name)
        with _stored() as (connection, now):
            added = people.add(connection, now, None, email=email, name=name, roles=held, password=password)
            _record(connection, now, added.entry)
    OUT.print(f"Added: {added.person.name}, {added.person.email}, {_roles(added.person)}.", markup=False)
    if shown:
        OUT.print(_ONE_TIME.format(shown), markup=False)


@user.command("roles")
@click.argument("email")
@click.option("--give", type=_ROLE)
@click.option("--take", type=_ROLE)
@_ORGANISATION
def user_roles(email: str, give: str | None, take: str | None, organisation: str) -> None:
    """Give the owner of EMAIL a role, or take one away; without either, show their roles, which is noted."""
    if give and take:
        raise click.UsageError("Say --give or --take, and not both: one after the other.")
    with _stored() as (connection, now):
        found = _somebody(connection, email)
        if give:
            _record(connection, now, people.give(connection, now, None, found.id, people.role(give, organisation)))
        if take:
            _record(connection, now, people.take(connection, None, found.id, Role(take, organisation)))
        if not give and not take:
            _record(connection, now, Entry("person.read", {"person": found.id}))
        found = _somebody(connection, email)
    OUT.print(f"{found.name}: {_roles(found)}.", markup=False)


@user.command("list")
@click.option("--gone", is_flag=True, help="Those who have left.")
def list_users(gone: bool) -> None:
    """Show everybody who has an account, with their roles. That they were shown is kept in the activity."""
    with _stored() as (connection, now):
        everybody = people.everybody(connection, gone=gone)
        _record(connection, now, Entry("person.listed", {"count": len(everybody)}))
    for each in everybody:
        factor = ", second factor" if each.has_second_factor else ""
        left = f", left on {day(each.left_at.date())}" if each.left_at else ""
        OUT.print(f"{each.name}, {each.email}: {_roles(each)}{factor}{left}", markup=False)


@user.command("leave")
@click.argument("email")
@click.confirmation_option(prompt="Their sessions, tokens, calendar feeds and roles end at once. Go on?")
def user_leaves(email: str) -> None:
    """The owner of EMAIL leaves. Their name stays in what they did."""
    with _stored() as (connection, now):
        found = _somebody(connection, email)
        _record(connection, now, people.leave(connection, now, found.id))
    OUT.print(f"{found.name} has left: nothing of theirs opens anything any more.", markup=False)


@user.command("return")
@click.argument("email")
@_ELSEWHERE
def user_returns(email: str, elsewhere: bool) -> None:
    """The owner of EMAIL, who had left, is back, without any role yet."""
    shown, password = ("", None) if elsewhere else people.one_time()
    with _stored() as (connection, now):
        found = _somebody(connection, email)
        _record(connection, now, people.come_back(connection, now, found.id, password))
    OUT.print(f"{found.name} is back. Give them roles: rationale user roles {found.email} --give ROLE", markup=False)
    if shown:
        OUT.print(_ONE_TIME.format(shown), markup=False)


@user.command("reset")
@click.argument("email")
@click.confirmation_option(prompt="Be sure that it is they who ask. Their password and second factor end. Go on?")
def reset_user(email: str) -> None:
    """A new one-time password for the owner of EMAIL, who lost their password or their authenticator app."""
    shown, password = people.one_time()
    with _stored() as (connection, now):
        found = _somebody(connection, email)
        _record(connection, now, people.reset(connection, now, found.id, password))
    OUT.print(f"{found.name}: {_ONE_TIME.format(shown)}", markup=False)


@user.command("link")
@click.argument("email")
@click.option("--issuer", required=True, metavar="URL", help="The issuer, exactly as its tokens write it.")
@click.option("--subject", required=True, help="How the issuer names them.")
def link_user(email: str, issuer: str, subject: str) -> None:
    """Say how an issuer names the owner of EMAIL, where it tells no verified e-mail address."""
    with _stored() as (connection, now):
        found = _somebody(connection, email)
        _record(connection, now, people.link_elsewhere(connection, found.id, issuer, subject))
    OUT.print(f"{found.name} is known at {issuer}.", markup=False)


@user.command("seal-anew")
def seal_anew() -> None:
    """Seal every second factor with the newest key of SEALING_KEYS or DATA_DIR/sealing.key; then older ones may go."""
    keys = _sealing_keys()
    try:
        with _stored() as (connection, now):
            count = people.seal_anew(connection, keys)
            _record(connection, now, Entry("person.sealed_anew", {"count": count}))
    except people.OtherKey as other:
        ERR.print(f"Nothing was stored. {other}", markup=False)
        raise SystemExit(2) from None
    OUT.print(f"Second factors sealed with the newest key: {count}. The older keys open none of them any more.")


@click.group()
def token() -> None:
    """API tokens, for programs that act for somebody."""


@token.command("add")
@click.argument("email")
@click.option("--name", required=True, help="What it is for.")
@click.option("--scope", "scopes", multiple=True, metavar="ACT", help="An act such as case.read; may be repeated.")
@click.option("--days", type=click.IntRange(1, 365), default=90, show_default=True, help="How long it stands.")
def add_token(email: str, name: str, scopes: tuple[str, ...], days: int) -> None:
    """Make a token of the owner of EMAIL, and show it once."""
    with _stored() as (connection, now):
        who = _somebody(connection, email).id
        ends = now + timedelta(days=days)
        made = people.add_token(connection, now, who, name=name, scopes=scopes, expires_at=ends)
        _record(connection, now, made.entry)
    OUT.print(f"Token: {made.secret}\nIt is shown this once, and stands until {day(ends.date())}.", markup=False)
    OUT.print(f"Revoke it: rationale token revoke {made.token.id}", markup=False)


@token.command("list")
@click.argument("email")
def list_tokens(email: str) -> None:
    """Show the tokens of the owner of EMAIL. That they were shown is kept in the activity."""
    with _stored() as (connection, now):
        who = _somebody(connection, email).id
        found = people.tokens_of(connection, who)
        _record(connection, now, Entry("token.listed", {"person": who}))
    for each in found:
        stands = f"until {day(each.expires_at.date())}" if each.expires_at > now else "ran out"
        used = f"last used on {day(each.used_at.date())}" if each.used_at else "never used"
        state = "revoked" if each.revoked_at else stands
        OUT.print(f"{each.id} {each.name}: {state}, {used}, for {', '.join(sorted(each.scopes))}", markup=False)


@token.command("revoke")
@click.argument("id")
def revoke_token(id: str) -> None:
    """Revoke the token ID, as `rationale token list EMAIL` shows it."""
    with _stored() as (connection, now):
        _record(connection, now, people.revoke_token(connection, now, id))
    OUT.print("Revoked.")


@contextmanager
def _stored() -> Iterator[tuple[Connection, datetime]]:
    """One transaction on the private database: all of it is stored, or nothing."""
    with _refusals(), private_database() as database, database.writing() as connection:
        yield connection, datetime.now(UTC)


@contextmanager
def _refusals() -> Iterator[None]:
    """Say what is refused, and end with status 2."""
    try:
        yield
    except PeopleRefused as refused:
        ERR.print(f"Nothing was stored. {refused.where}: {refused.message}.", markup=False)
        raise SystemExit(2) from None


def _sealing_keys() -> tuple[bytes, ...]:
    """The keys that serving has, too. None is made here: what is sealed was sealed with one that there is."""
    config = configured()
    if not config.sealing_keys and not config.sealing_file.exists():
        told = f"There is no key: SEALING_KEYS names none, and {config.sealing_file} is not there."
        raise click.ClickException(told)
    try:
        return people.keys_at_hand(config.sealing_keys, config.sealing_file)
    except (ValueError, OSError) as wrong:
        raise click.ClickException(f"The sealing keys cannot be read: {wrong}") from None


def _record(connection: Connection, now: datetime, entry: Entry) -> None:
    record(connection, now, COMMAND_LINE, entry.act, about=entry.about)


def _somebody(connection: Connection, email: str) -> Person:
    found = people.by_email(connection, email)
    if found is None:
        raise PeopleRefused("email", "no account has this address; `rationale user list` shows those that there are")
    return found


def _roles(who: Person) -> str:
    return ", ".join(sorted(people.shown(each) for each in who.roles)) or "no role"
