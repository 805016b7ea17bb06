"""The rows of every table of an invented trust but training: all that year 7 asks for, and some that do not count."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

Row = dict[str, Any]

FIRST, LAST = date(2025, 4, 2), date(2025, 11, 30)
PORTAL_OPENED = date(2025, 10, 16)
TOLD_UNTIL = date(2026, 2, 20)  # nothing is told of a later day
_DIED = (
    date(2024, 6, 18), date(2024, 8, 5), date(2024, 10, 21), date(2024, 12, 16), date(2025, 2, 10),
    date(2025, 3, 27), date(2025, 5, 6), date(2025, 7, 14), date(2025, 9, 8), date(2025, 11, 3),
)  # fmt: skip
_KINDS = ("stillbirth", "neonatal_death", "late_fetal_loss", "stillbirth", "later_death_after_neonatal_care")
_REVIEWED_ELSEWHERE, _PAUSED = 1, 4  # by their place among those that died


def deaths(chance: Random, code: str) -> Iterator[Row]:
    """Ten that count, one reviewed at another trust and one held up by the coroner; and one that is not eligible."""
    for number, first in enumerate(_DIED):
        died = first + timedelta(days=chance.randrange(5))
        row = {"death": f"{code}-D{number + 1:02}", "died_on": died, "kind_of_death": _KINDS[number % len(_KINDS)]}
        notified = died + timedelta(days=1 + chance.randrange(5))
        row |= {"notified_on": notified, "born_and_died_here": number != _REVIEWED_ELSEWHERE}
        row["notified_through"] = "single_portal" if notified >= PORTAL_OPENED else "mbrrace_uk"
        row["for_review_here"] = number != _REVIEWED_ELSEWHERE
        if row["for_review_here"]:
            row |= _review(chance, died, number)
        yield row
    day = date(2025, 6, 10)
    other = {"kind_of_death": "termination_of_pregnancy", "for_review_here": False, "born_and_died_here": True}
    yield {"death": f"{code}-D{len(_DIED) + 1:02}", "died_on": day, **other}


def _review(chance: Random, died: date, number: int) -> Row:
    days = {
        "parents_asked_on": 14 + chance.randrange(10),
        "review_started_on": 25 + chance.randrange(20),
        "panel_held_on": 85 + chance.randrange(15),
        "review_published_on": 200 if number == _PAUSED else 130 + chance.randrange(20),
    }
    held = {name: died + timedelta(days=count) for name, count in days.items()}
    row: Row = {name: day for name, day in held.items() if day <= TOLD_UNTIL}
    if "review_published_on" in row:
        row["multi_professional"] = True
    if "panel_held_on" in row and number % 3:
        row["external_member"] = True
    return row | ({"paused_for": "coroner"} if number == _PAUSED else {})


def locums(chance: Random, code: str) -> Iterator[Row]:
    """Three for two weeks or less, each qualified in another way; and one for longer, which is not counted here."""
    shift = chance.randrange(5)
    yield _locum(f"{code}-L1", date(2025, 2, 10), 4 + shift) | {"works_on_this_rota": True}
    yield _locum(f"{code}-L2", date(2025, 3, 17), 13) | {"certificate_of_eligibility": True}
    trained = {"was_trainee_here_until": date(2023, 8, 1), "left_in_good_standing": True}
    yield _locum(f"{code}-L3", date(2025, 5, 6), 2 + shift) | trained
    yield _locum(f"{code}-L4", date(2025, 6, 2), 60)


def _locum(locum: str, began: date, days: int) -> Row:
    return {"locum": locum, "began_on": began, "ended_on": began + timedelta(days=days)}


def shifts(chance: Random, _: str) -> Iterator[Row]:
    """Two a day, each begun by a supernumerary coordinator, who was drawn in for some minutes twice."""
    days = [FIRST + timedelta(days=count) for count in range((LAST - FIRST).days + 1)]
    drawn_in = set(chance.sample(range(len(days)), 2))
    for number, day in enumerate(days):
        for shift in ("day_shift", "night_shift"):
            row = {"day": day, "shift": shift, "coordinator_rostered": True, "supernumerary_at_start": True}
            yield row | ({"minutes_drawn_in": 10} if number in drawn_in and shift == "night_shift" else {})


def one_to_one_care(chance: Random, _: str) -> Iterator[Row]:
    """Month by month, every woman."""
    for month in range(4, 12):
        last = date(2025, month + 1, 1) - timedelta(days=1)
        women = 180 + chance.randrange(60)
        yield {"counted_to": last, "in_labour": women, "cared_for_one_to_one": women}


def oversight_meetings(chance: Random, _: str) -> Iterator[Row]:
    """Talks on the care bundle, champions' sessions, and champions with the leadership team: none two months apart."""
    held = {
        "care_bundle_talk": (date(2025, 6, 12), date(2025, 9, 11), date(2025, 11, 13)),
        "champions_session": (date(2025, 5, 19), date(2025, 7, 14), date(2025, 9, 8), date(2025, 11, 3)),
        "champions_with_leadership": (date(2025, 4, 28), date(2025, 6, 23), date(2025, 8, 18), date(2025, 10, 13)),
    }
    later = timedelta(days=chance.randrange(3))
    yield from ({"kind": kind, "held_on": day + later} for kind, days in held.items() for day in days)


