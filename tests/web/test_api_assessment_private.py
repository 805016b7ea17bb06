"""An NHS number is refused over the API wherever an assessment takes words, and no answer repeats it."""

from collections.abc import Iterator

import pytest

from assessment.private_texts import NHS_NUMBER
from tests.web.asking import faults
from tests.web.officers import Place
from tests.web.test_api_assessments import DRILLS, NEW, NORTH, PLAN, Trust, small_years

NUMBER = "943 476 5919"  # invented, with the right check digit
TOLD = f"what the mother ({NUMBER}) told us"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    made = small_years(tmp_path_factory.mktemp("private"))
    yield made
    made.close()


def test_every_door_refuses_it_and_nothing_is_kept(place: Place) -> None:
    trust, scheme = Trust(place, "RP9"), place.caller("scheme_officer")
    trust.does("/facts", {"facts": [DRILLS]})
    version = trust.caller.get(trust.at).headers["ETag"]
    checked = {"sort": "validated", "action": "sa8", "stands": "not_met", "why": TOLD}
    for at, said, pointer in (
        ("/facts", {"facts": [{**PLAN, "source": TOLD}]}, "/trust/plan_signed/source"),
        ("/facts", {"facts": [{**DRILLS, "value": 3, "correction": TOLD}]}, "/sites/north/drills/correction"),
        ("/notes", {"requirement": "sa8-b-plan", "owner": TOLD}, "/owner"),
        ("/notes", {"requirement": "sa8-b-plan", "comment": TOLD}, "/comment"),
        ("/self-assessment", {"action": "sa8", "stands": "met", "why": TOLD}, "/why"),
        ("/sites", {"code": "south", "name": TOLD}, "/name"),
    ):
        answered = trust.sends(at, said)
        assert faults(answered) == {pointer: NHS_NUMBER}, at
        assert NUMBER not in answered.text
    assert faults(trust.sends("/validation", checked, scheme)) == {"/why": NHS_NUMBER}
    complete = trust.sends_file("/tables/training/preview", site="north", complete_by=f"A. Matron {NUMBER}")
    assert faults(complete) == {"/sites/north/training/by": NHS_NUMBER}
    assert trust.caller.get(trust.at).headers["ETag"] == version


def test_nor_is_an_assessment_begun_with_one(place: Place) -> None:
    caller = place.caller("trust", organisation="RP8")
    new = {**NEW, "trust": "RP8", "sites": [{**NORTH, "name": TOLD}]}
    assert faults(caller.post("/assessments", new)) == {"/sites/0/name": NHS_NUMBER}
    assert caller.get("/assessments").get_json()["items"] == []
