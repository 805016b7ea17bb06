"""Accounts: an administrator makes them, and what somebody did stays theirs after they left."""

from functools import partial

import pytest

from people import (
    ROLES,
    Added,
    PeopleRefused,
    Role,
    add,
    add_token,
    by_email,
    by_id,
    change,
    come_back,
    everybody,
    give,
    held,
    here_as,
    leave,
    link_elsewhere,
    names,
    reset,
    role,
    take,
    whose_token,
)
from people.passwords import Password
from storage import Database, calendar_feed, new_key, person
from tests.people.making import DAY, EMAIL, NAME, NOON, opened, password, session, somebody, stands

ONE_TIME = Password("$argon2id$a-hash", one_time=True)


def added(database: Database, *, email: str = EMAIL, name: str = NAME, roles: tuple[Role, ...] = ()) -> Added:
    with database.writing() as connection:
        return add(connection, NOON, None, email=email, name=name, roles=roles)


def test_an_account_is_found_however_its_address_is_written(database: Database) -> None:
    made = added(database, email=" Rowan.Ashby@Example.NHS.uk ", name="  Rowan   Ashby ", roles=(Role("officer"),))
    assert (made.person.email, made.person.name) == (EMAIL, NAME)
    assert made.entry.act == "person.added"
    assert made.entry.about == {"person": made.person.id, "roles": ["officer"]}
    with database.reading() as connection:
        assert by_email(connection, "ROWAN.ASHBY@example.nhs.uk") == made.person
        assert by_id(connection, made.person.id) == made.person
        assert by_email(connection, "nobody@example.nhs.uk") is None
        assert by_id(connection, new_key()) is None


def test_nothing_personal_shows_when_an_account_is_printed(database: Database) -> None:
    made = added(database)
    assert EMAIL not in repr(made)
    assert NAME not in repr(made)
    assert "a-hash" not in repr(ONE_TIME)


NO_ADDRESSES = (
    "",
    "rowan",
    "rowan@example",
    "rowan ashby@example.org",
    "a@b@example.org",
    "r@x.org\nBcc: y@z.org",
    "x" * 250 + "@x.org",
    "<r@example.org>",
    "r\0@example.org",
    "r\ud800@example.org",
)


def test_what_is_no_address_is_refused(database: Database) -> None:
    told = r"this is no e-mail address: write it as name@example\.nhs\.uk"
    for email in NO_ADDRESSES:
        with pytest.raises(PeopleRefused, match=told) as refused:
            added(database, email=email)
        assert refused.value.where == "email"


def test_a_name_is_one_that_can_be_seen(database: Database) -> None:
    for name in ("", "   ", "R\0wan", "x" * 201, "\ud800"):
        with pytest.raises(PeopleRefused, match="a name has 1 to 200 characters that can be seen: write it out"):
            added(database, name=name)


def test_an_address_has_one_account(database: Database) -> None:
    first = added(database).person
    with pytest.raises(PeopleRefused, match="there is an account of this e-mail address already: change its roles"):
        added(database, email=EMAIL.upper())
    with database.writing() as connection:
        leave(connection, NOON, first.id)
    with pytest.raises(PeopleRefused, match="is of somebody who has left: bring it back"):
        added(database)


def test_a_name_and_an_address_may_change_and_the_entry_holds_neither(database: Database) -> None:
    made, other = somebody(database), somebody(database, email="other@example.nhs.uk")
    with database.writing() as connection:
        entry = change(connection, made.id, name="Rowan Beck", email="rowan.beck@example.nhs.uk")
        found = by_id(connection, made.id)
        assert change(connection, made.id, name="Rowan Beck").about["changed"] == []
    assert found is not None
    assert (found.name, found.email) == ("Rowan Beck", "rowan.beck@example.nhs.uk")
    assert entry.about == {"person": made.id, "changed": ["email", "name"]}
    with pytest.raises(PeopleRefused, match="already"), database.writing() as connection:
        change(connection, made.id, email=other.email)


def test_whoever_leaves_loses_every_key_and_keeps_their_name(database: Database) -> None:
    made = somebody(database, "officer", "icb QWO", password=password())
    new = opened(database, made.id)
    with database.writing() as connection:
        token = add_token(connection, NOON, made.id, name="t", scopes=["case.read"], expires_at=NOON + DAY)
        connection.execute(calendar_feed.insert().values(id=new_key(), person_id=made.id, hash="f" * 64, made_at=NOON))
        entry = leave(connection, NOON, made.id)
        assert whose_token(connection, NOON, token.secret) is None
        assert connection.execute(calendar_feed.select()).one().revoked_at == NOON
        assert names(connection, [made.id, new_key()]) == {made.id: NAME}
        assert everybody(connection) == ()
        assert [each.id for each in everybody(connection, gone=True)] == [made.id]
        gone = by_id(connection, made.id)
    assert not stands(database, new, NOON)
    assert entry.about == {"person": made.id, "roles": ["icb QWO", "officer"]}
    assert gone is not None
    assert (gone.roles, gone.has_password, gone.left_at) == (frozenset(), False, NOON)


def test_those_who_are_here_and_hold_a_role_stand_by_name(database: Database) -> None:
    rowan = somebody(database, "officer")
    ash = somebody(database, "officer", "reviewer", email="ash@example.nhs.uk", name="Ash Beck")
    gone = somebody(database, "officer", email="gone@example.nhs.uk", name="Gone")
    somebody(database, "auditor", email="auditor@example.nhs.uk", name="Ada")
    with database.writing() as connection:
        leave(connection, NOON, gone.id)
        assert list(here_as(connection, "officer").items()) == [(ash.id, "Ash Beck"), (rowan.id, NAME)]
        assert here_as(connection, "publisher") == {}


