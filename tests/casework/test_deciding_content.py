"""Whatever is done to a draft, in whatever order: its content tells what would be issued, and a review is of that."""

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from casework import CaseRefused, NewParty, change_party, retitle
from casework.deciding import (
    SECTIONS,
    Concluding,
    Decision,
    Departing,
    Reviewing,
    answer,
    comment,
    conclude,
    declare,
    depart,
    interests,
    issue,
    paper_of,
    review,
    write,
)
from keeping import DecidedBy
from people import Role
from tests.casework.deciding import COMMITTEE, live
from tests.casework.office import PHARMACY
from tests.casework.standing import Standing, Trying
from tests.reference.knowledge import some_random

Stands = Callable[[str], Standing]
WALKS, STEPS = 2, 14
DEPARTURES = (
    ("question", "final", ("refuse", "defer", "")),
    ("provision", "reg-19-6-benefits", ("not_met", "")),
    ("condition", "reg-18-2-b-significant-benefits#benefits_significant", ("not_met", "")),
)


def writes(it: Trying, chance: random.Random) -> Any:
    return it.does(write, {chance.choice(SECTIONS).id: chance.choice(("It was late.", "It was not."))})


def both_writes(it: Trying, chance: random.Random) -> Any:
    """The reviewer is an officer too, and writes."""
    both = replace(it.at.reviewer, roles=frozenset({Role("reviewer"), Role("officer")}))
    return it.does(write, {chance.choice(SECTIONS).id: "It was late."}, by=both) if chance.random() < 0.2 else None


def departs(it: Trying, chance: random.Random) -> Any:
    about, name, to = chance.choice(DEPARTURES)
    asked = Departing(PHARMACY[0], about, name, chance.choice(to), chance.choice(("Slight.", "Far.")))
    return it.does(depart, asked, live)


def concludes(it: Trying, chance: random.Random) -> Any:
    who = chance.choice((None, DecidedBy("", committee=COMMITTEE), DecidedBy("", officer="A. Officer")))
    disposal, final = chance.choice((("confirm", "refuse"), ("quash_and_redetermine", "grant")))
    return it.does(conclude, Concluding(disposal, final, who))


def talks(it: Trying, chance: random.Random) -> Any:
    asked = it.decision.open_comments
    if asked and chance.random() < 0.5:
        return it.does(answer, asked[0].id, "Yes.")
    return it.does(comment, "", "Is that so?", by=it.at.reviewer)


def declares(it: Trying, chance: random.Random) -> Any:
    has_one, before = chance.random() < 0.2, interests(it.connection, it.here).get(it.at.reviewer.id)
    said = "A cousin" if has_one else "It was another" if before and before.has_one else ""
    return it.does(declare, has_one, said, by=it.at.reviewer)


def reviews(it: Trying, chance: random.Random) -> Any:
    return it.does(review, Reviewing(chance.random() < 0.8, "So.", it.decision.content), by=it.at.reviewer)


def renames(it: Trying, chance: random.Random) -> Any:
    """The case is called otherwise, or a party is."""
    if chance.random() < 0.5:
        return it.does(retitle, chance.choice(("Larkmere", "Larkmere North")))
    here = it.party("appellant")
    named = NewParty("appellant", chance.choice(("Wrenlow", "Wrenlow Limited")), False, "", here.contact)
    return it.does(change_party, here.id, named)


ACTS = (writes, writes, both_writes, departs, departs, concludes, renames, talks, declares, reviews, reviews, reviews)


def issuing(it: Trying, made: Decision) -> tuple[object, ...]:
    """What would be issued, word for word."""
    named = it.here.title, *(it.party(role).name for role in ("applicant", "appellant", "commissioner"))
    departures = [(*(getattr(each, name) for name in each.__slots__[:6]),) for each in made.departures]
    said = made.conclusion
    sections = tuple(sorted(made.text.sections.items()))
    adopted = tuple(each.sha256 for each in made.adopted)
    return named, adopted, tuple(departures), said.disposal, said.final, said.decided_by, sections


def approved(made: Decision) -> bool:
    """Whether the last review approved just what stands there."""
    return bool(made.reviews) and made.reviews[-1].approved and made.reviews[-1].content == made.content


def test_the_content_changes_just_when_what_would_be_issued_does_and_no_review_counts_for_another(here: Stands) -> None:
    at = here("reviewed")
    by_content: dict[str, object] = {}
    counts = {"reviewed": 0, "not reviewed": 0}
    with at.office.database.writing() as connection:
        for number in range(WALKS):
            tried, chance, it = connection.begin_nested(), some_random(number), Trying(connection, at)
            for _ in range(STEPS):
                try:
                    chance.choice(ACTS)(it, chance)
                except CaseRefused:
                    continue
                made = it.decision
                assert by_content.setdefault(made.content, issuing(it, made)) == issuing(it, made)
                assert (made.state == "reviewed") == approved(made)
                counts[made.state if made.state == "reviewed" else "not reviewed"] += 1
            counts_for = approved(made) and made.reviews[-1].by not in made.authors
            assert ("reviewed" not in it.lacking()) == counts_for
            tried.rollback()
    assert len(set(by_content.values())) == len(by_content)
    assert min(counts.values()) > WALKS


def test_a_draft_that_would_be_a_sample_is_marked_as_one_as_the_issued_one_is(here: Stands) -> None:
    at = here("reviewed")

    def sample(series: str) -> bool:
        with at.office.database.reading() as connection:
            return paper_of(connection, at.here, at.decision, live, series=series).sample

    assert [sample(series) for series in ("SAMPLE", "PCA", "SAMPLES", "")] == [True, False, False, False]
    at.does(issue, "SAMPLE", live)
    assert sample("PCA"), "what was issued as a sample stays one"
