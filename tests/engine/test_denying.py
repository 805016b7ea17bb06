"""A sentence is denied plainly where that can mean one thing only, and is otherwise left to “it is not the case”."""

import pytest

from engine.denying import denial

DENIED = [
    ("The notice of appeal is valid", "The notice of appeal is not valid"),
    ("The application was refused on fitness grounds", "The application was not refused on fitness grounds"),
    ("The applicant has a right of appeal", "The applicant does not have a right of appeal"),
    ("The notice has been rescinded", "The notice has not been rescinded"),
    ("It has to be decided by the Committee", "It does not have to be decided by the Committee"),
    ("There is a valid appeal", "There is no valid appeal"),
    ("The application rests on a future need", "The application does not rest on a future need"),
    ("Regulation 16(5) requires refusal", "Regulation 16(5) does not require refusal"),
    ("The Secretary of State has found that it is late", "The Secretary of State has not found that it is late"),
    ("The notice came no later than 30 days after it", "The notice came later than 30 days after it"),
    ("Someone other than the applicant appeals", "Nobody other than the applicant appeals"),
    ("Another person provides services at or from them", "No other person provides services at or from them"),
    ("At least 90% of midwives attended training", "Fewer than 90% of midwives attended training"),
    ("At least 90% of GP and foundation trainees attended", "Fewer than 90% of GP and foundation trainees attended"),
    ("More than 40 core opening hours are proposed", "No more than 40 core opening hours are proposed"),
]
LEFT = [
    "The application must be refused",  # must not is no denial of must
    "A third party may appeal against the grant",
    "The notice is valid and was sent in time",  # which of the two fails is not said
    "It came no later than 30 days after it, and was valid",
    "It is only a rest break that was changed",
    "The person that is suspended appeals",  # of whom the first verb speaks is not who is spoken of
    "A grant would cause significant detriment",  # no grant, or not this one
    "At least 40 hours are kept and 6 are open",  # which of the two fails is not said
    "At least one haemorrhage after birth was recorded",
    "The arrangements in place would stay, without a significant change",
    "Granting the application would meet a need",
    "There are three pharmacies nearby",
    "The contractor opened at nine",
    "",
]


@pytest.mark.parametrize(("says", "denied"), DENIED)
def test_it_is_denied_plainly(says: str, denied: str) -> None:
    assert denial(says) == denied


@pytest.mark.parametrize("says", LEFT)
def test_it_is_left_where_a_denial_could_mean_another_thing(says: str) -> None:
    assert denial(says) == ""