def scorecard_reviews(chance: Random, _: str) -> Iterator[Row]:
    """Two, with incidents and complaints, by all three teams."""
    for first in (date(2025, 6, 17), date(2025, 10, 14)):
        whole = {"with_incidents": True, "with_complaints": True, "by_all_three_teams": True}
        yield {"reviewed_on": first + timedelta(days=chance.randrange(5)), **whole}


def reportable_cases(chance: Random, code: str) -> Iterator[Row]:
    """Three: one for MNSI and Early Notification, one for MNSI alone, and one whose family would not be spoken to."""
    told = {"family_told_of_mnsi": True, "family_told_of_early_notification": True, "told_in_a_form_they_can_use": True}
    for number, first in enumerate((date(2025, 1, 20), date(2025, 5, 12), date(2025, 10, 27))):
        day = first + timedelta(days=chance.randrange(4))
        row = {"case": f"{code}-C{number + 1}", "happened_on": day, "qualifies_for_mnsi": True, **told}
        row |= {"reported_to_mnsi_on": day + timedelta(days=5), "qualifies_for_early_notification": number != 1}
        if number != 1:
            row |= {"reported_to_nhs_resolution_on": day + timedelta(days=16), "form_says_family_told": True}
        row["duty_of_candour_applies"] = True
        if number < 2:
            row |= {"candour_in_person_on": day + timedelta(days=2), "candour_in_writing_on": day + timedelta(days=9)}
            row["apology_given"] = True
        else:
            row["attempts_to_tell_recorded"] = True
        yield row


def mortality_reports(_: Random, __: str) -> Iterator[Row]:
    """One in each quarter."""
    whole = {"tells_of_deaths_and_actions": True, "discussed_with_champions": True}
    for day in (date(2025, 1, 30), date(2025, 4, 24), date(2025, 7, 31), date(2025, 10, 30)):
        yield {"board_had_it_on": day, **whole}


def staffing_reports(_: Random, __: str) -> Iterator[Row]:
    """Two, less than six months apart."""
    yield from ({"board_had_it_on": day} for day in (date(2025, 5, 29), date(2025, 10, 30)))


def board_reports(_: Random, __: str) -> Iterator[Row]:
    """The care bundle's tool and safety intelligence, each in every quarter."""
    for day in (date(2025, 5, 29), date(2025, 7, 31), date(2025, 10, 30)):
        yield {"kind": "care_bundle_tool", "seen_on": day}
        yield {"kind": "safety_intelligence", "seen_on": day, "minimum_data_set": True}


ROWS: Mapping[str, Callable[[Random, str], Iterator[Row]]] = {
    each.__name__: each
    for each in (
        deaths, locums, shifts, one_to_one_care, oversight_meetings, scorecard_reviews, reportable_cases,
        mortality_reports, staffing_reports, board_reports,
    )
}  # fmt: skip
