"""The key that signs: made once, replaced in steps that a stop does not break, and never one that the log refuses."""

import base64
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from register import RegisterRefused, SigningKeyRefused, keys, replace_signing_key, sign_head, signing_key_at_hand
from storage import Database
from tests.register.making import at
from tests.register.signed import KEY, NEXT_KEY


def said(*keys: Ed25519PrivateKey) -> str:
    """Keys as a setting names them."""
    return " ".join(base64.b64encode(each.private_bytes_raw()).decode() for each in keys)


def signed(database: Database, minutes: int, setting: str, file: Path) -> str:
    """The id of the key that signs the log as it stands."""
    with database.writing() as connection:
        return sign_head(connection, at(minutes), signing_key_at_hand(connection, setting, file)).key_id


def replaced(database: Database, minutes: int, setting: str, file: Path) -> None:
    with database.writing() as connection:
        replace_signing_key(connection, at(minutes), setting, file)


def known(database: Database) -> list[str]:
    with database.reading() as connection:
        return [each.key_id for each in keys(connection)]


def test_a_key_is_made_once_for_its_owner_alone(register_database: Database, tmp_path: Path) -> None:
    file = tmp_path / "new" / "signing.key"
    first = signed(register_database, 0, "", file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert signed(register_database, 1, "", file) == first
    assert [each.name for each in file.parent.iterdir()] == ["signing.key"]
    file.unlink()
    with pytest.raises(SigningKeyRefused, match=rf"there is no key file .*, and the log was signed with {first[:16]}"):
        signed(register_database, 2, "", file)
    assert not file.exists()


def test_a_key_of_a_file_is_replaced_and_the_old_one_is_kept(register_database: Database, tmp_path: Path) -> None:
    file = tmp_path / "signing.key"
    first = signed(register_database, 0, "", file)
    replaced(register_database, 1, "", file)
    second = signed(register_database, 2, "", file)
    assert known(register_database) == [first, second]
    assert {each.name for each in tmp_path.glob("signing.key*")} == {"signing.key", f"signing.key.{first[:16]}"}
    assert signed(register_database, 3, "", file) == second


def test_a_stop_while_a_key_is_replaced_leaves_one_that_signs(register_database: Database, tmp_path: Path) -> None:
    file = tmp_path / "signing.key"
    first = signed(register_database, 0, "", file)
    with pytest.raises(KeyboardInterrupt):
        _stopped_before_the_log_has_it(register_database, file)
    assert (tmp_path / "signing.key.next").exists()
    assert signed(register_database, 2, "", file) == first
    assert not (tmp_path / "signing.key.next").exists()
    replaced(register_database, 3, "", file)
    file.unlink()  # as a stop leaves it between two renamings
    second = signed(register_database, 4, "", file)
    assert known(register_database) == [first, second]


def _stopped_before_the_log_has_it(database: Database, file: Path) -> None:
    with database.writing() as connection:
        replace_signing_key(connection, at(1), "", file)
        raise KeyboardInterrupt


def test_a_key_of_a_setting_is_replaced_by_the_one_before_it(register_database: Database, tmp_path: Path) -> None:
    file = tmp_path / "signing.key"
    first = signed(register_database, 0, said(KEY), file)
    both = said(NEXT_KEY, KEY)
    assert signed(register_database, 1, both, file) == first, "the log does not know the new one yet"
    replaced(register_database, 2, both, file)
    second = signed(register_database, 3, both, file)
    assert known(register_database) == [first, second]
    assert signed(register_database, 4, said(NEXT_KEY), file) == second
    with pytest.raises(RegisterRefused, match="was in the log before"):
        replaced(register_database, 5, both, file)
    with pytest.raises(SigningKeyRefused, match="SIGNING_KEY names one key: put a new one before it"):
        replaced(register_database, 5, said(NEXT_KEY), file)
    assert not file.exists()


def test_nothing_is_replaced_before_anything_was_signed(register_database: Database, tmp_path: Path) -> None:
    with pytest.raises(RegisterRefused, match="never signed, so there is no key to replace"):
        replaced(register_database, 0, "", tmp_path / "signing.key")


@pytest.mark.parametrize(
    ("held", "told"),
    [
        ("", "there are 0 keys"),
        ("a b c", "there are 3 keys: give one, or the new one and the one before it"),
        ("c2hvcnQ=", "key 1 is not 32 bytes in base64"),
        ("schlüssel", "it holds something else than one key"),
        (said(KEY, NEXT_KEY), "it holds something else than one key"),
    ],
    ids=["nothing", "three words", "short", "not ASCII", "two keys"],
)
def test_a_file_that_holds_no_key_is_told_and_no_key_is_shown(
    register_database: Database, tmp_path: Path, held: str, told: str
) -> None:
    file = tmp_path / "signing.key"
    file.write_text(held, "utf-8")
    with pytest.raises(SigningKeyRefused) as refused:
        signed(register_database, 0, "", file)
    assert told in str(refused.value)
    assert str(refused.value).endswith("put it back as it was")
    assert not any(word in str(refused.value) for word in held.split() if len(word) > 5)