def test_somebody_who_left_comes_back_without_roles(database: Database) -> None:
    made = somebody(database, "officer")
    with database.writing() as connection:
        with pytest.raises(PeopleRefused, match="this person has not left"):
            come_back(connection, NOON, made.id, None)
        leave(connection, NOON, made.id)
        for refused in (partial(reset, connection, NOON, made.id, ONE_TIME), partial(leave, connection, NOON, made.id)):
            with pytest.raises(PeopleRefused, match="this person has left: bring the account back first"):
                refused()
        assert come_back(connection, NOON, made.id, ONE_TIME).act == "person.back"
        found = by_id(connection, made.id)
    assert found is not None
    assert (found.left_at, found.roles, found.has_password) == (None, frozenset(), True)


def test_a_reset_takes_password_second_factor_and_sessions(database: Database) -> None:
    made = somebody(database, "officer", password=password())
    new = opened(database, made.id)
    with database.writing() as connection:
        connection.execute(person.update().values(second_factor="sealed", last_step=7))
        assert reset(connection, NOON, made.id, ONE_TIME).about == {"person": made.id}
        row = connection.execute(person.select()).one()
    assert (row.second_factor, row.last_step, row.password) == (None, None, ONE_TIME.hash)
    assert row.password_ends_at == NOON + 7 * DAY
    assert not stands(database, new, NOON)


def test_a_subject_elsewhere_is_of_one_account(database: Database) -> None:
    first, second = somebody(database), somebody(database, email="other@example.nhs.uk")
    with database.writing() as connection:
        link_elsewhere(connection, first.id, "https://issuer.example", "s-1")
        link_elsewhere(connection, first.id, "https://issuer.example", "s-1")
        with pytest.raises(PeopleRefused, match="linked to another account: check whose it is"):
            link_elsewhere(connection, second.id, "https://issuer.example", "s-1")


def test_an_account_that_is_not_there_is_told(database: Database) -> None:
    with pytest.raises(PeopleRefused, match="there is no such account: look it up"), database.writing() as connection:
        leave(connection, NOON, new_key())


@pytest.mark.parametrize(
    ("name", "organisation", "told"),
    [
        ("boss", "", "'boss' is no role that an account holds; there are officer, reviewer"),
        ("party", "", "'party' is no role that an account holds"),
        ("officer", "RX1", "the role officer is of no organisation: leave RX1 out"),
        ("trust", "", "the role trust is of an organisation: give its ODS code, 3 to 10 letters and digits"),
        ("icb", "Q W", "the role icb is of an organisation: give its ODS code"),
    ],
)
def test_a_role_that_cannot_be_is_told(name: str, organisation: str, told: str) -> None:
    with pytest.raises(PeopleRefused, match=told):
        role(name, organisation)


def test_a_role_is_given_once_and_who_rises_signs_in_anew(database: Database) -> None:
    made = somebody(database, "officer")
    new = opened(database, made.id)
    with database.writing() as connection:
        entry = give(connection, NOON, None, made.id, Role("icb", "qwo"))
        assert held(connection, made.id) == {Role("officer"), Role("icb", "QWO")}
        with pytest.raises(PeopleRefused, match="the role icb is held already"):
            give(connection, NOON, None, made.id, Role("icb", "QWO"))
        give(connection, NOON, None, made.id, Role("icb", "QOX"))
    assert entry.about == {"person": made.id, "role": "icb", "organisation": "QWO"}
    assert not stands(database, new, NOON)


def test_a_role_that_is_taken_away_allows_nothing_from_the_next_request(database: Database) -> None:
    made = somebody(database, "officer", "reviewer")
    new = opened(database, made.id)
    with database.writing() as connection:
        assert take(connection, None, made.id, Role("reviewer")).act == "role.taken"
        told = "the role reviewer is not held, so it cannot be taken; held: officer"
        with pytest.raises(PeopleRefused, match=told):
            take(connection, None, made.id, Role("reviewer"))
    assert session(database, new).actor.roles == {Role("officer")}


def test_nobody_who_is_not_here_gets_a_role(database: Database) -> None:
    gone = somebody(database)
    with database.writing() as connection:
        leave(connection, NOON, gone.id)
        for who in (gone.id, new_key()):
            with pytest.raises(
                PeopleRefused, match="there is no such account, or its owner has left: bring the account"
            ):
                give(connection, NOON, None, who, Role("officer"))


def test_nobody_changes_their_own_roles(database: Database) -> None:
    made = somebody(database, "admin")
    with database.writing() as connection:
        for refused in (
            partial(give, connection, NOON, made.id, made.id, Role("officer")),
            partial(take, connection, made.id, made.id, Role("admin")),
        ):
            with pytest.raises(PeopleRefused, match="nobody changes their own roles: another administrator does it"):
                refused()


def test_an_auditor_holds_no_other_role_and_one_person_acts_for_one_trust(database: Database) -> None:
    alone = "an auditor changes nothing, so the role is held alone: take the others away first"
    with pytest.raises(PeopleRefused, match=alone):
        added(database, roles=(Role("auditor"), Role("officer")))
    made = somebody(database, "officer")
    with pytest.raises(PeopleRefused, match=alone), database.writing() as connection:
        give(connection, NOON, None, made.id, Role("auditor"))
    with pytest.raises(PeopleRefused, match="the role trust is of one organisation: take the other away first"):
        added(database, email="t@example.org", roles=(Role("trust", "RX1"), Role("trust", "RX2")))


def test_every_role_has_a_title() -> None:
    assert all(kind.title for kind in ROLES.values())
