"""Who is away: seen by everybody inside, and recorded for somebody else by an administrator alone."""

import re
from datetime import date, timedelta

import pytest

from tests.web.comers import last_place, recorded, sends_anew, wrong
from tests.web.desks import desk
from tests.web.kept import TODAY
from tests.web.officers import Place

ABSENCES = "/absences"


def days(first: date, last: date) -> dict[str, str]:
    """Two days as they are typed."""
    typed = {"starts_at": first, "ends_at": last}
    return {
        f"{name}.{part}": str(getattr(day, part)) for name, day in typed.items() for part in ("day", "month", "year")
    }


def test_an_administrator_records_that_somebody_is_away_and_that_they_are_back(office: Place) -> None:
    admin, (olive, oscar) = desk(office, "admin"), (desk(office, "officer", name=each) for each in ("Olive", "Oscar"))
    typed = {"person": olive.person_id, "cover": oscar.person_id, **days(TODAY, TODAY + timedelta(days=3))}
    before = last_place(office)
    page = admin.does(ABSENCES, ABSENCES, typed)
    assert "The absence was recorded." in page.text
    assert "Olive From" in page.text
    assert "You: until" in olive.opens("/work").text
    assert "You cover for Olive until" in oscar.opens("/work").text
    assert ABSENCES in oscar.opens("/work").links
    assert ABSENCES in admin.opens("/account/absence").links
    (ends,) = re.findall(f"{ABSENCES}/[0-9a-f]{{32}}/end", page.source)
    assert ends not in oscar.opens(ABSENCES).source
    assert "There is no such absence" in wrong(sends_anew(oscar, ends)).text
    assert ends in olive.opens(ABSENCES).source
    assert "The absence was ended." in admin.does(ABSENCES, ends).text
    assert "You: until" not in olive.opens("/work").text
    changed = [each for each in recorded(office, before) if each[1] != "case.searched"]  # who read /work, and when
    assert changed == [(admin.person_id, "absence.stated"), (admin.person_id, "absence.ended")]


def test_an_officer_records_no_absence_of_a_colleague(office: Place) -> None:
    olive, oscar, admin = desk(office, "officer"), desk(office, "officer"), desk(office, "admin")
    assert "Record that somebody is away" not in olive.opens(ABSENCES).text
    token = olive.form(olive.opens("/account"), "/sign-out").fields["form_token"]
    typed = {"person": oscar.person_id, **days(TODAY, TODAY), "form_token": token, "once": "made-up-by-olive"}
    answer = olive.client.post(ABSENCES, data=typed)
    assert answer.status_code == 403
    assert "Nobody is away" in admin.opens(ABSENCES).text
    for role in ("trust", "icb"):
        desk(office, role, organisation="QXX").opens(ABSENCES, 403)
    assert "Record that somebody is away" not in desk(office, "auditor").opens(ABSENCES).text


@pytest.mark.proof
@pytest.mark.parametrize(
    ("typed", "place", "told"),
    [
        ({"person": ""}, "person", "Choose who is away"),
        ({"person": "0" * 32}, "person", "Choose who is away"),
        ({"cover": "0" * 32}, "cover", "Choose somebody from the list"),
        ({"starts_at.day": ""}, "starts_at", "Write a day, a month and a year"),
        (days(TODAY, TODAY - timedelta(days=2)), "ends_at", "This day is past"),
        (days(TODAY + timedelta(days=2), TODAY), "ends_at", "An absence ends after it starts"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(office: Place, typed: dict[str, str], place: str, told: str) -> None:
    admin, olive = desk(office, "admin"), desk(office, "officer")
    whole = {"person": olive.person_id, **days(TODAY, TODAY), **typed}
    page = wrong(admin.sends(admin.opens(ABSENCES), ABSENCES, whole))
    assert told in page.text, page.text
    assert f"#{place}" in page.links
