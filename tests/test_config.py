"""The series of references of decisions: what may be set, and that it is never taken for that of a case; and keys."""

import pytest

import config
from casework import KINDS
from config import Config


def test_decisions_are_samples_until_somebody_says_otherwise() -> None:
    assert Config.from_environment({}).decision_series == "SAMPLE"
    assert Config.from_environment({"DECISION_SERIES": ""}).decision_series == "SAMPLE"
    assert Config.from_environment({"DECISION_SERIES": "PCA"}).decision_series == "PCA"


@pytest.mark.parametrize("said", ["sample", "S", "ABCDEFGHIJK", "SHA/", "SHA 1", "SHA1", "ÄB", "SHA\n"])
def test_a_series_that_is_no_word_in_capitals_is_named(said: str) -> None:
    told = "^DECISION_SERIES is '.*'; it is two to ten capital letters, such as SAMPLE. Correct it in the environment.$"
    with pytest.raises(ValueError, match=f"(?s){told}"):
        Config.from_environment({"DECISION_SERIES": said})


@pytest.mark.parametrize("said", sorted({kind.series for kind in KINDS.values()}))
def test_decisions_are_not_numbered_as_cases_are(said: str) -> None:
    told = f"^DECISION_SERIES is '{said}'; cases are numbered by .*{said}.*, and decisions by another word. Correct it"
    with pytest.raises(ValueError, match=told):
        Config.from_environment({"DECISION_SERIES": said})


def test_the_settings_know_every_series_that_numbers_cases() -> None:
    assert set(config._NUMBERS_CASES) == {kind.series for kind in KINDS.values()}


def test_the_key_that_signs_is_a_setting_or_a_file_and_is_never_shown() -> None:
    found = Config.from_environment({"DATA_DIR": "elsewhere", "SIGNING_KEY": "very secret"})
    assert (found.signing_key, found.signing_file.as_posix()) == ("very secret", "elsewhere/signing.key")
    assert "secret" not in repr(found)
    assert not Config.from_environment({}).signing_key


def test_where_the_public_site_sends_people_is_an_address_without_a_path() -> None:
    assert Config.from_environment({}).intake_url == ""
    found = Config.from_environment({"INTAKE_URL": "https://office.example.org/"})
    assert found.intake_url == "https://office.example.org"
    told = "^INTAKE_URL is 'office'; it is where people reach the service that takes what they send, such as https://"
    with pytest.raises(ValueError, match=told):
        Config.from_environment({"INTAKE_URL": "office"})


@pytest.mark.parametrize("said", ["0", "-1", "1000001", "many", "1.5"])
def test_how_much_one_address_may_ask_is_a_whole_number(said: str) -> None:
    told = f"^REQUESTS_A_MINUTE is '{said}'; it is a whole number from 1 to 1000000. Correct it in the environment.$"
    with pytest.raises(ValueError, match=told):
        Config.from_environment({"REQUESTS_A_MINUTE": said})
    assert Config.from_environment({"REQUESTS_A_MINUTE": "60"}).requests_a_minute == 60
    assert Config.from_environment({}).requests_a_minute == 600


def test_nobody_follows_by_email_until_somebody_says_so_and_the_key_is_never_shown() -> None:
    assert not Config.from_environment({}).follow_by_email
    given = {"FOLLOW_BY_EMAIL": "yes", "NOTIFY_API_KEY": "very secret", "REGISTER_SITE": "https://r.example.org/"}
    found = Config.from_environment({**given, "DATA_DIR": "elsewhere"})
    assert (found.follow_by_email, found.notify_key, found.register_site) == (
        True,
        "very secret",
        "https://r.example.org",
    )
    assert found.notify_file.as_posix() == "elsewhere/notify.key"
    assert "secret" not in repr(found)
    with pytest.raises(ValueError, match=r"^FOLLOW_BY_EMAIL is 'on'; it is yes or no\. Correct it"):
        Config.from_environment({"FOLLOW_BY_EMAIL": "on"})
