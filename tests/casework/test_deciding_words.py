"""What a paper says of the application, where there is one, and says nothing of where there is none."""

import pytest

from casework.deciding import said_of_application


@pytest.mark.parametrize(
    ("disposal", "final", "said"),
    [
        ("quash_and_redetermine", "grant", "The application is granted"),
        ("confirm", "refuse", "The application is refused"),
        ("quash_and_remit", "none", "Nothing is decided on the application itself"),
        ("dismiss", "none", "Nothing is decided on the application itself"),
        ("confirm", "none", ""),
        ("substitute", "none", ""),
        ("quash_and_redetermine", "none", ""),
    ],
)
def test_where_the_matter_is_decided_and_is_no_application_nothing_is_said_of_one(
    disposal: str, final: str, said: str
) -> None:
    assert said_of_application(disposal, final) == said
