"""Heads are signed over the log as it stands; keys follow one another in the log, each signed by the one before."""

import json
from datetime import UTC

import pytest

from register import (
    Head,
    Publishing,
    RegisterRefused,
    add_key,
    entry,
    head_bytes,
    head_due,
    head_json,
    head_since,
    heads,
    key_json,
    keys,
    newest_head,
    publish,
    root_at,
    sign_head,
    size,
)
from register.heads import signed_by
from storage import Database
from tests.register.making import at, decision_record
from tests.register.signed import KEY, NEXT_KEY, PUBLIC, fill


def test_the_first_key_brings_itself_in(register_database: Database) -> None:
    head = fill(register_database)
    assert head is not None
    with register_database.reading() as connection:
        (key,) = keys(connection)
        assert (key.public, key.replaces, key.signature, key.leaf_index) == (PUBLIC, "", "", 5)
        assert entry(connection, 5).content == key.leaf
        assert (head.tree_size, head.root) == (6, root_at(connection, 6))
        assert newest_head(connection) == head
        assert key_json(key)["leaf_index"] == 5
    assert signed_by(PUBLIC, head.signature, head_bytes(head))
    assert not signed_by(PUBLIC, head.signature, head_bytes(head) + b" ")
    assert not signed_by("00", head.signature, head_bytes(head))


def test_a_head_is_published_with_all_that_was_signed(register_database: Database) -> None:
    head = fill(register_database)
    assert head is not None
    said = head_json(head)
    assert json.loads(head_bytes(head)) == {name: each for name, each in said.items() if name != "signature"}
    assert said["at"] == head.at.astimezone(UTC).isoformat()


def test_heads_are_signed_again_each_day_and_the_newest_comes_first(register_database: Database) -> None:
    first = fill(register_database)
    with register_database.writing() as connection:
        daily = sign_head(connection, at(1_440), KEY)
        publish(connection, at(1_441), Publishing(decision_record(3)))
        last = sign_head(connection, at(1_442), KEY)
    with register_database.reading() as connection:
        assert heads(connection) == (last, daily, first)
        assert heads(connection, last.place) == (daily, first)
        assert (daily.root, daily.tree_size) == (first.root, first.tree_size) if first else False
        assert len(keys(connection)) == 1


def test_every_head_is_reached_page_by_page_though_the_log_did_not_grow_between_them(
    register_database: Database,
) -> None:
    fill(register_database)
    with register_database.writing() as connection:
        for day in range(1, 5):
            sign_head(connection, at(1_440 * day), KEY)
    found: list[Head] = []
    with register_database.reading() as connection:
        every = heads(connection)
        while page := heads(connection, found[-1].place if found else None, most=2):
            found += page
        assert tuple(found) == every == heads(connection, 10**15)
        assert heads(connection, 0) == ()
    assert len(every) == 5
    assert len({each.tree_size for each in every}) == 1


def test_a_key_is_replaced_by_one_that_it_signs(register_database: Database) -> None:
    fill(register_database)
    with register_database.writing() as connection:
        new = add_key(connection, at(20), NEXT_KEY, KEY)
        head = sign_head(connection, at(21), NEXT_KEY)
        with pytest.raises(RegisterRefused, match=r"The key \w{16} was replaced\. Sign with "):
            sign_head(connection, at(22), KEY)
    with register_database.reading() as connection:
        old, held = keys(connection)
        assert held == new
        assert (held.replaces, held.leaf_index, head.key_id) == (old.key_id, 6, held.key_id)
        bare = {name: each for name, each in json.loads(held.leaf).items() if name != "signature"}
        assert signed_by(old.public, held.signature, json.dumps(bare, separators=(",", ":"), sort_keys=True).encode())


def test_a_key_that_the_one_before_does_not_sign_is_refused(register_database: Database) -> None:
    fill(register_database)
    with register_database.writing() as connection:
        with pytest.raises(RegisterRefused, match=r"The key \w{16} is not known to the log\. Sign with "):
            sign_head(connection, at(20), NEXT_KEY)
        for before in (None, NEXT_KEY):
            with pytest.raises(RegisterRefused, match=r"The newest key is \w{16}, and not .*: give that, so that it"):
                add_key(connection, at(20), NEXT_KEY, before)
        with pytest.raises(RegisterRefused, match=r"The key \w{16} was in the log before\. Make a new one\."):
            add_key(connection, at(20), KEY, KEY)
        assert size(connection) == 6


def test_an_empty_register_signs_a_log_that_holds_its_key(register_database: Database) -> None:
    with register_database.writing() as connection:
        assert newest_head(connection) is None
        assert head_since(connection, 0) is None
        head = sign_head(connection, at(0), KEY)
    assert head.tree_size == 1


def test_a_head_is_due_where_the_newest_is_a_day_old_or_does_not_hold_all(register_database: Database) -> None:
    def due(minutes: int) -> bool:
        with register_database.writing() as connection:
            return head_due(connection, at(minutes))

    assert not due(0), "nothing was ever published"
    with register_database.writing() as connection:
        publish(connection, at(0), Publishing(decision_record()))
    assert due(0)
    with register_database.writing() as connection:
        sign_head(connection, at(0), KEY)
    assert [due(minutes) for minutes in (0, 24 * 60 - 1, 24 * 60)] == [False, False, True]
    with register_database.writing() as connection:
        publish(connection, at(1), Publishing(decision_record(2)))
    assert due(1)
